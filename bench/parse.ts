const MEASURES: Readonly<
  Record<
    string,
    { readonly about: string; readonly load: () => Promise<{ run: (args: string[]) => Promise<void> }> }
  >
> = {
  tables: {
    about: "cell adjacency and detection on the ICDAR 2013 tables",
    load: () => import("./parse/tables.ts"),
  },
  facts: { about: "olmOCR-bench facts passed", load: () => import("./parse/facts.ts") },
  text: {
    about: "words and word order of each page, against pdftotext",
    load: () => import("./parse/text.ts"),
  },
  sentences: {
    about: "golden rules of sentence splitting, per language",
    load: () => import("./sentences.ts"),
  },
  boxes: {
    about: "sentences whose boxes hold exactly their words, against pdftotext -bbox",
    load: () => import("./parse/boxes.ts"),
  },
  scans: { about: "words recognised on pages turned into pictures", load: () => import("./parse/scans.ts") },
  pages: {
    about: "page hit@k of a search, by source of evidence",
    load: () => import("./parse/pages.ts"),
  },
  speed: {
    about: "wall and CPU time, first page, memory; 5,000 pages",
    load: () => import("./parse/speed.ts"),
  },
};

/**
 * How well documents are read: each measure prints our figure beside those of bare pdf-parse and of liteparse on the
 * same files of `../shared/data`.
 *
 * @param args measures to run (default all); `--details` lists what each got wrong, worst first
 */
export async function run(args: string[]): Promise<void> {
  const wanted = args.filter((arg) => !arg.startsWith("--"));
  const options = args.filter((arg) => arg.startsWith("--"));
  const unknown = wanted.filter((name) => !MEASURES[name]);
  if (unknown.length > 0) {
    const lines = Object.entries(MEASURES).map(
      ([name, { about }]) => `  pnpm bench parse ${name.padEnd(10)} ${about}`,
    );
    throw new Error([`There is no measure ${unknown.join(", ")}.`, ...lines].join("\n"));
  }
  for (const [name, { about, load }] of Object.entries(MEASURES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`\n${name}: ${about}`);
    await (await load()).run(options);
  }
  // Bare pdf-parse keeps the process from ending by itself.
  process.exit(0);
}

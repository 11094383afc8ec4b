/** `pnpm bench NAME …`: each bench prints our figures beside those of a public peer on the same input in the same run. */
const BENCHES: Readonly<
  Record<
    string,
    { readonly about: string; readonly load: () => Promise<{ run: (args: string[]) => Promise<void> }> }
  >
> = {
  drill: {
    about: "[FILES]: workers killed, Redis restarted, the store away; the index beside an undisturbed run's",
    load: () => import("./drill.ts"),
  },
  queue: {
    about: "documents/s with 1 and 2 workers beside in-process; overhead, memory and speed of the queue",
    load: () => import("./queue.ts"),
  },
  ingest: {
    about: "FILE…: pages/s and peak memory, beside bare pdf-parse getText()",
    load: () => import("./ingest.ts"),
  },
  retrieval: {
    about: "nDCG@10 and recall@k, beside published BM25 figures; latency",
    load: () => import("./retrieval.ts"),
  },
  parse: {
    about:
      "[MEASURE…] [--details]: tables, facts, text, boxes, scans, pages, speed, beside pdf-parse and liteparse",
    load: () => import("./parse.ts"),
  },
  slides: {
    about: "[FILE…]: words found and ms per deck, beside officeparser",
    load: () => import("./slides.ts"),
  },
  sentences: {
    about: "golden rules of sentence splitting, beside Intl.Segmenter",
    load: () => import("./sentences.ts"),
  },
};

const [name = "", ...args] = process.argv.slice(2);
const bench = BENCHES[name];
if (!bench) {
  const lines = Object.entries(BENCHES).map(([key, { about }]) => `  pnpm bench ${key.padEnd(10)} ${about}`);
  console.error(["Benches:", ...lines].join("\n"));
  process.exit(2);
}
await (await bench.load()).run(args);

/**
 * One file read by one reader, measured from inside; prints one JSON line. Arguments: reader, `all`, `long` or `first`,
 * file, and `memory` to watch that instead of time: adding up the pages of large processes takes a tenth of it.
 */
import { readdirSync, readFileSync } from "node:fs";

import { LiteParse } from "@llamaindex/liteparse";

import { peakMemory } from "../peak-memory.ts";

/** What `speed.ts` reads. */
export interface Reading {
  readonly pages: number;
  /** Since the process began, loading included: milliseconds until the first page was there. */
  readonly firstPage: number;
  /** User and system time of the process and of those it started, seconds. */
  readonly cpu: number;
  /** Peak of all processes, where it was watched. */
  readonly megabytes?: number;
}

type Read = (file: string, mode: string) => Promise<{ pages: number; firstPage?: number }>;

const READERS: Readonly<Record<string, () => Promise<Read>>> = {
  ours: async () => {
    const { readDocument } = await import("@longdoc/ingest");
    return async (file) => {
      let firstPage: number | undefined;
      // The others recognise nothing either.
      const document = await readDocument(file, {
        ocr: "off",
        onProgress: () => (firstPage ??= performance.now()),
      });
      return { pages: document.pages.length, firstPage: firstPage! };
    };
  },
  "ours in parts": async () => {
    const { streamDocument } = await import("@longdoc/ingest");
    return async (file) => {
      let firstPage: number | undefined;
      let pages = 0;
      const onProgress = (): void => void (firstPage ??= performance.now());
      for await (const part of streamDocument(file, { ocr: "off", onProgress })) {
        if (part.type === "end") pages = part.document.pages.length;
      }
      return { pages, firstPage: firstPage! };
    };
  },
  "pdf-parse": async () => {
    const [{ PDFParse }, { readFile }] = await Promise.all([import("pdf-parse"), import("node:fs/promises")]);
    return async (file, mode) => {
      const parser = new PDFParse({ data: await readFile(file), verbosity: 0 });
      const { pages } = await parser.getText(mode === "first" ? { partial: [1] } : {});
      return { pages: pages.length };
    };
  },
  "liteparse text": async () => (file, mode) =>
    readLiteparse(file, mode, new LiteParse(liteparseOptions("text", mode))),
  // What ours gives: blocks, tables and boxes of words.
  "liteparse blocks": async () => (file, mode) =>
    readLiteparse(
      file,
      mode,
      new LiteParse({ ...liteparseOptions("markdown", mode), extractBlocks: true, emitWordBoxes: true }),
    ),
};

function liteparseOptions(
  outputFormat: "text" | "markdown",
  mode: string,
): ConstructorParameters<typeof LiteParse>[0] {
  return {
    ocrEnabled: false,
    outputFormat,
    quiet: true,
    maxPages: mode === "first" ? 1 : 1_000_000,
  };
}

/** Long files in batches, as it advises: memory stays flat. */
async function readLiteparse(file: string, mode: string, parser: LiteParse): Promise<{ pages: number }> {
  if (mode !== "long") return { pages: (await parser.parse(file)).pages.length };
  let pages = 0;
  for await (const { result } of parser.parseBatches(file)) pages += result.pages.length;
  return { pages };
}

/** Seconds of this process, and of its children, those still alive included (Linux). */
function cpuSeconds(): number {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  let ticks = 0;
  for (const entry of process.platform === "linux" ? readdirSync("/proc") : []) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const fields = readFileSync(`/proc/${entry}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      // After the name: state, parent; user and system time are fields 14 and 15, of reaped children 16 and 17.
      if (Number(fields[1]) === process.pid) ticks += sum(fields.slice(11, 15));
      if (Number(entry) === process.pid) ticks += sum(fields.slice(13, 15));
    } catch {
      // It ended meanwhile.
    }
  }
  return (userCPUTime + systemCPUTime) / 1e6 + ticks / 100;
}

function sum(fields: readonly string[]): number {
  return fields.reduce((total, field) => total + Number(field), 0);
}

const [reader = "", mode = "all", file = "", watched] = process.argv.slice(2);
const memory = watched === "memory" ? peakMemory() : undefined;
const read = await READERS[reader]!();
const { pages, firstPage } = await read(file, mode);
const reading: Reading = {
  pages,
  firstPage: firstPage ?? performance.now(),
  cpu: cpuSeconds(),
  ...(memory && { megabytes: memory.stop() }),
};
console.log(JSON.stringify(reading));
process.exit(0);

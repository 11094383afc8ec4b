import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { dataFolder, hasProgram, outputOf } from "./data.ts";
import { printColumns, ratio } from "./print.ts";
import type { Reading } from "./speed-child.ts";

const execute = promisify(execFile);

const READERS = ["ours", "pdf-parse", "liteparse text", "liteparse blocks"];

const FILES = [
  "financebench/BESTBUY_2023_10K.pdf",
  "financebench/BOEING_2022_10K.pdf",
  "financebench/MGMRESORTS_2018_10K.pdf",
  "financebench/AMCOR_2023_10K.pdf",
  "mmlongbench/2023.acl-long.386.pdf",
  "mmlongbench/tacl_a_00660.pdf",
];
/** Papers, reports, manuals and filings of 605 pages, joined to one file: none is encrypted. */
const JOINED = [
  "mmlongbench/2023.acl-long.386.pdf",
  "mmlongbench/tacl_a_00660.pdf",
  "mmlongbench/STEPBACK.pdf",
  "mmlongbench/2303.05039v2.pdf",
  "mmlongbench/2310.07609v1.pdf",
  "mmlongbench/watch_d.pdf",
  "mmlongbench/7c3f6204b3241f142f0f8eb8e1fefe7a.pdf",
  "mmlongbench/Independents-Report.pdf",
  "mmlongbench/698bba535087fa9a7f9009e172a7f763.pdf",
  "mmlongbench/GPL-Graduate-Studies-Professional-Learning-Brochure-Jul-2021.pdf",
  "mmlongbench/91521110100M_4K_UHD_Display_User_Manual_V1.1.pdf",
  "financebench/AMCOR_2022_10K.pdf",
  "financebench/AMCOR_2023Q2_10Q.pdf",
  "mmlongbench/3M_2018_10K.pdf",
];
const LONG_PAGES = 5_000;
const LONG_SOURCE = "financebench/AMCOR_2023_10K.pdf";

interface Measured extends Reading {
  /** Seconds from the start of the process to its end. */
  readonly wall: number;
}

/**
 * Whole processes on the same files: wall and CPU time, peak memory, time to the first page. Ours reads to the Document
 * (layout, sentences, boxes) without cutting it into chunks.
 */
export async function run(options: string[]): Promise<void> {
  const folder = dataFolder("financebench");
  if (!folder) return;
  const data = dirname(folder);
  const files = FILES.map((name) => join(data, name)).filter((file) => existsSync(file));
  console.log(
    `  load of the machine before: ${loadavg()[0]!.toFixed(2)}; pages/s of wall time, CPU s per 100 pages`,
  );
  const temporary = mkdtempSync(join(tmpdir(), "longdoc-bench-"));
  try {
    const canJoin = await hasProgram("pdfunite");
    if (canJoin) files.push(await joinFiles(data, temporary));
    await measureSingle(files);
    await measurePairs(files);
    if (canJoin && !options.includes("--short")) await measureLong(data, temporary);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

async function joinFiles(data: string, temporary: string): Promise<string> {
  const joined = join(temporary, "joined.pdf");
  const parts = JOINED.map((name) => join(data, name)).filter((file) => existsSync(file));
  await outputOf("pdfunite", [...parts, joined]);
  return joined;
}

async function measure(
  reader: string,
  mode: "all" | "long" | "first",
  file: string,
  watched: "time" | "memory" = "time",
): Promise<Measured | undefined> {
  const begin = performance.now();
  const script = fileURLToPath(new URL("speed-child.ts", import.meta.url));
  try {
    const { stdout } = await execute(process.execPath, [
      ...process.execArgv,
      script,
      reader,
      mode,
      file,
      watched,
    ]);
    return { ...(JSON.parse(stdout) as Reading), wall: (performance.now() - begin) / 1000 };
  } catch {
    return undefined;
  }
}

/** Each reader once a round: the machine's speed varies within minutes, and the fastest run is the least disturbed. */
const ROUNDS = 3;

interface Total {
  pages: number;
  wall: number;
  cpu: number;
  megabytes: number;
  readonly firstPages: number[];
}

async function measureSingle(files: readonly string[]): Promise<void> {
  const rows: string[][] = [];
  const totals = new Map(
    READERS.map((reader): [string, Total] => [
      reader,
      { pages: 0, wall: 0, cpu: 0, megabytes: 0, firstPages: [] },
    ]),
  );
  for (const file of files) {
    const runs = new Map(READERS.map((reader): [string, Measured[]] => [reader, []]));
    const firsts = new Map(READERS.map((reader): [string, Measured[]] => [reader, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const reader of READERS) {
        const all = await measure(reader, "all", file);
        const first = reader === "ours" ? all : await measure(reader, "first", file);
        if (all) runs.get(reader)!.push(all);
        if (first) firsts.get(reader)!.push(first);
      }
    }
    const cells: string[] = [];
    for (const reader of READERS) {
      const all = runs.get(reader)!;
      if (all.length === 0) {
        cells.push("failed");
        continue;
      }
      const total = totals.get(reader)!;
      const best = {
        pages: all[0]!.pages,
        wall: Math.min(...all.map(({ wall }) => wall)),
        cpu: Math.min(...all.map(({ cpu }) => cpu)),
        megabytes: (await measure(reader, "all", file, "memory"))?.megabytes ?? Number.NaN,
      };
      total.pages += best.pages;
      total.wall += best.wall;
      total.cpu += best.cpu;
      total.megabytes = Math.max(total.megabytes, best.megabytes);
      total.firstPages.push(Math.min(...firsts.get(reader)!.map(({ firstPage }) => firstPage)));
      cells.push(describe(best));
    }
    rows.push([basename(file).slice(0, 40), String(runs.get("ours")![0]?.pages ?? ""), ...cells]);
  }
  rows.push(["all, highest memory", "", ...READERS.map((reader) => describe(totals.get(reader)!))]);
  printColumns([
    [`one at a time, best of ${ROUNDS}`, "pages", ...READERS.map((reader) => `${reader}: pages/s  CPU   MB`)],
    ...rows,
  ]);
  const speed = (reader: string): number => totals.get(reader)!.pages / totals.get(reader)!.wall;
  const perCpu = (reader: string): number => totals.get(reader)!.pages / totals.get(reader)!.cpu;
  for (const reader of READERS.slice(1)) {
    console.log(
      `  ours/${reader}: pages/s ${ratio(speed("ours"), speed(reader))}, pages per CPU second ${ratio(perCpu("ours"), perCpu(reader))}`,
    );
  }
  for (const [reader, { firstPages }] of totals) {
    console.log(
      `  first page, ms from start, ${reader}: ${firstPages.map((milliseconds) => milliseconds.toFixed(0)).join(" ")}`,
    );
  }
}

function describe({ pages, wall, cpu, megabytes }: Omit<Total, "firstPages">): string {
  return `${(pages / wall).toFixed(1).padStart(6)} ${((100 * cpu) / pages).toFixed(2).padStart(6)} ${megabytes.toFixed(0).padStart(5)}`;
}

/** Both cores: two files at a time, a process each. */
async function measurePairs(files: readonly string[]): Promise<void> {
  // The longest first, so that no core is idle at the end.
  const queued = files.toReversed();
  const rows: string[][] = [];
  const speeds: number[] = [];
  for (const reader of READERS) {
    const begin = performance.now();
    const rest = [...queued];
    let [pages, cpu] = [0, 0];
    const work = async (): Promise<void> => {
      for (let file = rest.shift(); file; file = rest.shift()) {
        const one = await measure(reader, "all", file);
        pages += one?.pages ?? 0;
        cpu += one?.cpu ?? 0;
      }
    };
    await Promise.all([work(), work()]);
    const wall = (performance.now() - begin) / 1000;
    speeds.push(pages / wall);
    rows.push([
      reader,
      (pages / wall).toFixed(1),
      wall.toFixed(1),
      cpu.toFixed(1),
      reader === "ours" ? "" : ratio(speeds[0]!, pages / wall),
    ]);
  }
  printColumns([["two at a time", "pages/s", "wall s", "CPU s", "ours/pages/s"], ...rows]);
}

async function measureLong(data: string, temporary: string): Promise<void> {
  const source = join(data, LONG_SOURCE);
  if (!existsSync(source)) return;
  const pages = Number(/^Pages:\s+(\d+)/m.exec(await outputOf("pdfinfo", [source]))?.[1]);
  const long = join(temporary, "long.pdf");
  const copy = join(temporary, "source.pdf");
  copyFileSync(source, copy);
  await outputOf("pdfunite", [...Array.from({ length: Math.ceil(LONG_PAGES / pages) }, () => copy), long]);
  const rows: string[][] = [];
  for (const reader of ["ours in parts", ...READERS]) {
    const one = await measure(reader, "long", long, "memory");
    const first = reader.startsWith("ours") ? one : await measure(reader, "first", long);
    rows.push(
      one
        ? [
            reader,
            String(one.pages),
            (one.pages / one.wall).toFixed(1),
            one.wall.toFixed(1),
            one.cpu.toFixed(1),
            one.megabytes!.toFixed(0),
            (first?.firstPage ?? Number.NaN).toFixed(0),
          ]
        : [reader, "failed"],
    );
  }
  printColumns([
    [`${basename(LONG_SOURCE)}, joined`, "pages", "pages/s", "wall s", "CPU s", "MB", "first page ms"],
    ...rows,
  ]);
}

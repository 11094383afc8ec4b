import { execFile } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run_ = promisify(execFile);
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

interface Measured {
  readonly pages: number;
  readonly seconds: number;
  /** Peak resident memory of all processes, megabytes. */
  readonly megabytes: number;
}

/**
 * Reads the same files with our whole `ingest` (parse, layout, sentences, boxes, chunks) and with bare pdf-parse
 * `getText()`, each file in a fresh process, one after the other.
 */
export async function run(args: string[]): Promise<void> {
  const files = (args.length > 0 ? args : [here("../../shared/data/financebench")]).flatMap(pdfsOf);
  if (files.length === 0) throw new Error("No PDF files to read.");
  const sums = {
    ours: { pages: 0, seconds: 0, megabytes: 0 },
    theirs: { pages: 0, seconds: 0, megabytes: 0 },
  };
  console.log("file".padEnd(44), "pages", "  ours pages/s  MB", "  pdf-parse pages/s  MB", "  ratio");
  for (const file of files) {
    const ours = await measure("ingest-ours.ts", file);
    const theirs = await measure("ingest-pdf-parse.ts", file);
    if (!ours || !theirs) {
      console.log(
        `${shortName(file)} ${ours ? "" : "not read by us "}${theirs ? "" : "not read by pdf-parse"}`,
      );
      continue;
    }
    add(sums.ours, ours);
    add(sums.theirs, theirs);
    print(shortName(file), ours, theirs);
  }
  print("all, peak memory", sums.ours, sums.theirs);
}

function pdfsOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith(".pdf"))
    .sort()
    .map((name) => join(path, name));
}

async function measure(script: string, file: string): Promise<Measured | undefined> {
  try {
    const { stdout } = await run_(process.execPath, [
      "--disable-warning=ExperimentalWarning",
      here(script),
      file,
    ]);
    return JSON.parse(stdout) as Measured;
  } catch {
    return undefined;
  }
}

function add(sum: { pages: number; seconds: number; megabytes: number }, one: Measured): void {
  sum.pages += one.pages;
  sum.seconds += one.seconds;
  sum.megabytes = Math.max(sum.megabytes, one.megabytes);
}

function shortName(file: string): string {
  return file.split("/").at(-1)!.slice(0, 43);
}

function print(name: string, ours: Measured, theirs: Measured): void {
  const speed = (one: Measured): number => one.pages / one.seconds;
  const columns = [
    name.padEnd(44),
    String(ours.pages).padStart(5),
    speed(ours).toFixed(1).padStart(12),
    ours.megabytes.toFixed(0).padStart(6),
    speed(theirs).toFixed(1).padStart(16),
    theirs.megabytes.toFixed(0).padStart(6),
    (speed(ours) / speed(theirs)).toFixed(2).padStart(8),
  ];
  console.log(columns.join(" "));
}

/** One file through bare pdf-parse, measured from inside; prints one JSON line. */
import { readFile } from "node:fs/promises";

import { PDFParse } from "pdf-parse";

import { peakMemory } from "./peak-memory.ts";

const memory = peakMemory();
// From the start of the process: what each must load counts too.
const started = 0;
const parser = new PDFParse({ data: await readFile(process.argv[2]!) });
const { total } = await parser.getText();
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ pages: total, seconds, megabytes: memory.stop() }));
process.exit(0);

import { relative } from "node:path";

import type { IngestedFile } from "../library/ingested-file.ts";
import { count } from "./count.ts";
import type { Output } from "./output.ts";
import { undescribedPictures } from "./pictures.ts";
import { errorLine, errorReport } from "./report-error.ts";

/** One line for a file that is in the library, on stdout; one for a file that is not, on stderr. */
export function describeIngested(output: Output, file: IngestedFile): void {
  const path = shortPath(file.source);
  if (file.error) {
    output.warn(errorLine(file.error));
    return;
  }
  const size = `${count(file.pages, "page")}, ${count(file.sentences, "sentence")}, ${count(file.chunks, "chunk")}`;
  const time = file.status === "unchanged" ? "" : ` in ${file.seconds.toFixed(1)} s`;
  const coverage = file.textCoverage === undefined ? "" : `, ${inkRead(file.textCoverage)}`;
  output.line(`${file.status.padEnd(9)}  ${path}  ${output.style.dim(size + coverage + time)}`);
  for (const { page, reason } of file.failedPages) output.warn(`${path}, page ${page}: ${reason}`);
  if (file.status === "unchanged") return;
  for (const warning of file.warnings) output.note(`${path}: ${warning}`);
  const undescribed = undescribedPictures(file);
  if (undescribed !== undefined) output.note(`${path}: ${undescribed}`);
}

/** How much of what a document's pages show became text. */
export function inkRead(textCoverage: number): string {
  return `${Math.round(100 * textCoverage)} % of its ink read`;
}

export function noteSkipped(output: Output, skipped: number): void {
  if (skipped > 0) output.note(`${count(skipped, "file")} of other types left out.`);
}

export function ingestedForJson({ error, warnings, ...file }: IngestedFile): object {
  return { ...file, warnings, ...(error === undefined ? {} : { error: errorReport(error) }) };
}

/** As seen from where the user is, unless that leads upward. */
export function shortPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere === "" || fromHere.startsWith("..") ? path : fromHere;
}

import { execFile } from "node:child_process";

import { findProgram } from "../find-program.ts";

/**
 * The Tesseract command, or `undefined` where there is none on the path. The environment variable
 * `LONGDOC_TESSERACT` names another, or with `none` that it is not to be used.
 */
export function findTesseract(): string | undefined {
  return findProgram("tesseract", "LONGDOC_TESSERACT");
}

const installed = new Map<string, Promise<ReadonlySet<string>>>();

/** Languages that a Tesseract command has data for; none where it does not run. */
export function nativeLanguages(command: string): Promise<ReadonlySet<string>> {
  const known = installed.get(command);
  if (known) return known;
  const asked = new Promise<ReadonlySet<string>>((resolve) => {
    execFile(command, ["--list-langs"], { timeout: 10_000 }, (error, output) => {
      // The first line is a heading.
      resolve(new Set(error ? [] : output.split(/\r?\n/).slice(1).filter(Boolean)));
    });
  });
  installed.set(command, asked);
  return asked;
}

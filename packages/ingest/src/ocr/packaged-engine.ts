import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { IngestError } from "@longdoc/core";

import { runTask } from "../sandbox/run-task.ts";
import type { OcrEngine } from "./engine.ts";
import { ocrTimeout } from "./errors.ts";
import { readHocr } from "./read-hocr.ts";

/** What the child process gets. */
export interface PackagedInput {
  readonly source: string;
  readonly png: Uint8Array;
  readonly dpi: number;
  /** Each language's name and the folder that holds its data. */
  readonly languages: readonly { readonly name: string; readonly folder: string }[];
}

/** Tesseract as WebAssembly, from npm: it needs nothing installed. It runs in a child process with limits. */
export const packagedEngine: OcrEngine = {
  name: "Tesseract.js",
  recognize: async ({ png, dpi }, { languages, timeoutMs, signal }) => {
    const folders = languages.map((name) => ({ name, folder: packagedLanguage(name)! }));
    const input: PackagedInput = { source: "page", png, dpi, languages: folders };
    try {
      return readHocr(await runTask<string>("./task", import.meta.url, input, { timeoutMs, signal }));
    } catch (thrown) {
      if (!(thrown instanceof IngestError) || thrown.code === "file.cancelled") throw thrown;
      if (thrown.code === "file.timeout") throw ocrTimeout();
      const reason = thrown.code === "file.memory" ? "It needs more memory than allowed." : thrown.message;
      throw new IngestError("ocr.failed", `Tesseract.js could not read the picture: ${reason}`, {
        cause: thrown,
      });
    }
  },
};

/** Small and as good as the large one: whole numbers in place of fractions. */
const VARIANT = "4.0.0_best_int";

/** The folder of a language's data, where its package is installed: beside this library, or in the program's folder. */
export function packagedLanguage(name: string): string | undefined {
  for (const base of [import.meta.url, join(process.cwd(), "package.json")]) {
    try {
      const folder = dirname(createRequire(base).resolve(`@tesseract.js-data/${name}/package.json`));
      if (existsSync(join(folder, VARIANT, `${name}.traineddata.gz`))) return join(folder, VARIANT);
    } catch {
      // Not installed here.
    }
  }
  return undefined;
}

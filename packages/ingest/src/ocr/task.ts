/** A task for a child process: a picture may be built to stall the engine, and WebAssembly dies with its process. */
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createWorker, OEM, PSM, type Worker } from "tesseract.js";

import type { PackagedInput } from "./packaged-engine.ts";

/** Kept for the next page: starting one takes half a second. */
let kept: { readonly key: string; readonly worker: Worker } | undefined;

/** Recognises a picture's text. Gives hOCR. */
export default async function recognize({ png, dpi, languages }: PackagedInput): Promise<string> {
  const key = languages.map(({ name }) => name).join("+");
  if (kept?.key !== key) {
    await kept?.worker.terminate();
    kept = { key, worker: await startWorker(languages) };
  }
  const { data } = await kept.worker.recognize(
    Buffer.from(png),
    { user_defined_dpi: String(Math.round(dpi)) } as object,
    { text: false, hocr: true },
  );
  return data.hocr ?? "";
}

async function startWorker(languages: PackagedInput["languages"]): Promise<Worker> {
  const names = languages.map(({ name }) => name);
  // It looks for all languages in one folder, and each has a package of its own.
  const folder = await mkdtemp(join(tmpdir(), "longdoc-languages-"));
  try {
    for (const { name, folder: own } of languages) {
      await copyFile(join(own, `${name}.traineddata.gz`), join(folder, `${name}.traineddata.gz`));
    }
    const worker = await createWorker(names, OEM.LSTM_ONLY, {
      langPath: folder,
      gzip: true,
      cacheMethod: "none",
      errorHandler: () => undefined,
    });
    await worker.setParameters({ tessedit_pageseg_mode: PSM.AUTO });
    return worker;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { execFile } from "node:child_process";

import { IngestError } from "@longdoc/core";

import type { OcrEngine, OcrImage, RecognizeOptions } from "./engine.ts";
import { ocrCancelled, ocrTimeout } from "./errors.ts";
import { readHocr } from "./read-hocr.ts";

/** Bytes. A dense page's hOCR is 150 KB. */
const MAX_OUTPUT_BYTES = 64 * 1024 ** 2;

/** The Tesseract that is installed on this machine: twice as fast as the packaged one. */
export function nativeEngine(command: string): OcrEngine {
  return {
    name: "Tesseract",
    recognize: async (image, options) => readHocr(await run(command, image, options)),
  };
}

/** The picture goes through standard input: no file of a document's page is left behind anywhere. */
function run(command: string, image: OcrImage, options: RecognizeOptions): Promise<string> {
  const { languages, timeoutMs, signal } = options;
  const parameters = [
    ["stdin", "stdout"],
    ["-l", languages.join("+")],
    ["--dpi", String(Math.round(image.dpi))],
    // Find blocks, lines and words, and take the page as upright.
    ["--psm", "3"],
    ["-c", "tessedit_create_hocr=1"],
  ];
  return new Promise((resolve, reject) => {
    const child = execFile(
      command,
      parameters.flat(),
      {
        // Its own threads wait for one another: without this, a page takes five times as long on two cores.
        env: { ...process.env, OMP_THREAD_LIMIT: "1" },
        maxBuffer: MAX_OUTPUT_BYTES,
        timeout: timeoutMs,
        killSignal: "SIGKILL",
        ...(signal === undefined ? {} : { signal }),
      },
      (error, output, complaints) => {
        if (!error) resolve(output);
        else if (signal?.aborted) reject(ocrCancelled());
        else if (error.killed) reject(ocrTimeout());
        else reject(failed(complaints || error.message, error));
      },
    );
    // It may end before it has read everything; why, its exit tells.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(image.png);
  });
}

function failed(complaint: string, cause: unknown): IngestError {
  const line = complaint.trim().split("\n", 1)[0]!.slice(0, 200).replace(/\.*$/, "");
  return new IngestError("ocr.failed", `Tesseract could not read the picture: ${line}.`, { cause });
}

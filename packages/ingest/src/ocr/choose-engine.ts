import { IngestError } from "@longdoc/core";

import type { OcrEngine } from "./engine.ts";
import { findTesseract, nativeLanguages } from "./find-tesseract.ts";

/**
 * The engine for these languages (Tesseract's names): the Tesseract that is installed, if it has data for all of
 * them, else the packaged one.
 *
 * @throws IngestError `ocr.language-missing`
 */
export async function chooseEngine(languages: readonly string[]): Promise<OcrEngine> {
  const command = findTesseract();
  const native = command === undefined ? new Set<string>() : await nativeLanguages(command);
  if (command !== undefined && languages.every((name) => native.has(name))) {
    const { nativeEngine } = await import("./native-engine.ts");
    return nativeEngine(command);
  }
  const { packagedEngine, packagedLanguage } = await import("./packaged-engine.ts");
  const absent = languages.filter((name) => packagedLanguage(name) === undefined);
  if (absent.length === 0) return packagedEngine;
  const missing = command === undefined ? absent : absent.filter((name) => !native.has(name));
  // Each engine may have one of two languages; then whatever the packaged one lacks is the thing to install.
  throw languageMissing(missing.length > 0 ? missing : absent);
}

function languageMissing(names: readonly string[]): IngestError {
  const [one] = names;
  const list = names.join(", ");
  return new IngestError(
    "ocr.language-missing",
    names.length === 1
      ? `There is no data to recognise text in the language "${one}".`
      : `There is no data to recognise text in these languages: ${list}.`,
    {
      input: list,
      hint: `Install it: npm install ${names.map((name) => `@tesseract.js-data/${name}`).join(" ")}, or Tesseract with ${names.length === 1 ? "that language" : "those languages"} (on Debian: ${names.map((name) => `tesseract-ocr-${name.replaceAll("_", "-")}`).join(" ")}).`,
    },
  );
}

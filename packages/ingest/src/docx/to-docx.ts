import { IngestError } from "@longdoc/core";

import { containerOf } from "../archive/container.ts";
import type { FileInput } from "../formats.ts";
import { convertWithOffice } from "../libreoffice/convert.ts";

/**
 * A word processor's file as DOCX: DOC, ODT and RTF are converted by LibreOffice, whatever their names say.
 *
 * @throws IngestError `docx.password-required`, `docx.invalid`, `file.needs-libreoffice`,
 * `file.conversion-failed`, `file.cancelled`
 */
export async function toDocx(input: FileInput, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const { bytes, source } = input;
  const extension = extensionOf(bytes, source);
  if (extension === ".docx") return bytes;
  return convertWithOffice(input, extension, "docx", signal === undefined ? {} : { signal });
}

function extensionOf(bytes: Uint8Array, source: string): ".docx" | ".doc" | ".odt" | ".rtf" {
  const head = Buffer.from(bytes.subarray(0, 100)).toString("latin1");
  switch (containerOf(bytes)) {
    case "zip":
      return isOpenDocument(bytes) ? ".odt" : ".docx";
    case "compound":
      return ".doc";
    case "encrypted":
      throw new IngestError("docx.password-required", `"${source}" is protected with a password.`, {
        input: source,
        hint: "Open it in the program that made it and save it without a password.",
      });
    case "unknown":
      if (head.startsWith("{\\rtf")) return ".rtf";
      throw new IngestError("docx.invalid", `"${source}" is not a word processor's document.`, {
        input: source,
        hint: "Its ending may be wrong, or the file is damaged.",
      });
  }
}

function isOpenDocument(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.includes("content.xml") && !buffer.includes("[Content_Types].xml");
}

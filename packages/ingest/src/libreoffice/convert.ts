import { documentVersion, IngestError } from "@longdoc/core";

import type { FileInput } from "../formats.ts";
import { cachedConversion } from "./conversion-cache.ts";
import { findOffice } from "./find-office.ts";
import { type OfficeOptions, type OfficeTarget, runOffice } from "./run-office.ts";

/**
 * A file as one of another kind, by LibreOffice. What was converted before is not converted again.
 *
 * @param extension what kind of file it is: `.ppt`
 * @throws IngestError `file.needs-libreoffice` where it is not installed; `file.conversion-failed` where it fails;
 * `file.cancelled`
 */
export async function convertWithOffice(
  { bytes, source }: FileInput,
  extension: string,
  target: OfficeTarget,
  options: OfficeOptions,
): Promise<Uint8Array> {
  const office = findOffice();
  if (office === undefined) {
    throw new IngestError("file.needs-libreoffice", `"${source}" can be read only with LibreOffice.`, {
      input: source,
      hint: `Install LibreOffice, or save the file as ${target.toUpperCase()}.`,
    });
  }
  let cause: unknown;
  const converted = await cachedConversion(`${documentVersion(bytes)}.${target}`, () =>
    runOffice(office, bytes, extension, target, options).catch((thrown: unknown) => {
      cause = thrown;
      return undefined;
    }),
  );
  if (converted) return converted;
  if (options.signal?.aborted) {
    throw new IngestError("file.cancelled", `Reading "${source}" was cancelled.`, { input: source });
  }
  throw new IngestError("file.conversion-failed", `LibreOffice could not read "${source}".`, {
    input: source,
    hint: "The file may be damaged, protected with a password, or of another kind than its ending says; or the part of LibreOffice for such files (Writer, Impress) is not installed.",
    cause,
  });
}

import { UsageError } from "@longdoc/core";

import { findFiles } from "./find-files.ts";

/**
 * The one document that a path stands for, as an absolute path.
 *
 * @throws IngestError as `findFiles` reports it; UsageError `usage.one-file` where the path stands for several
 */
export async function onlyFile(path: string): Promise<string> {
  const { files, failures } = await findFiles([path]);
  if (failures[0]) throw failures[0].error;
  const [file] = files;
  if (file === undefined || files.length > 1) {
    throw new UsageError("usage.one-file", `${path} stands for ${files.length} documents.`, {
      input: path,
      hint: "Name one file.",
    });
  }
  return file;
}

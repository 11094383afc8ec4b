import { ingest } from "@longdoc/ingest";

import { DONE, type ExitCode } from "../exit-codes.ts";
import { describeDocument } from "../output/outline.ts";
import { createProgress } from "../output/progress.ts";
import type { CommandContext } from "../program.ts";
import { onlyFile } from "../sources/only-file.ts";

/** `longdoc inspect`: a document as it is understood, without any library. */
export async function inspectCommand(path: string, context: CommandContext): Promise<ExitCode> {
  const { options, output, signal } = context;
  const source = await onlyFile(path);
  using progress = createProgress(output, 1);
  const { document, chunks } = await ingest(source, {
    signal,
    ...(options.password === undefined ? {} : { password: options.password }),
    onProgress: ({ page, pages }) => progress.update(page / pages, `page ${page} of ${pages}`),
  });
  progress[Symbol.dispose]();
  output.document(document);
  describeDocument(output, document, chunks.length);
  return DONE;
}

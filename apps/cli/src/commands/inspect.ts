import { mkdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";

import { type Document, LongdocError } from "@longdoc/core";
import { ingest, renderOverlay, toMarkdown } from "@longdoc/ingest";

import { DONE, type ExitCode } from "../exit-codes.ts";
import { describeDocument } from "../output/outline.ts";
import { shortPath } from "../output/ingested.ts";
import { writePicture } from "../output/page-file.ts";
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
  if (options.overlay !== undefined) await writeOverlays(source, document, options.overlay, context);
  output.document(document);
  if (options.markdown) output.write(toMarkdown(document));
  else describeDocument(output, document, chunks.length);
  return DONE;
}

/** One PNG for each page that was read: `report-p3.png`. */
async function writeOverlays(
  source: string,
  document: Document,
  folder: string,
  { options, output, signal }: CommandContext,
): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new LongdocError("file.unwritable", `The folder "${folder}" cannot be made.`, {
      input: folder,
      hint: "Choose another place with --overlay.",
      cause,
    });
  });
  using progress = createProgress(output, 1);
  const name = basename(source, extname(source));
  const pages = document.pages.filter((page) => page.quality.failure === undefined);
  for (const [index, { number: page }] of pages.entries()) {
    progress.update(index / pages.length, `drawing page ${page} of ${document.pages.length}`);
    const { png } = await renderOverlay(source, document, {
      page,
      signal,
      ...(options.password === undefined ? {} : { password: options.password }),
    });
    await writePicture(join(folder, `${name}-p${page}.png`), png);
  }
  progress[Symbol.dispose]();
  output.note(
    `Pictures of ${pages.length === 1 ? "1 page" : `${pages.length} pages`} are in ${shortPath(folder)}.`,
  );
}

import { mkdir } from "node:fs/promises";
import { basename, extname, join } from "node:path";

import { type Document, LongdocError } from "@longdoc/core";
import { ingest, renderFigures, renderOverlay, toMarkdown } from "@longdoc/ingest";

import { DONE, type ExitCode } from "../exit-codes.ts";
import { count } from "../output/count.ts";
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
    ...options.reading,
    onProgress: ({ page, pages }) => progress.update(page / pages, `page ${page} of ${pages}`),
  });
  progress[Symbol.dispose]();
  if (options.overlay !== undefined) await writeOverlays(source, document, options.overlay, context);
  if (options.figures !== undefined) await writeFigures(source, document, options.figures, context);
  output.document(document);
  if (options.markdown) output.write(toMarkdown(document));
  else describeDocument(output, document, chunks.length);
  return DONE;
}

/** One PNG for each figure: `report-p3-figure-1.png`. */
async function writeFigures(
  source: string,
  document: Document,
  folder: string,
  { options, output, signal }: CommandContext,
): Promise<void> {
  await makeFolder(folder, "--figures");
  const name = basename(source, extname(source));
  const figures = renderFigures(source, document, { ...passwordOf(options), signal });
  let written = 0;
  for await (const figure of figures) {
    const { page } = figure.box;
    if ("failure" in figure) output.warn(`page ${page}: a figure cannot be drawn: ${figure.failure}`);
    else await writePicture(join(folder, `${name}-p${page}-figure-${++written}.png`), figure.png);
  }
  output.note(`${count(written, "figure")} drawn in ${shortPath(folder)}.`);
}

/** One PNG for each page that was read: `report-p3.png`. */
async function writeOverlays(
  source: string,
  document: Document,
  folder: string,
  { options, output, signal }: CommandContext,
): Promise<void> {
  await makeFolder(folder, "--overlay");
  using progress = createProgress(output, 1);
  const name = basename(source, extname(source));
  const pages = document.pages.filter((page) => page.quality.failure === undefined);
  for (const [index, { number: page }] of pages.entries()) {
    progress.update(index / pages.length, `drawing page ${page} of ${document.pages.length}`);
    const { png } = await renderOverlay(source, document, {
      page,
      signal,
      ...passwordOf(options),
    });
    await writePicture(join(folder, `${name}-p${page}.png`), png);
  }
  progress[Symbol.dispose]();
  output.note(
    `Pictures of ${pages.length === 1 ? "1 page" : `${pages.length} pages`} are in ${shortPath(folder)}.`,
  );
}

async function makeFolder(folder: string, flag: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new LongdocError("file.unwritable", `The folder "${folder}" cannot be made.`, {
      input: folder,
      hint: `Choose another place with ${flag}.`,
      cause,
    });
  });
}

function passwordOf({ password }: CommandContext["options"]): { readonly password?: string } {
  return password === undefined ? {} : { password };
}

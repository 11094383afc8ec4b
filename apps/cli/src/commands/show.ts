import type { Box } from "@longdoc/core";
import { renderPage } from "@longdoc/ingest";

import { DONE, type ExitCode } from "../exit-codes.ts";
import { findPassage, type Passage, readUnchanged } from "../library/passage.ts";
import { shortPath } from "../output/ingested.ts";
import { pageFile, writePicture } from "../output/page-file.ts";
import type { CommandContext } from "../program.ts";

interface Picture {
  readonly path: string;
  readonly page: number;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  readonly boxes: readonly Box[];
}

/** `longdoc show`: draws a cited sentence on its page, one PNG for each page that it is on. */
export async function showCommand(citation: string, context: CommandContext): Promise<ExitCode> {
  const { options, output, signal } = context;
  const password = options.password === undefined ? {} : { password: options.password };
  const passage = await findPassage(citation, options);
  const bytes = await readUnchanged(passage);
  const files: Picture[] = [];
  for (const page of pagesOf(passage)) {
    const boxes = passage.boxes.filter((box) => box.page === page);
    const path = pageFile(passage.source, page, options.output, files.length === 0);
    const file = { name: passage.source, bytes };
    const { png, width, height } = await renderPage(file, { page, highlight: boxes, signal, ...password });
    await writePicture(path, png);
    files.push({ path, page, width, height, boxes });
    output.line(`page ${page}  ${shortPath(path)}`);
  }
  output.line(output.style.dim(`"${passage.quote}"`));
  output.document({ files, source: passage.source, quote: passage.quote });
  return DONE;
}

function pagesOf(passage: Passage): readonly number[] {
  return [...new Set([passage.page, ...passage.boxes.map((box) => box.page)])];
}

import { type Box, IngestError } from "@longdoc/core";

import type { DrawnPart } from "../formats.ts";

/** Draws boxes page by page. What keeps a page from being drawn is said of each of its boxes; being cancelled is thrown. */
export async function* drawByPage(
  boxes: readonly Box[],
  draw: (page: number, boxes: readonly Box[]) => AsyncIterable<DrawnPart>,
): AsyncGenerator<DrawnPart> {
  for (const [page, own] of Map.groupBy(boxes, (box) => box.page)) {
    let done = 0;
    try {
      for await (const part of draw(page, own)) {
        done++;
        yield part;
      }
    } catch (thrown) {
      if (!(thrown instanceof IngestError) || thrown.code === "file.cancelled") throw thrown;
      for (const box of own.slice(done)) yield { box, failure: thrown.message };
    }
  }
}

import type { Angle, Rectangle } from "./geometry.ts";
import { splitColumns } from "./columns.ts";
import { toLine } from "./lines.ts";
import { type LineBlock, toLineBlocks } from "./paragraphs.ts";
import { type Row, toRows } from "./rows.ts";
import type { Segment } from "./segments.ts";
import { findTables } from "./tables/find-tables.ts";
import type { Table } from "./tables/grid.ts";

export type LaidBlock = (LineBlock | Table) & {
  /** See `Glyph.angle`: the block's coordinates are of the page turned back by it. */
  readonly angle: Angle;
};

export interface PageContent {
  readonly width: number;
  readonly height: number;
  readonly segments: readonly Segment[];
  readonly rules: readonly Rectangle[];
}

/** Understands one page: columns, tables and paragraphs, in reading order. */
export function layOutPage(page: PageContent): LaidBlock[] {
  const angles = [...new Set(page.segments.map((segment) => segment.angle))];
  const count = (angle: Angle): number =>
    page.segments.reduce((sum, segment) => sum + (segment.angle === angle ? segment.text.length : 0), 0);
  // Text along the margin, turned against the rest, is read last.
  angles.sort((a, b) => count(b) - count(a));
  return angles.flatMap((angle) => {
    const segments = page.segments.filter((segment) => segment.angle === angle);
    return splitColumns(segments)
      .flatMap((region) => layOutRegion(region, angle === 0 ? page.rules : []))
      .map((block) => ({ ...block, angle }));
  });
}

function layOutRegion(segments: readonly Segment[], rules: readonly Rectangle[]): (LineBlock | Table)[] {
  const blocks: (LineBlock | Table)[] = [];
  let text: Row[] = [];
  const right = Math.max(...segments.map((segment) => segment.x1));
  const flush = (): void => {
    blocks.push(
      ...toLineBlocks(
        text.map((row) => toLine(row)),
        right,
      ),
    );
    text = [];
  };
  for (const item of findTables(toRows(segments), rules)) {
    if ("type" in item) {
      flush();
      blocks.push(item);
    } else text.push(item);
  }
  flush();
  return blocks;
}

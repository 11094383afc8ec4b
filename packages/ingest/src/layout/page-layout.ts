import type { Angle, Rectangle } from "./geometry.ts";
import { startsCaption } from "./captions.ts";
import { splitColumns } from "./columns.ts";
import { type Drawings, type Figure, findFigures } from "./figures.ts";
import { markDrawnBullets } from "./drawn-bullets.ts";
import { joinDropCaps } from "./drop-caps.ts";
import { toLine } from "./lines.ts";
import { type LineBlock, toLineBlocks } from "./paragraphs.ts";
import { type Row, toRows } from "./rows.ts";
import type { Segment } from "./segments.ts";
import { joinStretchedLines } from "./stretched-lines.ts";
import { findBandedTables } from "./tables/banded-tables.ts";
import { findTables } from "./tables/find-tables.ts";
import type { Table } from "./tables/grid.ts";
import { findRuledTables } from "./tables/ruled-tables.ts";
import { partSideBySide, type Region } from "./tables/side-by-side.ts";
import { layTurnedHeads } from "./tables/turned-heads.ts";

export type LaidBlock = (LineBlock | Table | Figure) & {
  /** See `GlyphStyle.angle`: the block's coordinates are of the page turned back by it. */
  readonly angle: Angle;
};

export interface PageContent {
  readonly width: number;
  readonly height: number;
  readonly segments: readonly Segment[];
  readonly rules: readonly Rectangle[];
  readonly drawings: Drawings;
}

/** In points: a caption stands no farther from its figure or table. */
const CAPTION_GAP_PT = 40;

/** Understands one page: columns, tables, figures and paragraphs, in reading order. */
export function layOutPage(page: PageContent): LaidBlock[] {
  const { curves, fills } = page.drawings;
  const segments = markDrawnBullets(page.segments, [...curves, ...fills]);
  const { figures, rest } = findFigures(page, page.drawings, segments);
  const laid = layTurnedHeads(rest, page);
  const upright = laid.filter(({ angle }) => angle === 0);
  const turned = laid.filter(({ angle }) => angle !== 0);
  const ruled = findRuledTables(upright, page.rules);
  const banded = findBandedTables(ruled.rest, page.rules);
  const text = [...banded.rest, ...turned];
  const tables = [...ruled.tables, ...banded.tables];
  const blocks = partSideBySide({ segments: text, tables }, page.rules).flatMap((region) =>
    layOutRegion(region, page.rules),
  );
  for (const figure of figures) blocks.splice(placeOf(figure.box, blocks), 0, { ...figure, angle: 0 });
  return blocks;
}

function layOutRegion({ segments, tables }: Region, rules: readonly Rectangle[]): LaidBlock[] {
  const blocks = layOutText(segments, rules);
  for (const { table, box } of tables) blocks.splice(placeOf(box, blocks), 0, { ...table, angle: 0 });
  return blocks;
}

function layOutText(text: readonly Segment[], rules: readonly Rectangle[]): LaidBlock[] {
  const angles = [...new Set(text.map((segment) => segment.angle))];
  const count = (angle: Angle): number =>
    text.reduce((sum, segment) => sum + (segment.angle === angle ? segment.text.length : 0), 0);
  // Text along the margin, turned against the rest, is read last.
  angles.sort((a, b) => count(b) - count(a));
  return angles.flatMap((angle) => {
    const segments = joinDropCaps(text.filter((segment) => segment.angle === angle));
    return splitColumns(joinStretchedLines(segments))
      .flatMap((column) => layOutColumn(column, angle === 0 ? rules : []))
      .map((block) => ({ ...block, angle }));
  });
}

function layOutColumn(segments: readonly Segment[], rules: readonly Rectangle[]): (LineBlock | Table)[] {
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

/** Where a figure, or a table, is read: before the caption below it, behind the one above it, else before what stands below it. */
function placeOf(box: Rectangle, blocks: readonly LaidBlock[]): number {
  const spans = blocks.map((block) => (block.angle === 0 ? extentOfBlock(block) : undefined));
  const beside = (span: Rectangle | undefined): span is Rectangle =>
    span !== undefined && span.x0 < box.x1 && span.x1 > box.x0;
  const caption = blocks.findIndex((block, index) => {
    const span = spans[index];
    if (block.type !== "lines" || !beside(span) || !startsCaption(block.lines[0]!.text)) return false;
    return Math.max(span.y0 - box.y1, box.y0 - span.y1) < CAPTION_GAP_PT;
  });
  if (caption >= 0) return spans[caption]!.y0 >= box.y0 ? caption : caption + 1;
  const middle = (box.y0 + box.y1) / 2;
  const below = spans.findIndex((span) => beside(span) && span.y0 > middle);
  if (below >= 0) return below;
  const last = spans.findLastIndex((span) => beside(span));
  return last >= 0 ? last + 1 : blocks.length;
}

function extentOfBlock(block: LaidBlock): Rectangle {
  if (block.type === "figure") return block.box;
  const lines: readonly Rectangle[] =
    block.type === "lines"
      ? block.lines
      : block.rows.flatMap((row) => row.cells.flatMap((cell) => cell.lines));
  return {
    x0: Math.min(...lines.map((line) => line.x0)),
    y0: Math.min(...lines.map((line) => line.y0)),
    x1: Math.max(...lines.map((line) => line.x1)),
    y1: Math.max(...lines.map((line) => line.y1)),
  };
}

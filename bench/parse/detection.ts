import type { TrueTable } from "./icdar.ts";
import { type PopplerPage, popplerWords } from "./poppler.ts";
import type { FoundTable } from "./table-cells.ts";

/** Numbers of tables. */
export interface Detection {
  /** Regions of the ground truth with a table whose box overlaps theirs by half. */
  readonly found: number;
  /** Regions all of whose cells lie in one table. */
  readonly whole: number;
  /** Whole ones whose table holds no word from outside of the region. */
  readonly pure: number;
  /** Tables less than half of which lies on regions. */
  readonly false: number;
}

interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Points by which words may stand out of a region, whose edges are rounded. */
const SLACK = 3;

export async function detect(
  file: string,
  truth: readonly TrueTable[],
  tables: readonly FoundTable[],
): Promise<Detection> {
  const pages = await popplerWords(file);
  const regions = truth.map((table) => ({ table, box: turn(table.region, pages[table.page - 1]!) }));
  const boxes = tables.flatMap(({ page, box }) =>
    box ? [{ page, left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height }] : [],
  );
  const counts = { found: 0, whole: 0, pure: 0, false: 0 };
  for (const { table, box: region } of regions) {
    const page = pages[table.page - 1]!;
    const here = boxes.filter((box) => box.page === table.page);
    if (here.some((box) => overlap(box, region) / (area(box) + area(region) - overlap(box, region)) >= 0.5))
      counts.found++;
    const cells = table.cells.map(({ edges }) => turn(edges, page));
    const whole = here.find((box) => cells.every((cell) => holdsCentre(box, cell)));
    if (!whole) continue;
    counts.whole++;
    const wide = {
      left: region.left - SLACK,
      right: region.right + SLACK,
      top: region.top - SLACK,
      bottom: region.bottom + SLACK,
    };
    const inside = page.words.filter((word) => holdsCentre(whole, word));
    if (inside.every((word) => holdsCentre(wide, word))) counts.pure++;
  }
  for (const box of boxes) {
    const covered = regions
      .filter(({ table }) => table.page === box.page)
      .reduce((sum, { box: region }) => sum + overlap(box, region), 0);
    if (covered < 0.5 * area(box)) counts.false++;
  }
  return counts;
}

function turn(edges: TrueTable["region"], page: PopplerPage): Rectangle {
  const { left, right, bottom, top } = edges;
  return { left, right, top: page.height - top, bottom: page.height - bottom };
}

function area({ left, right, top, bottom }: Rectangle): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top);
}

function overlap(a: Rectangle, b: Rectangle): number {
  return area({
    left: Math.max(a.left, b.left),
    right: Math.min(a.right, b.right),
    top: Math.max(a.top, b.top),
    bottom: Math.min(a.bottom, b.bottom),
  });
}

function holdsCentre(box: Rectangle, { left, right, top, bottom }: Rectangle): boolean {
  const x = (left + right) / 2;
  const y = (top + bottom) / 2;
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

import type { TableCell, TablePart } from "../../slides/deck.ts";
import { looksLikeHeader } from "../../text/table.ts";
import { labelText } from "../labels/label.ts";
import type { Cell } from "./cells.ts";
import { labelOf } from "./labels.ts";
import type { Places } from "./places.ts";
import { shapeOf } from "./style.ts";

/** Pixels by which edges of one column may differ. */
const SAME_EDGE = 2;
/** UTF-16 units; cells with more are texts of their own, and their row no sentence. */
const MAX_CELL = 300;

export interface DrawioTable {
  readonly part: TablePart;
  /** Rows and cells, which the table says. */
  readonly members: readonly Cell[];
}

/**
 * The table that a cell is, if it is one: rows of cells, with text in them and nothing else. One with shapes in its
 * cells is a frame for them and read as containers.
 */
export function tableOf(
  cell: Cell,
  childrenOf: (id: string) => readonly Cell[],
  places: Places,
): DrawioTable | undefined {
  if (shapeOf(cell.style) !== "table" && cell.style.get("childLayout") !== "tableLayout") return undefined;
  const rows = verticesOf(childrenOf(cell.id)).toSorted((a, b) => places.box(a).y - places.box(b).y);
  const cells = rows.map((row) =>
    verticesOf(childrenOf(row.id)).toSorted((a, b) => places.box(a).x - places.box(b).x),
  );
  const members = [...rows, ...cells.flat()];
  if (cells.flat().some((one) => labelText(labelOf(one)).length > MAX_CELL)) return undefined;
  if (rows.length === 0 || cells.flat().some(({ id }) => childrenOf(id).length > 0)) return undefined;
  const edges = columnEdges(cells.flat().map((one) => places.box(one).x));
  const parts = cells.map((line, index) => {
    const row = rows[index]!;
    const own = labelText(labelOf(row));
    const labelled = own === "" ? [] : [{ column: 0, span: 1, text: own, box: places.box(row), lines: [] }];
    const shift = rowsAreLabelled(rows) ? 1 : 0;
    return [
      ...labelled,
      ...line.map((one): TableCell => {
        const box = places.box(one);
        const column = nearest(edges, box.x);
        return {
          column: column + shift,
          span: Math.max(1, nearest([...edges, Infinity], box.x + box.width) - column),
          text: labelText(labelOf(one)),
          box,
          lines: [],
        };
      }),
    ];
  });
  const columns = edges.length + (rowsAreLabelled(rows) ? 1 : 0);
  return {
    part: {
      type: "table",
      box: places.box(cell),
      columns: Math.max(1, columns),
      rows: parts.map((line, index) => ({
        header: index === 0 && parts.length > 1 && line.length > 1 && looksLikeHeader(line),
        cells: line,
      })),
    },
    members,
  };
}

function verticesOf(cells: readonly Cell[]): Cell[] {
  return cells.filter(({ kind }) => kind === "vertex");
}

function rowsAreLabelled(rows: readonly Cell[]): boolean {
  return rows.some((row) => labelOf(row).length > 0);
}

function columnEdges(starts: readonly number[]): number[] {
  const edges: number[] = [];
  for (const start of starts.toSorted((a, b) => a - b)) {
    if (edges.length === 0 || start > edges.at(-1)! + SAME_EDGE) edges.push(start);
  }
  return edges;
}

/** The last edge at or before a place. */
function nearest(edges: readonly number[], place: number): number {
  const after = edges.findIndex((edge) => edge > place + SAME_EDGE);
  return Math.max(0, (after === -1 ? edges.length : after) - 1);
}

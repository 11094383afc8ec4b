import type { XmlElement } from "../../archive/xml-element.ts";
import type { Mark } from "../diagram.ts";
import type { DrawnEdge, DrawnNode, DrawnPage } from "../drawn-page.ts";
import { type Label, labelText, NO_LABEL } from "../labels/label.ts";
import type { Budget } from "../limits.ts";
import { type Cell, readCells } from "./cells.ts";
import { edgeOf } from "./edges.ts";
import { headOf, isSwimlane, labelOf, settingOf } from "./labels.ts";
import { type Places, placesOf } from "./places.ts";
import { shapeMarks } from "./shapes.ts";
import { describeShape, shapeOf, type Style } from "./style.ts";
import { type DrawioTable, tableOf } from "./tables.ts";
import { visibleCells } from "./visible.ts";

/** Shapes that stand for one thing and never around others. */
const NEVER_AROUND = new Set([
  "text",
  "ellipse",
  "image",
  "line",
  "umlLifeline",
  "waypoint",
  "note",
  "triangle",
]);

/** Reads the graph of a page in pixels. */
export function readGraph(
  graph: XmlElement,
  budget: Budget,
): { readonly drawn: DrawnPage; readonly hidden: number } {
  const cells = readCells(graph);
  budget.shapes(cells.length);
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  const { shown, hidden } = visibleCells(cells, byId);
  const places = placesOf(byId);
  const childrenOf = childLists(shown);
  const tables = tablesOf(shown, childrenOf, places);
  const inTable = new Set([...tables.values()].flatMap(({ members }) => members.map(({ id }) => id)));
  const nodes: DrawnNode[] = [];
  const edges: DrawnEdge[] = [];
  const marks: Mark[] = [];
  for (const cell of shown) {
    if (cell.kind === "vertex") {
      if (isEdgeLabel(cell, byId)) continue;
      const box = places.box(cell);
      const label = labelOf(cell);
      budget.characters(labelText(label).length);
      nodes.push(
        nodeOf(cell, label, { places, byId, table: tables.get(cell.id), part: inTable.has(cell.id) }),
      );
      marks.push(...shapeMarks(box, cell.style));
    } else if (cell.kind === "edge") {
      const labels = childrenOf(cell.id).filter(({ kind }) => kind === "vertex");
      const read = edgeOf(cell, labels, byId, places);
      edges.push(read.edge);
      marks.push(...read.marks);
    }
  }
  const drawn = { nodes, edges, marks };
  return { drawn, hidden: hidden.filter((cell) => cell.kind !== "other" && !isCovered(cell, byId)).length };
}

/** Cells of a table that one beside them is spread over. */
function isCovered(cell: Cell, byId: ReadonlyMap<string, Cell>): boolean {
  const row = cell.parent === undefined ? undefined : byId.get(cell.parent);
  return row !== undefined && shapeOf(row.style) === "tableRow" && labelOf(cell).length === 0;
}

function isEdgeLabel(cell: Cell, byId: ReadonlyMap<string, Cell>): boolean {
  return cell.parent !== undefined && byId.get(cell.parent)?.kind === "edge";
}

function childLists(cells: readonly Cell[]): (id: string) => readonly Cell[] {
  const lists = new Map<string, Cell[]>();
  for (const cell of cells) {
    if (cell.parent === undefined) continue;
    const list = lists.get(cell.parent);
    if (list) list.push(cell);
    else lists.set(cell.parent, [cell]);
  }
  return (id) => lists.get(id) ?? [];
}

function tablesOf(
  cells: readonly Cell[],
  childrenOf: (id: string) => readonly Cell[],
  places: Places,
): Map<string, DrawioTable> {
  return new Map(
    cells.flatMap((cell) => {
      const table = cell.kind === "vertex" ? tableOf(cell, childrenOf, places) : undefined;
      return table ? [[cell.id, table] as const] : [];
    }),
  );
}

interface Context {
  readonly places: Places;
  readonly byId: ReadonlyMap<string, Cell>;
  readonly table: DrawioTable | undefined;
  readonly part: boolean;
}

function nodeOf(cell: Cell, label: Label, { places, byId, table, part }: Context): DrawnNode {
  const { id, style, parent } = cell;
  const box = places.box(cell);
  const head = headOf(box, style);
  const holder = parent === undefined ? undefined : byId.get(parent);
  const inVertex = holder?.kind === "vertex";
  return {
    id,
    label: part && inVertex && shapeOf(style) === "tableRow" ? rowName(cell, byId, label) : label,
    shape: describeShape(style),
    box,
    setting: settingOf(box, style),
    ...(inVertex ? { container: holder.id } : {}),
    holds: holdsOf(style),
    ...(head ? { head } : {}),
    role:
      part || isPort(cell, holder)
        ? "part"
        : inVertex && isStack(holder.style) && !isSwimlane(style)
          ? "member"
          : "node",
    ...(table ? { table: table.part } : {}),
    properties: cell.data,
    ...(cell.link === undefined || cell.link.startsWith("data:") ? {} : { link: cell.link }),
  };
}

/** An edge may end at a row of a table: at the column of a relation, for one. */
function rowName(row: Cell, byId: ReadonlyMap<string, Cell>, own: Label): Label {
  if (own.length > 0) return own;
  const texts = [...byId.values()]
    .filter(({ parent }) => parent === row.id)
    .map((cell) => labelText(labelOf(cell)));
  const table = row.parent === undefined ? undefined : byId.get(row.parent);
  const text = [labelText(table ? labelOf(table) : NO_LABEL), texts.filter(Boolean).join(" ")]
    .filter(Boolean)
    .join(": ");
  return text === "" ? NO_LABEL : [{ text, breaks: [] }];
}

/** Without a label, and fixed to its holder: an activation of a lifeline, for one. */
function isPort(cell: Cell, holder: Cell | undefined): boolean {
  if (holder?.kind !== "vertex" || labelOf(cell).length > 0) return false;
  return cell.geometry?.relative === true || shapeOf(holder.style) === "umlLifeline";
}

function isStack(style: Style): boolean {
  return style.get("childLayout") === "stackLayout" && isSwimlane(style);
}

function holdsOf(style: Style): DrawnNode["holds"] {
  const shape = shapeOf(style);
  if (isSwimlane(style) || style.is("container")) return "stated";
  return NEVER_AROUND.has(shape) ? "never" : "if-around";
}

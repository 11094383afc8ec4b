import type { XmlElement } from "../../archive/xml-element.ts";
import type { Matrix } from "../diagram.ts";
import { times } from "../layout/matrix.ts";
import type { Budget } from "../limits.ts";
import type { VisioPackage } from "./package.ts";
import { type Row, type Sheet, sheetOf } from "./sheet.ts";

/** A shape with all that it has from its master and its styles. Inches, y upward from the page's bottom. */
export interface VisioShape {
  readonly id: string;
  /** Id of the group that it is in. */
  readonly group: string | undefined;
  readonly isGroup: boolean;
  /** What it was made from: `Decision`. */
  readonly masterName: string | undefined;
  readonly text: string;
  /** From its own coordinates to the page's. */
  readonly matrix: Matrix;
  /** From the coordinates that its place counts in to the page's. */
  readonly outer: Matrix;
  readonly width: number;
  readonly height: number;
  /** Whether it is a line with two ends. */
  readonly oneDimensional: boolean;
  readonly number: (cell: string, otherwise: number) => number;
  readonly value: (cell: string) => string | undefined;
  readonly formula: (cell: string) => string | undefined;
  /** Own rows before those of the master. */
  readonly rows: (section: string) => readonly Row[];
  /** The first row's cell of a section of text: size, alignment. */
  readonly textNumber: (section: string, cell: string, otherwise: number) => number;
}

/** Real groups stay below 10. */
const MAX_DEPTH = 60;

/** Every shape of a page, groups before what is in them. */
export function shapesOf(
  roots: readonly XmlElement[],
  base: Matrix,
  { masters, styles }: VisioPackage,
  budget: Budget,
): readonly VisioShape[] {
  const shapes: VisioShape[] = [];
  for (const root of roots) visit(root, base, undefined, undefined, 0);
  return shapes;

  function visit(
    element: XmlElement,
    outer: Matrix,
    group: string | undefined,
    master: string | undefined,
    depth: number,
  ): void {
    if (element.attributes["Del"] === "1") return;
    budget.shapes(1);
    const own = sheetOf(element);
    const named = own.attributes["Master"];
    const made = named ?? master;
    const from = made === undefined ? undefined : masters.get(made);
    const part = own.attributes["MasterShape"];
    const pattern = named === undefined ? from?.byId.get(part ?? "") : from?.root;
    const shape = shapeOf(own, pattern, styles, outer, group, named === undefined ? undefined : from?.name);
    budget.characters(shape.text.length);
    shapes.push(shape);
    if (depth >= MAX_DEPTH) return;
    for (const child of own.shapes) visit(child, shape.matrix, shape.id, made, depth + 1);
  }
}

function shapeOf(
  own: Sheet,
  master: Sheet | undefined,
  styles: ReadonlyMap<string, Sheet>,
  outer: Matrix,
  group: string | undefined,
  masterName: string | undefined,
): VisioShape {
  const style = (of: string, look: (sheet: Sheet) => string | undefined): string | undefined => {
    const seen = new Set<string>();
    let id = own.attributes[of] ?? master?.attributes[of];
    while (id !== undefined && !seen.has(id)) {
      seen.add(id);
      const sheet: Sheet | undefined = styles.get(id);
      const found = sheet && look(sheet);
      if (found !== undefined) return found;
      id = sheet?.attributes[of];
    }
    return undefined;
  };
  const value = (cell: string): string | undefined =>
    own.cells.get(cell) ??
    master?.cells.get(cell) ??
    style(/Arrow|Line/.test(cell) ? "LineStyle" : "TextStyle", (sheet) => sheet.cells.get(cell));
  const number = (cell: string, otherwise: number): number => finite(value(cell), otherwise);
  const rows = (section: string): readonly Row[] => merged(own.rows(section), master?.rows(section) ?? []);
  const [width, height] = [number("Width", 0), number("Height", 0)];
  return {
    id: own.attributes["ID"] ?? "",
    group,
    isGroup: own.shapes.length > 0,
    masterName,
    text: (own.text ?? master?.text ?? "").replaceAll("\u2028", "\n"),
    matrix: times(outer, placeOf(number, width, height)),
    outer,
    width,
    height,
    oneDimensional: value("BeginX") !== undefined && value("EndX") !== undefined,
    number,
    value,
    formula: (cell) => own.formulas.get(cell) ?? master?.formulas.get(cell),
    rows,
    textNumber: (section, cell, otherwise) =>
      finite(
        rows(section)[0]?.cells.get(cell) ??
          style("TextStyle", (sheet) => sheet.rows(section)[0]?.cells.get(cell)),
        otherwise,
      ),
  };
}

/** The pin is where the shape hangs, and what it turns about. */
function placeOf(number: VisioShape["number"], width: number, height: number): Matrix {
  const angle = number("Angle", 0);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const turned: Matrix = [cos, sin, -sin, cos, number("PinX", 0), number("PinY", 0)];
  const flipped: Matrix = [number("FlipX", 0) === 1 ? -1 : 1, 0, 0, number("FlipY", 0) === 1 ? -1 : 1, 0, 0];
  const local: Matrix = [1, 0, 0, 1, -number("LocPinX", width / 2), -number("LocPinY", height / 2)];
  return times(times(turned, flipped), local);
}

function merged(own: readonly Row[], master: readonly Row[]): Row[] {
  const inherited = new Map(master.map((row) => [row.name, row]));
  const rows = own.map((row) => {
    const from = inherited.get(row.name);
    inherited.delete(row.name);
    return from ? { name: row.name, cells: new Map([...from.cells, ...row.cells]) } : row;
  });
  return [...rows, ...inherited.values()];
}

function finite(value: string | undefined, otherwise: number): number {
  const number = Number(value ?? Number.NaN);
  return Number.isFinite(number) ? number : otherwise;
}

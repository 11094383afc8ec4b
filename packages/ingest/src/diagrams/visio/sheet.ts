import { descendants, elements, find, type XmlElement } from "../../archive/xml-element.ts";

/** A row of a section: its cells by their names. */
export interface Row {
  readonly name: string | undefined;
  readonly cells: ReadonlyMap<string, string>;
}

/** A ShapeSheet: what a shape, a page or a style says by itself. */
export interface Sheet {
  readonly attributes: Readonly<Record<string, string>>;
  readonly cells: ReadonlyMap<string, string>;
  /** Formulas of cells that have one. */
  readonly formulas: ReadonlyMap<string, string>;
  /** Rows of a section, of all that have its name. */
  rows(section: string): readonly Row[];
  readonly text: string | undefined;
  /** Shapes inside of a group. */
  readonly shapes: readonly XmlElement[];
}

export function sheetOf(element: XmlElement | undefined): Sheet {
  const cells = elements(element, "Cell");
  const text = find(element, "Text");
  return {
    attributes: element?.attributes ?? {},
    cells: valuesOf(cells, "V"),
    formulas: valuesOf(cells, "F"),
    rows: (name) =>
      elements(element, "Section")
        .filter(({ attributes }) => attributes["N"] === name)
        .flatMap((section) => elements(section, "Row"))
        .filter(({ attributes }) => attributes["Del"] !== "1")
        .map((row) => ({
          name: row.attributes["N"] ?? row.attributes["IX"],
          cells: valuesOf(elements(row, "Cell"), "V"),
        })),
    text: text && allText(text),
    shapes: elements(find(element, "Shapes"), "Shape"),
  };
}

export function sheetsById(contents: XmlElement): ReadonlyMap<string, Sheet> {
  return new Map(
    descendants(contents, "Shape").map((shape) => [shape.attributes["ID"] ?? "", sheetOf(shape)]),
  );
}

function valuesOf(cells: readonly XmlElement[], attribute: string): ReadonlyMap<string, string> {
  return new Map(
    cells.flatMap(({ attributes }) => {
      const [name, value] = [attributes["N"], attributes[attribute]];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Fields stand in the text with the value that they had last. */
function allText(element: XmlElement): string {
  return element.children.map((child) => (typeof child === "string" ? child : allText(child))).join("");
}

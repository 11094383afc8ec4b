import { IngestError } from "@longdoc/core";

import { parseXml } from "../../archive/parse-xml.ts";
import type { XmlElement } from "../../archive/xml-element.ts";
import type { FileInput } from "../../formats.ts";
import type { Diagram, DiagramPage } from "../diagram.ts";
import { fitPage } from "../layout/fit-page.ts";
import { type Budget, checkCells, createBudget } from "../limits.ts";
import { readGraph } from "./read-graph.ts";
import { type PackedPage, unpackPages } from "./unpack-pages.ts";

/** Points of a pixel, of which CSS and draw.io have 96 to the inch. */
export const POINTS_PER_PIXEL = 0.75;

/** Reads a draw.io file. @throws IngestError `diagram.*`, `xml.*` */
export function readDrawio({ bytes, source }: FileInput): Diagram {
  checkCells(bytes, source);
  return readMxfile(parseXml(bytes, { part: "diagram", source }), source);
}

/** Reads draw.io's XML, wherever it was. @throws IngestError `diagram.*` */
export function readMxfile(root: XmlElement, source: string): Diagram {
  const budget = createBudget(source);
  let hidden = 0;
  const pages = unpackPages(root, source, budget).map((page, index) => {
    const read = readPage(page, index + 1, budget);
    hidden += read.hidden;
    return read.page;
  });
  return { pages, warnings: hiddenWarning(hidden) };
}

function readPage(
  { name, graph }: PackedPage,
  number: number,
  budget: Budget,
): { readonly page: DiagramPage; readonly hidden: number } {
  const named = name === undefined ? {} : { name };
  if (graph instanceof IngestError) {
    const failure = { code: graph.code, reason: graph.message };
    const page = { number, ...named, width: 100, height: 100, nodes: [], edges: [], marks: [], failure };
    return { page, hidden: 0 };
  }
  const { drawn, hidden } = readGraph(graph, budget);
  return { page: fitPage({ ...drawn, ...named }, number, POINTS_PER_PIXEL), hidden };
}

/** What is not shown is not read, and said to be left out. */
export function hiddenWarning(count: number): string[] {
  if (count === 0) return [];
  return [
    count === 1
      ? "1 shape or line is hidden in the diagram and was left out."
      : `${count} shapes and lines are hidden in the diagram and were left out.`,
  ];
}

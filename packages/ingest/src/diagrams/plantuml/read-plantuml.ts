import type { FileInput } from "../../formats.ts";
import { decodeText } from "../../text/decode.ts";
import type { Diagram, DiagramPage } from "../diagram.ts";
import { createBudget } from "../limits.ts";
import { createSourceGraph, type SourceGraph } from "../source/source-graph.ts";
import { setSource } from "../source/source-text.ts";
import { linesOf, MAX_STATEMENT, placeOf, type Statement } from "../source/statement.ts";
import { readActivity } from "./activity.ts";
import { contentOf } from "./content.ts";
import { kindOf, type PlantumlKind } from "./kind.ts";
import { readOutline } from "./outline.ts";
import { readSequence } from "./sequence.ts";
import { readStructure } from "./structure.ts";

const READERS: Readonly<Record<PlantumlKind, (lines: readonly Statement[], graph: SourceGraph) => void>> = {
  sequence: readSequence,
  structure: readStructure,
  activity: readActivity,
  outline: readOutline,
};

const START = /^[^\S\n]*@start(\w+)(?:\(.*\)|\{.*\})?[^\S\n]*(.*)$/gm;
const END = /^[^\S\n]*@end\w+/gm;

/**
 * Reads PlantUML's source: every `@start…` of a file is a page. Files that it includes are never read.
 *
 * @throws IngestError `diagram.too-large`, `text.binary`, `file.empty`
 */
export function readPlantuml({ bytes, source }: FileInput): Diagram {
  const budget = createBudget(source);
  const { text, warning } = decodeText(bytes, source);
  budget.characters(text.length);
  const warnings = warning === undefined ? [] : [warning];
  const pages = partsOf(text).map(({ kind, name, part }, index): DiagramPage => {
    budget.pages(1);
    const graph = createSourceGraph(budget);
    const { lines, includes } = contentOf(linesOf(part, { start: 0, end: part.length }), graph);
    for (const include of includes)
      warnings.push(`What "${include}" holds is included by the diagram and was not read.`);
    const short = lines.filter((line) => {
      if (line.text.length > MAX_STATEMENT) graph.text(line);
      return line.text.length <= MAX_STATEMENT;
    });
    READERS[kindOf(kind, short)](short, graph);
    if (name !== undefined) graph.name(name, placeOf({ text: part, start: 0, end: part.length }, name));
    return graph.page(index + 1, setSource(part));
  });
  return { pages, warnings };
}

interface Part {
  /** `uml` of `@startuml`. */
  readonly kind: string;
  readonly name: string | undefined;
  readonly part: string;
}

/** From each `@start` to its `@end`; a file without any is one diagram. */
function partsOf(text: string): Part[] {
  const starts = [...text.matchAll(START)];
  if (starts.length === 0) return [{ kind: "uml", name: undefined, part: text }];
  return starts.map((start, index) => {
    const next = starts[index + 1]?.index ?? text.length;
    END.lastIndex = start.index;
    const end = END.exec(text);
    const upTo = end && end.index < next ? end.index + end[0].length : next;
    const name = start[2]!.trim().replace(/^"(.*)"$/, "$1");
    return { kind: start[1]!, name: name === "" ? undefined : name, part: text.slice(start.index, upTo) };
  });
}

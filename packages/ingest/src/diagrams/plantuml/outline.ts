import type { SourceGraph } from "../source/source-graph.ts";
import { placeOf, type Statement } from "../source/statement.ts";
import { plantumlLabel } from "./plantuml-label.ts";

/** `** text`, `++ text`: as many marks as it lies deep. */
const ITEM = /^([*#]+|[+]+|-+)(?:\[[^\]]*\]|_)*\s+(.+)$/;

/** Reads mind maps and work breakdowns as trees, and all else as the lines that it is written in. */
export function readOutline(lines: readonly Statement[], graph: SourceGraph): void {
  const above: string[] = [];
  for (const line of lines) {
    const [, marks, text] = ITEM.exec(line.text) ?? [];
    if (marks === undefined || text === undefined) {
      graph.text(line, plantumlLabel(line.text));
      continue;
    }
    const id = `line ${line.start}`;
    graph.node(id, { place: placeOf(line, text), label: plantumlLabel(text) });
    above.length = Math.min(above.length, marks.length - 1);
    const parent = above.at(-1);
    if (parent !== undefined) graph.edge({ from: parent, to: id, place: line, arrows: "forward" });
    above.push(id);
  }
}

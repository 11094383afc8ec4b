import type { SourceGraph } from "../source/source-graph.ts";
import { placeOf, type Statement } from "../source/statement.ts";
import { mermaidLabel } from "./mermaid-label.ts";

/** How a Gantt chart counts and looks. */
const LOOKS =
  /^(?:dateFormat|axisFormat|tickInterval|excludes|includes|todayMarker|inclusiveEndDates|weekday|weekend|showData|direction|classDef|style)\b/;
const SECTION = /^section\s+(.+)$/;

/** Reads a kind of diagram whose lines say what they show: Gantt charts, pies, journeys, timelines, and any other. */
export function readOutline(lines: readonly Statement[], graph: SourceGraph): void {
  let section: string | undefined;
  for (const line of lines) {
    if (LOOKS.test(line.text)) continue;
    const name = SECTION.exec(line.text)?.[1];
    if (name !== undefined) {
      section = `section ${line.start}`;
      graph.node(section, { place: placeOf(line, name), label: mermaidLabel(name) });
    } else graph.text(line, mermaidLabel(said(line.text)), section);
  }
}

/** `"Dogs" : 386` without its marks, `Task :a1, 2024-01-01, 30d` as it is. */
function said(text: string): string {
  return text
    .replace(/^"([^"]*)"\s*:\s*/, "$1: ")
    .replace(/^:\s*/, "")
    .replace(/\s+:\s*/g, ": ");
}

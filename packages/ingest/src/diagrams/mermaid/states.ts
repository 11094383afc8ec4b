import { readStateStatement, type StateScope } from "../source/states.ts";
import type { SourceGraph } from "../source/source-graph.ts";
import type { Statement } from "../source/statement.ts";
import { mermaidLabel } from "./mermaid-label.ts";

const LOOKS = /^(?:direction|classDef|class|style|hide|scale)\b/;

/** Reads states, what leads from one to another, and composite states. */
export function readStates(lines: readonly Statement[], graph: SourceGraph): void {
  const scope: StateScope = { open: [], note: undefined };
  for (const line of lines) {
    if (readStateStatement(line, scope, graph, mermaidLabel) || LOOKS.test(line.text)) continue;
    graph.text(line, undefined, scope.open.at(-1));
  }
}

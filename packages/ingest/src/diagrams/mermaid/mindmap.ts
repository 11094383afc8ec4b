import { labelText } from "../labels/label.ts";
import type { SourceGraph } from "../source/source-graph.ts";
import { placeOf, type Statement } from "../source/statement.ts";
import { mermaidLabel } from "./mermaid-label.ts";

/** `id[text]`, `((text))`, or a text of its own. */
const NODE =
  /^([^\s([{)]*)(?:\(\(|\(-|\{\{|\)\)|\[|\(|\))([\s\S]*?)(?:\)\)|-\)|\}\}|\(\(|\]|\)|\()(?:\s*:::.*)?$/;
const LOOKS = /^(?:::icon|:::)/;

/** Reads a tree whose lines are indented: what hangs from what. */
export function readMindmap(lines: readonly Statement[], graph: SourceGraph, text: string): void {
  const above: { readonly id: string; readonly indent: number }[] = [];
  for (const line of lines) {
    if (LOOKS.test(line.text)) continue;
    const written = NODE.exec(line.text)?.[2] ?? line.text.replace(/:::.*$/, "");
    const label = mermaidLabel(written);
    if (labelText(label) === "") continue;
    const indent = line.start - (text.lastIndexOf("\n", line.start) + 1);
    while (above.length > 0 && above.at(-1)!.indent >= indent) above.pop();
    const id = `line ${line.start}`;
    graph.node(id, { place: placeOf(line, written), label });
    const parent = above.at(-1);
    if (parent) graph.edge({ from: parent.id, to: id, place: line, arrows: "forward" });
    above.push({ id, indent });
  }
}

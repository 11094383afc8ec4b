import type { SourceGraph } from "../source/source-graph.ts";
import { placeOf, type Statement } from "../source/statement.ts";
import { mermaidLabel } from "./mermaid-label.ts";

const PARTICIPANT = /^(?:create\s+)?(participant|actor)\s+(.+?)(?:@\{[^}]*\})?(?:\s+as\s+(.+))?$/;
const MESSAGE =
  /^([^:]+?)\s*((?:<<)?--?(?:>>|>|x|\)|\|\\|\|\/|\\\\|\/\/))\s*[+-]?\s*([^:]+?)\s*(?::\s*([\s\S]*))?$/;
const NOTE = /^note\s+(?:right of|left of|over)\s+([^:]+):\s*(.*)$/i;
const FRAGMENT = /^(loop|alt|opt|par|par_over|critical|break)\b\s*(.*)$/;
/** What parts a fragment: `else` of `alt`. */
const PART = /^(else|and|option)\b\s*(.*)$/;
const BOX = /^box\b\s*(?:(?:rgba?|hsla?)\([^)]*\)|#[\da-f]+\b|transparent\b|[a-z]+(?=\s|$))?\s*(.*)$/i;
const UNSAID = /^(?:activate|deactivate|autonumber|destroy)\b/;
const LINK = /^link\s+([^:]+?)\s*:\s*(.+?)\s*@\s*(\S+)$/;

/** Reads a sequence of messages; what they depend on is said with each. */
export function readSequence(lines: readonly Statement[], graph: SourceGraph): void {
  graph.inTime();
  const open: { readonly kind: "fragment" | "box" | "rect"; text: string; readonly id?: string }[] = [];
  for (const line of lines) {
    if (/^end\b/.test(line.text)) open.pop();
    else if (!openPart(line) && !declare(line) && !note(line) && !message(line) && !UNSAID.test(line.text)) {
      graph.text(line);
    }
  }

  function openPart(line: Statement): boolean {
    const { text } = line;
    const fragment = FRAGMENT.exec(text);
    const part = PART.exec(text);
    const box = BOX.exec(text);
    if (fragment) open.push({ kind: "fragment", text: conditionOf(fragment[1]!, fragment[2]!) });
    else if (part && open.at(-1)?.kind === "fragment") open.at(-1)!.text = conditionOf(part[1]!, part[2]!);
    else if (/^rect\b/.test(text)) open.push({ kind: "rect", text: "" });
    else if (box) {
      const name = box[1]!.trim();
      if (name !== "")
        graph.node(`box ${line.start}`, { place: placeOf(line, name), label: mermaidLabel(name) });
      open.push({ kind: "box", text: "", ...(name === "" ? {} : { id: `box ${line.start}` }) });
    } else return false;
    return true;
  }

  function declare(line: Statement): boolean {
    const [, shape, id, label] = PARTICIPANT.exec(line.text) ?? [];
    if (shape === undefined || id === undefined) {
      const [, of, , link] = LINK.exec(line.text) ?? [];
      if (of !== undefined && link !== undefined) graph.node(of, { place: line, link });
      return of !== undefined;
    }
    const container = open.findLast((one) => one.kind === "box")?.id;
    graph.node(id.trim(), {
      place: placeOf(line, label ?? id),
      label: mermaidLabel(label ?? id),
      shape,
      container,
    });
    return true;
  }

  function note(line: Statement): boolean {
    const [, about, text] = NOTE.exec(line.text) ?? [];
    if (about === undefined || text === undefined) return false;
    graph.note(
      about.split(",").map((id) => id.trim()),
      line,
      mermaidLabel(text),
    );
    return true;
  }

  function message(line: Statement): boolean {
    const [, from, arrow, to, text] = MESSAGE.exec(line.text) ?? [];
    if (from === undefined || arrow === undefined || to === undefined) return false;
    for (const id of [from, to]) graph.node(id, { place: placeOf(line, id) });
    const condition = open.flatMap((one) => (one.text === "" ? [] : [one.text])).join("; ");
    graph.edge({
      from,
      to,
      place: line,
      label: mermaidLabel(text ?? ""),
      arrows: arrow.startsWith("<<") ? "both" : "forward",
      condition: condition === "" ? undefined : condition,
    });
    return true;
  }
}

function conditionOf(kind: string, text: string): string {
  const said = mermaidLabel(text)
    .map((part) => part.text)
    .join(" ");
  return said === "" ? kind : `${kind}: ${said}`;
}

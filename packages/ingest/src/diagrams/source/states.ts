import type { Label } from "../labels/label.ts";
import type { SourceGraph } from "./source-graph.ts";
import { placeOf, type Statement } from "./statement.ts";

/** Where a reader of states stands: the composite states that are open, and a note of several lines. */
export interface StateScope {
  readonly open: string[];
  note: { readonly about: string; readonly lines: string[]; readonly start: number } | undefined;
}

const ID = String.raw`(?:\[\*\]|\[H\*?\]|[\p{L}\p{N}_.-]*[\p{L}\p{N}_.]|==+[\p{L}\p{N}_]+==+)`;
const EDGE = new RegExp(
  String.raw`^(${ID})(?:\s*:::[\w-]+)?\s*<?-+(?:\[[^\]]*\])?(?:up|down|left|right|[udlr])?-*>\s*(${ID})(?:\s*:::[\w-]+)?(?:\s*(?:<<[^>]*>>|#\w+))*(?:\s*:\s*(.*))?$`,
  "u",
);
const STATE = new RegExp(
  String.raw`^state\s+(?:"([^"]*)"\s+as\s+)?(${ID}|"[^"]*")(?:\s+as\s+("[^"]*"|${ID}))?\s*(?:<<([^>]+)>>|\[\[([^\]]+)\]\])?\s*(?:#[\w:;.]+\s*)*(?::\s*([^{]*?))?\s*(\{?)\s*(\}?)$`,
  "u",
);
const DESCRIPTION = new RegExp(String.raw`^(${ID})\s*:\s*(.+)$`, "u");
const NOTE = new RegExp(String.raw`^note\s+(?:right|left|top|bottom)\s+of\s+(${ID})\s*(?::\s*(.*))?$`, "iu");

/** Reads a statement of a state diagram, as Mermaid and PlantUML write them. @returns whether it was one */
export function readStateStatement(
  line: Statement,
  scope: StateScope,
  graph: SourceGraph,
  labelOf: (text: string) => Label,
): boolean {
  const { text } = line;
  const container = scope.open.at(-1);
  if (scope.note) {
    if (!/^end\s*note$/i.test(text)) scope.note.lines.push(text);
    else {
      const { about, lines, start } = scope.note;
      graph.note([about], { start, end: line.end }, labelOf(lines.join("\n")));
      scope.note = undefined;
    }
    return true;
  }
  if (text === "}") {
    scope.open.pop();
    return true;
  }
  // They part regions that are active at the same time.
  if (/^(?:--+|\|\|)$/.test(text)) return true;
  const note = NOTE.exec(text);
  if (note) {
    const [, about, said] = note;
    if (said === undefined) scope.note = { about: about!, lines: [], start: line.start };
    else graph.note([about!], line, labelOf(said));
    return true;
  }
  const edge = EDGE.exec(text);
  if (edge) {
    const [from, to] = [mention(edge[1]!, "start"), mention(edge[2]!, "end")];
    graph.edge({ from, to, place: line, label: labelOf(edge[3] ?? ""), arrows: "forward" });
    return true;
  }
  const state = STATE.exec(text);
  if (state) {
    declare(state);
    return true;
  }
  const described = DESCRIPTION.exec(text);
  if (!described) return false;
  const [, id, said] = described;
  if (!graph.has(id!)) graph.node(id!, { place: line, label: labelOf(said!), container });
  else graph.member(id!, placeOf(line, said!), labelOf(said!));
  return true;

  /** A start and an end are of their composite state, and have no label. */
  function mention(id: string, side: "start" | "end"): string {
    if (!id.startsWith("[")) {
      graph.node(id, { place: placeOf(line, id), container });
      return id;
    }
    const shape = id === "[*]" ? side : "history";
    const own = `${id} ${shape} ${container ?? ""}`;
    graph.node(own, { place: line, label: [], container, shape });
    return own;
  }

  function declare([, before, first, second, kind, , said, opens, closes]: RegExpExecArray): void {
    const quoted = before ?? (first!.startsWith('"') ? first!.slice(1, -1) : undefined);
    const id = before === undefined && quoted !== undefined ? (second ?? quoted) : first!;
    const label = quoted ?? (second?.startsWith('"') ? second.slice(1, -1) : undefined) ?? said;
    graph.node(id, {
      place: placeOf(line, label ?? id),
      ...(kind === undefined
        ? label === undefined
          ? {}
          : { label: labelOf(label) }
        : { label: [], shape: kind }),
      container,
    });
    if (opens === "{" && closes === "") scope.open.push(id);
  }
}

import { relationEnds, relationOf } from "../source/relation.ts";
import type { SourceGraph } from "../source/source-graph.ts";
import { partOf, placeOf, type Statement } from "../source/statement.ts";
import { mermaidLabel } from "./mermaid-label.ts";

const NAME = String.raw`(?:\x60[^\x60]+\x60|[\p{L}\p{N}_.~-]*[\p{L}\p{N}_.~])`;
const CLASS = new RegExp(
  String.raw`^class\s+(${NAME})(?:\s*\["?([^"\]]*)"?\])?(?:\s*:::[\w-]+)?(?:\s*<<([^>]+)>>)?\s*(\{?)\s*(\}?)$`,
  "u",
);
const RELATION = new RegExp(
  String.raw`^(${NAME})\s*(?:"([^"]*)")?\s*(<\||\*|o(?=[-.])|<|\(\))?(--|\.\.)(\|>|\*|o(?=[\s"])|>|\(\))?\s*(?:"([^"]*)")?\s*(${NAME})(?:\s*:\s*(.*))?$`,
  "u",
);
const MEMBER = new RegExp(String.raw`^(${NAME})\s*:\s*(.+)$`, "u");
const ANNOTATION = new RegExp(String.raw`^(<<[^>]+>>)\s*(${NAME})$`, "u");
const NOTE = new RegExp(String.raw`^note\s+(?:for\s+(${NAME})\s+)?"([^"]*)"$`, "u");
const NAMESPACE = /^namespace\s+(\S+)\s*\{$/;
const LINK = /^(?:click|link)\s+(\S+)\s+(?:href\s+)?"([^"]+)"/;
const LOOKS = /^(?:direction|style|cssClass|classDef|callback|click|link)\b/;

/** Reads classes with their members, and how they relate. */
export function readClasses(lines: readonly Statement[], graph: SourceGraph): void {
  const open: { readonly kind: "class" | "namespace"; readonly id: string }[] = [];
  for (const line of lines) {
    const inside = open.at(-1);
    if (line.text === "}") open.pop();
    else if (inside?.kind === "class") readMember(line, inside.id);
    else if (!readClass(line) && !relate(line) && !readRest(line)) graph.text(line, undefined, inside?.id);
  }

  function readClass(line: Statement): boolean {
    const namespace = NAMESPACE.exec(line.text)?.[1];
    if (namespace !== undefined) {
      const id = `namespace ${namespace}`;
      graph.node(id, { place: placeOf(line, namespace), label: [{ text: namespace, breaks: [] }] });
      open.push({ kind: "namespace", id });
      return true;
    }
    const [, name, label, annotation, opens, closes] = CLASS.exec(line.text) ?? [];
    if (name === undefined) return false;
    const id = mention(line, name, label);
    if (annotation !== undefined)
      graph.member(id, placeOf(line, annotation), mermaidLabel(`<<${annotation}>>`));
    if (opens !== "" && closes === "") open.push({ kind: "class", id });
    return true;
  }

  /** `List~int~` and `List` are one class. */
  function mention(line: Statement, name: string, label?: string): string {
    const id = name.replaceAll("`", "").replace(/~.*~$/, "");
    graph.node(id, {
      place: placeOf(line, label ?? name),
      ...(label === undefined && id === name ? {} : { label: mermaidLabel(generic(label ?? name)) }),
      container: open.findLast(({ kind }) => kind === "namespace")?.id,
      shape: "class",
    });
    return id;
  }

  function readMember(line: Statement, id: string): void {
    const end = line.text.endsWith("}") && !line.text.includes("{") ? line.text.length - 1 : line.text.length;
    const part = partOf(line, 0, end);
    if (part.text !== "") graph.member(id, part, memberLabel(part.text));
    if (end < line.text.length) open.pop();
  }

  function relate(line: Statement): boolean {
    const match = RELATION.exec(line.text);
    if (!match) return false;
    const [, left, leftMark, leftHead = "", stroke, rightHead = "", rightMark, right, label = ""] = match;
    const [from, to] = [mention(line, left!), mention(line, right!)];
    const relation = relationOf(leftHead, rightHead, stroke === "..");
    graph.edge({
      ...relationEnds(relation, { id: from, mark: leftMark }, { id: to, mark: rightMark }),
      place: line,
      label: mermaidLabel(label),
    });
    return true;
  }

  function readRest(line: Statement): boolean {
    const [, of, member] = MEMBER.exec(line.text) ?? [];
    const [, annotation, annotated] = ANNOTATION.exec(line.text) ?? [];
    const note = NOTE.exec(line.text);
    const [, linked, link] = LINK.exec(line.text) ?? [];
    if (of !== undefined && member !== undefined) {
      graph.member(mention(line, of), placeOf(line, member), memberLabel(member));
    } else if (annotation !== undefined && annotated !== undefined) {
      graph.member(mention(line, annotated), placeOf(line, annotation), memberLabel(annotation));
    } else if (note) graph.note(note[1] === undefined ? [] : [note[1]], line, mermaidLabel(note[2]!));
    else if (linked !== undefined && link !== undefined) graph.node(linked, { place: line, link });
    else return LOOKS.test(line.text);
    return true;
  }
}

/** `List~int~` is a list of int. */
function generic(name: string): string {
  return name.replace(/^\x60(.*)\x60$/, "$1").replace(/~([^~]+)~/g, "<$1>");
}

function memberLabel(text: string): { readonly text: string; readonly breaks: readonly number[] }[] {
  return [{ text: text.replace(/~([^~]+)~/g, "<$1>").replace(/\s+/g, " "), breaks: [] }];
}

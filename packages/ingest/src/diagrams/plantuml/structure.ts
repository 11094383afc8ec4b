import { relationEnds, relationOf } from "../source/relation.ts";
import type { SourceGraph } from "../source/source-graph.ts";
import { readStateStatement, type StateScope } from "../source/states.ts";
import { partOf, placeOf, type Statement } from "../source/statement.ts";
import { plantumlLabel } from "./plantuml-label.ts";

const KEYWORDS =
  "abstract class|abstract|class|interface|enum|annotation|struct|exception|protocol|entity|package|namespace|component|node|" +
  "folder|frame|cloud|database|rectangle|usecase|object|card|artifact|storage|map|agent|file|hexagon|stack|person|" +
  "label|portin|portout|port|actor|boundary|control|collections|queue|circle|diamond|action|process|json";
/** Things with lines inside their brackets; all others hold things. */
const WITH_MEMBERS =
  /^(?:abstract class|abstract|class|interface|enum|annotation|struct|exception|protocol|entity|object|map|json)$/;
/** As an end of a line, with brackets for its kind: `[Shop]`, `(Buy)`, `:Guest:`, `() api`. */
const END = String.raw`(?:\(\)\s*)?(?:"[^"]+"|\[[^\]]+\]|\([^)]+\)|:[^:]+:|\[\*\]|[\p{L}\p{N}_$][\p{L}\p{N}_.$\\/@]*)`;
const DECLARATION = new RegExp(
  String.raw`^(${KEYWORDS})\s+(${END})(\s*<[^<>]+>)?(?:\s+as\s+(${END}))?((?:\s*<<[^>]*>>)*)\s*(?:\[\[([^\]\s]+)[^\]]*\]\])?(?:\s+(?:extends|implements)\s+[^{#]+)?\s*(?:#[\w:;.|\\/-]+\s*)*(\{?)\s*(\}?)$`,
  "u",
);
const INHERITED = /\s(extends|implements)\s+([^{#]+?)(?=\s+(?:extends|implements)\b|\s*[{#]|\s*$)/g;
const ALONE = new RegExp(
  String.raw`^((?:\[[^\]]+\]|\([^)]+\)|:[^:]+:|\(\)\s*(?:"[^"]+"|\w+)))(?:\s+as\s+(${END}))?((?:\s*<<[^>]*>>)*)\s*(?:#\w+)?$`,
  "u",
);
const LINE = new RegExp(
  String.raw`^(${END})(?:::\w+)?\s*(?:"([^"]*)")?\s*(<\||\|o|\|\||\}o|\}\||[*+#^x}@]|o(?=[-.])|<<|<|\()?([-.=~]+(?:\[[^\]]*\])?(?:up|down|left|right|[udlr](?=[-.]))?[-.=~]*(?:0|\(0\))?[-.=~]*)(\|>|o\||\|\||o\{|\|\{|[*+#^x{@](?=[\s"])|o(?=[\s"])|>>|>|\))?\s*(?:"([^"]*)")?\s*(${END})(?:::\w+)?(?:\s*<<[^>]*>>)?(?:\s*#\S+)?(?:\s*:\s*(.*))?$`,
  "u",
);
const MEMBER = /^("[^"]+"|[\p{L}\p{N}_.$]+)\s*:\s*(.+)$/u;
const NOTE = new RegExp(
  String.raw`^note\s+(?:(?:left|right|top|bottom)(?:\s+of\s+(${END}))?|(?:(on link)))\s*(?:#\w+\s*)?(?::\s*(.*))?$`,
  "iu",
);
const FREE_NOTE = /^note\s+"([^"]*)"\s+as\s+(\S+)/i;
const NAMED_NOTE = /^note\s+as\s+(\S+)/i;

interface Open {
  readonly kind: "members" | "holder" | "none";
  readonly id: string | undefined;
}

/** Reads classes, components, use cases, states and what holds them, and how they relate. */
export function readStructure(lines: readonly Statement[], graph: SourceGraph): void {
  const open: Open[] = [];
  const states: StateScope = { open: [], note: undefined };
  const withStates = lines.some(({ text }) => /^state\s|\[\*\]/.test(text));
  let note:
    | {
        readonly about: readonly string[];
        readonly lines: string[];
        readonly start: number;
        readonly id?: string;
      }
    | undefined;
  let last: string | undefined;
  for (const line of lines) {
    const inside = open.at(-1);
    if (note) readNoteLine(line);
    else if (inside?.kind === "members") readMember(line, inside.id!);
    else if (openNote(line)) continue;
    else if (withStates && readStateStatement(line, states, graph, plantumlLabel)) continue;
    else if (line.text === "}") open.pop();
    else if (!declare(line) && !relate(line) && !addMember(line)) {
      if (line.text.endsWith("{")) open.push({ kind: "none", id: undefined });
      graph.text(line, undefined, holder());
    }
  }

  function holder(): string | undefined {
    return open.findLast(({ kind }) => kind === "holder")?.id ?? states.open.at(-1);
  }

  function declare(line: Statement): boolean {
    const match = DECLARATION.exec(line.text);
    if (!match) return declareAlone(line);
    const [, keyword, first, generic = "", second, stereotypes = "", link, opens, closes] = match;
    const { id, label } = namesOf(first!, second);
    last = id;
    graph.node(id, {
      place: placeOf(line, label),
      label: plantumlLabel(`${label}${generic.trim()}`),
      container: holder(),
      shape: keyword!,
      ...(link === undefined ? {} : { link }),
    });
    addStereotypes(line, id, stereotypes);
    for (const [, how, names] of line.text.matchAll(INHERITED)) {
      for (const name of names!
        .split(",")
        .map((one) => one.trim())
        .filter(Boolean)) {
        graph.node(name, { place: placeOf(line, name) });
        const relation = how === "extends" ? "inheritance" : "realization";
        graph.edge({ from: id, to: name, place: line, arrows: "forward", relation });
      }
    }
    if (opens === "{" && closes === "")
      open.push({ kind: WITH_MEMBERS.test(keyword!) ? "members" : "holder", id });
    return true;
  }

  function declareAlone(line: Statement): boolean {
    const [, first, second, stereotypes = ""] = ALONE.exec(line.text) ?? [];
    if (first === undefined) return false;
    const { id, label } = namesOf(first, second);
    graph.node(id, { place: placeOf(line, label), label: plantumlLabel(label), container: holder() });
    addStereotypes(line, id, stereotypes);
    last = id;
    return true;
  }

  function addStereotypes(line: Statement, id: string, stereotypes: string): void {
    const text = stereotypes.trim();
    if (text !== "") graph.member(id, placeOf(line, text), [{ text, breaks: [] }]);
  }

  function readMember(line: Statement, id: string): void {
    if (line.text === "}") {
      open.pop();
      return;
    }
    const end = line.text.endsWith("}") && !line.text.includes("{") ? line.text.length - 1 : line.text.length;
    const part = partOf(line, 0, end);
    // Lines that part the members may have a title.
    const text = part.text
      .replace(/^(?:--|\.\.|==|__)+\s*(.*?)\s*(?:--|\.\.|==|__)*$/, "$1")
      .replace(/^\{(?:static|abstract|field|method)\}\s*/, "");
    if (text !== "") graph.member(id, part, plantumlLabel(text));
    if (end < line.text.length) open.pop();
  }

  function relate(line: Statement): boolean {
    const match = LINE.exec(line.text);
    if (!match) return false;
    const [, left, leftMark, leftHead = "", stroke, rightHead = "", rightMark, right, label = ""] = match;
    const [from, to] = [mention(line, left!), mention(line, right!)];
    const relation = relationOf(
      leftHead.replace("<<", "<"),
      rightHead.replace(">>", ">"),
      /\./.test(stroke!),
    );
    graph.edge({
      ...relationEnds(relation, { id: from, mark: leftMark }, { id: to, mark: rightMark }),
      place: line,
      // `: owns >` says in which direction it is read.
      label: plantumlLabel(label.replace(/^[<>]\s+|\s+[<>]$/g, "")),
    });
    return true;
  }

  function mention(line: Statement, written: string): string {
    const { id, label } = namesOf(written, undefined);
    graph.node(id, {
      place: placeOf(line, label),
      ...(id === label ? {} : { label: plantumlLabel(label) }),
      container: graph.has(id) ? undefined : holder(),
    });
    return id;
  }

  function addMember(line: Statement): boolean {
    const [, name, text] = MEMBER.exec(line.text) ?? [];
    if (name === undefined || text === undefined) return false;
    const id = mention(line, name);
    graph.member(id, placeOf(line, text), plantumlLabel(text));
    return true;
  }

  function openNote(line: Statement): boolean {
    const [, text, name] = FREE_NOTE.exec(line.text) ?? [];
    if (text !== undefined && name !== undefined) {
      graph.node(name, { place: line, label: plantumlLabel(text), container: holder(), shape: "note" });
      return true;
    }
    const named = NAMED_NOTE.exec(line.text)?.[1];
    const match = NOTE.exec(line.text);
    if (named === undefined && !match) return false;
    const of = match?.[1];
    const about =
      of === undefined
        ? last === undefined || named !== undefined || match?.[2]
          ? []
          : [last]
        : [namesOf(of, undefined).id];
    const said = match?.[3];
    if (said === undefined)
      note = { about, lines: [], start: line.start, ...(named === undefined ? {} : { id: named }) };
    else graph.note(about, line, plantumlLabel(said));
    return true;
  }

  function readNoteLine(line: Statement): void {
    if (!/^end\s*note$/i.test(line.text)) {
      note!.lines.push(line.text);
      return;
    }
    const { about, lines: held, start, id } = note!;
    const place = { start, end: line.end };
    const label = plantumlLabel(held.join("\n"));
    if (id === undefined) graph.note(about, place, label, holder());
    else graph.node(id, { place, label, container: holder(), shape: "note" });
    note = undefined;
  }
}

/** `"Order service" as orders`, `orders as "Order service"`, `[Order service]`. */
function namesOf(first: string, second: string | undefined): { readonly id: string; readonly label: string } {
  const [one, other] = [bare(first), second === undefined ? undefined : bare(second)];
  if (other === undefined) return { id: one, label: one };
  return second!.startsWith('"') ? { id: one, label: other } : { id: other, label: one };
}

function bare(name: string): string {
  return name
    .replace(/^\(\)\s*/, "")
    .replace(/^(["[(:])([\s\S]*)(["\]):])$/, "$2")
    .trim();
}

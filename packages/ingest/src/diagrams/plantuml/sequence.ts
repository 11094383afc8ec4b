import type { SourceGraph } from "../source/source-graph.ts";
import { placeOf, type Statement } from "../source/statement.ts";
import { plantumlLabel } from "./plantuml-label.ts";

const NAME = String.raw`(?:"[^"]+"|[^\s"<>:-][^\s"<>:]*?)`;
const PARTICIPANT = new RegExp(
  String.raw`^(?:create\s+)?(participant|actor|boundary|control|entity|database|collections|queue)\s+(${NAME})(?:\s+as\s+(${NAME}))?(?:\s+<<[^>]*>>)?(?:\s+order\s+-?\d+)?(?:\s+#\S+)?$`,
);
const MESSAGE = new RegExp(
  String.raw`^(${NAME}|\[|\?)?\s*(<<?|[\\/]{1,2}|x|o)?(-{1,2})(?:\[[^\]]*\])?-?(>>?|[\\/]{1,2})?([xo](?=\s))?\s*(${NAME}|\]|\?)?(?:\s+as\s+${NAME})?\s*(?:[-+*!]{2}(?:\s*#\w+)?)?\s*(?::\s*(.*))?$`,
);
const NOTE =
  /^(?:[hr]?note)\s+(?:over|(left|right)(?:\s+of)?|across)\s*([^:#]*?)\s*(?:#\w+\s*)?(?::\s*(.*))?$/i;
const FRAGMENT = /^(alt|opt|loop|par2?|break|critical|group)\b(?:#\S+)?\s*(.*)$/;
const PART = /^(else|also)\b(?:#\S+)?\s*(.*)$/;
const BOX = /^box\b\s*(?:"([^"]*)"|([^#]*))?\s*(?:#\w+)?$/;
const DIVIDER = /^==\s*(.*?)\s*==$/;
const DELAY = /^\.\.\.(.*?)(?:\.\.\.)?$/;
const REFERENCE = /^ref\s+over\s+([^:]+?)(?:\s*:\s*(.*))?$/;
const RETURN = /^return\b\s*(.*)$/;
const UNSAID = /^(?:activate|deactivate|destroy|create|\|\|.*\|\|$|ignore)\b|^\|\|/;

/** Reads a sequence of messages; what they depend on is said with each. */
export function readSequence(lines: readonly Statement[], graph: SourceGraph): void {
  graph.inTime();
  const open: { readonly kind: "fragment" | "box"; text: string; readonly id?: string }[] = [];
  let note:
    | { readonly about: readonly string[]; readonly lines: string[]; readonly start: number }
    | undefined;
  let last: { readonly from: string; readonly to: string } | undefined;
  for (const line of lines) {
    if (note) readNoteLine(line);
    else if (/^end(?:\s+box)?$/.test(line.text)) open.pop();
    else if (!openPart(line) && !declare(line) && !openNote(line) && !message(line) && !between(line)) {
      graph.text(line);
    }
  }

  function readNoteLine(line: Statement): void {
    if (!/^end\s*(?:[hr]?note|ref)$/i.test(line.text)) note!.lines.push(line.text);
    else {
      graph.note(note!.about, { start: note!.start, end: line.end }, plantumlLabel(note!.lines.join("\n")));
      note = undefined;
    }
  }

  function openPart(line: Statement): boolean {
    const fragment = FRAGMENT.exec(line.text);
    const part = PART.exec(line.text);
    const box = BOX.exec(line.text);
    if (fragment) open.push({ kind: "fragment", text: conditionOf(fragment[1]!, fragment[2]!) });
    else if (part && open.at(-1)?.kind === "fragment") open.at(-1)!.text = conditionOf(part[1]!, part[2]!);
    else if (box) {
      const name = (box[1] ?? box[2] ?? "").trim();
      const id = `box ${line.start}`;
      if (name !== "") graph.node(id, { place: placeOf(line, name), label: plantumlLabel(name) });
      open.push({ kind: "box", text: "", ...(name === "" ? {} : { id }) });
    } else return false;
    return true;
  }

  function declare(line: Statement): boolean {
    const [, shape, first, second] = PARTICIPANT.exec(line.text) ?? [];
    if (shape === undefined || first === undefined) return false;
    const quoted =
      first.startsWith('"') || second === undefined ? first : second.startsWith('"') ? second : first;
    const id = bare(quoted === first ? (second ?? first) : first);
    const container = open.findLast((one) => one.kind === "box")?.id;
    graph.node(id, { place: placeOf(line, bare(quoted)), label: plantumlLabel(quoted), shape, container });
    return true;
  }

  function openNote(line: Statement): boolean {
    const [, side, named = "", said] = NOTE.exec(line.text) ?? [];
    const reference = REFERENCE.exec(line.text);
    if (side === undefined && named === "" && !reference && !/^[hr]?note\b/i.test(line.text)) return false;
    const names = (reference?.[1] ?? named)
      .split(",")
      .map((name) => bare(name.trim()))
      .filter(Boolean);
    // Beside nothing that is named, it is about the message before.
    const about =
      names.length > 0 ? names : side === undefined || !last ? [] : [side === "left" ? last.from : last.to];
    const text = reference ? reference[2] : said;
    if (text === undefined) note = { about, lines: [], start: line.start };
    else graph.note(about, line, plantumlLabel(text));
    return true;
  }

  function message(line: Statement): boolean {
    const match = MESSAGE.exec(line.text);
    if (!match) return false;
    const [, left, back, , forth, , right, text = ""] = match;
    if ((back === undefined && forth === undefined) || (left === undefined && right === undefined))
      return false;
    const [from, to] = [mention(line, left), mention(line, right)];
    last = { from, to };
    add(line, from, to, text, back === undefined ? "forward" : forth === undefined ? "backward" : "both");
    return true;
  }

  function add(
    line: Statement,
    from: string,
    to: string,
    text: string,
    arrows: "forward" | "backward" | "both",
  ): void {
    const condition = open.flatMap((one) => (one.text === "" ? [] : [one.text])).join("; ");
    graph.edge({
      from,
      to,
      place: line,
      label: plantumlLabel(text),
      arrows,
      condition: condition === "" ? undefined : condition,
    });
  }

  /** Messages may come from outside of the diagram, and lead there. */
  function mention(line: Statement, name: string | undefined): string {
    if (name === undefined || /^[[\]?]$/.test(name)) {
      graph.node("outside", { place: line, label: [], shape: "outside" });
      return "outside";
    }
    graph.node(bare(name), { place: placeOf(line, bare(name)) });
    return bare(name);
  }

  function between(line: Statement): boolean {
    const text = DIVIDER.exec(line.text)?.[1] ?? DELAY.exec(line.text)?.[1]?.trim();
    const returned = RETURN.exec(line.text)?.[1];
    if (returned !== undefined && last) add(line, last.to, last.from, returned, "forward");
    else if (text !== undefined && text !== "") graph.text(line, plantumlLabel(text));
    else return text === "" || UNSAID.test(line.text);
    return true;
  }
}

function bare(name: string): string {
  return name.replace(/^"(.*)"$/, "$1");
}

function conditionOf(kind: string, text: string): string {
  const said = plantumlLabel(text)
    .map((part) => part.text)
    .join(" ");
  return said === "" ? kind : `${kind}: ${said}`;
}

import { relationEnds, relationOf } from "../source/relation.ts";
import type { SourceGraph } from "../source/source-graph.ts";
import { placeOf, type Statement } from "../source/statement.ts";
import { mermaidLabel } from "./mermaid-label.ts";

const NAME = String.raw`(?:"[^"]+"|[\p{L}\p{N}_-]*[\p{L}\p{N}_])`;
const LABELLED = String.raw`(${NAME})(?:\[("[^"]*"|[^\]]*)\])?`;
const RELATION = new RegExp(
  String.raw`^${LABELLED}\s+(\|o|\|\||\}o|\}\|)(--|\.\.)(o\||\|\||o\{|\|\{)\s*${LABELLED}(?:\s*:\s*(.*))?$`,
  "u",
);
/** The same in words: `CUSTOMER one to zero or more ORDER : places`. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:zero or one|one or zero)\b/g, "|o"],
  [/\b(?:zero or more|zero or many|many\(0\)|0\+)(?=\s)/g, "}o"],
  [/\b(?:one or more|one or many|many\(1\)|1\+)(?=\s)/g, "}|"],
  [/\bonly one\b/g, "||"],
];
const IN_WORDS = new RegExp(
  String.raw`^${LABELLED}\s+(\|o|\}o|\}\||\|\||one|1)\s+(to|optionally to)\s+(\|o|\}o|\}\||\|\||one|1)\s+${LABELLED}(?:\s*:\s*(.*))?$`,
  "u",
);
const ENTITY = new RegExp(String.raw`^${LABELLED}(?:\s*:::[\w-]+)?\s*(\{?)\s*(\}?)$`, "u");
const LOOKS = /^(?:direction|style|classDef|class)\b/;

/** Reads entities with their attributes, and how many of one belong to another. */
export function readEntities(lines: readonly Statement[], graph: SourceGraph): void {
  let inside: string | undefined;
  for (const line of lines) {
    if (line.text === "}") inside = undefined;
    else if (inside !== undefined) graph.member(inside, line, attributeLabel(line.text));
    else if (!LOOKS.test(line.text) && !relate(line) && !declare(line)) graph.text(line);
  }

  function relate(line: Statement): boolean {
    const match = RELATION.exec(line.text) ?? IN_WORDS.exec(spelt(line.text));
    if (!match) return false;
    const [, left, leftLabel, leftHead, stroke, rightHead, right, rightLabel, label = ""] = match;
    mention(line, left!, leftLabel);
    mention(line, right!, rightLabel);
    const relation = relationOf(headOf(leftHead!), headOf(rightHead!), stroke !== "--");
    graph.edge({
      ...relationEnds(relation, { id: idOf(left!) }, { id: idOf(right!) }),
      place: line,
      label: mermaidLabel(label),
    });
    return true;
  }

  function declare(line: Statement): boolean {
    const [, name, label, opens, closes] = ENTITY.exec(line.text) ?? [];
    if (name === undefined) return false;
    mention(line, name, label);
    if (opens !== "" && closes === "") inside = idOf(name);
    return true;
  }

  function mention(line: Statement, name: string, label: string | undefined): void {
    const shown = label ?? name;
    graph.node(idOf(name), { place: placeOf(line, shown), label: mermaidLabel(shown), shape: "entity" });
  }
}

function idOf(name: string): string {
  return name.replaceAll('"', "");
}

function spelt(text: string): string {
  return WORDS.reduce((all, [words, sign]) => all.replace(words, sign), text);
}

function headOf(head: string): string {
  return head === "one" || head === "1" ? "||" : head;
}

/** `string name PK "as on the card"`. */
function attributeLabel(text: string): { readonly text: string; readonly breaks: readonly number[] }[] {
  return [{ text: text.replace(/\s+/g, " "), breaks: [] }];
}

import type { SourceGraph } from "../source/source-graph.ts";
import { placeOf, type Statement } from "../source/statement.ts";
import { plantumlLabel } from "./plantuml-label.ts";

/** How it looks: of no meaning to a reader. */
const LOOKS =
  /^(?:@start|@end|'|skinparam\b|skin\b|scale\b|hide\b|show\b|left to right direction|top to bottom direction|autonumber\b|autoactivate\b|allow_?mixing|set\b|sprite\b|newpage\b|mainframe$|remove\b|page\s+\d|together\s*\{$|!)/i;
const INCLUDE = /^!(?:include|includeurl|includesub|include_many|include_once|import)\s+(.+)$/;
const TITLE = /^title\s+(.+)$/i;
const CAPTION = /^(?:caption|header|footer|(?:left|right|center)\s+(?:header|footer)|legend)\s+(.+)$/i;
/** Blocks of several lines: what they hold is a name, text, or nothing. */
const BLOCKS: readonly (readonly [open: RegExp, close: RegExp, holds: "name" | "text" | "nothing"])[] = [
  [/^title$/i, /^end\s*title$/i, "name"],
  [
    /^(?:legend|header|footer)(?:\s+(?:left|right|center|top|bottom))*$/i,
    /^end\s*(?:legend|header|footer)$/i,
    "text",
  ],
  [/^<style>/i, /^<\/style>/i, "nothing"],
  [/^skinparam\b.*\{$/i, /^\}$/, "nothing"],
  [/^sprite\b.*\{$/i, /^\}$/, "nothing"],
  [/^!(?:unquoted\s+)?(?:procedure|function)\b(?!.*\breturn\b)/, /^!end(?:procedure|function)/, "nothing"],
  [/^!definelong\b/, /^!enddefinelong/, "nothing"],
];

/** The lines that say what is in the diagram; its title and captions go to the graph. */
export function contentOf(
  lines: readonly Statement[],
  graph: SourceGraph,
): { readonly lines: readonly Statement[]; readonly includes: readonly string[] } {
  const content: Statement[] = [];
  const includes: string[] = [];
  let block: (typeof BLOCKS)[number] | undefined;
  let comment = false;
  let held: Statement[] = [];
  for (const line of lines) {
    const { text } = line;
    if (comment) comment = !text.includes("'/");
    else if (block) {
      if (!block[1].test(text)) held.push(line);
      else {
        keep(block[2], held);
        [block, held] = [undefined, []];
      }
    } else if (text.startsWith("/'")) comment = !text.includes("'/");
    else {
      block = BLOCKS.find(([open]) => open.test(text));
      const include = INCLUDE.exec(text)?.[1];
      const [title, caption] = [TITLE.exec(text)?.[1], CAPTION.exec(text)?.[1]];
      if (include !== undefined) includes.push(include);
      else if (title !== undefined) graph.name(plainText(title), placeOf(line, title));
      else if (caption !== undefined) graph.text(line, plantumlLabel(caption));
      else if (!block && !LOOKS.test(text)) content.push(line);
    }
  }
  // A block that is never closed took the rest along.
  if (block) content.push(...held);
  return { lines: content, includes };

  function keep(holds: "name" | "text" | "nothing", all: readonly Statement[]): void {
    const [first] = all;
    if (!first || holds === "nothing") return;
    if (holds === "name") graph.name(all.map((line) => plainText(line.text)).join(" "), first);
    else for (const line of all) graph.text(line, plantumlLabel(line.text));
  }
}

function plainText(text: string): string {
  return plantumlLabel(text)
    .map((part) => part.text)
    .join(" ");
}

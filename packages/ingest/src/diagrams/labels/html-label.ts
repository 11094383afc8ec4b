import { decodeEntities } from "../../text/entities.ts";
import { joinLabelLines, type Label } from "./label.ts";

/** A comment, a tag, characters, or a bracket that opens none. */
const TOKEN = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-z][a-z\d]*)\b[^<>]*>|[^<]+|</gi;

/** Begin a line of their own. */
const LINES = new Set(["br", "div", "address", "section", "article", "dt", "dd"]);
/** Begin a paragraph of their own. */
const PARAGRAPHS = new Set([
  "p",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "hr",
  "li",
  "ul",
  "ol",
  "tr",
  "table",
  "pre",
  "blockquote",
]);
/** Are markup within a line; of any other name, what stands in brackets is text: `<<include>>`, `List<String>`. */
const INLINE = new Set(
  (
    "a abbr acronym b basefont bdi bdo big blink body button center cite code col colgroup data del dfn em " +
    "fieldset figcaption figure font footer form g header html i img input ins kbd label legend link main map mark " +
    "math meta nav nobr o:p option output q rp rt ruby s samp section select small source span strike strong sub " +
    "summary sup svg table tbody td textarea tfoot th thead time tt u var video wbr dl details aside hgroup picture path"
  ).split(" "),
);
const CELLS = new Set(["td", "th"]);
/** What they hold is not shown. */
const UNREAD = new Set(["script", "style", "template", "head", "title"]);

/**
 * The text of a label written in HTML. Broken lines are joined; paragraphs, items and rows stay apart, and so does
 * every line of a label with a rule in it, as the compartments of a class have.
 */
export function htmlLabel(html: string): Label {
  const ruled = /<hr\b/i.test(html);
  const paragraphs: string[][] = [[""]];
  let unread = "";
  /** Cells that ended since the last text: the last of a row is parted from nothing. */
  let cells = 0;
  const breakLine = (): void => {
    cells = 0;
    if (ruled) breakParagraph();
    else paragraphs.at(-1)!.push("");
  };
  const breakParagraph = (): void => {
    cells = 0;
    paragraphs.push([""]);
  };
  const write = (text: string): void => {
    const lines = paragraphs.at(-1)!;
    if (text.trim() !== "") {
      lines[lines.length - 1] += " | ".repeat(cells);
      cells = 0;
    }
    lines[lines.length - 1] += text;
  };
  for (const [token, closing, tag] of html.matchAll(TOKEN)) {
    const name = tag?.toLowerCase();
    if (name === undefined) {
      if (unread === "" && !token.startsWith("<!--")) write(decodeEntities(token));
    } else if (unread !== "") {
      if (closing === "/" && name === unread) unread = "";
    } else if (UNREAD.has(name)) {
      if (closing !== "/") unread = name;
    } else if (LINES.has(name)) breakLine();
    else if (PARAGRAPHS.has(name)) breakParagraph();
    else if (CELLS.has(name)) cells += closing === "/" ? 1 : 0;
    else if (!INLINE.has(name)) write(decodeEntities(token));
  }
  return paragraphs.map(joinLabelLines).filter(({ text }) => text !== "");
}

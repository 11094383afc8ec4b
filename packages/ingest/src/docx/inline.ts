import { descendants, elements, find, ownText, type XmlElement } from "../archive/xml-element.ts";
import type { BlockContext } from "../text/block-writer.ts";
import { listNumber } from "../text/list-number.ts";
import { attribute, toggle, valueOf } from "./attribute.ts";
import { formulaText } from "./formula.ts";
import { writeDrawing, writeVml } from "./graphic.ts";
import { commentMarker, writeNote } from "./notes.ts";
import { symbolCharacter } from "./symbols.ts";
import type { WriteBlocks } from "./table.ts";
import type { WordDocument } from "./word-document.ts";

/** A paragraph in the making. */
export interface Inline {
  readonly document: WordDocument;
  /** Open fields: whether what comes is their instruction or their result. */
  readonly field: ("instruction" | "result")[];
  /** Written behind the paragraph, in the context that it stands in. */
  readonly after: ((context: BlockContext) => void)[];
  readonly hidden: boolean;
  /** White space is kept, as code has it. */
  readonly exact: boolean;
  readonly write: WriteBlocks;
}

/** Are not shown, or say how something is shown. */
const UNREAD = new Set([
  "del",
  "moveFrom",
  "pPr",
  "rPr",
  "delText",
  "instrText",
  "delInstrText",
  "proofErr",
  "sdtPr",
  "sdtEndPr",
]);

/** Writes what a paragraph's part shows: runs, links, insertions, fields, formulas. */
export function writeInline(element: XmlElement, inline: Inline): void {
  const { document, after } = inline;
  const { writer } = document;
  if (UNREAD.has(element.name)) return;
  switch (element.name) {
    case "r":
      writeRun(element, inline);
      return;
    case "t":
      writeText(ownText(element), inline);
      return;
    case "tab":
    case "ptab":
      writeText(inline.exact ? "\t" : " ", inline);
      return;
    case "br":
    case "cr": {
      const type = attribute(element, "type");
      if (type === undefined || type === "textWrapping") writer.breakLine();
      else writer.write(" ");
      return;
    }
    case "noBreakHyphen":
      writer.write("-");
      return;
    case "sym":
      writer.write(symbolCharacter(attribute(element, "char") ?? "", attribute(element, "font") ?? ""));
      return;
    case "oMath":
      writer.write(formulaText(element));
      return;
    case "fldChar":
      writeFieldMark(element, inline);
      return;
    case "ruby":
      writeChildren(find(element, "rubyBase"), inline);
      writer.write("(");
      writeChildren(find(element, "rt"), inline);
      writer.write(")");
      return;
    case "footnoteReference":
      writeFootnote(attribute(element, "id") ?? "", inline);
      return;
    case "endnoteReference": {
      const note = document.endnotes.get(attribute(element, "id") ?? "");
      if (note) writer.write(`[${listNumber(document.state.endnotes.push(note), "lower-roman")}]`);
      return;
    }
    case "commentReference": {
      const comment = document.comments.get(attribute(element, "id") ?? "");
      if (comment) after.push(() => writeNote(comment, commentMarker(comment), document, inline.write));
      return;
    }
    case "AlternateContent":
      writeChildren(find(element, "Choice") ?? find(element, "Fallback"), inline);
      return;
    case "drawing":
      writeDrawing(element, inline);
      return;
    case "pict":
    case "object":
      writeVml(element, inline);
      return;
    default:
      writeChildren(element, inline);
  }
}

export function writeChildren(element: XmlElement | undefined, inline: Inline): void {
  for (const child of elements(element)) writeInline(child, inline);
}

function writeRun(run: XmlElement, inline: Inline): void {
  const properties = find(run, "rPr");
  const style = valueOf(find(properties, "rStyle"));
  const byStyle =
    style === undefined ? inline.hidden : inline.hidden || inline.document.styles.of(style).hidden;
  const hidden = toggle(find(properties, "vanish")) ?? byStyle;
  const raised =
    valueOf(find(properties, "vertAlign")) === "superscript" ||
    Number(valueOf(find(properties, "position")) ?? 0) > 0;
  const { writer } = inline.document;
  // Ten to the sixth is not 106.
  if (raised && /\d/.test(writer.lastCharacter()) && /^[−+-]?\d+$/.test(ownText(find(run, "t"))))
    writer.write("^");
  writeChildren(run, { ...inline, hidden });
}

function writeText(text: string, { document, field, hidden, exact }: Inline): void {
  if (field.includes("instruction")) return;
  if (hidden) document.state.hidden ||= text.trim() !== "";
  else if (exact) document.writer.writeExactly(text);
  else document.writer.write(text);
}

/** A field has an instruction, which is not shown, and mostly a result; ticks and choices are kept beside it. */
function writeFieldMark(mark: XmlElement, { document: { writer }, field }: Inline): void {
  switch (attribute(mark, "fldCharType")) {
    case "begin": {
      field.push("instruction");
      const box = descendants(mark, "checkBox")[0];
      if (box) writer.write(toggle(find(box, "checked") ?? find(box, "default")) === true ? "[x]" : "[ ]");
      const list = descendants(mark, "ddList")[0];
      const chosen = Number(valueOf(find(list, "result") ?? find(list, "default")) ?? 0);
      writer.write(valueOf(elements(list, "listEntry")[chosen]) ?? "");
      return;
    }
    case "separate":
      if (field.length > 0) field[field.length - 1] = "result";
      return;
    case "end":
      field.pop();
      return;
    default:
  }
}

/** Numbers are shown, and not kept: they go by the order in which the text refers to notes. */
function writeFootnote(id: string, { document, after, write }: Inline): void {
  const note = document.footnotes.get(id);
  if (!note) return;
  document.state.footnotes += 1;
  const marker = `[${document.state.footnotes}]`;
  document.writer.write(marker);
  after.push(() => writeNote(note, `${marker} `, document, write));
}

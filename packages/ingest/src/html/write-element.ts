import { elements, find, type XmlElement } from "../archive/xml-element.ts";
import { pictureDescription } from "../slides/picture-description.ts";
import { BULLET, type BlockContext, type BlockWriter, INDENT } from "../text/block-writer.ts";
import { writeField } from "./fields.ts";
import type { Furniture } from "./furniture.ts";
import { itemNumbers } from "./list-marker.ts";
import { formulaText } from "./formula.ts";
import { writeTable } from "./table.ts";
import { textOf } from "./text-of.ts";
import { hasNoText, hasText, isHidden } from "./visible.ts";

export interface Page {
  readonly writer: BlockWriter;
  readonly furniture: ReadonlyMap<XmlElement, Furniture>;
  /** Set where text was left out because the page hides it. */
  readonly seen: { hidden: boolean };
}

/** Begin and end a block; what is not among them is part of a line. */
const BLOCKS = new Set(
  (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure " +
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup p plaintext pre search " +
    "section summary table tbody td tfoot th thead tr ul xmp listing"
  ).split(" "),
);
const SHIFTED = new Set(["blockquote", "dd"]);
const NOTE_ROLE = /^doc-(?:footnotes?|endnotes?)$/;
const NOTE_CLASS = /(?:^|\s)(?:footnotes?|endnotes?)(?:\s|$)/i;
/** What documentation sets behind a heading to link to it. */
const PERMALINK = /^[¶#§🔗\s]*$/u;

/** Writes what an element shows, and everything inside it. */
export function writeElement(element: XmlElement, context: BlockContext, page: Page): void {
  if (hasNoText(element)) return;
  if (isHidden(element) || isPermalink(element, context)) {
    page.seen.hidden ||= hasText(element);
    return;
  }
  if (!BLOCKS.has(element.name)) {
    writeInline(element, context, page);
    return;
  }
  page.writer.endBlock(context);
  const inside = contextIn(element, context, page);
  writeBlock(element, inside, page);
  page.writer.endBlock(inside);
}

function contextIn(element: XmlElement, outer: BlockContext, page: Page): BlockContext {
  const { name, attributes } = element;
  const furniture = page.furniture.get(element);
  if (furniture !== undefined) return { ...outer, kind: furniture };
  const indent = outer.indent + (SHIFTED.has(name) ? INDENT : 0);
  // Of page furniture everything is furniture, its headings too.
  if (outer.kind === "header" || outer.kind === "footer") return { ...outer, indent };
  const level = headingLevel(element);
  if (level !== undefined) return { kind: "heading", level, indent };
  if (name === "pre" || name === "xmp" || name === "listing" || name === "plaintext") {
    return { kind: "code", indent: indent + INDENT };
  }
  if (name === "figcaption" || name === "caption") return { kind: "caption", indent };
  const isNote = NOTE_ROLE.test(attributes["role"] ?? "") || NOTE_CLASS.test(attributes["class"] ?? "");
  return { ...outer, indent, ...(isNote && { kind: "note" as const }) };
}

function headingLevel({ name, attributes }: XmlElement): number | undefined {
  if (/^h[1-6]$/.test(name)) return Number(name[1]);
  if (attributes["role"] !== "heading") return undefined;
  return Math.min(9, Math.max(1, Number.parseInt(attributes["aria-level"] ?? "2", 10) || 2));
}

function writeBlock(element: XmlElement, context: BlockContext, page: Page): void {
  switch (element.name) {
    case "ul":
    case "ol":
    case "menu":
    case "dir":
      writeList(element, context, page);
      return;
    case "table":
      writeTable(element, context, page, writeElement);
      return;
    case "pre":
    case "xmp":
    case "listing":
    case "plaintext":
      writePreformatted(element, context, page);
      return;
    default:
      writeChildren(element, context, page);
  }
}

function writeChildren(element: XmlElement, context: BlockContext, page: Page): void {
  for (const child of element.children) {
    if (typeof child === "string") page.writer.write(child);
    else writeElement(child, context, page);
  }
}

function writeList(list: XmlElement, context: BlockContext, page: Page): void {
  const { writer } = page;
  const kind = context.kind === "paragraph" ? "list-item" : context.kind;
  const inside: BlockContext = { ...context, kind, indent: context.indent + INDENT };
  const numberOf = list.name === "ol" ? itemNumbers(list, elements(list, "li").length) : () => BULLET;
  for (const child of list.children) {
    if (typeof child === "string") writer.write(child);
    else if (child.name !== "li") writeElement(child, inside, page);
    else {
      writer.endBlock(inside);
      writer.mark(numberOf(child));
      writeElement(child, inside, page);
      writer.mark("");
    }
  }
}

/** Keeps lines and spaces; elements inside only colour it. */
function writePreformatted(element: XmlElement, context: BlockContext, page: Page): void {
  for (const child of element.children) {
    if (typeof child === "string") page.writer.writeExactly(child);
    else if (child.name === "br") page.writer.breakLine();
    else if (hasNoText(child)) continue;
    else if (isHidden(child)) page.seen.hidden ||= hasText(child);
    else if (BLOCKS.has(child.name) && child.name !== "div") writeElement(child, context, page);
    else {
      const isLine = child.name === "div" && !["", "\n"].includes(page.writer.lastCharacter());
      if (isLine) page.writer.breakLine();
      writePreformatted(child, context, page);
      if (child.name === "div") page.writer.breakLine();
    }
  }
}

function writeInline(element: XmlElement, context: BlockContext, page: Page): void {
  const { writer } = page;
  const { name, attributes } = element;
  switch (name) {
    case "br":
      // Two in a row part paragraphs.
      if (writer.lastCharacter() === "\n") writer.endBlock(context);
      else writer.breakLine();
      return;
    case "img":
      writePicture(attributes["alt"] ?? "", context, page);
      return;
    case "svg":
      writePicture(attributes["aria-label"] ?? textOf(find(element, "title")), context, page);
      writeChildren(element, context, page);
      return;
    case "math":
      writeFormula(element, context, page);
      return;
    case "input":
    case "select":
    case "textarea":
    case "button":
    case "meter":
    case "progress":
      writeField(element, writer, () => writeChildren(element, context, page));
      return;
    case "rt":
      // Browsers set it above the characters that it stands behind.
      writer.write("(");
      writeChildren(element, context, page);
      writer.write(")");
      return;
    case "sup":
      writeRaised(element, context, page);
      return;
    case "text":
    case "tspan":
    case "option":
      writer.write(" ");
      writeChildren(element, context, page);
      writer.write(" ");
      return;
    case "q":
      writer.write("“");
      writeChildren(element, context, page);
      writer.write("”");
      return;
    default:
      writeChildren(element, context, page);
  }
}

/** Ten to the sixth is not 106, nor a footnote's number part of the figure before it. */
function writeRaised(element: XmlElement, context: BlockContext, page: Page): void {
  const { writer } = page;
  const text = textOf(element);
  const isNumber = /^[−+-]?\d+$/.test(text);
  const isReference =
    isNumber && elements(element, "a").some(({ attributes }) => /^#|#/.test(attributes["href"] ?? ""));
  const isPower = isNumber && !isReference && /[\d)\]]/.test(writer.lastCharacter());
  writer.write(isReference ? "[" : isPower ? "^" : "");
  writeChildren(element, context, page);
  writer.write(isReference ? "]" : "");
}

/** A picture by itself is a figure, one within a line part of it. */
function writePicture(description: string, context: BlockContext, page: Page): void {
  const { writer } = page;
  const alone = writer.lastCharacter() === "" && context.kind === "paragraph";
  if (!alone) writer.write(` ${description} `);
  else {
    writer.write(pictureDescription(description) ?? "");
    writer.endBlock({ ...context, kind: "figure", origin: { type: "structure" } });
  }
}

function writeFormula(element: XmlElement, context: BlockContext, page: Page): void {
  const { writer } = page;
  const text = formulaText(element);
  const displayed = element.attributes["display"] === "block" && context.kind === "paragraph";
  if (displayed) writer.endBlock(context);
  writer.write(text);
  if (displayed) writer.endBlock({ ...context, kind: "formula" });
}

function isPermalink(element: XmlElement, context: BlockContext): boolean {
  return (
    element.name === "a" &&
    context.kind === "heading" &&
    (element.attributes["href"] ?? "").startsWith("#") &&
    PERMALINK.test(textOf(element)) &&
    !hasPicture(element)
  );
}

function hasPicture(element: XmlElement): boolean {
  return elements(element).some((child) => child.name === "img");
}

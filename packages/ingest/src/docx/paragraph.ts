import type { BlockKind } from "@longdoc/core";

import { elements, find, type XmlElement } from "../archive/xml-element.ts";
import { type BlockContext, INDENT } from "../text/block-writer.ts";
import { valueOf } from "./attribute.ts";
import { type Inline, writeInline } from "./inline.ts";
import { levelOf, outlineLevel, type ParagraphStyle } from "./styles.ts";
import type { WriteBlocks } from "./table.ts";
import type { WordDocument } from "./word-document.ts";

const HEADING = /^heading (\d)$/;
const QUOTE = /\bquot(?:e|ation|ations)\b|^block text$/;
const CODE = /\bcode\b|preformatted|^plain text$|^macro|listing/;

/** Writes a paragraph, then what hangs on it: text boxes, pictures, notes, comments. */
export function writeParagraph(
  paragraph: XmlElement,
  document: WordDocument,
  outer: BlockContext,
  write: WriteBlocks,
): void {
  const properties = find(paragraph, "pPr");
  const style = document.styles.of(valueOf(find(properties, "pStyle")));
  const own = find(properties, "numPr");
  const numbering = {
    id: valueOf(find(own, "numId")) ?? style.numbering.id,
    level: levelOf(find(own, "ilvl")) ?? style.numbering.level,
  };
  const isFurniture = outer.kind === "header" || outer.kind === "footer";
  const { writer } = document;
  const marker = isFurniture || !says(paragraph) ? undefined : document.numbering.next(numbering);
  const context = isFurniture ? outer : contextOf(properties, style, outer, marker, numbering.level ?? 0);
  const inline: Inline = {
    document,
    field: [],
    after: [],
    hidden: style.hidden,
    exact: context.kind === "code",
    write,
  };
  if (marker !== undefined) writer.mark(marker);
  for (const child of elements(paragraph)) writeInline(child, inline);
  // A paragraph whose mark was deleted goes on in the next.
  if (!find(properties, "rPr", "del")) writer.endBlock(context);
  if (marker !== undefined) writer.mark("");
  for (const writeAfter of inline.after) writeAfter(outer);
}

/** A list's paragraph without text has no number. */
function says(paragraph: XmlElement): boolean {
  return elements(paragraph).some(
    ({ name }) => name !== "pPr" && name !== "bookmarkStart" && name !== "bookmarkEnd",
  );
}

function contextOf(
  properties: XmlElement | undefined,
  style: ParagraphStyle,
  outer: BlockContext,
  marker: string | undefined,
  level: number,
): BlockContext {
  const { name } = style;
  const indent = outer.indent + (QUOTE.test(name) ? INDENT : 0);
  if (outer.kind !== "paragraph") return { ...outer, indent };
  if (name === "title") return { kind: "title", indent };
  const heading = HEADING.exec(name)?.[1];
  const outline = outlineLevel(properties) ?? style.outlineLevel;
  if (outline !== undefined && outline < 9) return { kind: "heading", level: outline + 1, indent };
  if (heading !== undefined && outline === undefined)
    return { kind: "heading", level: Number(heading), indent };
  const kind: BlockKind = CODE.test(name) ? "code" : name === "caption" ? "caption" : "paragraph";
  if (kind !== "paragraph" || marker === undefined)
    return { kind, indent: indent + (kind === "code" ? INDENT : 0) };
  return { kind: "list-item", indent: indent + (level + 1) * INDENT };
}

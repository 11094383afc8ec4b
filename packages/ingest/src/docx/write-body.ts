import { elements, find, prefixedAttribute, type XmlElement } from "../archive/xml-element.ts";
import type { BlockContext } from "../text/block-writer.ts";
import { listNumber } from "../text/list-number.ts";
import { writeEmbedded } from "./embedded.ts";
import { writeNote } from "./notes.ts";
import { writeParagraph } from "./paragraph.ts";
import { writeTable } from "./table.ts";
import type { WordDocument } from "./word-document.ts";

const BODY: BlockContext = { kind: "paragraph", indent: 0 };

/** Writes a document's body, then its endnotes. */
export function writeBody(body: XmlElement, document: WordDocument, context: BlockContext = BODY): void {
  writeBlocks(body, document, context);
  const { endnotes } = document.state;
  for (const [index, note] of endnotes.splice(0).entries()) {
    writeNote(note, `[${listNumber(index + 1, "lower-roman")}] `, document, writeBlocks);
  }
}

/** Writes paragraphs and tables, through whatever they are wrapped in. */
export function writeBlocks(container: XmlElement, document: WordDocument, context: BlockContext): void {
  for (const child of elements(container)) {
    switch (child.name) {
      case "p":
        writeParagraph(child, document, context, writeBlocks);
        break;
      case "tbl":
        writeTable(child, document, context, writeBlocks);
        break;
      case "sdt":
        writeBlocks(find(child, "sdtContent") ?? child, document, context);
        break;
      case "ins":
      case "moveTo":
      case "customXml":
        writeBlocks(child, document, context);
        break;
      case "AlternateContent":
        writeBlocks(find(child, "Choice") ?? find(child, "Fallback") ?? child, document, context);
        break;
      case "altChunk":
        writeEmbedded(prefixedAttribute(child, "id"), document);
        break;
      default:
        break;
    }
  }
}

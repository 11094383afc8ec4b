import { IngestError } from "@longdoc/core";

import type { Archive } from "../archive/open-zip.ts";
import { openPackage, type Package, relationOf } from "../archive/office-package.ts";
import { find, ownText, type XmlElement } from "../archive/xml-element.ts";
import type { TextBlock, TextContent } from "../text/blocks.ts";
import { createBlockWriter } from "../text/block-writer.ts";
import { joinCode } from "./join-code.ts";
import { readNumbering } from "./numbering.ts";
import { readNotes } from "./notes.ts";
import { readStyles } from "./styles.ts";
import type { WordDocument } from "./word-document.ts";
import { writeBody } from "./write-body.ts";

/** Bytes of XML: books of two thousand pages have some 40 MB. */
const MAX_PART_BYTES = 64 * 1024 ** 2;

/**
 * Reads a word processor's document as its readers see it: with what was inserted and without what was deleted,
 * lists and headings with their numbers, notes and comments behind the text that they are on.
 *
 * @throws IngestError `docx.*`, `file.part-missing`, `archive.*`, `xml.*`
 */
export function readDocx(archive: Archive, source: string): TextContent {
  const pack = openPackage(archive, source, (name, bytes) => {
    if (bytes > MAX_PART_BYTES) {
      throw new IngestError("docx.too-large", `"${source}" has a part "${name}" of ${bytes} bytes.`, {
        input: source,
        hint: "It may have been built to stall a reader.",
      });
    }
  });
  const name = relationOf(pack.relations(""), "officeDocument")?.target ?? "word/document.xml";
  const body = archive.has(name) ? find(pack.part(name), "body") : undefined;
  if (!body) {
    throw new IngestError("docx.invalid", `"${source}" is not a word processor's document.`, {
      input: source,
      hint: "Its ending may be wrong: open it in the program that made it and save it as DOCX.",
    });
  }
  const relations = pack.relations(name);
  const warnings: string[] = [];
  const related = (type: string): XmlElement | undefined => {
    const part = relationOf(relations, type)?.target;
    if (part === undefined) return undefined;
    return attempt(() => pack.part(part), warnings, `Its ${type} could not be read`);
  };
  const styles = readStyles(related("styles"));
  const writer = createBlockWriter();
  const document: WordDocument = {
    pack,
    relations,
    source,
    styles,
    numbering: readNumbering(related("numbering"), styles),
    footnotes: readNotes(related("footnotes"), "footnote"),
    endnotes: readNotes(related("endnotes"), "endnote"),
    comments: readNotes(related("comments"), "comment"),
    writer,
    warnings,
    state: { hidden: false, footnotes: 0, endnotes: [], written: new Set(), parts: new Set() },
  };
  const heads = readFurniture(document, body, "header");
  writeBody(body, document);
  const feet = readFurniture(document, body, "footer");
  const blocks = [...heads, ...joinCode(writer.blocks), ...feet];
  if (document.state.hidden) warnings.push("Text that the document hides from its readers was left out.");
  return { title: titleOf(pack, blocks), blocks, warnings };
}

/** The texts of the sections' headers, or footers, each once. */
function readFurniture(document: WordDocument, body: XmlElement, kind: "header" | "footer"): TextBlock[] {
  const seen = new Set<string>();
  return [...document.relations.values()].flatMap(({ type, target, external }) => {
    if (type !== kind || external || !document.pack.archive.has(target)) return [];
    const writer = createBlockWriter();
    const read = (): void => {
      const part = { ...document, writer, relations: document.pack.relations(target) };
      writeBody(document.pack.part(target), part, { kind, indent: 0 });
    };
    attempt(read, document.warnings, `A ${kind} could not be read`);
    return writer.blocks.filter(({ text }) => !seen.has(text) && seen.add(text));
  });
}

function titleOf(pack: Package, blocks: readonly TextBlock[]): string | undefined {
  const shown = blocks.find(({ kind }) => kind === "title")?.text;
  if (shown !== undefined) return shown;
  const part = relationOf(pack.relations(""), "core-properties")?.target;
  const properties = part === undefined ? undefined : attempt(() => pack.part(part), [], "");
  const given = ownText(find(properties, "title")).trim();
  return given === "" ? blocks.find(({ kind, level }) => kind === "heading" && level === 1)?.text : given;
}

/** A part that is damaged costs the document nothing else. */
function attempt<Result>(read: () => Result, warnings: string[], what: string): Result | undefined {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof IngestError) || thrown.code.endsWith("too-large")) throw thrown;
    warnings.push(`${what}: ${thrown.message}`);
    return undefined;
  }
}

import { elements, type XmlElement } from "../archive/xml-element.ts";
import { attribute } from "./attribute.ts";
import type { WriteBlocks } from "./table.ts";
import type { WordDocument } from "./word-document.ts";

/** Footnotes, endnotes or comments by their ids. */
export type Notes = ReadonlyMap<string, XmlElement>;

export function readNotes(root: XmlElement | undefined, name: "footnote" | "endnote" | "comment"): Notes {
  return new Map(
    elements(root, name)
      // The lines between text and notes are notes of a type of their own.
      .filter((note) => (attribute(note, "type") ?? "normal") === "normal")
      .map((note) => [attribute(note, "id") ?? "", note]),
  );
}

/** Writes what is said about the text before it: a footnote, a comment. Each is written once. */
export function writeNote(
  note: XmlElement,
  marker: string,
  document: WordDocument,
  write: WriteBlocks,
): void {
  const { writer, state } = document;
  if (state.written.has(note)) return;
  state.written.add(note);
  writer.mark(marker);
  write(note, document, { kind: "note", indent: 0 });
  writer.mark("");
}

export function commentMarker(comment: XmlElement): string {
  const author = attribute(comment, "author")?.trim();
  return author ? `Comment by ${author}: ` : "Comment: ";
}

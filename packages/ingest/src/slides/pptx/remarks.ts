import { descendants, elements, find, ownText, type XmlElement } from "../../archive/xml-element.ts";
import type { Package } from "../../archive/office-package.ts";
import { placeholderOf } from "./placeholders.ts";
import { readParagraphs } from "./text-body.ts";

/** The paragraphs of a slide's speaker notes: of the notes page, its text and not its header, date or number. */
export function readNotes(pack: Package, slide: string): string[] {
  return targets(pack, slide, "notesSlide").flatMap((name) => {
    const relations = pack.relations(name);
    return elements(find(pack.part(name), "cSld", "spTree"), "sp")
      .filter((shape) => {
        const type = placeholderOf(shape)?.type;
        return type === undefined || type === "body";
      })
      .flatMap((shape) => readParagraphs(find(shape, "txBody"), { relations, styles: [] }))
      .map(({ text }) => text)
      .filter((text) => text !== "");
  });
}

/** A slide's comments as `author: text`, answers behind what they answer. */
export function readComments(pack: Package, slide: string, authors: ReadonlyMap<string, string>): string[] {
  return targets(pack, slide, "comments").flatMap((name) =>
    descendants(pack.part(name), "cm").flatMap((comment) => [
      ...remark(comment, authors),
      ...descendants(comment, "reply").flatMap((reply) => remark(reply, authors)),
    ]),
  );
}

/** Who commented, by the ids that comments name them by. */
export function readAuthors(pack: Package, presentation: string): Map<string, string> {
  const names = [...targets(pack, presentation, "commentAuthors"), ...targets(pack, presentation, "authors")];
  return new Map(
    names
      .flatMap((name) => elements(pack.part(name)))
      .map(({ attributes }) => [attributes["id"] ?? "", attributes["name"] ?? ""]),
  );
}

function remark(of: XmlElement, authors: ReadonlyMap<string, string>): string[] {
  const body = find(of, "txBody");
  const text = body
    ? elements(body, "p")
        .map((paragraph) => descendants(paragraph, "t").map(ownText).join(""))
        .join(" ")
    : ownText(find(of, "text"));
  const plain = text.replace(/\s+/g, " ").trim();
  const author = authors.get(of.attributes["authorId"] ?? "");
  return plain === "" ? [] : [author ? `${author}: ${plain}` : plain];
}

/** Parts that a part refers to by relations of one type. */
function targets(pack: Package, name: string, type: string): string[] {
  return [...pack.relations(name).values()]
    .filter((relation) => relation.type === type && !relation.external && pack.archive.has(relation.target))
    .map(({ target }) => target);
}

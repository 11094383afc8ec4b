import { IngestError } from "@longdoc/core";

import type { Archive } from "../../archive/open-zip.ts";
import { elements, find, ownText, prefixedAttribute, type XmlElement } from "../../archive/xml-element.ts";
import type { Deck, Slide, SlideImage } from "../deck.ts";
import { EMU_PER_POINT } from "../layout/geometry.ts";
import { checkSlide, createTextBudget, endsReading, MAX_SLIDES, tooManySlides } from "../limits.ts";
import { openPackage, type Package, relationOf } from "./package.ts";
import { readMaster } from "./placeholders.ts";
import { readSlide } from "./read-slide.ts";
import { readAuthors, readComments, readNotes } from "./remarks.ts";

/** Points: 10 by 7.5 inches. */
const DEFAULT_SIZE = { width: 720, height: 540 };

/**
 * Reads a PPTX. A slide that cannot be read is given with its reason.
 *
 * @throws IngestError `slides.invalid`, `slides.too-many`, `slides.part-missing`, `archive.*`, `xml.*`
 */
export function readPptx(archive: Archive, source: string): Deck {
  const pack = openPackage(archive, source);
  const name = relationOf(pack.relations(""), "officeDocument")?.target ?? "ppt/presentation.xml";
  if (!archive.has(name)) throw notSlides(source);
  const presentation = pack.part(name);
  if (presentation.name !== "presentation") throw notSlides(source);
  const listed = elements(find(presentation, "sldIdLst"), "sldId");
  if (listed.length > MAX_SLIDES) throw tooManySlides(source, listed.length);
  const relations = pack.relations(name);
  const authors = attempt(() => readAuthors(pack, name), new Map<string, string>());
  const defaults = find(presentation, "defaultTextStyle");
  const size = sizeOf(presentation);
  const images: SlideImage[] = [];
  const warnings: string[] = [];
  const parts = new Set<string>();
  const countText = createTextBudget(source);
  const slides = listed.map((entry, index): Slide => {
    const number = index + 1;
    const part = relations.get(prefixedAttribute(entry, "id") ?? "")?.target;
    const shell = { number, hidden: false, opensSection: false, parts: [], notes: [], comments: [] };
    if (part === undefined) return { ...shell, failure: missing(number) };
    // No program writes one slide twice; a file that does so wants to grow in the reading.
    if (parts.has(part))
      return { ...shell, failure: { code: "slides.repeated", reason: "The slide is one that came before." } };
    parts.add(part);
    try {
      const { slide, content } = readOne({ pack, part, number, source, defaults, authors, size });
      countText(content.parts);
      for (const image of content.images) images.push(image);
      for (const warning of content.warnings) warnings.push(warning);
      return slide;
    } catch (thrown) {
      if (!(thrown instanceof IngestError) || endsReading(thrown)) throw thrown;
      return { ...shell, failure: { code: thrown.code, reason: thrown.message } };
    }
  });
  const title = attempt(() => titleOf(pack), undefined);
  return { ...(title === undefined ? {} : { title }), ...size, slides, images, warnings };
}

interface OneSlide {
  readonly pack: Package;
  readonly part: string;
  readonly number: number;
  readonly source: string;
  readonly defaults: XmlElement | undefined;
  readonly authors: ReadonlyMap<string, string>;
  readonly size: { readonly width: number; readonly height: number };
}

function readOne({ pack, part, number, source, defaults, authors, size }: OneSlide): {
  readonly slide: Slide;
  readonly content: ReturnType<typeof readSlide>;
} {
  const root = pack.part(part);
  checkSlide(root, number, source);
  const master = readMaster(pack, part, defaults);
  const content = readSlide({ pack, name: part, number, root, master, ...size });
  const warnings = [...content.warnings];
  const remarks = (what: string, read: () => string[]): string[] => {
    try {
      return read();
    } catch (thrown) {
      if (!(thrown instanceof IngestError) || endsReading(thrown)) throw thrown;
      warnings.push(`The ${what} of slide ${number} could not be read: ${thrown.message}`);
      return [];
    }
  };
  return {
    slide: {
      number,
      hidden: root.attributes["show"] === "0",
      opensSection: master.layoutType === "title" || master.layoutType === "secHead",
      parts: content.parts,
      notes: remarks("notes", () => readNotes(pack, part)),
      comments: remarks("comments", () => readComments(pack, part, authors)),
    },
    content: { ...content, warnings },
  };
}

function sizeOf(presentation: XmlElement): { width: number; height: number } {
  const { cx, cy } = find(presentation, "sldSz")?.attributes ?? {};
  const [width, height] = [Number(cx) / EMU_PER_POINT, Number(cy) / EMU_PER_POINT];
  return width >= 1 && height >= 1 && width < 100_000 && height < 100_000 ? { width, height } : DEFAULT_SIZE;
}

function titleOf(pack: Package): string | undefined {
  const part = relationOf(pack.relations(""), "core-properties")?.target;
  if (part === undefined) return undefined;
  const title = ownText(find(pack.part(part), "title")).trim();
  return title === "" ? undefined : title;
}

/** What is nice to have, or what stands for it. */
function attempt<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof IngestError) return otherwise;
    throw thrown;
  }
}

function missing(number: number): { code: string; reason: string } {
  return { code: "slides.part-missing", reason: `The file names slide ${number} and does not hold it.` };
}

function notSlides(source: string): IngestError {
  return new IngestError("slides.invalid", `"${source}" is not a presentation.`, {
    input: source,
    hint: "Its ending may be wrong: open it in the program that made it and save it as PPTX.",
  });
}

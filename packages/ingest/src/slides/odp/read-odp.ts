import { IngestError } from "@longdoc/core";

import type { Archive } from "../../archive/open-zip.ts";
import { parseXml } from "../../archive/parse-xml.ts";
import { descendants, elements, find, ownText, type XmlElement } from "../../archive/xml-element.ts";
import type { Deck, Slide, SlideImage } from "../deck.ts";
import { findTitle } from "../find-title.ts";
import { readingOrder } from "../layout/reading-order.ts";
import { checkPartSize, checkSlide, createTextBudget, MAX_SLIDES, tooManySlides } from "../limits.ts";
import { type OdpContext, readOdpShapes } from "./shapes.ts";
import { readStyles } from "./styles.ts";
import { readOdpParagraphs } from "./text.ts";

/**
 * Reads an OpenDocument presentation.
 *
 * @throws IngestError `slides.invalid`, `slides.too-many`, `slides.password-required`, `archive.*`, `xml.*`
 */
export function readOdp(archive: Archive, source: string): Deck {
  refuseEncrypted(archive, source);
  const part = (name: string): XmlElement | undefined => {
    checkPartSize(name, archive.size(name) ?? 0, source);
    const bytes = archive.bytes(name);
    return bytes && parseXml(bytes, { part: name, source });
  };
  const content = part("content.xml");
  const presentation = find(content, "body", "presentation");
  if (!presentation) {
    throw new IngestError("slides.invalid", `"${source}" is not a presentation.`, {
      input: source,
      hint: "Its ending may be wrong: open it in the program that made it and save it as ODP.",
    });
  }
  const pages = elements(presentation, "page");
  if (pages.length > MAX_SLIDES) throw tooManySlides(source, pages.length);
  const styles = readStyles([part("styles.xml"), content]);
  const images: SlideImage[] = [];
  const warnings: string[] = [];
  const { width, height } = styles;
  const countText = createTextBudget(source);
  const slides = pages.map((page, index): Slide => {
    const number = index + 1;
    checkSlide(page, number, source);
    const shown = { x: 0, y: 0, width, height };
    const context: OdpContext = { archive, source, styles, slide: number, page: shown, images, warnings };
    const items = readOdpShapes(page, context).filter(({ parts }) => parts.length > 0);
    const titles = items.filter(({ title }) => title);
    const ordered = [...titles, ...readingOrder(items.filter(({ title }) => !title))];
    countText(ordered.flatMap(({ parts }) => parts));
    const style = page.attributes["draw:style-name"];
    return {
      number,
      hidden: styles.attribute(style, "drawing-page-properties", "presentation:visibility") === "hidden",
      opensSection: elements(page).some((one) => one.attributes["presentation:class"] === "subtitle"),
      parts: findTitle(
        ordered.flatMap(({ parts }) => parts),
        height,
      ),
      notes: elements(find(page, "notes"), "frame")
        .filter((frame) => frame.attributes["presentation:class"] === "notes")
        .flatMap((frame) => readOdpParagraphs(find(frame, "text-box"), styles, undefined))
        .map(({ text }) => text)
        .filter((text) => text !== ""),
      comments: descendants(page, "annotation").flatMap((one) => commentOf(one, context)),
    };
  });
  const title = ownText(find(part("meta.xml"), "meta", "title")).trim();
  return { ...(title === "" ? {} : { title }), width, height, slides, images, warnings };
}

function commentOf(annotation: XmlElement, { styles }: OdpContext): string[] {
  const text = readOdpParagraphs(annotation, styles, undefined)
    .map((paragraph) => paragraph.text)
    .join(" ")
    .trim();
  const author = ownText(find(annotation, "creator")).trim();
  return text === "" ? [] : [author === "" ? text : `${author}: ${text}`];
}

function refuseEncrypted(archive: Archive, source: string): void {
  const manifest = archive.bytes("META-INF/manifest.xml");
  if (!manifest || !Buffer.from(manifest).includes("encryption-data")) return;
  throw new IngestError("slides.password-required", `"${source}" is protected with a password.`, {
    input: source,
    hint: "Open it in the program that made it and save it without a password.",
  });
}

import type { Box } from "@longdoc/core";

import type { DraftBlock, DraftSentence } from "../ledger/ledger.ts";
import { cutLong } from "../sentences/long-sentences.ts";
import { splitSentences } from "../sentences/split.ts";
import { rowSentences, tableMarkdown } from "../text/table.ts";
import type {
  Deck,
  FigurePart,
  Rectangle,
  Slide,
  SlideImage,
  SlidePart,
  TablePart,
  TextPart,
} from "./deck.ts";
import { union } from "./layout/geometry.ts";
import { textWidth } from "./layout/text-width.ts";
import type { PictureReadings } from "./pictures/read-pictures.ts";

/** Deeper than a slide's title, which is of level 1 or 2. */
const REMARKS_LEVEL = 3;

/** What a slide's blocks are made of besides the slide. */
export interface DraftContext {
  readonly deck: Deck;
  readonly pictures: PictureReadings;
  /** ISO 639-1. */
  readonly language: string;
}

/** A slide's blocks: its title (or its number), what stands on it, its notes and comments under headings of their own. */
export function draftBlocks(slide: Slide, { deck, pictures, language }: DraftContext): DraftBlock[] {
  const { number } = slide;
  const whole: Box = { page: number, x: 0, y: 0, width: deck.width, height: deck.height };
  const images = deck.images.filter((image) => image.slide === number);
  const shown = withPictures(
    slide.parts.map((part) => partBlock(part, slide, language)),
    images,
    pictures,
  );
  const titled = slide.parts.some((part) => part.type === "text" && part.kind === "heading");
  const content = slide.parts.some((part) => part.type !== "text" || part.kind !== "footer");
  const remarks = [
    ...remarkBlocks(`Notes of slide ${number}`, slide.notes, whole, language),
    ...remarkBlocks(`Comments on slide ${number}`, slide.comments, whole, language),
  ];
  const numbered = !titled && deck.slides.length > 1 && (content || remarks.length > 0);
  // Without it the slide would go under the title of the one before.
  const name = numbered ? [headingOf(`Slide ${number}`, 2, whole)] : [];
  return [...name, ...shown, ...remarks];
}

/**
 * Marks the blocks that say what a picture shows, and adds one for each picture of which nobody says it; each with what
 * was recognised in the picture.
 */
function withPictures(
  blocks: readonly DraftBlock[],
  images: readonly SlideImage[],
  pictures: PictureReadings,
): DraftBlock[] {
  const recognized = (image: SlideImage): readonly DraftSentence[] => {
    const reading = pictures.get(image);
    return reading?.type === "read" ? reading.sentences : [];
  };
  const shows = (block: DraftBlock, { box }: SlideImage): boolean =>
    block.kind === "figure" &&
    (["x", "y", "width", "height"] as const).every((side) => block.box[side] === box[side]);
  return [
    ...blocks.map((block): DraftBlock => {
      const own = images.filter((image) => shows(block, image));
      return own.length === 0
        ? block
        : { ...block, sentences: [...block.sentences, ...own.flatMap(recognized)], picture: true };
    }),
    ...images
      .filter((image) => !blocks.some((block) => shows(block, image)))
      .map((image): DraftBlock => ({
        kind: "figure",
        page: image.slide,
        box: { page: image.slide, ...image.box },
        sentences: recognized(image),
        picture: true,
      })),
  ];
}

function partBlock(part: SlidePart, slide: Slide, language: string): DraftBlock {
  switch (part.type) {
    case "text":
      return textBlock(part, slide, language);
    case "table":
      return tableBlock(part, slide.number);
    case "figure":
      return figureBlock(part, slide.number, language);
  }
}

function textBlock(part: TextPart, slide: Slide, language: string): DraftBlock {
  const page = slide.number;
  const whole = part.kind === "heading" || part.kind === "header" || part.kind === "footer";
  const spans = whole
    ? cutLong(part.text, { start: 0, end: part.text.length })
    : splitSentences(part.text, language);
  const written = spans.map(({ start, end }): DraftSentence => ({
    text: part.text.slice(start, end),
    page,
    boxes: boxesOf(part, start, end, page),
    origin: { type: "text" },
  }));
  const links = part.links.flatMap(({ start, end, address }): DraftSentence[] => {
    const text = part.text.slice(start, end).trim();
    if (text === "" || says(part.text, address)) return [];
    return [
      {
        text: `Link of “${text}”: ${address}`,
        page,
        boxes: boxesOf(part, start, end, page),
        origin: { type: "structure" },
      },
    ];
  });
  const level = part.kind === "heading" ? { level: slide.opensSection ? 1 : (part.level ?? 2) } : {};
  return {
    kind: part.kind,
    ...level,
    page,
    box: bounds(
      part.lines.map(({ box }) => box),
      page,
    ),
    sentences: [...written, ...links],
  };
}

/** Whether a text shows an address itself: `www.example.org/a` says `https://www.example.org/a/`. */
function says(text: string, address: string): boolean {
  const bare = address
    .replace(/^(?:https?:\/\/|mailto:)/i, "")
    .replace(/\/$/, "")
    .toLowerCase();
  return text.toLowerCase().includes(bare);
}

/** The part of each line that a range of the text covers. */
function boxesOf(part: TextPart, start: number, end: number, page: number): Box[] {
  const boxes = part.lines.flatMap((line): Box[] => {
    const from = Math.max(start, line.start);
    const to = Math.min(end, line.end);
    if (from >= to) return [];
    const width = (upTo: number): number => textWidth(part.text.slice(line.start, upTo), 1);
    const total = width(line.end);
    const [left, right] = total > 0 ? [width(from) / total, width(to) / total] : [0, 1];
    const { x, y, height } = line.box;
    // Text that runs down the slide is taller than wide, and then the range is not cut out of its line.
    if (height > line.box.width * 1.5 && line.end - line.start > 3) return [{ page, ...line.box }];
    return [{ page, x: x + left * line.box.width, y, width: (right - left) * line.box.width, height }];
  });
  return boxes.length > 0 ? boxes : part.lines.slice(0, 1).map(({ box }) => ({ page, ...box }));
}

function tableBlock(part: TablePart, page: number): DraftBlock {
  return {
    kind: "table",
    page,
    box: { page, ...part.box },
    sentences: rowSentences(part).map(({ text, cells }) => ({
      text,
      page,
      boxes: cells.map(({ box }) => ({ page, ...box })),
      origin: { type: "text" },
    })),
    markdown: tableMarkdown(part),
  };
}

function figureBlock(part: FigurePart, page: number, language: string): DraftBlock {
  const sentences = part.statements.flatMap(({ text, boxes }) => {
    const spans =
      part.of === "picture" ? splitSentences(text, language) : cutLong(text, { start: 0, end: text.length });
    return spans.map(({ start, end }): DraftSentence => ({
      text: text.slice(start, end),
      page,
      boxes: boxes.map((box) => ({ page, ...box })),
      origin: { type: "structure" },
    }));
  });
  return { kind: "figure", page, box: { page, ...part.box }, sentences };
}

/** Notes and comments are not on the slide: their place is all of it. */
function remarkBlocks(heading: string, texts: readonly string[], whole: Box, language: string): DraftBlock[] {
  if (texts.length === 0) return [];
  return [
    headingOf(heading, REMARKS_LEVEL, whole),
    ...texts.map((text): DraftBlock => ({
      kind: "note",
      page: whole.page,
      box: whole,
      sentences: splitSentences(text, language).map(({ start, end }) => ({
        text: text.slice(start, end),
        page: whole.page,
        boxes: [whole],
        origin: { type: "text" },
      })),
    })),
  ];
}

function headingOf(text: string, level: number, whole: Box): DraftBlock {
  return {
    kind: "heading",
    level,
    page: whole.page,
    box: whole,
    sentences: [{ text, page: whole.page, boxes: [whole], origin: { type: "structure" } }],
  };
}

function bounds(boxes: readonly Rectangle[], page: number): Box {
  return { page, ...union(boxes) };
}

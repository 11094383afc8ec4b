import { basename, extname } from "node:path";

import { type Block, type Document, documentId, type Failure, type Page } from "@longdoc/core";

import { detectLanguage } from "../language/detect.ts";
import { createLedger } from "../ledger/ledger.ts";
import type { Deck, Slide } from "./deck.ts";
import { draftBlocks } from "./draft-blocks.ts";
import type { PictureReadings } from "./pictures/read-pictures.ts";
import { pictureWarnings } from "./pictures/warnings.ts";
import { numberedList } from "../structure/numbered-list.ts";

const LANGUAGE_SAMPLE_CHARACTERS = 20_000;
const PLACEHOLDER_TITLE =
  /^(?:powerpoint[- ]pr\S+|(?:microsoft )?powerpoint.*|presentation ?\d*|untitled|slide \d+|folie \d+)$|\.(?:pptx?|odp|key)$/i;
const MAX_TITLE = 200;

export interface AssembleInput {
  readonly deck: Deck;
  readonly pictures: PictureReadings;
  readonly source: string;
  readonly version: string;
  readonly mediaType: string;
}

/** Makes the Document of a presentation: a slide is a page. */
export async function assemble(input: AssembleInput): Promise<Document> {
  const { deck, pictures, source, version, mediaType } = input;
  const language = await detectLanguage(sampleOf(deck, pictures));
  const id = documentId(source);
  const ledger = createLedger({ documentId: id, version });
  const blocks = deck.slides
    .flatMap((slide) => draftBlocks(slide, { deck, pictures, language }))
    .map((draft) => ledger.add(draft))
    .filter((block) => block.sentences.length > 0 || block.picture);
  const pages = pagesOf(input, blocks);
  const failedPages = pages.flatMap(({ number, quality: { failure } }) =>
    failure ? [{ page: number, ...failure }] : [],
  );
  return {
    id,
    version,
    title: titleOf(deck, blocks, source),
    source,
    mediaType,
    language,
    text: ledger.takeText(),
    pages,
    blocks,
    quality: {
      pagesRead: deck.slides.length - failedPages.length,
      failedPages,
      warnings: [...warningsOf(deck), ...pictureWarnings(pictures), ...emptyWarnings(pages, pictures)],
    },
  };
}

function pagesOf({ deck, pictures }: AssembleInput, blocks: readonly Block[]): Page[] {
  const characters = new Map<number, number>();
  for (const sentence of blocks.flatMap((block) => block.sentences)) {
    characters.set(sentence.page, (characters.get(sentence.page) ?? 0) + sentence.text.length);
  }
  const unread = unreadSlides(deck, pictures);
  return deck.slides.map(({ number, failure: broken }): Page => {
    const page = { number, width: deck.width, height: deck.height };
    const count = characters.get(number) ?? 0;
    const failure = broken ?? (count === 0 ? unread.get(number) : undefined);
    return {
      ...page,
      quality: failure ? { characters: 0, failure } : { characters: count, boxes: "estimated" },
    };
  });
}

const PICTURE = { code: "slides.no-text", reason: "The slide is a picture without text." };
/** Of the slide's area. */
const PICTURED = 0.2;

/** Slides that unread pictures cover in good part: without text, they hold something that was not read. */
function unreadSlides(deck: Deck, pictures: PictureReadings): Map<number, Failure> {
  const covered = new Map<number, number>();
  const failures = new Map<number, Failure>();
  for (const image of deck.images) {
    const reading = pictures.get(image);
    if (reading?.type === "read") continue;
    const { slide, box } = image;
    covered.set(slide, (covered.get(slide) ?? 0) + box.width * box.height);
    if (covered.get(slide)! <= PICTURED * deck.width * deck.height) continue;
    failures.set(slide, reading ? { code: reading.code, reason: reading.reason } : PICTURE);
  }
  return failures;
}

function warningsOf(deck: Deck): string[] {
  const hidden = deck.slides.filter((slide) => slide.hidden).map(({ number }) => number);
  return [
    ...(hidden.length === 0
      ? []
      : [
          `${numberedList("Slide", hidden)} ${hidden.length === 1 ? "is" : "are"} hidden in the presentation; ${hidden.length === 1 ? "it was" : "they were"} read all the same.`,
        ]),
    ...new Set(deck.warnings),
  ];
}

/** Slides of which only pictures could have said anything, and did not. */
function emptyWarnings(pages: readonly Page[], pictures: PictureReadings): string[] {
  const pictured = new Set([...pictures.keys()].map(({ slide }) => slide));
  const empty = pages
    .filter(({ number, quality }) => quality.characters === 0 && !quality.failure && pictured.has(number))
    .map(({ number }) => number);
  return empty.length === 0 ? [] : [`No text was found in the pictures of ${numberedList("slide", empty)}.`];
}

function sampleOf(deck: Deck, pictures: PictureReadings): string {
  const texts: string[] = [];
  let length = 0;
  for (const slide of deck.slides) {
    for (const text of textsOf(slide)) {
      texts.push(text);
      length += text.length;
    }
    if (length > LANGUAGE_SAMPLE_CHARACTERS) break;
  }
  if (length === 0) {
    for (const reading of pictures.values()) {
      if (reading.type === "read") texts.push(...reading.sentences.map(({ text }) => text));
    }
  }
  return texts.join(" ");
}

function textsOf(slide: Slide): string[] {
  const shown = slide.parts.flatMap((part) => {
    switch (part.type) {
      case "text":
        return [part.text];
      case "table":
        return part.rows.flatMap(({ cells }) => cells.map(({ text }) => text));
      case "figure":
        return [];
    }
  });
  return [...shown, ...slide.notes];
}

/** The file's own title where it is one, else the first slide's, else the file's name. */
function titleOf(deck: Deck, blocks: readonly Block[], source: string): string {
  const own = deck.title?.replace(/\s+/g, " ").trim() ?? "";
  if (own.length >= 4 && own.length <= MAX_TITLE && !PLACEHOLDER_TITLE.test(own)) return own;
  const heading = blocks.find(
    (block) =>
      block.page === 1 &&
      (block.kind === "title" || block.kind === "heading") &&
      block.sentences[0]?.origin.type === "text",
  );
  const text = heading?.sentences.map((sentence) => sentence.text).join(" ") ?? "";
  return text.length >= 4 && text.length <= MAX_TITLE ? text : basename(source, extname(source)) || source;
}

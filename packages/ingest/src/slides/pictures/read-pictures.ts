import { availableParallelism } from "node:os";
import { basename } from "node:path";

import { type Failure, IngestError } from "@longdoc/core";
import pLimit from "p-limit";

import type { FileInput } from "../../formats.ts";
import { readImage } from "../../images/read-image.ts";
import type { DraftSentence } from "../../ledger/ledger.ts";
import type { ReadPdfOptions } from "../../pdf/read-pdf.ts";
import { runTask } from "../../sandbox/run-task.ts";
import type { Deck, Rectangle, SlideImage } from "../deck.ts";
import { placeInImage } from "../layout/geometry.ts";
import type { ExtractedPicture, ExtractRequest } from "./extract-task.ts";

/** What became of an image: the sentences that it shows on its slide, or why it was not read. */
export type PictureReading =
  | { readonly type: "read"; readonly sentences: readonly DraftSentence[] }
  | ({ readonly type: "failed" } & Failure);

/** Images that are not in it are too small to be read. */
export type PictureReadings = ReadonlyMap<SlideImage, PictureReading>;

/** An image measures at least this much each way, points, and takes at least this share of its slide: smaller is an icon. */
const MIN_SIDE_PT = 36;
const MIN_SLIDE_SHARE = 0.01;
/** A picture on so many slides is part of the deck's design, or of one figure that is built up: once is enough. */
const REPEATED_SLIDES = 3;
/** Below this mean confidence, what looks like text is a photograph's grass and windows: 0.1 to 0.3; text has 0.65 and more. */
const MIN_CONFIDENCE = 0.5;

/** Milliseconds: a dense page takes eight seconds on an idle core, and no slide holds so much. */
const TIMEOUT_MS = 60_000;
/** A deck whose pictures stall the engine this often was built to do so. */
const MAX_STALLED = 3;
const GIVEN_UP: Failure = {
  code: "ocr.given-up",
  reason: `It was not tried, as ${MAX_STALLED} others took too long.`,
};

/** Different pictures of a deck; as many as pages of a TIFF. */
const MAX_PICTURES = 2_000;
const TOO_MANY: Failure = {
  code: "ocr.given-up",
  reason: `It was not tried, as there are ${MAX_PICTURES.toLocaleString("en")} others.`,
};

/** A sentence of a picture, with its boxes as shares of what is shown of the picture. */
interface PictureSentence {
  readonly text: string;
  readonly parts: readonly Rectangle[];
  readonly origin: DraftSentence["origin"];
}

/**
 * Recognises the text of a deck's pictures, each picture once wherever it is shown. One that cannot be read costs
 * nothing but itself.
 *
 * @param archive what the deck was read from
 * @throws IngestError `ocr.language-invalid`, `ocr.language-missing`, `file.cancelled`
 */
export async function readPictures(
  deck: Deck,
  archive: FileInput,
  options: ReadPdfOptions,
): Promise<PictureReadings> {
  const images = deck.images.filter((image) => mayHoldText(image, deck));
  const readings = new Map<SlideImage, PictureReading>();
  if (images.length === 0) return readings;
  const pictures = await extractPictures(archive, images, options);
  const same = Map.groupBy(images, ({ part, shown }) => {
    const picture = pictures.get(part)!;
    // Shares come out of additions: what differs in the sixth digit is the same part of the picture.
    const cut = Object.values(shown).map((share) => share.toFixed(5));
    return ["hash" in picture ? picture.hash : part, ...cut].join(" ");
  });
  const done = (): void => {
    const waiting = new Set(images.filter((image) => !readings.has(image)).map(({ slide }) => slide));
    options.onProgress?.({ page: deck.slides.length - waiting.size, pages: deck.slides.length });
  };
  let stalled = 0;
  const readOne = async ({ part, shown }: SlideImage): Promise<readonly PictureSentence[] | Failure> => {
    const picture = pictures.get(part)!;
    if ("failure" in picture) return picture.failure;
    if (stalled >= MAX_STALLED) return GIVEN_UP;
    const read = await recognize(picture, shown, options);
    if ("code" in read && read.code === "ocr.timeout") stalled++;
    return read;
  };
  const atOnce = pLimit(availableParallelism());
  await Promise.all(
    [...same.values()].map(async (uses, index) => {
      const read = index < MAX_PICTURES ? await atOnce(() => readOne(uses[0]!)) : TOO_MANY;
      for (const image of uses) {
        if ("code" in read) readings.set(image, { type: "failed", ...read });
        else
          readings.set(image, {
            type: "read",
            sentences: isShownAnew(image, uses) ? place(read, image) : [],
          });
      }
      done();
    }),
  );
  return readings;
}

function mayHoldText({ box }: SlideImage, deck: Deck): boolean {
  const share = (box.width * box.height) / (deck.width * deck.height);
  return Math.min(box.width, box.height) >= MIN_SIDE_PT && share >= MIN_SLIDE_SHARE;
}

/** Whether a picture's text is entered for an image: once on a slide, and once in all where it is on many. */
function isShownAnew(image: SlideImage, uses: readonly SlideImage[]): boolean {
  const slides = new Set(uses.map(({ slide }) => slide));
  const among = slides.size >= REPEATED_SLIDES ? uses : uses.filter(({ slide }) => slide === image.slide);
  return among[0] === image;
}

async function extractPictures(
  archive: FileInput,
  images: readonly SlideImage[],
  { signal, pageTimeoutMs: timeoutMs, memoryLimitBytes }: ReadPdfOptions,
): Promise<ReadonlyMap<string, ExtractedPicture>> {
  const request: ExtractRequest = { ...archive, parts: [...new Set(images.map(({ part }) => part))] };
  const limits = { signal, timeoutMs, memoryLimitBytes };
  const pictures = await runTask<ExtractedPicture[]>("./extract-task", import.meta.url, request, limits);
  return new Map(pictures.map((picture) => [picture.part, picture]));
}

async function recognize(
  { part, bytes, mediaType }: Exclude<ExtractedPicture, { readonly failure: Failure }>,
  shown: Rectangle,
  { checkpoints: _checkpoints, onProgress: _onProgress, ...reading }: ReadPdfOptions,
): Promise<readonly PictureSentence[] | Failure> {
  try {
    const { pages, blocks } = await readImage({ bytes, source: basename(part), shown }, mediaType, {
      ...reading,
      ocrTimeoutMs: reading.ocrTimeoutMs ?? TIMEOUT_MS,
    });
    const { width, height, quality } = pages[0]!;
    if ((quality.ocrConfidence ?? 0) < MIN_CONFIDENCE) return [];
    return blocks
      .flatMap(({ sentences }) => sentences)
      .map(({ text, boxes, origin }) => ({
        text,
        origin,
        parts: boxes.map((box) => ({
          x: box.x / width,
          y: box.y / height,
          width: box.width / width,
          height: box.height / height,
        })),
      }));
  } catch (thrown) {
    if (!(thrown instanceof IngestError) || /^(?:ocr\.language-\w+|file\.cancelled)$/.test(thrown.code)) {
      throw thrown;
    }
    return { code: thrown.code, reason: thrown.message };
  }
}

function place(sentences: readonly PictureSentence[], image: SlideImage): DraftSentence[] {
  const { slide: page } = image;
  return sentences.map(({ text, parts, origin }) => ({
    text,
    page,
    // Each once: where the image's frame is not known, they are all the same.
    boxes: [
      ...new Map(
        parts.map((part) => {
          const { x, y, width, height } = placeInImage(image, part);
          return [[x, y, width, height].join(" "), { page, x, y, width, height }] as const;
        }),
      ).values(),
    ],
    origin,
  }));
}

import { IngestError } from "@longdoc/core";

import type { ReadPage } from "../checkpoints/page-checkpoints.ts";
import { type QuarterTurn, turnRectangle } from "../layout/geometry.ts";
import type { PageMessage } from "../pdf/messages.ts";
import { looksGarbled } from "./looks-garbled.ts";
import { confidenceOf } from "./confidence.ts";
import {
  DEFAULT_OCR_TIMEOUT_MS,
  type OcrMode,
  type OcrOptions,
  type RecognizedLine,
  type RecognizedWord,
} from "./recognition.ts";
import type { OcrImage } from "./engine.ts";

export interface RecognizePagesInput extends OcrOptions {
  /** What errors call the file. */
  readonly source: string;
  /**
   * Draws a page turned back by `angle`; `undefined` where it shows nothing. A page whose drawing fails is recorded as
   * failed.
   */
  readonly draw: (
    page: PageMessage,
    angle: QuarterTurn,
    signal: AbortSignal,
  ) => Promise<OcrImage | undefined>;
  readonly signal?: AbortSignal | undefined;
}

/** The recognition of a document's pages, which goes on while other pages are read. */
export interface PageRecognition {
  /** Takes on a page; `onDone` is called when the page is done with. */
  add(page: PageMessage, onDone: (read: RecognizedPage) => void): void;
  /** Takes a page that an earlier recognition was done with. */
  restore(read: RecognizedPage): void;
  /** The page's new form, once all pages added are done. @throws IngestError `file.cancelled` */
  finish(): Promise<ReadonlyMap<number, PageMessage>>;
  /** Ends what is under way: the document is not going to be. */
  cancel(): void;
}

/** A page before it is laid out, which takes all that were recognised. */
export interface RecognizedPage extends ReadPage {
  readonly page: PageMessage;
}

/** Whether a page's text is to be recognised. */
export function needsRecognition({ textLayer }: PageMessage, mode: OcrMode = "auto"): boolean {
  if (mode === "off" || textLayer === "blank") return false;
  return mode === "always" || textLayer !== "sound";
}

/**
 * Starts an engine for a document's pages.
 *
 * @throws IngestError `ocr.language-invalid`, `ocr.language-missing`
 */
export async function recognizePages(input: RecognizePagesInput): Promise<PageRecognition> {
  // Loaded for documents that need it.
  const [{ tesseractLanguages }, { chooseEngine }, { recognizePicture }, { layOutRecognized }] =
    await Promise.all([
      import("./languages.ts"),
      import("./choose-engine.ts"),
      import("./recognize-picture.ts"),
      import("./lay-out.ts"),
    ]);
  const { ocrTimeoutMs: timeoutMs = DEFAULT_OCR_TIMEOUT_MS } = input;
  const given = new AbortController();
  const signal = input.signal ? AbortSignal.any([input.signal, given.signal]) : given.signal;
  const languages = tesseractLanguages(input.ocrLanguages ?? []);
  const engine = await chooseEngine(languages);
  const outcomes: RecognizedPage[] = [];
  const running: Promise<void>[] = [];

  const recognize = async (page: PageMessage): Promise<RecognizedPage> => {
    try {
      const lines = await recognizePicture(engine, page, (angle) => input.draw(page, angle, signal), {
        languages,
        timeoutMs,
        signal,
      });
      if (!lines) return { page: { ...page, recognition: { type: "blank", image: page.images.length > 0 } } };
      return isBetter(page, lines)
        ? { page, lines }
        : { page: { ...page, recognition: { type: "text-layer-kept" } } };
    } catch (thrown) {
      if (!(thrown instanceof IngestError)) throw thrown;
      const { code, message: reason } = thrown;
      return { page: { ...page, recognition: { type: "failed", code, reason } } };
    }
  };

  return {
    add: (page, onDone) => {
      const done = recognize(page).then((outcome) => {
        outcomes.push(outcome);
        onDone(outcome);
      });
      // Heard in `finish`, which may come later than the failure.
      done.catch(() => undefined);
      running.push(done);
    },
    restore: (read) => {
      outcomes.push(read);
    },
    cancel: () => given.abort(),
    finish: async () => {
      await Promise.all(running);
      if (signal.aborted) throw cancelled(input.source);
      const read = outcomes
        .flatMap(({ page, lines }) => (lines ? [{ page, lines }] : []))
        .toSorted((a, b) => a.page.number - b.page.number);
      const laidOut = layOutRecognized(read.map(({ page, lines }) => ({ ...page, lines })));
      const pages = new Map(outcomes.map(({ page }) => [page.number, page]));
      read.forEach(({ page, lines }, index) => {
        const words = lines.flatMap((line) =>
          line.words.map((word) => ({
            ...word,
            ...turnRectangle(word, line.angle, page.width, page.height),
          })),
        );
        pages.set(page.number, { ...page, ...laidOut[index]!, recognition: { type: "read", words } });
      });
      return pages;
    },
  };
}

function cancelled(source: string): IngestError {
  return new IngestError("file.cancelled", `Reading "${source}" was cancelled.`, { input: source });
}

/** What was recognised must be surer than a garbled layer, and more than a sparse one: that is exact. */
function isBetter(page: PageMessage, lines: readonly RecognizedLine[]): boolean {
  const words = lines.flatMap((line) => line.words);
  switch (page.textLayer) {
    case "garbled":
      return (
        confidenceOf(words) > 0.6 &&
        !looksGarbled(words.map(({ text }) => text).join(" ")) &&
        words.length > 0
      );
    case "sparse":
      return characters(words) > 1.5 * layerCharacters(page) + 40;
    case "none":
    case "sound":
    case "blank":
      return true;
  }
}

function characters(words: readonly RecognizedWord[]): number {
  return words.reduce((total, { text }) => total + text.length, 0);
}

function layerCharacters({ headers, footers, blocks }: PageMessage): number {
  const inBlocks = blocks.flatMap((block) => {
    if (block.type === "lines") return block.lines.map((line) => line.text);
    if (block.type === "figure") return block.labels.map((label) => label.text);
    return block.rows.flatMap((row) => row.cells.map((cell) => cell.text));
  });
  return [...headers, ...footers]
    .map((line) => line.text)
    .concat(inBlocks)
    .reduce((total, text) => total + text.length, 0);
}

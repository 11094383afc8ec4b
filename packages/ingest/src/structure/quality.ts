import type { DocumentQuality, Failure, Page, PageQuality } from "@longdoc/core";

import type { TextCoverage } from "../layout/text-coverage.ts";
import { confidenceOf } from "../ocr/confidence.ts";
import { recognitionWarnings } from "../ocr/warnings.ts";
import type { OpenedMessage, PageFailedMessage, PageMessage } from "../pdf/messages.ts";
import { numberedList } from "./numbered-list.ts";

/** What the quality report needs of a page once its text is assembled. */
export type ReadPage = PageFailedMessage | PageMeasures;

type PageMeasures = Pick<
  PageMessage,
  | "type"
  | "number"
  | "width"
  | "height"
  | "hiddenCharacters"
  | "textLayer"
  | "recognition"
  | "coverage"
  | "scanned"
  | "boxes"
> & { readonly showsImage: boolean };

export function summarizePage(page: PageMessage | PageFailedMessage): ReadPage {
  if (page.type === "page-failed") return page;
  const { type, number, width, height, hiddenCharacters, textLayer, recognition, coverage, scanned, boxes } =
    page;
  return {
    type,
    number,
    width,
    height,
    hiddenCharacters,
    textLayer,
    coverage,
    scanned,
    boxes,
    ...(recognition === undefined ? {} : { recognition }),
    showsImage: showsImage(page),
  };
}

/**
 * Each page with what became of it.
 *
 * @param characters UTF-16 units of the page's sentences, by its number
 */
export function pageQuality(
  pages: readonly ReadPage[],
  characters: ReadonlyMap<number, number>,
  opened: OpenedMessage,
): Page[] {
  return pages.map((page): Page => {
    const label = opened.labels?.[page.number - 1];
    const common = {
      number: page.number,
      ...(label && label !== String(page.number) ? { label } : {}),
      width: page.width,
      height: page.height,
    };
    if (page.type === "page-failed") {
      return { ...common, quality: { characters: 0, failure: { code: page.code, reason: page.reason } } };
    }
    const count = characters.get(page.number) ?? 0;
    const failure = count === 0 ? whyNoText(page) : undefined;
    if (failure) return { ...common, quality: { characters: 0, failure } };
    return { ...common, quality: { characters: count, ...measuresOf(page) } };
  });
}

function measuresOf(page: PageMeasures): Pick<PageQuality, "boxes" | "textCoverage" | "ocrConfidence"> {
  const { recognition, coverage } = page;
  if (recognition?.type === "read") {
    return { boxes: "estimated", ocrConfidence: toHundredth(confidenceOf(recognition.words)) };
  }
  return { boxes: page.boxes, ...(isMeasured(page) ? { textCoverage: shareOf([coverage]) } : {}) };
}

/** A scan's picture is all ink, margins included: its text layer cannot be measured against it. */
function isMeasured({ scanned, coverage, recognition }: PageMeasures): boolean {
  return !scanned && recognition?.type !== "read" && coverage.inked > 0;
}

function shareOf(coverages: readonly TextCoverage[]): number {
  const sum = (of: (coverage: TextCoverage) => number): number =>
    coverages.reduce((total, coverage) => total + of(coverage), 0);
  return toHundredth(sum(({ read }) => read) / sum(({ inked }) => inked));
}

function toHundredth(share: number): number {
  return Math.round(100 * share) / 100;
}

/** What keeps a page without text from having been read; `undefined` where it shows none. */
function whyNoText({ recognition, showsImage: image }: PageMeasures): Failure | undefined {
  if (recognition?.type === "failed") return { code: recognition.code, reason: recognition.reason };
  if (recognition || !image) return undefined;
  return { code: "pdf.no-text", reason: "The page is a picture without a text layer." };
}

/** A page without text that an image covers in good part holds something that was not read. */
function showsImage(page: PageMessage): boolean {
  const area = page.images.reduce(
    (sum, { x0, y0, x1, y1 }) => sum + Math.max(0, x1 - x0) * Math.max(0, y1 - y0),
    0,
  );
  return area > 0.2 * page.width * page.height;
}

export function documentQuality(
  pages: readonly Page[],
  read: readonly ReadPage[],
  opened: OpenedMessage,
): DocumentQuality {
  const failedPages = pages.flatMap(({ number, quality: { failure } }) =>
    failure ? [{ page: number, ...failure }] : [],
  );
  const warnings: string[] = [];
  const hidden = read.flatMap((page) =>
    page.type === "page" && page.hiddenCharacters > 0 ? [page.number] : [],
  );
  if (hidden.length > 0) {
    warnings.push(`Hidden text (invisible, white or tiny) was left out on ${numberedList("page", hidden)}.`);
  }
  const estimated = read.flatMap((page) =>
    page.type === "page" && page.boxes === "estimated" && page.recognition === undefined ? [page.number] : [],
  );
  if (estimated.length > 0) {
    warnings.push(
      `What is drawn on ${numberedList("page", estimated)} could not be followed: text was read, and its boxes are estimates.`,
    );
  }
  if (opened.attachments.length > 0) {
    warnings.push(`The file has attachments that were not read: ${opened.attachments.join(", ")}.`);
  }
  const withText = new Set(pages.flatMap((page) => (page.quality.characters > 0 ? [page.number] : [])));
  warnings.push(
    ...recognitionWarnings(
      read.filter((page) => page.type === "page"),
      withText,
    ),
  );
  const measured = read.flatMap((page) => (page.type === "page" && isMeasured(page) ? [page.coverage] : []));
  return {
    pagesRead: pages.length - failedPages.length,
    failedPages,
    warnings,
    ...(measured.length > 0 ? { textCoverage: shareOf(measured) } : {}),
  };
}

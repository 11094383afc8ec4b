import type { Block, DocumentQuality, Page } from "@longdoc/core";

import type { OpenedMessage, PageFailedMessage, PageMessage } from "../pdf/messages.ts";

/** What the quality report needs of a page once its text is assembled. */
export type ReadPage = PageFailedMessage | (PageMeasures & { readonly showsImage: boolean });

type PageMeasures = Pick<PageMessage, "type" | "number" | "width" | "height" | "hiddenCharacters">;

export function summarizePage(page: PageMessage | PageFailedMessage): ReadPage {
  if (page.type === "page-failed") return page;
  const { type, number, width, height, hiddenCharacters } = page;
  return { type, number, width, height, hiddenCharacters, showsImage: showsImage(page) };
}

/** Each page with what became of it. */
export function pageQuality(
  pages: readonly ReadPage[],
  blocks: readonly Block[],
  opened: OpenedMessage,
): Page[] {
  const characters = new Map<number, number>();
  for (const { sentences } of blocks) {
    for (const { page, text } of sentences) characters.set(page, (characters.get(page) ?? 0) + text.length);
  }
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
    if (count === 0 && page.showsImage) {
      const failure = { code: "pdf.no-text", reason: "The page is a picture without a text layer." };
      return { ...common, quality: { characters: 0, failure } };
    }
    return { ...common, quality: { characters: count, boxes: "exact" } };
  });
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
    warnings.push(`Hidden text (invisible, white or tiny) was left out on ${pageList(hidden)}.`);
  }
  if (opened.attachments.length > 0) {
    warnings.push(`The file has attachments that were not read: ${opened.attachments.join(", ")}.`);
  }
  return { pagesRead: pages.length - failedPages.length, failedPages, warnings };
}

function pageList(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 10).join(", ");
  return `${numbers.length === 1 ? "page" : "pages"} ${shown}${numbers.length > 10 ? ` and ${numbers.length - 10} more` : ""}`;
}

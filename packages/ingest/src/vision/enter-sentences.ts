import type { Block, Document, Page, PictureCount } from "@longdoc/core";

import { createLedger, type DraftBlock, type DraftSentence } from "../ledger/ledger.ts";
import type { PicturePlace } from "./pick-pictures.ts";

export interface PlacedSentences {
  readonly place: PicturePlace;
  readonly sentences: readonly DraftSentence[];
}

/**
 * Enters sentences where their pictures stand. All blocks pass through a ledger again: sentences before the first of
 * them keep their ids, later ones get new ones, as they belong to another reading of the same bytes. The same document
 * with the same sentences always gives the same ids.
 */
export function enterSentences(
  document: Document,
  placed: readonly PlacedSentences[],
  pictures: PictureCount,
  warnings: readonly string[],
): Document {
  const ledger = createLedger({ documentId: document.id, version: document.version });
  const blocks = withSentences(document.blocks, placed).map((draft) => ledger.add(draft));
  const pages = document.pages.map((page) => withText(page, placed));
  const failedPages = document.quality.failedPages.filter(
    ({ page }) => pages[page - 1]!.quality.failure !== undefined,
  );
  return {
    ...document,
    text: ledger.takeText(),
    pages,
    blocks,
    quality: {
      ...document.quality,
      pagesRead: pages.length - failedPages.length,
      failedPages,
      warnings: [...document.quality.warnings, ...warnings],
      pictures,
    },
  };
}

function withSentences(blocks: readonly Block[], placed: readonly PlacedSentences[]): DraftBlock[] {
  const entered: DraftBlock[] = blocks.map((block, index) => {
    const own = placed.filter(({ place }) => place.block === index);
    return own.length === 0
      ? block
      : { ...block, sentences: [...block.sentences, ...own.flatMap(({ sentences }) => sentences)] };
  });
  for (const { place, sentences } of placed) {
    if (place.block !== undefined || sentences.length === 0) continue;
    // What the page shows as a whole stands behind what was read on it.
    const next = entered.findIndex(({ page }) => page > place.page);
    const figure: DraftBlock = { kind: "figure", page: place.page, box: place.box, sentences, picture: true };
    entered.splice(next < 0 ? entered.length : next, 0, figure);
  }
  return entered;
}

/** A page that was all picture is read once its picture is. */
function withText(page: Page, placed: readonly PlacedSentences[]): Page {
  const added = placed
    .filter(({ place }) => place.page === page.number)
    .flatMap(({ sentences }) => sentences)
    .reduce((sum, { text }) => sum + text.length, 0);
  if (added === 0) return page;
  const { failure: _failure, ...quality } = page.quality;
  return { ...page, quality: { ...quality, characters: quality.characters + added } };
}

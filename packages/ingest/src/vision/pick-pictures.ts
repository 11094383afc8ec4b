import type { Block, Box, Document, Page } from "@longdoc/core";

/** A place of a document that shows a picture. */
export interface PicturePlace {
  readonly page: number;
  readonly box: Box;
  /** Position in `document.blocks`; undefined where the picture is all of its page. */
  readonly block?: number;
}

/** A picture measures at least this much each way, points, and takes at least this share of its page: smaller is an icon. */
const MIN_SIDE_PT = 36;
const MIN_PAGE_SHARE = 0.01;
/** A picture that takes less of its page than this, and stands at the same place of so many pages, is a logo. */
const LOGO_PAGE_SHARE = 0.05;
const LOGO_PAGES = 3;

/**
 * The places of a document that a vision model would read, in reading order: figures whose content the file does not
 * state, and the pages of pictures. Icons are left out; a logo that runs through the pages is taken once.
 *
 * @param scans whether pages whose text had to be recognised are taken as well
 */
export function pickPictures(document: Document, scans: boolean): PicturePlace[] {
  if (document.mediaType.startsWith("image/")) {
    return document.pages
      .map(wholePage)
      .filter(({ box }) => box.width >= MIN_SIDE_PT && box.height >= MIN_SIDE_PT);
  }
  const pages = scans ? document.pages.filter(isScan).map(wholePage) : [];
  const scanned = new Set(pages.map(({ page }) => page));
  const figures = document.blocks.flatMap((block, index): PicturePlace[] =>
    block.picture && !scanned.has(block.page)
      ? [{ page: block.page, box: withLabels(block), block: index }]
      : [],
  );
  return [...pages, ...withoutLogos(figures.filter(isLarge))].sort((one, other) => one.page - other.page);

  function isLarge({ page, box }: PicturePlace): boolean {
    return Math.min(box.width, box.height) >= MIN_SIDE_PT && shareOf(box, page) >= MIN_PAGE_SHARE;
  }

  function withoutLogos(places: readonly PicturePlace[]): PicturePlace[] {
    const small = places.filter(({ page, box }) => shareOf(box, page) < LOGO_PAGE_SHARE);
    const byPlace = Map.groupBy(small, ({ box: { x, y, width, height } }) =>
      [x, y, width, height].map(Math.round).join(" "),
    );
    const repeated = new Set(
      [...byPlace.values()].filter((same) => same.length >= LOGO_PAGES).flatMap((same) => same.slice(1)),
    );
    return places.filter((place) => !repeated.has(place));
  }

  function shareOf({ width, height }: Box, page: number): number {
    const { width: pageWidth, height: pageHeight } = document.pages[page - 1]!;
    return (width * height) / (pageWidth * pageHeight);
  }
}

/** A figure's place with its labels, which may stand out of what is drawn. */
function withLabels({ box, sentences }: Block): Box {
  const labels = sentences.flatMap(({ boxes }) => boxes.filter(({ page }) => page === box.page));
  const left = Math.min(box.x, ...labels.map(({ x }) => x));
  const top = Math.min(box.y, ...labels.map(({ y }) => y));
  const right = Math.max(box.x + box.width, ...labels.map(({ x, width }) => x + width));
  const bottom = Math.max(box.y + box.height, ...labels.map(({ y, height }) => y + height));
  // Fractions of a point are lost in adding up.
  const isAll =
    box.x - left < 0.01 &&
    box.y - top < 0.01 &&
    right - (box.x + box.width) < 0.01 &&
    bottom - (box.y + box.height) < 0.01;
  return isAll ? box : { page: box.page, x: left, y: top, width: right - left, height: bottom - top };
}

function isScan({ quality }: Page): boolean {
  return quality.ocrConfidence !== undefined || quality.failure?.code === "pdf.no-text";
}

function wholePage({ number: page, width, height }: Page): PicturePlace {
  return { page, box: { page, x: 0, y: 0, width, height } };
}

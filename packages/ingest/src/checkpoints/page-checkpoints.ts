import type { OpenedMessage, PageFailedMessage, PageMessage } from "../pdf/messages.ts";
import type { RecognizedLine } from "../ocr/recognition.ts";

/** A page as far as it can be read by itself; `lines` where its text was recognised. */
export interface ReadPage {
  readonly page: PageMessage | PageFailedMessage;
  readonly lines?: readonly RecognizedLine[];
}

/** Pages that follow one another, as plain data that JSON keeps whole. */
export interface PageRange {
  /** From 1. */
  readonly firstPage: number;
  /** What was read of the document as a whole. */
  readonly opened: OpenedMessage;
  readonly pages: readonly ReadPage[];
}

/**
 * Keeps what was read of a long document, so that a reading that was cut off goes on behind it. It must be of the same
 * bytes and the same options. What it throws ends the reading.
 */
export interface PageCheckpoints {
  load(firstPage: number): Promise<PageRange | undefined>;
  save(range: PageRange): Promise<void>;
}

/**
 * Pages of a range: what a killed reading loses. Text is read at some 50 pages a second on a core, recognised at one or
 * two; a range's JSON is some 100 KB compressed.
 */
export const RANGE_PAGES = 50;

/** The ranges that an earlier reading finished, from the first page on. */
export async function loadRanges(checkpoints: PageCheckpoints | undefined): Promise<{
  readonly opened?: OpenedMessage;
  readonly pages: readonly ReadPage[];
}> {
  const ranges: PageRange[] = [];
  for (;;) {
    const range = await checkpoints?.load(1 + ranges.length * RANGE_PAGES);
    if (range) ranges.push(range);
    if (!range || ranges.length * RANGE_PAGES >= range.opened.pages) break;
  }
  const [first] = ranges;
  return { ...(first && { opened: first.opened }), pages: ranges.flatMap(({ pages }) => pages) };
}

export interface RangeWriter {
  /** Takes the next page of the document, which may be recognised later than those after it. */
  add(page: Promise<ReadPage>): void;
  /** Resolves when what was taken is kept; call it when all pages have come. */
  finish(): Promise<void>;
}

/** Keeps a document's pages range by range, from `firstPage` on; of a short document, nothing. */
export function writeRanges(
  checkpoints: PageCheckpoints | undefined,
  opened: OpenedMessage,
  firstPage: number,
): RangeWriter {
  let range: Promise<ReadPage>[] = [];
  let next = firstPage;
  const saving: Promise<void>[] = [];
  if (!checkpoints || opened.pages <= RANGE_PAGES) return { add: () => undefined, finish: async () => {} };
  return {
    add: (page) => {
      range.push(page);
      if (range.length < RANGE_PAGES) return;
      const first = next;
      const saved = Promise.all(range).then(async (pages) => {
        if (!pages.some(wasCancelled)) await checkpoints.save({ firstPage: first, opened, pages });
      });
      // Heard in `finish`, which may come later than the failure.
      saved.catch(() => undefined);
      saving.push(saved);
      next += range.length;
      range = [];
    },
    finish: async () => void (await Promise.all(saving)),
  };
}

function wasCancelled({ page }: ReadPage): boolean {
  const recognition = page.type === "page" ? page.recognition : undefined;
  return recognition?.type === "failed" && recognition.code === "file.cancelled";
}

import { IngestError } from "@longdoc/core";

/** Bytes of a diagram's file, or of one page unpacked: the largest of real ones, pictures included, have some 20 MB. */
export const MAX_PART_BYTES: number = 32 * 1024 ** 2;
/** Bytes that all pages of a file unpack to. */
export const MAX_UNPACKED_BYTES: number = 128 * 1024 ** 2;
/** Shapes and lines of a file: nobody draws more, and few who generate them. */
export const MAX_SHAPES: number = 20_000;
const MAX_PAGES = 2_000;
/** UTF-16 units of a file's text. */
const MAX_CHARACTERS = 5_000_000;

/** Counts what a file holds while it is read. */
export interface Budget {
  /** @throws IngestError `diagram.too-large` */
  shapes(count: number): void;
  pages(count: number): void;
  bytes(count: number): void;
  characters(count: number): void;
}

export function createBudget(source: string): Budget {
  const used = { shapes: 0, pages: 0, bytes: 0, characters: 0 };
  const count = (of: keyof typeof used, most: number, what: string) => (more: number) => {
    used[of] += more;
    if (used[of] > most) throw tooLarge(source, `it has more than ${most.toLocaleString("en")} ${what}`);
  };
  return {
    shapes: count("shapes", MAX_SHAPES, "shapes and lines"),
    pages: count("pages", MAX_PAGES, "pages"),
    bytes: count("bytes", MAX_UNPACKED_BYTES, "bytes when it is unpacked"),
    characters: count("characters", MAX_CHARACTERS, "characters of text"),
  };
}

export function tooLarge(source: string, reason: string, cause?: unknown): IngestError {
  return new IngestError("diagram.too-large", `"${source}" is too large to be read: ${reason}.`, {
    input: source,
    hint: "Split the diagram; or it may have been built to stall a reader.",
    cause,
  });
}

/** @throws IngestError `diagram.too-large` */
export function checkPartBytes(bytes: number, source: string, part: string): void {
  if (bytes > MAX_PART_BYTES) throw tooLarge(source, `${part} has ${bytes.toLocaleString("en")} bytes`);
}

/** Cells of a draw.io file: its shapes and lines, and some that are neither. */
const MAX_CELLS = 3 * MAX_SHAPES;

/**
 * Refuses draw.io's XML of too many cells before it is parsed, which takes longer than to see that there are.
 *
 * @throws IngestError `diagram.too-large`
 */
export function checkCells(xml: Uint8Array, source: string): void {
  const bytes = Buffer.from(xml.buffer, xml.byteOffset, xml.byteLength);
  let cells = 0;
  for (let at = bytes.indexOf("<mxCell"); at >= 0; at = bytes.indexOf("<mxCell", at + 1)) {
    if (++cells > MAX_CELLS)
      throw tooLarge(source, `it has more than ${MAX_CELLS.toLocaleString("en")} cells`);
  }
}

export function invalidDiagram(source: string, reason: string, cause?: unknown): IngestError {
  return new IngestError("diagram.invalid", `"${source}" cannot be read as a diagram: ${reason}.`, {
    input: source,
    hint: "Open it in the program that made it and save it again.",
    cause,
  });
}

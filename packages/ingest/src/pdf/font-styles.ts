/** How a font's own tables say that it is set. */
export interface FontStyle {
  readonly bold: boolean;
  readonly italic: boolean;
}

export const PLAIN: FontStyle = { bold: false, italic: false };

/** By the names that pdf.js gives fonts, as long as it keeps them. */
const styles = new Map<string, FontStyle>();

/** What is known of a font that pdf.js has registered: the name that a PDF gives it may say nothing, as `CIDFont+F2`. */
export function styleOf(name: string): FontStyle {
  return styles.get(name) ?? PLAIN;
}

/** Stands for a browser's `FontFace`: keeps a font's style, and of its outlines nothing. */
export class RegisteredFont {
  readonly family: string;
  readonly loaded: Promise<void> = Promise.resolve();

  constructor(family: string, data: unknown) {
    this.family = family;
    if (ArrayBuffer.isView(data)) styles.set(family, readStyle(data));
  }

  static forget(this: void, { family }: RegisteredFont): void {
    styles.delete(family);
  }
}

/** By the OpenType specification: bits of `macStyle`, and where it lies in the table `head`. */
const MAC_STYLE = 44;
const BOLD_BIT = 1;
const ITALIC_BIT = 2;
/** Where `usWeightClass` lies in the table `OS/2`. */
const WEIGHT_CLASS = 4;
/** pdf.js gives this weight to fonts that have none; some that are not bold say so by their weight alone. */
const MIN_BOLD_WEIGHT = 500;

/** The style of a font in OpenType's format, to which pdf.js converts all that are embedded. */
function readStyle({ buffer, byteOffset, byteLength }: ArrayBufferView): FontStyle {
  const view = new DataView(buffer, byteOffset, byteLength);
  const style = fieldOf(view, "head", MAC_STYLE) ?? 0;
  const weight = fieldOf(view, "OS/2", WEIGHT_CLASS) ?? MIN_BOLD_WEIGHT;
  return {
    bold: (style & BOLD_BIT) !== 0 && weight >= MIN_BOLD_WEIGHT,
    italic: (style & ITALIC_BIT) !== 0,
  };
}

/** Bytes of a font file's header, and of each entry of its directory of tables. */
const HEADER = 12;
const ENTRY = 16;

/** 16 bits of a font's table, at an offset into it. */
function fieldOf(font: DataView, tag: string, offset: number): number | undefined {
  const directoryEnd = font.byteLength < HEADER ? 0 : HEADER + ENTRY * font.getUint16(4);
  for (let entry = HEADER; entry + ENTRY <= Math.min(directoryEnd, font.byteLength); entry += ENTRY) {
    if ([...tag].some((letter, at) => font.getUint8(entry + at) !== letter.charCodeAt(0))) continue;
    const place = font.getUint32(entry + 8) + offset;
    return place + 2 <= font.byteLength ? font.getUint16(place) : undefined;
  }
  return undefined;
}

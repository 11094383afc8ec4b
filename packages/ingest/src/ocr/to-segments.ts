import type { Font, Glyph } from "../layout/glyph.ts";
import { isRightToLeft } from "../layout/logical-order.ts";
import { type Segment, toSegments } from "../layout/segments.ts";
import type { RecognizedLine, RecognizedWord } from "./recognition.ts";

/** Recognition tells no typefaces apart. */
const FONT: Font = {
  name: "recognized",
  bold: false,
  italic: false,
  monospace: false,
  ascent: 0.9,
  descent: -0.22,
};

/** East Asian words follow one another without spaces, and the engine gives most of their characters as words. */
const CJK = /^[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]+$/;

/** Recognised lines in the form in which the layout gets the text of any page. */
export function toSegmentsOf(lines: readonly RecognizedLine[]): Segment[] {
  return toSegments(
    lines.flatMap((line) => lineGlyphs(line)),
    [FONT],
  );
}

function lineGlyphs(line: RecognizedLine): Glyph[] {
  const glyphs: Glyph[] = [];
  let previous: RecognizedWord | undefined;
  for (const word of line.words) {
    // Boxes of neighbours may touch or overlap, and what overlaps is taken for one word.
    const forward = previous !== undefined && word.x0 >= previous.x0;
    const x0 = forward ? Math.max(word.x0, Math.min(previous!.x1, word.x1)) : word.x0;
    if (previous && !(CJK.test(previous.text) && CJK.test(word.text))) {
      glyphs.push(glyph(" ", previous.x1, x0, line));
    }
    glyphs.push(...wordGlyphs({ ...word, x0 }, line));
    previous = word;
  }
  return glyphs;
}

/** Characters of even width: the engine places words, and inside them nothing more is known. */
function wordGlyphs({ text, x0, x1 }: RecognizedWord, line: RecognizedLine): Glyph[] {
  const characters = [...text];
  const step = (x1 - x0) / characters.length;
  const backward = isRightToLeft(text);
  return characters.map((character, index) => {
    const place = backward ? characters.length - 1 - index : index;
    return glyph(character, x0 + place * step, x0 + (place + 1) * step, line);
  });
}

function glyph(text: string, x0: number, x1: number, { baseline, size }: RecognizedLine): Glyph {
  return { text, x0, x1, baseline, size, font: 0, angle: 0 };
}

import { isRightToLeft } from "../layout/logical-order.ts";
import type { Segment } from "../layout/segments.ts";
import type { RecognizedLine, RecognizedWord } from "./recognition.ts";

/** In ems above and below the base line: an average typeface's, as recognition tells none apart. */
const ASCENT = 0.9;
const DESCENT = 0.22;

/** In ems. A gap wider than this parts two cells or two columns, as in `layout/segments.ts`, … */
const WIDE_GAP = 0.95;
/** … if it is this much wider than the spaces between words are: a typewriter's are wide. */
const WIDER_THAN_SPACES = 1.6;
/** In ems. No space is this wide. */
const WIDEST_SPACE = 2;

/** East Asian words follow one another without spaces, and the engine gives most of their characters as words. */
const CJK = /^[\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]+$/;
/** What no one types in a query. */
const LIGATURE = /[\ufb00-\ufb4f]/;

/** Recognised lines in the form in which the layout gets the text of any page. */
export function toSegments(lines: readonly RecognizedLine[]): Segment[] {
  const typical = median(lines.flatMap((line) => gaps(line).map((gap) => gap / line.size)));
  return lines
    .flatMap((line) => cut(line, typical))
    .map(({ words, line }, order) => toSegment(words, line, order));
}

/** The words of a line between its wide gaps. */
function cut(line: RecognizedLine, typicalGap: number): { words: RecognizedWord[]; line: RecognizedLine }[] {
  const wide = Math.min(WIDEST_SPACE, Math.max(WIDE_GAP, WIDER_THAN_SPACES * typicalGap)) * line.size;
  const pieces: RecognizedWord[][] = [];
  line.words.forEach((word, index) => {
    const previous = line.words[index - 1];
    if (previous && gap(previous, word) <= wide) pieces.at(-1)!.push(word);
    else pieces.push([word]);
  });
  return pieces.map((words) => ({ words, line }));
}

function gaps({ words }: RecognizedLine): number[] {
  return words.slice(1).map((word, index) => gap(words[index]!, word));
}

/** Between two words, whichever stands left. */
function gap(a: RecognizedWord, b: RecognizedWord): number {
  return Math.max(b.x0 - a.x1, a.x0 - b.x1, 0);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function toSegment(
  words: readonly RecognizedWord[],
  { baseline, size, angle }: RecognizedLine,
  order: number,
): Segment {
  let text = "";
  const edges: number[] = [];
  let previous: RecognizedWord | undefined;
  for (const word of words) {
    if (previous && !(CJK.test(previous.text) && CJK.test(word.text))) {
      text += " ";
      edges.push(Math.min(previous.x1, word.x1), Math.max(previous.x0, word.x0));
    }
    const plain = LIGATURE.test(word.text) ? word.text.normalize("NFKC") : word.text;
    text += plain;
    edges.push(...wordEdges(plain, word));
    previous = word;
  }
  return {
    text,
    edges: Float32Array.from(edges),
    x0: Math.min(...words.map((word) => word.x0)),
    x1: Math.max(...words.map((word) => word.x1)),
    y0: baseline - ASCENT * size,
    y1: baseline + DESCENT * size,
    baseline,
    size,
    bold: false,
    italic: false,
    monospace: false,
    angle,
    order,
  };
}

/** Characters of even width: the engine places words, and inside them nothing more is known. */
function wordEdges(text: string, { x0, x1 }: RecognizedWord): number[] {
  const step = (x1 - x0) / text.length;
  const backward = isRightToLeft(text);
  return Array.from({ length: text.length }, (_, unit) => {
    const place = backward ? text.length - 1 - unit : unit;
    return [x0 + place * step, x0 + (place + 1) * step];
  }).flat();
}

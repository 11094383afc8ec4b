import { availableParallelism } from "node:os";

import pLimit from "p-limit";

import { type QuarterTurn, turnBackRectangle } from "../layout/geometry.ts";
import { cleanLines } from "./clean-lines.ts";
import type { OcrEngine, OcrImage, OcrLine, PixelBox, RecognizeOptions } from "./engine.ts";
import { ocrCancelled } from "./errors.ts";
import type { RecognizedLine } from "./recognition.ts";
import { evenSizes } from "./type-size.ts";

/** For all documents together: each recognition keeps a core busy. */
const atOnce = pLimit(availableParallelism());

/** Below this mean confidence, the page may stand on its head. */
const DOUBTFUL = 0.6;
/** Characters: fewer are no page of text, and a picture without text is not worth a second look. */
const MIN_CHARACTERS = 40;

/**
 * Draws a page turned back by an angle, so that text which is turned clockwise by it stands upright; `undefined`
 * stands for a page with nothing on it.
 */
export type DrawPage = (angle: QuarterTurn) => Promise<OcrImage | undefined>;

/** The size of a page as displayed, points. */
interface PageSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Recognises a page's lines; a page that lies on its side or stands on its head is turned. The picture is made when
 * its turn has come, so that no more pictures are held than are worked on.
 *
 * @throws IngestError as `OcrEngine.recognize`, and as `draw` does
 */
export function recognizePicture(
  engine: OcrEngine,
  page: PageSize,
  draw: DrawPage,
  options: RecognizeOptions,
): Promise<readonly RecognizedLine[] | undefined> {
  const read = async (angle: QuarterTurn): Promise<Reading | undefined> => {
    if (options.signal?.aborted) throw ocrCancelled();
    const picture = await draw(angle);
    if (!picture) return undefined;
    return { angle, picture, lines: cleanLines(await engine.recognize(picture, options)) };
  };
  return atOnce(async () => {
    const upright = await read(0);
    if (!upright) return undefined;
    const best = await turned(upright, read);
    return evenSizes(best.lines).flatMap((line) => inPoints(line, best, page));
  });
}

/** What was recognised of the page turned back by an angle. */
interface Reading {
  readonly angle: QuarterTurn;
  readonly picture: OcrImage;
  readonly lines: readonly OcrLine[];
}

async function turned(
  upright: Reading,
  read: (angle: QuarterTurn) => Promise<Reading | undefined>,
): Promise<Reading> {
  const { confidence, characters } = sureness(upright);
  if (characters < MIN_CHARACTERS) return upright;
  // Tesseract reads text on its side, and takes it to run downwards.
  const sideways = 2 * charactersOf(upright.lines.filter(isSideways)) > characters;
  if (!sideways && confidence >= DOUBTFUL) return upright;
  const tried = [upright];
  for (const angle of sideways ? ([90, 270] as const) : ([180] as const)) {
    const reading = await read(angle);
    if (!reading) continue;
    if (sureness(reading).confidence > 0.8) return reading;
    tried.push(reading);
  }
  const score = (reading: Reading): number => sureness(reading).sum;
  return tried.reduce((best, reading) => (score(reading) > score(best) ? reading : best));
}

function sureness({ lines }: Reading): { confidence: number; characters: number; sum: number } {
  const words = lines.flatMap((line) => line.words);
  const sum = words.reduce((total, { text, confidence }) => total + text.length * confidence, 0);
  const characters = charactersOf(lines);
  return { sum, characters, confidence: characters === 0 ? 0 : sum / characters };
}

function charactersOf(lines: readonly OcrLine[]): number {
  return lines.reduce((sum, { words }) => sum + words.reduce((own, { text }) => own + text.length, 0), 0);
}

/** Words of several letters that are taller than wide are turned; those of vertical writing stand upright. */
function isSideways({ words }: OcrLine): boolean {
  const long = words.filter(({ text }) => text.length >= 3);
  const tall = long.filter(({ box }) => box.y1 - box.y0 > 1.3 * (box.x1 - box.x0));
  return long.length > 0 && 2 * tall.length > long.length;
}

function inPoints(
  line: OcrLine & { readonly size: number },
  { angle, picture }: Reading,
  page: PageSize,
): RecognizedLine[] {
  const onSide = angle === 90 || angle === 270;
  const scale = picture.width / (onSide ? page.height : page.width);
  // Text that stands on its side among upright text, such as an axis's label.
  if (isSideways(line)) return angle === 0 ? [sidewaysLine(line, scale, page)] : [];
  const words = line.words.map(({ text, confidence, box }) => ({ text, confidence, ...scaled(box, scale) }));
  return [{ words, angle, baseline: line.baseline / scale, size: line.size / scale }];
}

function sidewaysLine(
  line: OcrLine & { readonly size: number },
  scale: number,
  page: PageSize,
): RecognizedLine {
  const [first, last] = [line.words[0]!, line.words.at(-1)!];
  const angle = last.box.y0 >= first.box.y0 ? 90 : 270;
  const words = line.words.map(({ text, confidence, box }) => ({
    text,
    confidence,
    ...turnBackRectangle(scaled(box, scale), angle, page.width, page.height),
  }));
  const size = line.size / scale;
  return { words, angle, size, baseline: Math.max(...words.map(({ y1 }) => y1)) - 0.2 * size };
}

function scaled({ x0, y0, x1, y1 }: PixelBox, scale: number): PixelBox {
  return { x0: x0 / scale, y0: y0 / scale, x1: x1 / scale, y1: y1 / scale };
}

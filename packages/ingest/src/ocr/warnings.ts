import { confidenceOf, isUnsure, percent } from "./confidence.ts";
import type { RecognizedWord, Recognition } from "./recognition.ts";

interface Page {
  readonly number: number;
  readonly recognition?: Recognition;
  readonly textLayer: string;
}

/**
 * What a reader of the document should know of its recognised pages, a sentence each.
 *
 * @param withText numbers of the pages that have any text; the others are listed among those that failed
 */
export function recognitionWarnings(pages: readonly Page[], withText: ReadonlySet<number>): string[] {
  const warnings: string[] = [];
  const say = (chosen: readonly Page[], sentence: (where: string, many: boolean) => string): void => {
    if (chosen.length > 0) warnings.push(sentence(pageList(chosen), chosen.length > 1));
  };
  const read = pages.filter(
    ({ recognition }) => recognition?.type === "read" && recognition.words.length > 0,
  );
  const empty = pages.filter(
    ({ recognition }) => recognition?.type === "read" && recognition.words.length === 0,
  );
  say(
    read,
    (where, many) =>
      `The text of ${where} was recognised from ${many ? "their pictures" : "its picture"} (confidence ${percent(confidenceOf(wordsOf(read)))}).`,
  );
  const unsure = read.filter((page) => isUnsure(confidenceOf(wordsOf([page]))));
  say(unsure, (where) => `The text of ${where} was hard to recognise: compare quotes with the page.`);
  say(empty, (where) => `No text was found in what ${where} shows.`.replace(/(pages .*) shows/, "$1 show"));
  say(
    pages.filter(({ recognition }) => recognition?.type === "blank" && recognition.image),
    (where, many) =>
      `${capital(where)} ${many ? "hold images that are" : "holds an image that is"} blank, or cannot be drawn.`,
  );
  say(
    pages.filter(({ recognition, textLayer }) => textLayer === "garbled" && recognition?.type !== "read"),
    (where) => `The text layer of ${where} is garbled.`,
  );
  for (const { number, recognition } of pages) {
    if (recognition?.type !== "failed" || !withText.has(number)) continue;
    warnings.push(`The picture of page ${number} was not read: ${recognition.reason}`);
  }
  return warnings;
}

function wordsOf(pages: readonly Page[]): RecognizedWord[] {
  return pages.flatMap(({ recognition }) => (recognition?.type === "read" ? recognition.words : []));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const MAX_SHOWN = 10;

/** `page 3`, `pages 1–4, 7 and 9 more`. */
function pageList(pages: readonly Page[]): string {
  const runs: [number, number][] = [];
  for (const { number } of pages) {
    const last = runs.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  const shown = runs.slice(0, MAX_SHOWN);
  const rest = runs.slice(MAX_SHOWN).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const list = shown.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(", ");
  return `${pages.length === 1 ? "page" : "pages"} ${list}${rest > 0 ? ` and ${rest} more` : ""}`;
}

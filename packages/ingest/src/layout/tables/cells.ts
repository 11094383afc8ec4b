import { joinSegments, type Line, sliceLine } from "../lines.ts";
import { startsListItem } from "../paragraphs.ts";
import type { Segment } from "../segments.ts";
import type { PartedRow } from "./tight-columns.ts";

const CURRENCY = /^(?:[A-Z]{0,3}[$€£¥₩₹]|USD|EUR|GBP|Rs\.?)$/;
const CLOSER = /^(?:[%)x*]|pp|bps)+$/;
const NUMBER =
  /^[([]?[-+–—−~<>≤≥±]?\s?(?:[A-Z]{0,3}[$€£¥₩₹]|USD|EUR|GBP)?\s?[([]?[-–−]?\.?\d[\d,.'\s]*(?:[%x]|pp|bps|bn|mn|[kKMB]|(?:m|b|tr)illion)?\s?(?:[€£¥₩₹]|EUR|USD|GBP)?[)\]]?%?[*†‡]*(?:\(\w\))?$/;
const AMOUNT = String.raw`[-+–−]?\d*\.?\d+%?`;
const DECIMAL = String.raw`[-+–−]?\d*\.\d+%?`;
/** Behind an estimate, to the end of the interval around it. */
const TO_END = String.raw`(?:\s?(?:[,;–-]|to)\s?${AMOUNT})?\s?[)\]]`;
/**
 * An estimate with its error, or with the interval around it, and an interval: `19 ± 2`, `0.85 (118)`, `12[.05, .19]`,
 * `1.1–1.3`; `4.1(12)` is the number of an exhibit.
 */
const ESTIMATE = new RegExp(
  String.raw`^(?:${AMOUNT}[*†‡]*\s?(?:(?:±|\+/[-–−])\s?${AMOUNT}|[([]\s?${DECIMAL}${TO_END})|${DECIMAL}[*†‡]*(?:\s[([]\s?${AMOUNT}${TO_END}|(?:[–-]|\s[–-]\s)\d*\.\d+%?))$`,
);
const POWER_OF_TEN = /^[-+–−<>≤≥]?\s?\d(?:\.\d+)?\s?(?:[eE][-+–−]?\d{1,3}|[×·]\s?10\s?[-+–−]?\d{1,3})$/;
const COUNT_AND_SHARE = /^\d[\d,.\s]*%?\s?\(\s?[-–−]?\d[\d,.]*\s?%\s?\)$/;
const PLACEHOLDER = /^(?:[-–—−]+|n\/?[am]|N\/?[AM]|nil|\.{2,}|…|\$?\s?[-–—−]+)%?$/;
/** What a figure may look like, or what stands in its place. */
const FORMS = [NUMBER, PLACEHOLDER, COUNT_AND_SHARE, ESTIMATE, POWER_OF_TEN];
const YEAR = /^(?:FY\s?|F)?(?:19|20)\d\d(?:[-/–](?:19|20)?\d\d)?[AEF]?[*†‡]*(?:\s?\(\w\)|\s\d)*$/;

/** The day of a date whose year stands on the next line: `January 28,` `2023`. */
const DAY = /^\d{1,2},$/;
/** Amounts set so close that no gap parts them, but the sign of the next one does: `3,226.8 $ 2,729.4 $`. */
const AMOUNTS = /^[\d\s.,()%$€£¥–—-]+$/;
const BEFORE_CURRENCY = /(?<=[\d)%])\s+(?=[$€£¥])/g;

/** A figure, or a dash or "n/a" in the place of one. */
export function isValue(text: string): boolean {
  const trimmed = text.trim();
  if (DAY.test(trimmed)) return false;
  return FORMS.some((form) => form.test(trimmed));
}

/** A year, which is a figure's form but heads a column; marks of notes may follow it: `2018 (6)`, `2018 1`. */
export function isYear(text: string): boolean {
  return YEAR.test(text.trim());
}

/** A figure that is no year: data, and no head. */
export function isFigure(text: string): boolean {
  return isValue(text) && !isYear(text);
}

/** Thousands set apart by a space wider than most: `10 000`. */
function goesOn(previous: Segment, next: Segment): boolean {
  return (
    /^\d{3}$/.test(next.text.trim()) &&
    /(?:^|\s)\d{1,3}$/.test(previous.text.trim()) &&
    next.x0 - previous.x1 < 1.4 * previous.size
  );
}

/**
 * A row's cells: its segments, except that a currency sign joins the figure to its right, a closing bracket or
 * per cent sign the figure to its left, and a bullet or enumerator the text that it introduces.
 */
export function toCells({ segments, begins }: PartedRow): Line[] {
  const groups: Segment[][] = [];
  let joinNext = false;
  for (const segment of segments.flatMap((one) => splitAmounts(one))) {
    const text = segment.text.trim();
    const last = groups.at(-1);
    const previous = last?.at(-1);
    if (
      last &&
      (joinNext ||
        (previous && !begins.has(segment) && goesOn(previous, segment)) ||
        (CLOSER.test(text) && /\d\s*$/.test(last.at(-1)!.text)))
    )
      last.push(segment);
    else groups.push([segment]);
    const isFirst = groups.length === 1 && groups[0]!.length === 1;
    joinNext = CURRENCY.test(text) || (isFirst && text.length <= 4 && startsListItem(`${text} x`));
  }
  return groups.map((group) => joinSegments(group));
}

function splitAmounts(segment: Segment): Segment[] {
  if (!AMOUNTS.test(segment.text)) return [segment];
  const pieces: Segment[] = [];
  let start = 0;
  for (const gap of segment.text.matchAll(BEFORE_CURRENCY)) {
    pieces.push({ ...segment, ...sliceLine(segment, start, gap.index) });
    start = gap.index + gap[0].length;
  }
  if (start === 0) return [segment];
  return [...pieces, { ...segment, ...sliceLine(segment, start, segment.text.length) }];
}

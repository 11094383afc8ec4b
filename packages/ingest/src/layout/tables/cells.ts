import { joinSegments, type Line } from "../lines.ts";
import { startsListItem } from "../paragraphs.ts";
import type { Row } from "../rows.ts";
import type { Segment } from "../segments.ts";

const CURRENCY = /^(?:[A-Z]{0,3}[$€£¥₩₹]|USD|EUR|GBP|Rs\.?)$/;
const CLOSER = /^(?:[%)]|\)%|%\)|pp|bps|x|\*+)+$/;
const NUMBER =
  /^[([]?[-+–—−~<>≤≥±]?\s?(?:[A-Z]{0,3}[$€£¥₩₹]|USD|EUR|GBP)?\s?[([]?[-–−]?\d[\d,.'\s]*(?:[%x]|pp|bps|bn|mn|[kKMB])?\s?[)\]]?%?[*†‡]*(?:\(\w\))?$/;
const COUNT_AND_SHARE = /^\d[\d,.\s]*\(\s?[-–−]?\d[\d,.]*\s?%\s?\)$/;
const PLACEHOLDER = /^(?:[-–—−]+|n\/?[am]|N\/?[AM]|nil|\.{2,}|…|\$?\s?[-–—−]+)%?$/;
const YEAR = /^(?:FY\s?|F)?(?:19|20)\d\d(?:[-/–](?:19|20)?\d\d)?[AEF]?[*†‡]?$/;

/** A figure, or a dash or "n/a" in the place of one. */
export function isValue(text: string): boolean {
  const trimmed = text.trim();
  return PLACEHOLDER.test(trimmed) || NUMBER.test(trimmed) || COUNT_AND_SHARE.test(trimmed);
}

/** A year, which is a figure's form but heads a column. */
export function isYear(text: string): boolean {
  return YEAR.test(text.trim());
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
export function toCells(row: Row): Line[] {
  const groups: Segment[][] = [];
  let joinNext = false;
  for (const segment of row.segments) {
    const text = segment.text.trim();
    const last = groups.at(-1);
    const previous = last?.at(-1);
    if (
      last &&
      (joinNext ||
        (previous && goesOn(previous, segment)) ||
        (CLOSER.test(text) && /\d\s*$/.test(last.at(-1)!.text)))
    )
      last.push(segment);
    else groups.push([segment]);
    const isFirst = groups.length === 1 && groups[0]!.length === 1;
    joinNext = CURRENCY.test(text) || (isFirst && text.length <= 4 && startsListItem(`${text} x`));
  }
  return groups.map((group) => joinSegments(group));
}

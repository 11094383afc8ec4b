import { union } from "../../slides/layout/geometry.ts";
import type { Setting } from "../drawn-page.ts";
import { joinLabelLines, type Label, labelText, type Paragraph } from "../labels/label.ts";
import type { SvgText } from "./svg-item.ts";

export interface Joined {
  readonly label: Label;
  readonly setting: Setting;
}

/** Of the font size: lines of one text stand no further apart. */
const MAX_GAP = 0.9;
const MAX_OVERLAP = 0.4;
/** Of the font size: lines of one text begin, or have their middle, no further apart. */
const MAX_SHIFT = 0.3;

/** Programs write every line of a text as a text of its own: those that follow each other are joined. */
export function textRuns(texts: readonly SvgText[]): SvgText[][] {
  const runs: SvgText[][] = [];
  for (const text of texts) {
    const run = runs.at(-1);
    if (run && follows(run.at(-1)!, text)) run.push(text);
    else runs.push([text]);
  }
  return runs;
}

function follows(one: SvgText, next: SvgText): boolean {
  const { fontSize, align, rotation } = one.setting;
  const other = next.setting;
  if (align !== other.align || rotation !== 0 || other.rotation !== 0) return false;
  if (Math.abs(fontSize - other.fontSize) > 0.05 * fontSize || one.setting.bold !== other.bold) return false;
  const gap = next.box.y - (one.box.y + one.box.height);
  if (gap > MAX_GAP * fontSize || gap < -MAX_OVERLAP * fontSize) return false;
  return Math.abs(sideOf(one) - sideOf(next)) <= MAX_SHIFT * fontSize;
}

function sideOf({ box, setting }: SvgText): number {
  return setting.align === "left"
    ? box.x
    : setting.align === "right"
      ? box.x + box.width
      : box.x + box.width / 2;
}

/** Texts of one thing: each a paragraph, lines in the middle joined to one as they were broken to fit. */
export function joinTexts(texts: readonly SvgText[]): Joined {
  const runs = textRuns(joinRows(texts)).flatMap((run) =>
    run[0]!.setting.align === "centre" ? [run] : run.map((one) => [one]),
  );
  const [first] = texts;
  return {
    label: runs.flatMap(joinRun),
    setting: { ...first!.setting, box: union(texts.map(({ setting }) => setting.box)) },
  };
}

/** Texts that follow each other on one line: cells of a table, or parts of a text that is set in pieces. */
function joinRows(texts: readonly SvgText[]): SvgText[] {
  const rows: SvgText[] = [];
  for (const text of texts) {
    const last = rows.at(-1);
    const gap = last && text.box.x - (last.box.x + last.box.width);
    const { fontSize, rotation } = text.setting;
    const level = last !== undefined && Math.abs(last.box.y - text.box.y) < MAX_SHIFT * fontSize;
    if (!level || gap === undefined || gap < -MAX_SHIFT * fontSize || rotation !== 0) rows.push(text);
    else {
      const parts = [labelText(last.label), labelText(text.label)];
      const label = [{ text: parts.join(gap > fontSize / 2 ? " | " : " "), breaks: [] }];
      rows[rows.length - 1] = { ...last, label, box: union([last.box, text.box]) };
    }
  }
  return rows;
}

/** Lines of a run as one paragraph. */
export function joinRun(run: readonly SvgText[]): Paragraph[] {
  if (run.length === 1) return [...run[0]!.label];
  return [joinLabelLines(run.flatMap(({ label }) => label.map(({ text }) => text)))];
}

import type { Block } from "@longdoc/core";

/** What the cover of a report to the U.S. Securities and Exchange Commission says about itself, as its forms demand. */
const FORM = /\bform\s+((?:10-?[KQ]|8-?K|20-?F|40-?F|6-?K|11-?K|S-\d|F-\d)(?:\/A)?)(?![\w-])/i;
const REGISTRANT = /\(?exact name of (?:the )?registrant/i;
const DATE = String.raw`(\p{L}{3,9}\s+\d{1,2},\s+\d{4})`;
const PERIOD = new RegExp(
  String.raw`\b(?:(fiscal year|quarterly period|year) ended|event reported\)?):?\s+${DATE}`,
  "iu",
);
/** What stands above the registrant's name, where that is a picture. */
const NOT_A_NAME =
  /commission|report|file n|date of|amendment|\bform\b|securities|mark one|class|_{3}|[:;|]/i;
const COMPANY =
  /\b(?:inc|corp|corporation|company|co|plc|ltd|limited|llc|l\.p|n\.v|s\.a|ag|se|group|holdings|international|trust)\b\.?$/i;
/** Sentences above the words "exact name of registrant" among which the name is looked for. */
const REACH = 6;

/** `Amcor plc: Form 10-K, fiscal year ended June 30, 2023`; undefined for anything but a filing. */
export function filingTitle(blocks: readonly Block[]): string | undefined {
  const cover = blocks.filter(({ page }) => page === 1).flatMap(({ sentences }) => sentences);
  const charter = cover.findIndex(({ text }) => REGISTRANT.test(text));
  const form = cover.map(({ text }) => FORM.exec(text)?.[1]).find((found) => found !== undefined);
  if (charter < 0 || !form) return undefined;
  const before = cover[charter]!.text.split(REGISTRANT)[0]!.trim();
  const above = cover.slice(Math.max(0, charter - REACH), charter).map(({ text }) => text);
  const names = [before, ...above.toReversed()].filter(
    (text) => /\p{L}{2}/u.test(text) && text.length <= 80 && !NOT_A_NAME.test(text),
  );
  const name =
    names.find((text) => COMPANY.test(text)) ??
    [before, above.at(-1)].find((text) => text && names.includes(text));
  const period = PERIOD.exec(cover.map(({ text }) => text).join(" "));
  return [
    `${name ? `${name}: ` : ""}Form ${form.toUpperCase()}`,
    period && (period[1] ? `${period[1].toLowerCase()} ended ${period[2]}` : period[2]),
  ]
    .filter(Boolean)
    .join(", ");
}

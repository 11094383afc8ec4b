/** Milliseconds of a day. */
const DAY = 86_400_000;
/** Day 0 of a workbook's calendar. */
const EPOCH = Date.UTC(1899, 11, 30);
const MAX_DAY = 2_958_465;

/**
 * A number of a chart as it is read: dates and percentages in their own form, others without the noise of binary
 * fractions (`20.399999999999999` is 20.4).
 */
export function formatNumber(value: string, format: string): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  const bare = format.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/g, "");
  if (/[yd]|mmm/i.test(bare) && !/general/i.test(bare) && number >= 1 && number <= MAX_DAY) {
    const date = new Date(EPOCH + Math.round(number * DAY)).toISOString();
    return /h/i.test(bare) ? date.slice(0, 16).replace("T", " ") : date.slice(0, 10);
  }
  if (bare.includes("%")) return `${plain(number * 100)}%`;
  return plain(number);
}

function plain(number: number): string {
  return String(Number(number.toPrecision(12)));
}

import { charColumns } from "../../text/columns.ts";

/** Advance widths of Helvetica's kind of face, in thousandths of the font size, by groups of letters. */
const GROUPS: readonly (readonly [string, number])[] = [
  ["ijl|'", 222],
  [' .,:;!/\\It[]f()-r`"', 300],
  ["Jcksvxyz*", 500],
  ["abdeghnopqu0123456789$#?_+=<>~^{}L", 556],
  ["FTZ", 611],
  ["ABEKPSVXY&", 667],
  ["CDHNRUw", 722],
  ["GOQ", 778],
  ["mM%W@—", 870],
];
const WIDTHS = new Map(GROUPS.flatMap(([characters, width]) => [...characters].map((one) => [one, width])));
const OTHER = 556;
const WIDE = 1000;

/** Points that a text takes in a common sans-serif face; exact for no font, and near for most. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let thousandths = 0;
  for (const character of text) {
    const known = WIDTHS.get(character);
    if (known !== undefined) thousandths += known;
    else {
      const columns = charColumns(character);
      thousandths += columns === 2 ? WIDE : columns * OTHER;
    }
  }
  return (thousandths / 1000) * fontSize * (bold ? 1.07 : 1);
}

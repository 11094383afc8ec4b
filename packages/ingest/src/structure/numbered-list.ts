const MAX_SHOWN = 10;

/** `pages 3, 7 and 12 more`, of a noun in the singular. */
export function numberedList(noun: string, numbers: readonly number[]): string {
  const shown = numbers.slice(0, MAX_SHOWN).join(", ");
  const more = numbers.length > MAX_SHOWN ? ` and ${numbers.length - MAX_SHOWN} more` : "";
  return `${noun}${numbers.length === 1 ? "" : "s"} ${shown}${more}`;
}

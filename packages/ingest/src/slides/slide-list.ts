const MAX_SHOWN = 10;

/** `slides 3, 7 and 12 more`; with `S`, to begin a sentence. */
export function slideList(numbers: readonly number[], initial: "s" | "S" = "s"): string {
  const shown = numbers.slice(0, MAX_SHOWN).join(", ");
  const more = numbers.length > MAX_SHOWN ? ` and ${numbers.length - MAX_SHOWN} more` : "";
  return `${initial}lide${numbers.length === 1 ? "" : "s"} ${shown}${more}`;
}

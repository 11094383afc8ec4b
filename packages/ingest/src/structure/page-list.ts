/** "pages 3, 7 and 12 more". */
export function pageList(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 10).join(", ");
  return `${numbers.length === 1 ? "page" : "pages"} ${shown}${numbers.length > 10 ? ` and ${numbers.length - 10} more` : ""}`;
}

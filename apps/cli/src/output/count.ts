/** `1 page`, `1,234 pages`: for English nouns whose plural ends in -s. */
export function count(amount: number, noun: string): string {
  return `${amount.toLocaleString("en")} ${noun}${amount === 1 ? "" : "s"}`;
}

/** A text with the numbers of its citations behind it, before the white space at its end: `It rose. [1][2]`. */
export function marked(text: string, numbers: readonly number[]): string {
  const words = text.trimEnd();
  if (words === "" || numbers.length === 0) return text;
  return `${words} ${numbers.map((number) => `[${number}]`).join("")}${text.slice(words.length)}`;
}

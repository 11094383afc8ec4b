/** Names that programs give to pages, and authors leave: `Page-1`. */
const PLACEHOLDER =
  /^(?:page|seite|página|pagina|sayfa|strana|strona|sida|oldal|страница|ページ|页|頁|第)\s*[-‑–]?\s*\d+\s*(?:页|頁)?$/iu;

export function isPlaceholderName(name: string): boolean {
  return name.trim() === "" || PLACEHOLDER.test(name.trim());
}

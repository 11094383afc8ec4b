import { htmlLabel } from "../labels/html-label.ts";
import type { Label } from "../labels/label.ts";

/** `#quot;`, `#9829;`: Mermaid's own way to write characters. */
const ENTITY = /#(\d{1,7}|[a-z]{2,8});/gi;
const ICON = /\bfa[a-z]{0,2}:fa-[\w-]+\s*/g;

/** A label of Mermaid: quoted or not, with broken lines, entities and icons in it. */
export function mermaidLabel(written: string): Label {
  const text = unquoted(written.trim())
    .replace(ENTITY, (_, code: string) => (/^\d/.test(code) ? `&#${code};` : `&${code};`))
    .replace(ICON, "")
    .replace(/\\n|\n/g, "<br>");
  return htmlLabel(text);
}

/** A text without the quotation marks, or those of a Markdown string, around it. */
export function unquoted(text: string): string {
  const quoted = /^"([\s\S]*)"$/.exec(text)?.[1] ?? text;
  return /^`([\s\S]*)`$/.exec(quoted)?.[1] ?? quoted;
}

import { htmlLabel } from "../labels/html-label.ts";
import type { Label } from "../labels/label.ts";

/** Creole's marks for bold, italic and the rest, sprites and links: how a text looks. */
const MARKS = /\*\*|\/\/(?=\S)(?<!:\/\/)|""|__|~~|--(?=\S[^-]*\S--)|<&[\w-]+>|<\$[\w-]+[^>]*>/g;
const LINK = /\[\[(\S+?)(?:\{[^}]*\})?(?:\s+([^\]]*))?\]\]/g;

/** A label of PlantUML: `\n` breaks its lines, Creole and HTML mark it up. */
export function plantumlLabel(written: string): Label {
  const text = written
    .trim()
    .replace(/^"([\s\S]*)"$/, "$1")
    .replace(LINK, (_, address: string, shown: string | undefined) => shown ?? address)
    .replace(MARKS, "")
    .replace(/\\[nlr]|%newline\(\)|\n/g, "<br>");
  return htmlLabel(text);
}

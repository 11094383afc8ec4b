import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { GlobalFonts } from "@napi-rs/canvas";

let fixedPitch: string | undefined;
let proportional: string | undefined;

/** For a canvas: fixed-pitch fonts of the system, else the font that comes with pdf.js, as a server may have none. */
export function fixedPitchFonts(): string {
  fixedPitch ??= familiesOf(["DejaVu Sans Mono", "Liberation Mono", "Menlo", "Consolas"]);
  return fixedPitch;
}

/** For a canvas: sans-serif fonts of the system, else the font that comes with pdf.js. */
export function proportionalFonts(): string {
  proportional ??= familiesOf(["Carlito", "Calibri", "Liberation Sans", "Arial", "Helvetica", "DejaVu Sans"]);
  return proportional;
}

function familiesOf(wanted: readonly string[]): string {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve("pdfjs-dist/package.json"));
  GlobalFonts.registerFromPath(join(folder, "standard_fonts", "LiberationSans-Regular.ttf"), "Longdoc Sans");
  const known = wanted.filter((name) => GlobalFonts.has(name));
  return [...known, "Longdoc Sans", "Noto Sans CJK JP"].map((name) => `"${name}"`).join(", ");
}

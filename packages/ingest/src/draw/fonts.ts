import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { GlobalFonts } from "@napi-rs/canvas";

let families: string | undefined;

/** For a canvas: fixed-pitch fonts of the system, else the font that comes with pdf.js, as a server may have none. */
export function fixedPitchFonts(): string {
  if (families) return families;
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve("pdfjs-dist/package.json"));
  GlobalFonts.registerFromPath(join(folder, "standard_fonts", "LiberationSans-Regular.ttf"), "Longdoc Sans");
  const fixed = ["DejaVu Sans Mono", "Liberation Mono", "Menlo", "Consolas"].filter((name) =>
    GlobalFonts.has(name),
  );
  families = [...fixed, "Longdoc Sans", "Noto Sans CJK JP"].map((name) => `"${name}"`).join(", ");
  return families;
}

import { createRequire } from "node:module";

/**
 * Keeps pdf.js from loading its canvas, a native library that takes a tenth of a second, in a process that draws
 * nothing. To be called before pdf.js is loaded, which makes one matrix then and uses it when it draws.
 */
export function leaveOutCanvas(): void {
  const { cache, resolve } = createRequire(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));
  const id = resolve("@napi-rs/canvas");
  const exports = { DOMMatrix: Object, ImageData: Object, Path2D: Object };
  cache[id] = { id, filename: id, path: id, exports, loaded: true } as NodeJS.Module;
}

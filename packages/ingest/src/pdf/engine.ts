import { createRequire } from "node:module";
import { dirname } from "node:path";
import { IngestError } from "@longdoc/core";
import { PDFParse } from "pdf-parse";
import type { PDFDocumentProxy } from "pdfjs-dist";

import { RegisteredFont } from "./font-styles.ts";

/** The one file that touches pdf-parse. Runs in the sandbox's child process only: pdf.js blocks its thread. */
export interface OpenPdf {
  readonly document: PDFDocumentProxy;
  close(): Promise<void>;
}

export interface EngineOptions {
  readonly password?: string;
  /** `text` skips the decoding of images and the making of glyph outlines, which only drawing needs. */
  readonly purpose: "text" | "draw";
}

const require = createRequire(import.meta.url);
const pdfjsFolder = dirname(require.resolve("pdfjs-dist/package.json"));

/**
 * pdf.js in Node turns every glyph into an outline unless it may register fonts with the browser. Reading text
 * needs no outline, so it is given a registry that keeps none: a quarter less time per page.
 */
function fontRegistry(): unknown {
  const globals = globalThis as { FontFace?: unknown };
  globals.FontFace ??= RegisteredFont;
  return {
    fonts: { add: () => undefined, delete: RegisteredFont.forget },
    createElement: () => undefined,
  };
}

/**
 * pdf.js hands operator lists from its worker to its main thread as structured clones. In Node both are one thread,
 * which only reads them: a shallow copy does, and saves an eighth of the time per page.
 */
function shareOperatorLists(): void {
  const { structuredClone: clone } = globalThis;
  if (clone.name === shareOperatorLists.name) return;
  const share = {
    [shareOperatorLists.name]: (value: unknown, options?: object): unknown => {
      const { chunk } = value as { chunk?: { fnArray?: unknown[]; argsArray?: unknown[] } };
      if (!chunk?.fnArray || !chunk.argsArray) return clone(value, options);
      return {
        ...(value as object),
        chunk: { ...chunk, fnArray: [...chunk.fnArray], argsArray: [...chunk.argsArray] },
      };
    },
  };
  globalThis.structuredClone = share[shareOperatorLists.name] as typeof structuredClone;
}

/**
 * Opens a PDF. `bytes` is taken over: it is empty afterwards.
 *
 * @throws IngestError `pdf.password-required`, `pdf.password-wrong`, `pdf.invalid`
 */
export async function openPdf(bytes: Uint8Array, source: string, options: EngineOptions): Promise<OpenPdf> {
  if (options.purpose === "text") shareOperatorLists();
  const parser = new PDFParse({
    data: bytes,
    verbosity: 0,
    // Without these, fonts that the file does not embed come out empty or ill measured (CJK above all).
    cMapUrl: `${pdfjsFolder}/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${pdfjsFolder}/standard_fonts/`,
    wasmUrl: `${pdfjsFolder}/wasm/`,
    ...(options.password === undefined ? {} : { password: options.password }),
    ...(options.purpose === "text"
      ? {
          // Images above this many pixels are not decoded.
          maxImageSize: 1,
          disableFontFace: false,
          ownerDocument: fontRegistry() as never,
        }
      : {}),
  });
  try {
    // Private in the types, and the only way to the pdf.js document; the version is pinned and a test guards it.
    const document: PDFDocumentProxy = await parser["load"]();
    return { document, close: () => parser.destroy() };
  } catch (thrown) {
    throw openingError(thrown, source, options.password !== undefined);
  }
}

function openingError(thrown: unknown, source: string, hadPassword: boolean): IngestError {
  const { name = "", message = String(thrown) } = thrown as Partial<Error>;
  if (name === "PasswordException") {
    return hadPassword
      ? new IngestError("pdf.password-wrong", `The password does not open "${source}".`, {
          input: source,
          hint: "Check the password given with --password.",
          cause: thrown,
        })
      : new IngestError("pdf.password-required", `"${source}" is protected by a password.`, {
          input: source,
          hint: "Give it with --password.",
          cause: thrown,
        });
  }
  return new IngestError("pdf.invalid", `"${source}" cannot be read as a PDF: ${firstLine(message)}`, {
    input: source,
    hint: "The file may be damaged, cut short, or not a PDF.",
    cause: thrown,
  });
}

export function firstLine(message: string): string {
  const line = message.split("\n", 1)[0]!.trim().replace(/\.*$/, "");
  return `${line}.`;
}

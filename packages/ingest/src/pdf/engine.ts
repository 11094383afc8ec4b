import { createRequire } from "node:module";
import { dirname } from "node:path";
import { IngestError } from "@longdoc/core";
import { PDFParse } from "pdf-parse";
import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist";
import { OPS } from "pdfjs-dist/legacy/build/pdf.mjs";

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
 * pdf.js hands messages from its worker to its main thread as structured clones. In Node both are one thread, which only
 * reads operator lists: a shallow copy does, as it does for a message of plain values. Saves an eighth of the time per
 * page.
 */
function shareMessages(): void {
  const { structuredClone: clone } = globalThis;
  if (clone.name === shareMessages.name) return;
  const share = {
    [shareMessages.name]: (value: unknown, options?: object): unknown => {
      const message = value as { readonly chunk?: Partial<OperatorChunk> };
      const { fnArray, argsArray } = message.chunk ?? {};
      if (fnArray && argsArray) {
        return { ...message, chunk: { ...message.chunk, fnArray: [...fnArray], argsArray: [...argsArray] } };
      }
      return isFlat(message) ? { ...message } : clone(value, options);
    },
  };
  globalThis.structuredClone = share[shareMessages.name] as typeof structuredClone;
}

function isFlat(message: object): boolean {
  for (const value of Object.values(message)) if (typeof value === "object" && value !== null) return false;
  return true;
}

/** A thousand or so of a page's operators. */
interface OperatorChunk {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly (readonly unknown[] | null)[];
  readonly length: number;
}

/** Where pdf.js's page takes in its operators, chunk by chunk; private in the types. */
interface ChunkReceiver {
  _renderPageChunk: (chunk: OperatorChunk, state: unknown) => void;
}

/**
 * Calls `take` with each of a page's operators, by pdf.js's codes, while pdf.js parses the page: a page's whole list would
 * outlive the nursery of garbage collection, which doubles what that costs.
 *
 * @throws what `take` throws, and pdf.js's error where the page is damaged
 */
export async function forEachOperator(
  page: PDFPageProxy,
  take: (code: number, operands: readonly unknown[]) => void,
): Promise<void> {
  const waiting: OperatorChunk[] = [];
  let failure: { readonly thrown: unknown } | undefined;
  const takeNext = (): void => {
    const { fnArray, argsArray } = waiting.shift()!;
    for (let index = 0; index < fnArray.length; index++) take(fnArray[index]!, argsArray[index] ?? []);
  };
  const receiver = page as unknown as ChunkReceiver;
  const keep = receiver._renderPageChunk;
  receiver._renderPageChunk = (chunk, state) => {
    if (!failure) waiting.push(chunk);
    try {
      while (waiting.length > 0 && hasFonts(page, waiting[0]!)) takeNext();
    } catch (thrown) {
      // pdf.js does not expect it here.
      failure = { thrown };
      waiting.length = 0;
    }
    keep.call(page, { ...chunk, fnArray: [], argsArray: [], length: 0 }, state);
  };
  try {
    await page.getOperatorList();
  } finally {
    delete (receiver as Partial<ChunkReceiver>)._renderPageChunk;
  }
  if (failure) throw failure.thrown;
  while (waiting.length > 0) takeNext();
}

/** How pdf.js's ids of fonts begin, and of other objects that pages share. */
const SHARED_OBJECT = "g_";

/** A font is made ready beside the operators that use it, and may come after them. */
function hasFonts(page: PDFPageProxy, { fnArray, argsArray }: OperatorChunk): boolean {
  for (let at = -1; (at = fnArray.indexOf(OPS.dependency, at + 1)) >= 0;) {
    const isMissing = (id: string): boolean => id.startsWith(SHARED_OBJECT) && !page.commonObjs.has(id);
    if ((argsArray[at] as readonly string[]).some(isMissing)) return false;
  }
  return true;
}

/**
 * Opens a PDF. `bytes` is taken over: it is empty afterwards.
 *
 * @throws IngestError `pdf.password-required`, `pdf.password-wrong`, `pdf.invalid`
 */
export async function openPdf(bytes: Uint8Array, source: string, options: EngineOptions): Promise<OpenPdf> {
  if (options.purpose === "text") shareMessages();
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

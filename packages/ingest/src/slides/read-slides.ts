import { type Document, documentVersion, IngestError } from "@longdoc/core";

import type { FileInput } from "../formats.ts";
import type { ReadPdfOptions } from "../pdf/read-pdf.ts";
import type { SandboxOptions } from "../pdf/sandboxed.ts";
import { runTask } from "../sandbox/run-task.ts";
import { assemble } from "./assemble.ts";
import { type Container, containerOf } from "../archive/container.ts";
import type { Deck } from "./deck.ts";
import type { PictureReadings } from "./pictures/read-pictures.ts";
import { convertWithOffice } from "../libreoffice/convert.ts";

/** Milliseconds for a whole presentation: its slides are read at once. */
const READ_TIMEOUT_MS = 60_000;

/**
 * Reads a presentation to a Document, in a child process. Slides that cannot be read are listed in its quality.
 *
 * @throws IngestError `slides.*`, `archive.*`, `xml.*`, `file.*`, `ocr.language-*`
 */
export async function readSlides(
  input: FileInput,
  mediaType: string,
  options: ReadPdfOptions,
): Promise<Document> {
  const version = documentVersion(input.bytes);
  const { deck, archive } = await openDeck(input, options);
  const { source } = input;
  if (deck.slides.length === 0) {
    throw new IngestError("slides.no-slides", `"${source}" has no slides.`, {
      input: source,
      hint: "It may be a template.",
    });
  }
  const pictures = await picturesOf(deck, archive, options);
  const document = await assemble({ deck, pictures, source, version, mediaType });
  const { failedPages } = document.quality;
  if (failedPages.length === deck.slides.length && !options.keepUnread) {
    const { code, reason } = failedPages[0]!;
    throw new IngestError("slides.unreadable", `No slide of "${source}" could be read: ${reason}`, {
      input: source,
      hint:
        code === "slides.no-text"
          ? "It is all pictures, and recognising text is switched off."
          : "The file may be damaged; open it in the program that made it and save it again.",
    });
  }
  options.onProgress?.({ page: deck.slides.length, pages: deck.slides.length });
  return document;
}

/** What its pictures say; what reads them is loaded for decks that have some. */
async function picturesOf(deck: Deck, archive: FileInput, options: ReadPdfOptions): Promise<PictureReadings> {
  if (options.ocr === "off" || deck.images.length === 0) return new Map();
  const { readPictures } = await import("./pictures/read-pictures.ts");
  return readPictures(deck, archive, options);
}

/** The presentation before it is a Document: for drawing. @throws as `readSlides` */
export async function parseSlides(input: FileInput, options: SandboxOptions): Promise<Deck> {
  return (await openDeck(input, options)).deck;
}

/** The presentation with the archive that it was read from, which names its pictures. @throws as `readSlides` */
export async function openDeck(
  input: FileInput,
  options: SandboxOptions,
): Promise<{ readonly deck: Deck; readonly archive: FileInput }> {
  const { source } = input;
  const container = containerOf(input.bytes);
  if (container === "encrypted") {
    throw new IngestError("slides.password-required", `"${source}" is protected with a password.`, {
      input: source,
      hint: "Open it in the program that made it and save it without a password.",
    });
  }
  const readable = container === "zip" && !isKeynote(source);
  const bytes = readable ? input.bytes : await toPptx(input, container, options);
  const archive: FileInput = { bytes, source };
  const deck = await runTask<Deck>("./read-deck", import.meta.url, archive, {
    timeoutMs: Math.max(READ_TIMEOUT_MS, options.pageTimeoutMs ?? 0),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.memoryLimitBytes === undefined ? {} : { memoryLimitBytes: options.memoryLimitBytes }),
  });
  return { deck, archive };
}

/** Kinds that no library reads. */
async function toPptx(
  input: FileInput,
  container: Container,
  { signal }: SandboxOptions,
): Promise<Uint8Array> {
  const extension =
    container === "compound" ? ".ppt" : isKeynote(input.source) && container === "zip" ? ".key" : undefined;
  if (extension === undefined) {
    throw new IngestError("slides.invalid", `"${input.source}" is not a presentation.`, {
      input: input.source,
      hint: "Its ending may be wrong, or the file is damaged.",
    });
  }
  return convertWithOffice(input, extension, "pptx", signal === undefined ? {} : { signal });
}

function isKeynote(source: string): boolean {
  return source.toLowerCase().endsWith(".key");
}

import type { Box, Document, Page } from "@longdoc/core";

import { type DocumentPart, toDocument } from "./document-parts.ts";
import { drawDiagram } from "./diagrams/draw/draw-diagram.ts";
import { readDiagram } from "./diagrams/read-diagram.ts";
import type { PictureLimits } from "./draw/fit-picture.ts";
import type { HighlightBox } from "./draw/highlight.ts";
import { readImage } from "./images/read-image.ts";
import { type DiagramMediaType, DRAWIO, MERMAID, PLANTUML, SVG, VISIO } from "./diagrams/media-types.ts";
import type { PdfInput } from "./pdf/messages.ts";
import { drawPdfPage } from "./pdf/sandboxed.ts";
import { type ReadPdfOptions, streamPdf } from "./pdf/read-pdf.ts";
import { drawSlide } from "./slides/draw/draw-slide.ts";
import { readSlides } from "./slides/read-slides.ts";
import { DOCX, type TextMediaType } from "./text/media-types.ts";
import { readTextFile, textFileGrid } from "./text/read-text-file.ts";

/** A file's bytes and the name that errors and citations call it by. */
export interface FileInput {
  readonly bytes: Uint8Array;
  readonly source: string;
}

/** A file of which no more is loaded than its format needs. */
export interface SourceFile {
  readonly source: string;
  /** Set where another process can read the file by itself, so that a long PDF's bytes are held once. */
  readonly path?: string;
  /** @throws IngestError as `openInput` */
  load(): Promise<Uint8Array>;
}

export interface Drawing {
  /** Page number, from 1. */
  readonly page: number;
  /** Pixels per point. */
  readonly scale: number;
  /** What to light, in points from the page's top left. */
  readonly highlight: readonly HighlightBox[];
}

export interface RenderedPage {
  readonly png: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export interface PartsToDraw {
  /** The document's. */
  readonly pages: readonly Page[];
  /** In the order of their pages; points. */
  readonly boxes: readonly Box[];
  /** Of each box's picture. */
  readonly limits: PictureLimits;
}

/** What a box shows. */
export type DrawnPart = { readonly box: Box } & (
  | (RenderedPage & {
      /** Set where the picture does not lie upright in its box. */
      readonly turned?: true;
    })
  | {
      /** Why it cannot be drawn, a sentence. */
      readonly failure: string;
    }
);

/** A kind of file that can be read and drawn. What it needs is loaded when the first such file comes. */
export interface Format {
  readonly mediaType: string;
  /** File name endings with their dots, lower case. */
  readonly extensions: readonly string[];
  /** @throws IngestError */
  read(file: SourceFile, options: ReadPdfOptions): Promise<Document>;
  /** The same in parts; of the formats whose files can be long. */
  stream?(file: SourceFile, options: ReadPdfOptions): AsyncIterable<DocumentPart>;
  /** @throws IngestError `file.no-such-page` and as `read` */
  draw(file: SourceFile, drawing: Drawing, options: ReadPdfOptions): Promise<RenderedPage>;
  /** Draws what boxes show, in their order; of the formats that can hold pictures. */
  drawParts?(
    file: SourceFile,
    parts: PartsToDraw,
    options: ReadPdfOptions,
  ): Promise<AsyncIterable<DrawnPart>>;
}

const pdf: Format = {
  mediaType: "application/pdf",
  extensions: [".pdf"],
  read: async (file, options) => toDocument(streamPdf(await pdfInput(file), options)),
  stream: async function* (file, options) {
    yield* streamPdf(await pdfInput(file), options);
  },
  draw: async (file, ...given) => drawPdfPage(await pdfInput(file), ...given),
  drawParts: async (file, ...given) => {
    const { drawPdfParts } = await import("./pdf/draw-parts.ts");
    return drawPdfParts(await pdfInput(file), ...given);
  },
};

const presentations: readonly Format[] = [
  slidesFormat("application/vnd.openxmlformats-officedocument.presentationml.presentation", [
    ".pptx",
    ".ppsx",
    ".pptm",
  ]),
  slidesFormat("application/vnd.oasis.opendocument.presentation", [".odp"]),
  slidesFormat("application/vnd.ms-powerpoint", [".ppt", ".pps"]),
  slidesFormat("application/vnd.apple.keynote", [".key"]),
];

const pictures: readonly Format[] = [
  imageFormat("image/png", [".png"]),
  imageFormat("image/jpeg", [".jpg", ".jpeg"]),
  imageFormat("image/tiff", [".tif", ".tiff"]),
  imageFormat("image/webp", [".webp"]),
  imageFormat("image/gif", [".gif"]),
];

const diagrams: readonly Format[] = [
  diagramFormat(DRAWIO, [".drawio", ".dio"]),
  diagramFormat(SVG, [".svg"]),
  diagramFormat(VISIO, [".vsdx", ".vsdm"]),
  diagramFormat(MERMAID, [".mmd", ".mermaid"]),
  diagramFormat(PLANTUML, [".puml", ".plantuml", ".pu", ".wsd", ".iuml"]),
];

const wordDocuments: readonly Format[] = [
  textFormat(DOCX, [".docx", ".docm", ".dotx", ".dotm"]),
  textFormat("application/msword", [".doc", ".dot"]),
  textFormat("application/vnd.oasis.opendocument.text", [".odt"]),
  textFormat("application/rtf", [".rtf"]),
];

const html = textFormat("text/html", [".html", ".htm", ".xhtml"]);
const plainText = textFormat("text/plain", [".txt", ".text"]);
const markdown = textFormat("text/markdown", [".md", ".markdown"]);

/** Every format, in the order in which their endings are named to users. */
export const FORMATS: readonly Format[] = [
  pdf,
  ...wordDocuments,
  ...presentations,
  ...diagrams,
  ...pictures,
  html,
  plainText,
  markdown,
];

function slidesFormat(mediaType: string, extensions: readonly string[]): Format {
  return {
    mediaType,
    extensions,
    read: async (file, options) => readSlides(await loaded(file), mediaType, options),
    draw: async (file, drawing, options) => drawSlide(await loaded(file), drawing, options),
    drawParts: async (file, ...given) => {
      const { drawSlideParts } = await import("./slides/draw/draw-parts.ts");
      return drawSlideParts(await loaded(file), ...given);
    },
  };
}

function imageFormat(mediaType: string, extensions: readonly string[]): Format {
  return {
    mediaType,
    extensions,
    read: async (file, options) => readImage(await loaded(file), mediaType, options),
    draw: async (file, drawing, options) => {
      // The canvas costs 60 MB of memory, which ingestion has no use for.
      const { drawImagePage } = await import("./images/draw-image-page.ts");
      return drawImagePage(await loaded(file), drawing, options);
    },
    drawParts: async (file, ...given) => {
      const { drawImageParts } = await import("./images/draw-parts.ts");
      return drawImageParts(await loaded(file), ...given);
    },
  };
}

function diagramFormat(mediaType: DiagramMediaType, extensions: readonly string[]): Format {
  return {
    mediaType,
    extensions,
    read: async (file, options) => readDiagram(await loaded(file), mediaType, options),
    draw: async (file, drawing, options) => drawDiagram(await loaded(file), mediaType, drawing, options),
  };
}

function textFormat(mediaType: TextMediaType, extensions: readonly string[]): Format {
  return {
    mediaType,
    extensions,
    read: async (file, options) => readTextFile(await loaded(file), mediaType, options),
    draw: async (file, drawing, options) => {
      const grid = await textFileGrid(await loaded(file), mediaType, options);
      // The canvas costs 60 MB of memory, which ingestion has no use for.
      const { drawTextPage } = await import("./draw/draw-text.ts");
      return drawTextPage(grid, file.source, drawing);
    },
  };
}

async function pdfInput(file: SourceFile): Promise<PdfInput> {
  const { source, path } = file;
  return path === undefined ? loaded(file) : { source, path };
}

async function loaded(file: SourceFile): Promise<FileInput> {
  return { source: file.source, bytes: await file.load() };
}

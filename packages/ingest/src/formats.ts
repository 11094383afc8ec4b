import type { Document } from "@longdoc/core";

import { drawDiagram } from "./diagrams/draw/draw-diagram.ts";
import { readDiagram } from "./diagrams/read-diagram.ts";
import type { HighlightBox } from "./draw/highlight.ts";
import { readImage } from "./images/read-image.ts";
import { type DiagramMediaType, DRAWIO, MERMAID, PLANTUML, SVG, VISIO } from "./diagrams/media-types.ts";
import { drawPdfPage } from "./pdf/sandboxed.ts";
import { readPdf, type ReadPdfOptions } from "./pdf/read-pdf.ts";
import { runTask } from "./sandbox/run-task.ts";
import { drawSlide } from "./slides/draw/draw-slide.ts";
import { readSlides } from "./slides/read-slides.ts";

/** A file's bytes and the name that errors and citations call it by. */
export interface FileInput {
  readonly bytes: Uint8Array;
  readonly source: string;
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

/** A kind of file that can be read and drawn. What it needs is loaded when the first such file comes. */
export interface Format {
  readonly mediaType: string;
  /** File name endings with their dots, lower case. */
  readonly extensions: readonly string[];
  /** @throws IngestError */
  read(input: FileInput, options: ReadPdfOptions): Promise<Document>;
  /** @throws IngestError `file.no-such-page` and as `read` */
  draw(input: FileInput, drawing: Drawing, options: ReadPdfOptions): Promise<RenderedPage>;
}

/** Larger texts are read in a child process, which a stall cannot outlast; smaller ones stall nothing. */
const MAX_BYTES_IN_PROCESS = 256 * 1024;

const pdf: Format = {
  mediaType: "application/pdf",
  extensions: [".pdf"],
  read: ({ bytes, source }, options) => readPdf(bytes, source, options),
  draw: drawPdfPage,
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

const plainText = textFormat("text/plain", [".txt", ".text"]);
const markdown = textFormat("text/markdown", [".md", ".markdown"]);

/** Every format, in the order in which their endings are named to users. */
export const FORMATS: readonly Format[] = [
  pdf,
  ...presentations,
  ...diagrams,
  ...pictures,
  plainText,
  markdown,
];

function slidesFormat(mediaType: string, extensions: readonly string[]): Format {
  return {
    mediaType,
    extensions,
    read: (input, options) => readSlides(input, mediaType, options),
    draw: drawSlide,
  };
}

function imageFormat(mediaType: string, extensions: readonly string[]): Format {
  return {
    mediaType,
    extensions,
    read: (input, options) => readImage(input, mediaType, options),
    draw: async (input, drawing, options) => {
      // The canvas costs 60 MB of memory, which ingestion has no use for.
      const { drawImagePage } = await import("./images/draw-image-page.ts");
      return drawImagePage(input, drawing, options);
    },
  };
}

function diagramFormat(mediaType: DiagramMediaType, extensions: readonly string[]): Format {
  return {
    mediaType,
    extensions,
    read: (input, options) => readDiagram(input, mediaType, options),
    draw: (input, drawing, options) => drawDiagram(input, mediaType, drawing, options),
  };
}

function textFormat(mediaType: "text/plain" | "text/markdown", extensions: readonly string[]): Format {
  return {
    mediaType,
    extensions,
    read: async ({ bytes, source }, options) => {
      const { signal, pageTimeoutMs: timeoutMs, memoryLimitBytes } = options;
      if (bytes.byteLength > MAX_BYTES_IN_PROCESS) {
        const input = { bytes, source, mediaType };
        return runTask("./text/task", import.meta.url, input, { signal, timeoutMs, memoryLimitBytes });
      }
      const { readText } = await import("./text/read-text.ts");
      return readText(bytes, { source, mediaType, ...(signal === undefined ? {} : { signal }) });
    },
    draw: async (input, drawing) => {
      // The canvas costs 60 MB of memory, which ingestion has no use for.
      const { drawTextPage } = await import("./draw/draw-text.ts");
      return drawTextPage(input, mediaType, drawing);
    },
  };
}

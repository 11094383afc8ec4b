import type { Table, TableCell as TextCell } from "../text/table.ts";
import type { BlockKind } from "@longdoc/core";

/** Points on a slide, origin top-left. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line of a text as it is estimated to be set: half-open range of UTF-16 offsets, and its place. */
export interface SetLine {
  readonly start: number;
  readonly end: number;
  readonly box: Rectangle;
}

/** Where a part of a text leads to. */
export interface Link {
  readonly start: number;
  readonly end: number;
  readonly address: string;
}

/** A paragraph. */
export interface TextPart {
  readonly type: "text";
  readonly kind: BlockKind;
  /** Headings only: 1 is the highest level. */
  readonly level?: number;
  readonly text: string;
  readonly lines: readonly SetLine[];
  readonly links: readonly Link[];
  /** Points. */
  readonly fontSize: number;
  readonly bold: boolean;
}

export interface TableCell extends TextCell {
  readonly box: Rectangle;
  readonly lines: readonly SetLine[];
}

export interface TablePart extends Table<TableCell> {
  readonly type: "table";
  readonly box: Rectangle;
}

/** What the file's structure says rather than its text: a chart's data, a diagram's nodes, a picture's description. */
export interface FigurePart {
  readonly type: "figure";
  readonly of: "chart" | "diagram" | "picture" | "object";
  readonly box: Rectangle;
  readonly statements: readonly { readonly text: string; readonly boxes: readonly Rectangle[] }[];
}

export type SlidePart = TextPart | TablePart | FigurePart;

/** A picture that is part of the file, for whoever can read pictures. */
export interface SlideImage {
  /** Name of the archive's part that holds the picture's bytes. */
  readonly part: string;
  /** Slide number, from 1. */
  readonly slide: number;
  readonly box: Rectangle;
  /** What of the picture is shown, as shares of its width and height. */
  readonly shown: Rectangle;
  /** Where that stands before it is turned about its centre; absent where the file's way of cutting it is not known. */
  readonly frame?: Rectangle;
  /** Degrees, clockwise, by which the picture is turned. */
  readonly rotation: number;
  /** Whether it is mirrored, before it is turned: left and right (`x`), top and bottom (`y`). */
  readonly mirrored?: { readonly x: boolean; readonly y: boolean };
}

export interface Slide {
  /** From 1, in the order of the presentation; hidden slides are counted. */
  readonly number: number;
  readonly hidden: boolean;
  /** A title slide, or one that begins a section. */
  readonly opensSection: boolean;
  /** In reading order. */
  readonly parts: readonly SlidePart[];
  /** Paragraphs of the speaker's notes. */
  readonly notes: readonly string[];
  /** `author: text`, in the order written. */
  readonly comments: readonly string[];
  /** Set when the slide could not be read. */
  readonly failure?: { readonly code: string; readonly reason: string };
}

/** A presentation as it is read, whatever its format. */
export interface Deck {
  readonly title?: string;
  /** Points. */
  readonly width: number;
  /** Points. */
  readonly height: number;
  readonly slides: readonly Slide[];
  readonly images: readonly SlideImage[];
  /** What a reader should know, a sentence each. */
  readonly warnings: readonly string[];
}

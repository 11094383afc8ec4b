import type { TurnedLine } from "../layout/lines.ts";
import type { LaidBlock } from "../layout/page-layout.ts";
import type { QuarterTurn, Rectangle } from "../layout/geometry.ts";
import type { TextCoverage } from "../layout/text-coverage.ts";
import type { Recognition } from "../ocr/recognition.ts";
import type { Statement } from "./statement.ts";
import type { TextLayer } from "./text-layer.ts";

/** A PDF, and the name that errors call it by: its bytes, or a path at which another process can read them. */
export type PdfInput = { readonly source: string } & (
  | { readonly bytes: Uint8Array; readonly path?: undefined }
  | { readonly path: string }
);

/** A PDF and what opens it. */
type OpenRequest = PdfInput & {
  readonly password?: string;
  /** Set where the file was opened before: what its version must be. */
  readonly version?: string;
};

/** What the parent asks of the child process that reads PDFs. */
export type ReadRequest = OpenRequest & {
  /** First page to give, from 1; after a crash the pages before it are done. */
  readonly firstPage: number;
  /** Pages that are not to be tried: they stalled or killed an earlier process. */
  readonly skip: readonly number[];
  /** Pages whose text is to be placed by estimate: replaying what they draw stalled or killed an earlier process. */
  readonly estimate: readonly number[];
};

/** What it asks of the one that draws them. */
export type DrawRequest = OpenRequest & {
  readonly page: number;
  /** Pixels per point. */
  readonly scale: number;
  readonly highlight: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  /** Clockwise degrees by which the page is turned back. */
  readonly angle?: QuarterTurn;
};

export interface PdfOutlineEntry {
  readonly title: string;
  /** From 1 at the top. */
  readonly level: number;
  readonly page?: number;
}

export interface OpenedMessage {
  readonly type: "opened";
  /** The document's. */
  readonly version: string;
  readonly pages: number;
  readonly title?: string;
  readonly language?: string;
  readonly outline: readonly PdfOutlineEntry[];
  readonly labels?: readonly (string | null)[];
  readonly attachments: readonly string[];
}

/** A page that was read and laid out. Coordinates as in `Glyphs`: of the page turned back by the block's angle. */
export interface PageMessage {
  readonly type: "page";
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly headers: readonly TurnedLine[];
  readonly footers: readonly TurnedLine[];
  readonly blocks: readonly LaidBlock[];
  readonly images: readonly Rectangle[];
  /** Form values and comments, in order. */
  readonly statements: readonly Statement[];
  /** Characters left out because a reader does not see them. */
  readonly hiddenCharacters: number;
  /** The text lies invisibly over a scan: it was recognised when the scan was made. */
  readonly scanned: boolean;
  readonly textLayer: TextLayer;
  /** Of the page before recognition. */
  readonly coverage: TextCoverage;
  /** Whether places of glyphs are measured, or estimated because what the page draws could not be replayed. */
  readonly boxes: "exact" | "estimated";
  /** Set where the page's text was to be recognised. */
  readonly recognition?: Recognition;
}

export interface PageFailedMessage {
  readonly type: "page-failed";
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly code: string;
  readonly reason: string;
}

interface FailedMessage {
  readonly type: "failed";
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export type ReadReply =
  | OpenedMessage
  /** Sent before a page is begun, so that a stall can be laid at its door. */
  | { readonly type: "page-started"; readonly number: number }
  | PageMessage
  | PageFailedMessage
  | { readonly type: "done" }
  | FailedMessage;

export interface DrawnMessage {
  readonly type: "drawn";
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Whether anything is to be seen on the page. */
  readonly ink: boolean;
}

export type DrawReply = DrawnMessage | FailedMessage;

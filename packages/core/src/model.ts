/**
 * The document model. Conventions kept everywhere: pages count from 1, array indices from 0,
 * ranges are half-open, text offsets are UTF-16 code units, lengths on a page are points (1/72 inch).
 */

/** A rectangle on a page as displayed (rotation and crop applied): points, origin top-left. */
export interface Box {
  /** Page number, from 1. */
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a sentence's text came from. */
export type Origin =
  /** Characters that the file itself holds. */
  | { readonly type: "text" }
  /** Optical character recognition; `confidence` from 0 to 1. */
  | { readonly type: "ocr"; readonly confidence: number }
  /** Written by a vision model. */
  | { readonly type: "vision" }
  /** Derived from the file's structure: a chart's data, a diagram's edges, a form's values. */
  | { readonly type: "structure" };

/** The unit of citation. `document.text.slice(start, end) === text`, always. */
export interface Sentence {
  /** Unique over all documents and versions; the same bytes always give the same id. */
  readonly id: string;
  readonly text: string;
  /** Page on which the sentence begins, from 1. */
  readonly page: number;
  /** One box per line of the sentence, in reading order; on more than one page if it runs over. */
  readonly boxes: readonly Box[];
  /** UTF-16 offset into the document's text. */
  readonly start: number;
  /** UTF-16 offset into the document's text, exclusive. */
  readonly end: number;
  readonly origin: Origin;
}

export type BlockKind =
  | "title"
  | "heading"
  | "paragraph"
  | "list-item"
  | "table"
  | "figure"
  | "caption"
  | "note"
  | "header"
  | "footer"
  | "code"
  | "formula";

/** A run of sentences that belong together on the page: a paragraph, a heading, a table. */
export interface Block {
  readonly kind: BlockKind;
  /** Headings only: 1 is the highest level. */
  readonly level?: number;
  /** Page on which the block begins, from 1. */
  readonly page: number;
  /** The block's bounds on its first page. */
  readonly box: Box;
  readonly sentences: readonly Sentence[];
  /** Tables only: the table as GitHub-flavoured Markdown. */
  readonly markdown?: string;
  /** Figures only: set where they show more than the file says of them, which it takes a vision model to read. */
  readonly picture?: true;
}

/** Why a page, or a document, could not be read. */
export interface Failure {
  /** Stable, machine-readable: `pdf.page-timeout`. */
  readonly code: string;
  /** One sentence for a person. */
  readonly reason: string;
}

export interface PageQuality {
  /** UTF-16 length of the page's text, running headers and footers included. */
  readonly characters: number;
  /** Set when the page could not be read; its text is then absent. */
  readonly failure?: Failure;
  /** Whether boxes are measured glyph by glyph or interpolated along a line. */
  readonly boxes?: "exact" | "estimated";
  /** Share of the page's ink (text, pictures, drawings) that is text which was read, by area; from 0 to 1. */
  readonly textCoverage?: number;
  /** Mean confidence of a page whose text was recognised, from 0 to 1. */
  readonly ocrConfidence?: number;
}

export interface Page {
  /** From 1, in file order. */
  readonly number: number;
  /** The number printed for readers, where the file says it: `iv`, `A-3`. */
  readonly label?: string;
  /** Points, as displayed. */
  readonly width: number;
  /** Points, as displayed. */
  readonly height: number;
  readonly quality: PageQuality;
}

export interface DocumentQuality {
  /** Pages that were read. */
  readonly pagesRead: number;
  /** Pages that failed, with reasons; empty when the document was read whole. */
  readonly failedPages: readonly (Failure & { readonly page: number })[];
  /** What a reader should know, a sentence each: "Page 3 has no text layer." */
  readonly warnings: readonly string[];
  /** As of a page, over all pages whose text was not recognised from pictures. */
  readonly textCoverage?: number;
  /** Pictures that it takes a vision model to read; absent where there are none. */
  readonly pictures?: PictureCount;
}

export interface PictureCount {
  readonly described: number;
  /** Those of which only the file's own words and recognised text are in the document. */
  readonly undescribed: number;
}

export interface Document {
  /** Stable for a source. */
  readonly id: string;
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly version: string;
  readonly title: string;
  /** Where the document came from: an absolute path, or whatever the caller named it. */
  readonly source: string;
  /** `application/pdf`, `text/markdown`, … */
  readonly mediaType: string;
  /** ISO 639-1 code of the main language, `und` when it cannot be told. */
  readonly language: string;
  /** The canonical text: every sentence in reading order, blocks set apart by blank lines. */
  readonly text: string;
  readonly pages: readonly Page[];
  readonly blocks: readonly Block[];
  readonly quality: DocumentQuality;
}

/** A run of whole sentences that is found, ranked and packed as one; never crosses a section. */
export interface Chunk {
  readonly id: string;
  readonly documentId: string;
  readonly version: string;
  /** Position in the document, from 0. */
  readonly ordinal: number;
  readonly sentences: readonly Sentence[];
  /** Titles of the enclosing sections, outermost first. */
  readonly headingPath: readonly string[];
  /** Local estimate, uncalibrated (see `countTokens`). */
  readonly tokens: number;
  /** Text that helps to find the chunk and is never cited. */
  readonly context?: string;
}

/** What a store and a plan keep of a document: everything but its text. */
export interface DocumentSummary {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly source: string;
  readonly mediaType: string;
  readonly language: string;
  readonly pages: number;
  readonly quality: DocumentQuality;
}

/** Why a candidate was left out of the context. */
export type DropReason =
  /** It did not fit in what was left of the budget. */
  | "budget"
  /** It ranked below the number of chunks asked for. */
  | "top-k"
  /** The same sentences are in the plan already. */
  | "duplicate";

export interface DroppedChunk {
  readonly chunkId: string;
  readonly documentId: string;
  readonly score: number;
  /** Calibrated tokens that it would have taken. */
  readonly tokens: number;
  readonly reason: DropReason;
}

/** A document as the model will see it: its packed sentences, in reading order. */
export interface PlannedDocument {
  readonly document: DocumentSummary;
  readonly chunks: readonly PlannedChunk[];
}

export interface PlannedChunk {
  readonly id: string;
  readonly ordinal: number;
  readonly headingPath: readonly string[];
  readonly sentences: readonly Sentence[];
  /** Retrieval score; 0 where the whole document was packed without a search. */
  readonly score: number;
}

/** A page image or figure to be sent along. */
export interface PlannedImage {
  readonly documentId: string;
  readonly page: number;
  readonly tokens: number;
}

/** What goes to the model, in order, and what was left out. */
export interface ContextPlan {
  readonly question: string;
  /** Model id that the tokens were counted for. */
  readonly model: string;
  /** Tokens allowed for the documents. */
  readonly budget: number;
  /** Tokens that the documents take, by the calibrated count; never above `budget`. */
  readonly used: number;
  /** `whole`: every document in scope, complete. `chunks`: the best chunks that fit. */
  readonly strategy: "whole" | "chunks";
  readonly documents: readonly PlannedDocument[];
  readonly images: readonly PlannedImage[];
  readonly dropped: readonly DroppedChunk[];
}

export interface CitationChecks {
  /** The citation's position resolved to sentences of the plan. */
  readonly pointer: "valid";
  /** The quoted text is the joined text of those sentences. */
  readonly quote: "exact";
}

export interface Citation {
  readonly sentenceIds: readonly string[];
  readonly documentId: string;
  readonly version: string;
  readonly source: string;
  readonly title: string;
  /** Page on which the quote begins, from 1. */
  readonly page: number;
  readonly boxes: readonly Box[];
  /** The sentences' own text, joined. */
  readonly quote: string;
  readonly checks: CitationChecks;
}

/** A statement of the answer. `answer.text.slice(start, end) === text`. */
export interface Claim {
  readonly text: string;
  /** UTF-16 offset into the answer's text. */
  readonly start: number;
  readonly end: number;
  /** Indices into `answer.citations`; never empty. */
  readonly citations: readonly number[];
}

/** Tokens, as the API reports them; all 0 when no model was used. */
export interface Usage {
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
}

export interface Answer {
  readonly question: string;
  /** `partial`: cut short, or only part of the question is answered by the documents. */
  readonly status: "answered" | "partial" | "not_found";
  readonly text: string;
  readonly claims: readonly Claim[];
  readonly citations: readonly Citation[];
  /** Statements of the answer that carry no citation. */
  readonly unsupported: readonly string[];
  /** Model id, or `none` where the sentences themselves are the answer. */
  readonly model: string;
  readonly usage: Usage;
  /** US dollars. */
  readonly cost: number;
  /** What a reader should know: failed pages, truncation, that no model was used. */
  readonly warnings: readonly string[];
  readonly plan: ContextPlan;
}

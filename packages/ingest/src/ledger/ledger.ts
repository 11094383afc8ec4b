import { type Block, type BlockKind, type Box, type Origin, type Sentence, sentenceId } from "@longdoc/core";

/** A sentence before it has a place in the document's text. */
export interface DraftSentence {
  readonly text: string;
  /** Page on which the sentence begins, from 1. */
  readonly page: number;
  /** One box per line, in reading order. */
  readonly boxes: readonly Box[];
  readonly origin: Origin;
}

/** A block before its sentences have places in the document's text. */
export interface DraftBlock {
  readonly kind: BlockKind;
  /** Headings only: 1 is the highest level. */
  readonly level?: number;
  /** Page on which the block begins, from 1. */
  readonly page: number;
  /** The block's bounds on its first page. */
  readonly box: Box;
  readonly sentences: readonly DraftSentence[];
  /** Tables only: the table as GitHub-flavoured Markdown. */
  readonly markdown?: string;
  /** Figures only: set where it takes a vision model to read them. */
  readonly picture?: true;
}

/** The one place where sentences get their identity and their offsets. */
export interface Ledger {
  /**
   * Enters a block behind those entered before and returns it with its sentences' ids and offsets. Sentences
   * without text are left out; a block left with none adds nothing to the text.
   */
  add(block: DraftBlock): Block;
  /**
   * The canonical text of what was entered since the last call: joined, the texts of all calls are the document's. The
   * sentences' own texts become views of it; kept for itself as well, each would be in memory twice.
   */
  takeText(): string;
  /** Sentences entered so far. */
  sentences(): number;
}

const BLOCK_SEPARATOR = "\n\n";

type EnteredSentence = { -readonly [Key in keyof Sentence]: Sentence[Key] };

/**
 * Opens the ledger of one version of a document. The canonical text is the sentences of a block joined by a
 * space (rows of a table and lines of code by a line feed), and the blocks by a blank line; so
 * `text.slice(start, end)` is the sentence's text, whatever the input.
 */
export function createLedger(of: { readonly documentId: string; readonly version: string }): Ledger {
  /** Since the text was taken. */
  let parts: string[] = [];
  let entered: EnteredSentence[] = [];
  let taken = 0;
  let length = 0;
  let ordinal = 0;

  function append(part: string): void {
    parts.push(part);
    length += part.length;
  }

  function enter(draft: DraftSentence, text: string): Sentence {
    const start = length;
    append(text);
    const id = sentenceId({ ...of, ordinal, start, text });
    ordinal += 1;
    const { page, boxes, origin } = draft;
    const sentence: EnteredSentence = { id, text, page, boxes, start, end: length, origin };
    entered.push(sentence);
    return sentence;
  }

  return {
    add(draft) {
      const separator = draft.kind === "table" || draft.kind === "code" ? "\n" : " ";
      const sentences: Sentence[] = [];
      for (const draftSentence of draft.sentences) {
        const text = storable(draftSentence.text);
        if (text.trim() === "") continue;
        if (sentences.length > 0) append(separator);
        else if (length > 0) append(BLOCK_SEPARATOR);
        sentences.push(enter(draftSentence, text));
      }
      return {
        kind: draft.kind,
        ...(draft.level !== undefined && { level: draft.level }),
        page: draft.page,
        box: draft.box,
        sentences,
        ...(draft.markdown !== undefined && { markdown: storable(draft.markdown) }),
        ...(draft.picture && { picture: draft.picture }),
      };
    },
    takeText: () => {
      const text = parts.join("");
      for (const sentence of entered) {
        sentence.text = text.slice(sentence.start - taken, sentence.end - taken);
      }
      parts = [];
      entered = [];
      taken = length;
      return text;
    },
    sentences: () => ordinal,
  };
}

/** Lone surrogates do not survive UTF-8, and SQLite's C strings end at a NUL: both become U+FFFD, one for one. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

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
  /** The canonical text of what was entered so far. */
  text(): string;
  /** Sentences entered so far. */
  sentences(): number;
}

const BLOCK_SEPARATOR = "\n\n";
/**
 * UTF-16 units. The text is kept as pieces of this length, and each sentence's text as a view of its piece: kept for
 * itself as well, every sentence would be in memory twice.
 */
const PIECE = 8192;

type EnteredSentence = { -readonly [Key in keyof Sentence]: Sentence[Key] };

/**
 * Opens the ledger of one version of a document. The canonical text is the sentences of a block joined by a
 * space (rows of a table and lines of code by a line feed), and the blocks by a blank line; so
 * `text().slice(start, end)` is the sentence's text, whatever the input.
 */
export function createLedger(of: { readonly documentId: string; readonly version: string }): Ledger {
  /** Pieces, joined: strings that V8 copies to one only when its characters are asked for. */
  let text = "";
  let parts: string[] = [];
  let sentencesOfPiece: EnteredSentence[] = [];
  let length = 0;
  let ordinal = 0;

  function append(part: string): void {
    parts.push(part);
    length += part.length;
  }

  function endPiece(): void {
    const begin = text.length;
    const piece = parts.join("");
    for (const sentence of sentencesOfPiece) {
      sentence.text = piece.slice(sentence.start - begin, sentence.end - begin);
    }
    text += piece;
    parts = [];
    sentencesOfPiece = [];
  }

  function enter(draft: DraftSentence, sentenceText: string): Sentence {
    const start = length;
    append(sentenceText);
    const id = sentenceId({ ...of, ordinal, start, text: sentenceText });
    ordinal += 1;
    const { page, boxes, origin } = draft;
    const sentence: EnteredSentence = { id, text: sentenceText, page, boxes, start, end: length, origin };
    sentencesOfPiece.push(sentence);
    return sentence;
  }

  return {
    add(draft) {
      const separator = draft.kind === "table" || draft.kind === "code" ? "\n" : " ";
      const sentences: Sentence[] = [];
      for (const draftSentence of draft.sentences) {
        const sentenceText = storable(draftSentence.text);
        if (sentenceText.trim() === "") continue;
        if (sentences.length > 0) append(separator);
        else if (length > 0) append(BLOCK_SEPARATOR);
        sentences.push(enter(draftSentence, sentenceText));
      }
      if (length - text.length >= PIECE) endPiece();
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
    text: () => {
      endPiece();
      return text;
    },
    sentences: () => ordinal,
  };
}

/** Lone surrogates do not survive UTF-8, and SQLite's C strings end at a NUL: both become U+FFFD, one for one. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

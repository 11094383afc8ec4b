import { createRequire } from "node:module";

import type { Tiktoken } from "tiktoken/lite";

import type { Model, Tokenizer } from "./models.ts";

/**
 * Pieces longer than this are counted apart: tiktoken is quadratic in a run without white space (60,000 equal
 * characters take 2 s), and a count over pieces is never below the count of the whole.
 */
const MAX_PIECE = 512;

let encoding: Tiktoken | undefined;

/** The lite entry with one vocabulary, loaded when it is first needed: the full one loads every vocabulary there is. */
function loadEncoding(): Tiktoken {
  const require = createRequire(import.meta.url);
  const lite = require("tiktoken/lite") as typeof import("tiktoken/lite");
  const { bpe_ranks, special_tokens, pat_str } = require("tiktoken/encoders/cl100k_base.json") as {
    bpe_ranks: string;
    special_tokens: Record<string, number>;
    pat_str: string;
  };
  return new lite.Tiktoken(bpe_ranks, special_tokens, pat_str);
}

/**
 * More characters than this are taken to be more than one token. cl100k holds long English words as one token each,
 * up to 5.4 characters on average in prose of annual reports and medicine; Anthropic counts on 2.5 for Claude 4.7 and
 * later ("1M tokens, about 2.5M characters"), which is this figure after calibration.
 */
const MAX_CHARACTERS_PER_TOKEN = 4.35;

/**
 * Local estimate of a text's tokens (tiktoken `cl100k_base`, where that is not less than the text's length allows),
 * uncalibrated: the unit of `Chunk.tokens`. It is not Claude's tokenizer; `calibrate` turns it into a bound for a
 * model.
 */
export function countTokens(text: string): number {
  return Math.max(encodedTokens(text), Math.ceil(text.length / MAX_CHARACTERS_PER_TOKEN));
}

function encodedTokens(text: string): number {
  encoding ??= loadEncoding();
  if (text.length <= MAX_PIECE) return encoding.encode_ordinary(text).length;
  let tokens = 0;
  for (let start = 0; start < text.length;) {
    const end = pieceEnd(text, start);
    tokens += encoding.encode_ordinary(text.slice(start, end)).length;
    start = end;
  }
  return tokens;
}

/** End of a piece of at most `MAX_PIECE` units: before the last space in reach, never inside a surrogate pair. */
function pieceEnd(text: string, start: number): number {
  const limit = start + MAX_PIECE;
  if (limit >= text.length) return text.length;
  const space = text.lastIndexOf(" ", limit);
  if (space > start) return space;
  const splitsPair = text.charCodeAt(limit - 1) >= 0xd800 && text.charCodeAt(limit - 1) <= 0xdbff;
  return splitsPair ? limit - 1 : limit;
}

/**
 * Claude's tokens per cl100k token, erring upward. cl100k counts 15-20 % too few for the tokenizer of Claude 3 to
 * 4.6 on prose and more on other text, and Claude 4.7 and later give about 30 % more than that one.
 */
const CALIBRATION: Readonly<Record<Tokenizer, number>> = {
  "claude-3": 1.35,
  "claude-4.7": 1.35 * 1.3,
};

/** Tokens that the API adds around each citable text block. Not documented; an assumption that errs upward. */
export const TOKENS_PER_SENTENCE = 4;

/** Tokens that the API adds around each document, its title and context included. An assumption that errs upward. */
export const TOKENS_PER_DOCUMENT = 120;

/** Tokens that `sentences` citable blocks of `tokens` estimated tokens take in a model's context, erring upward. */
export function calibrate(model: Model, tokens: number, sentences: number): number {
  return Math.ceil(tokens * CALIBRATION[model.tokenizer]) + sentences * TOKENS_PER_SENTENCE;
}

import { type Block, countTokens, type Sentence } from "@longdoc/core";
import type { Section } from "./sections.ts";

/** Sentences between which no chunk ends. */
export interface Unit {
  readonly sentences: readonly Sentence[];
  readonly tokens: number;
  /** How little a chunk should end here, from 0 (between blocks) to 1. */
  readonly breakCost: number;
}

/** A table is worth more whole: it may exceed the target this many times. */
const WHOLE_TABLE = 2;

/** A chunk that ends inside a paragraph, or inside a table, loses its thread. */
const INSIDE_BLOCK = 0.15;

/** A caption cut from its table, or "as follows:" from what follows, answers nothing. */
const BEFORE_WHAT_IT_ANNOUNCES = 0.6;

/** The section's units; its headings are one with the beginning of its body. */
export function unitsOf(section: Section, target: number): Unit[] {
  const body = section.body.flatMap((block, index) => blockUnits(block, section.body[index + 1], target));
  const headings = section.headings.flatMap((block) => block.sentences.map(sentenceUnit));
  const [first, ...rest] = body;
  if (!first) return headings;
  // Only a run of headings that is a page of its own (a list of titles taken for headings) may be cut; the last
  // of them stays with what it heads.
  const tokens = headings.reduce((sum, unit) => sum + unit.tokens, 0);
  const own = tokens > target / 2 ? headings.slice(-1) : headings;
  const others = headings.slice(0, headings.length - own.length);
  return [...others, joined([...own, first], first.breakCost), ...rest];
}

function blockUnits(block: Block, next: Block | undefined, target: number): Unit[] {
  const units = block.sentences.map(sentenceUnit);
  const last = announces(block, next) ? BEFORE_WHAT_IT_ANNOUNCES : 0;
  const tokens = units.reduce((sum, unit) => sum + unit.tokens, 0);
  if (block.kind === "table" && tokens <= target * WHOLE_TABLE) return [joined(units, last)];
  return units.map((unit, index) => (index === units.length - 1 ? { ...unit, breakCost: last } : unit));
}

function sentenceUnit(sentence: Sentence): Unit {
  return { sentences: [sentence], tokens: countTokens(sentence.text), breakCost: INSIDE_BLOCK };
}

function joined(units: readonly Unit[], breakCost: number): Unit {
  return {
    sentences: units.flatMap((unit) => unit.sentences),
    tokens: units.reduce((sum, unit) => sum + unit.tokens, 0),
    breakCost,
  };
}

function announces(block: Block, next: Block | undefined): boolean {
  if (next === undefined) return false;
  if (block.kind === "caption") return next.kind === "table" || next.kind === "figure";
  if (next.kind === "caption") return block.kind === "table" || block.kind === "figure";
  if (next.kind === "note" && block.kind === "table") return true;
  return /[:：]\s*$/.test(block.sentences.at(-1)?.text ?? "");
}

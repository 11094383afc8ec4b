import type { ContextPlan, DocumentSummary, PlannedChunk, Sentence } from "@longdoc/core";
import { analyze, documentName } from "@longdoc/retrieve";

import { type Question, readQuestion } from "./question.ts";

export interface RankedSentence {
  readonly sentence: Sentence;
  readonly document: DocumentSummary;
  /** Comparable within one plan. */
  readonly score: number;
  /** Share of the question's weight that the sentence and its surroundings hold, 0 to 1. */
  readonly coverage: number;
  /** Question terms that the sentence itself holds, names of the documents apart. */
  readonly matched: number;
}

/** Weight of a question term that stands not in the sentence but around it. */
const IN_HEADINGS = 0.45;
const IN_NEIGHBOURS = 0.3;
const IN_TITLE = 0.15;
/** Sentences before and after that count as neighbours. */
const NEIGHBOURS = 2;
/** Bonus, in shares of the two terms' weight, for two terms side by side as in the question. */
const PAIR_BONUS = 0.2;
/** Factor for a sentence with a figure where one is asked for, and for one without. */
const WITH_FIGURE = 1.2;
const WITHOUT_FIGURE = 0.8;
/** How much the search's own ranking of the chunk counts. */
const CHUNK_WEIGHT = 0.5;
/** How much a table row gains when the question names its whole label. */
const LABEL_WEIGHT = 1.1;
/** Factor for terms of the document's title or file name. */
const NAME_WEIGHT = 0.25;
/** A label that holds one in this many parts of the question's weight counts in full. */
const LABEL_SHARE = 3;
/** A title, or a label without content, is a signpost to the answer and not the answer. */
const SIGNPOST = 0.35;

/** Weight of a question term that a table's row has from its column's header and not from its label. */
const IN_COLUMN_HEADER = 0.5;

interface Entry {
  readonly sentence: Sentence;
  readonly document: DocumentSummary;
  readonly chunk: PlannedChunk;
  readonly terms: readonly string[];
  readonly set: ReadonlySet<string>;
  /** Terms of a table row's label; undefined for running text. */
  readonly label: ReadonlySet<string> | undefined;
}

/** Ranks the plan's sentences by how well each answers the question, best first. */
export function rankSentences(plan: ContextPlan): RankedSentence[] {
  const languages = [...new Set(plan.documents.map(({ document }) => document.language))];
  const question = readQuestion(plan.question, languages);
  const entries = plan.documents.flatMap(({ document, chunks }) =>
    chunks.flatMap((chunk) => chunk.sentences.map((sentence) => toEntry(sentence, document, chunk))),
  );
  const names = namesOf(plan, question);
  const weights = termWeights(question, entries, names);
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return [];
  const bestChunk = Math.max(
    ...plan.documents.flatMap(({ chunks }) => chunks.map((chunk) => chunk.score)),
    0,
  );
  const headings = new Map<PlannedChunk, ReadonlySet<string>>();
  const titles = new Map<DocumentSummary, ReadonlySet<string>>();
  const ranked = entries.map((entry, index): RankedSentence => {
    const around = surroundings(entries, index);
    const inHeadings = cached(headings, entry.chunk, () =>
      analyze(entry.chunk.headingPath.join(" "), entry.document.language),
    );
    const inTitle = cached(titles, entry.document, () =>
      analyze(documentName(entry.document), entry.document.language),
    );
    let inside = 0;
    let matched = 0;
    let covered = 0;
    for (const [term, weight] of weights) {
      if (entry.set.has(term)) {
        const inHeader = entry.label && !entry.label.has(term) && !isYear(term);
        // What names the place to look is answered by a sentence in that place, not by one that speaks of it.
        if (question.places.has(term) && !inHeadings.has(term)) {
          covered += IN_HEADINGS * weight;
          continue;
        }
        inside += weight;
        if (!names.has(term)) matched++;
        covered += inHeader ? IN_COLUMN_HEADER * weight : weight;
        continue;
      }
      const share = inHeadings.has(term)
        ? question.places.has(term)
          ? 1
          : IN_HEADINGS
        : around.some((other) => other.set.has(term))
          ? IN_NEIGHBOURS
          : inTitle.has(term)
            ? IN_TITLE
            : 0;
      covered += share * weight;
    }
    if (inside === 0) return { ...entry, score: 0, coverage: 0, matched };
    let score = covered + pairBonus(entry, question, weights);
    if (question.wantsFigure) score *= hasFigure(entry.sentence.text) ? WITH_FIGURE : WITHOUT_FIGURE;
    score *= 1 + LABEL_WEIGHT * labelPrecision(entry, weights, names, total);
    if (isSignpost(entry)) score *= SIGNPOST;
    if (bestChunk > 0) score *= 1 + CHUNK_WEIGHT * (entry.chunk.score / bestChunk);
    return { ...entry, score, coverage: covered / total, matched };
  });
  return ranked.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
}

function toEntry(sentence: Sentence, document: DocumentSummary, chunk: PlannedChunk): Entry {
  const terms = analyze(sentence.text, document.language);
  const label = /^(.{2,200}?) — /.exec(sentence.text)?.[1];
  return {
    sentence,
    document,
    chunk,
    terms,
    set: new Set(terms),
    label: label === undefined ? undefined : new Set(analyze(label, document.language)),
  };
}

/** Terms of the documents' titles and file names, and question terms that such a name runs together: `bestbuy`. */
function namesOf(plan: ContextPlan, question: Question): Set<string> {
  const names = new Set(
    plan.documents.flatMap(({ document }) => analyze(documentName(document), document.language)),
  );
  for (const [first, second] of question.pairs) {
    if ([...names].some((name) => name.startsWith(first + second.slice(0, 3)))) names.add(first).add(second);
  }
  return new Set([...names].filter((name) => !/^\d+$/.test(name)));
}

function isYear(term: string): boolean {
  return /^(?:19|20)\d{2}$/.test(term);
}

/** Rarity of each question term among the plan's sentences (inverse document frequency). */
function termWeights(
  question: Question,
  entries: readonly Entry[],
  names: ReadonlySet<string>,
): Map<string, number> {
  const weights = new Map<string, number>();
  for (const term of question.terms) {
    let frequency = 0;
    for (const { set } of entries) if (set.has(term)) frequency++;
    const rarity = Math.log(1 + (entries.length - frequency + 0.5) / (frequency + 0.5));
    // A document's own name is in the question to say which document, and no sentence needs to repeat it.
    weights.set(term, rarity * (names.has(term) ? NAME_WEIGHT : 1));
  }
  return weights;
}

function surroundings(entries: readonly Entry[], index: number): Entry[] {
  const { chunk } = entries[index]!;
  const result: Entry[] = [];
  for (let other = index - NEIGHBOURS; other <= index + NEIGHBOURS; other++) {
    const entry = entries[other];
    if (other !== index && entry?.chunk === chunk) result.push(entry);
  }
  return result;
}

function pairBonus({ terms }: Entry, question: Question, weights: ReadonlyMap<string, number>): number {
  let bonus = 0;
  for (const [first, second] of question.pairs) {
    const follows = terms.some((term, index) => term === first && terms[index + 1] === second);
    if (follows) bonus += PAIR_BONUS * (weights.get(first)! + weights.get(second)!);
  }
  return bonus;
}

/** A figure that is no year. */
function hasFigure(text: string): boolean {
  return (text.match(/\d[\d.,]*/g) ?? []).some(
    (number) => !/^(?:19|20)\d{2}$/.test(number.replace(/[.,]+$/, "")),
  );
}

/**
 * Share of a table row's label that the question names, less where what they share is a small part of the question:
 * a row named "Total" fits every question for a total. 0 for running text.
 */
function labelPrecision(
  { label }: Entry,
  weights: ReadonlyMap<string, number>,
  names: ReadonlySet<string>,
  total: number,
): number {
  if (!label || label.size === 0) return 0;
  const shared = [...label].filter((term) => weights.has(term) && !names.has(term));
  const weight = shared.reduce((sum, term) => sum + weights.get(term)!, 0);
  return (shared.length / label.size) * Math.min(1, LABEL_SHARE * (weight / total));
}

function isSignpost({ sentence, chunk, set }: Entry): boolean {
  return (
    set.size < 3 ||
    chunk.headingPath.includes(sentence.text) ||
    (set.size < 12 && !/[.!?。！？:;)]$/.test(sentence.text) && !/\d/.test(sentence.text))
  );
}

function cached<Key>(
  map: Map<Key, ReadonlySet<string>>,
  key: Key,
  terms: () => readonly string[],
): ReadonlySet<string> {
  let value = map.get(key);
  if (!value) {
    value = new Set(terms());
    map.set(key, value);
  }
  return value;
}

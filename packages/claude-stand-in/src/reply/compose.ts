import { type CitationLocation, type ReplyBlock, textBlock } from "./content.ts";
import { findMatches, type Match } from "./find.ts";
import type { Source } from "./sources.ts";

const MAX_CLAIMS = 3;
/** Share of the best match's score from which another piece is said too, or cited with it. */
const ALSO = 0.75;

interface Range {
  readonly source: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Answers from the sources' own pieces: each claim says what its pieces say and cites them, with text that claims
 * nothing between them. Says that there is no answer in the way that the system prompt wants.
 */
export function compose(question: string, sources: readonly Source[], system: string): ReplyBlock[] {
  const best = findMatches(question, sources);
  const top = best[0];
  if (!top) return [textBlock(absence(system))];
  const good = best.filter(({ score }) => score >= ALSO * top.score);
  const ranges = toRanges(good);
  const blocks = [textBlock("According to the documents:\n\n")];
  // The best of another source supports the first claim as well: several citations in one block.
  const seconding = ranges.find(({ source }) => source !== ranges[0]!.source);
  const claims = ranges.filter((range) => range !== seconding).slice(0, MAX_CLAIMS);
  claims.forEach((range, index) => {
    if (index > 0) blocks.push(textBlock("\n\n"));
    const cited = index === 0 && seconding ? [range, seconding] : [range];
    blocks.push(claimBlock(cited, sources));
  });
  return blocks;
}

/** Neighbours are cited as one range; ranges come in the order of their best piece. */
function toRanges(matches: readonly Match[]): Range[] {
  const ranges: Range[] = [];
  for (const { source, piece } of matches) {
    const at = ranges.findIndex(
      (range) => range.source === source && (range.start === piece + 1 || range.end === piece),
    );
    const known = ranges[at];
    if (!known) ranges.push({ source, start: piece, end: piece + 1 });
    else {
      ranges[at] = {
        source,
        start: Math.min(known.start, piece),
        end: Math.max(known.end, piece + 1),
      };
    }
  }
  return ranges;
}

function claimBlock(ranges: readonly Range[], sources: readonly Source[]): ReplyBlock {
  const { source, start, end } = ranges[0]!;
  const text = sources[source]!.pieces.slice(start, end).join("").trim();
  const citations = ranges.flatMap((range): CitationLocation[] => {
    const from = sources[range.source]!;
    return from.citable ? [from.cite(range.start, range.end)] : [];
  });
  return textBlock(text, citations);
}

/** The word in capitals that a system prompt wants where documents hold no answer, then a sentence that says so. */
function absence(system: string): string {
  const marker = markerFor(
    system,
    /not (?:hold|contain|say|give|include)|no answer|not found|cannot be answered/i,
  );
  const said = "The documents do not say this.";
  return marker ? `${marker}\n${said}` : said;
}

/** The word in capitals that the system prompt names in the sentence that speaks of `subject`. */
export function markerFor(system: string, subject: RegExp): string | undefined {
  for (const sentence of system.split(/\n|(?<=\.)\s/)) {
    const marker = subject.test(sentence) ? /\b[A-Z][A-Z_]{3,}\b/.exec(sentence)?.[0] : undefined;
    if (marker) return marker;
  }
  return undefined;
}

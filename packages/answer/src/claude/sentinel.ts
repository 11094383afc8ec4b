import { NOT_FOUND, PARTIAL } from "./prompt.ts";

export type Verdict = "answered" | "partial" | "not_found";

const SENTINELS: readonly (readonly [string, Verdict])[] = [
  [NOT_FOUND, "not_found"],
  [PARTIAL, "partial"],
];

/** White space, and the marks of emphasis or code that a model may put around the first line. */
const BEFORE = /^[\s*_`#]*/;
/** Marks that end the sentinel's own line, then white space: a list or emphasis below it belongs to the answer. */
const AFTER = /^[ \t*_`:.,–—-]*\s*/;

export interface ReadVerdict {
  readonly verdict: Verdict;
  /** UTF-16 length of what is no part of the answer: the sentinel and what sets it apart. */
  readonly length: number;
}

/**
 * Reads the verdict off the beginning of a reply, as it comes in. `undefined` while the text so far could still
 * become a sentinel, or more of what follows one: it is held back until then. `isComplete`: nothing will follow.
 */
export function readVerdict(text: string, isComplete = false): ReadVerdict | undefined {
  const start = BEFORE.exec(text)![0].length;
  const rest = text.slice(start);
  for (const [sentinel, verdict] of SENTINELS) {
    if (!isComplete && sentinel.startsWith(rest)) return undefined;
    if (!rest.startsWith(sentinel)) continue;
    const after = rest.slice(sentinel.length);
    // "PARTIALLY so" and "NOT_FOUND_ERROR is" are words of an answer.
    if (/^[\p{L}\p{N}_]/u.test(after)) continue;
    const gap = AFTER.exec(after)![0].length;
    if (!isComplete && gap === after.length) return undefined;
    return { verdict, length: start + sentinel.length + gap };
  }
  return { verdict: "answered", length: 0 };
}

import { NOT_FOUND, PARTIAL } from "./prompt.ts";

export type Verdict = "answered" | "partial" | "not_found";

const SENTINELS: readonly (readonly [string, Verdict])[] = [
  [NOT_FOUND, "not_found"],
  [PARTIAL, "partial"],
];

/**
 * Reads the verdict off the beginning of a reply, as it streams. `undefined` while the text so far could still
 * become a sentinel: it is held back until then.
 */
export function readVerdict(text: string): { readonly verdict: Verdict; readonly length: number } | undefined {
  const start = text.length - text.trimStart().length;
  const rest = text.slice(start);
  for (const [sentinel, verdict] of SENTINELS) {
    if (rest.startsWith(sentinel)) {
      const [line] = /^[\s:.,*–—-]*/.exec(rest.slice(sentinel.length))!;
      return { verdict, length: start + sentinel.length + line.length };
    }
    if (sentinel.startsWith(rest)) return undefined;
  }
  return { verdict: "answered", length: 0 };
}

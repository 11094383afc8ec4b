/** Where a text occurs: offsets of its first and last match's ends. */
export interface Occurrences {
  readonly first: number;
  readonly last: number;
}

/**
 * Looks for `text` anywhere in `content` with at most `limit` characters inserted, left out or replaced (Sellers'
 * algorithm).
 */
export function distanceWithin(text: string, content: string, limit: number): Occurrences | undefined {
  if (limit === 0) {
    const first = content.indexOf(text);
    return first < 0
      ? undefined
      : { first: first + text.length, last: content.lastIndexOf(text) + text.length };
  }
  let previous = Array.from({ length: text.length + 1 }, (_, index) => index);
  let first: number | undefined;
  let last = 0;
  for (let end = 1; end <= content.length; end++) {
    const current = [0];
    for (let at = 1; at <= text.length; at++) {
      const same = text[at - 1] === content[end - 1] ? 0 : 1;
      current.push(Math.min(previous[at - 1]! + same, previous[at]! + 1, current[at - 1]! + 1));
    }
    previous = current;
    if (current[text.length]! > limit) continue;
    first ??= end;
    last = end;
  }
  return first === undefined ? undefined : { first, last };
}

/** Something with a size that is not divided. */
export interface Sized {
  readonly tokens: number;
  /** How little a run should end behind it, from 0 to 1. */
  readonly breakCost: number;
}

/**
 * Cuts a sequence into runs of at most `target` tokens; only an item that is larger alone is a larger run. Among
 * all ways to do so the cheapest is taken: a run costs the square of the share of the target that it leaves
 * unused, so runs come out full and alike rather than full with a tiny rest, and the cost of where it ends.
 */
export function partition<Item extends Sized>(items: readonly Item[], target: number): Item[][] {
  /** Least cost of cutting the first n items, and where the last run of that cut begins. */
  const costs: number[] = [0];
  const begins: number[] = [0];
  for (let end = 1; end <= items.length; end += 1) {
    let tokens = 0;
    let least = Infinity;
    let best = end - 1;
    for (let begin = end - 1; begin >= 0; begin -= 1) {
      tokens += items[begin]!.tokens;
      if (tokens > target && begin < end - 1) break;
      const slack = Math.max(0, target - tokens) / target;
      const before = begin === 0 ? 0 : items[begin - 1]!.breakCost;
      const cost = costs[begin]! + slack * slack + before;
      if (cost < least) {
        least = cost;
        best = begin;
      }
    }
    costs.push(least);
    begins.push(best);
  }
  const runs: Item[][] = [];
  for (let end = items.length; end > 0; end = begins[end]!) runs.push(items.slice(begins[end], end));
  return runs.toReversed();
}

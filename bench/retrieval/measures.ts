/** Measures of one ranking, from 0 to 1; `ranked` holds ids, best first. Any gain above 0 counts as relevant. */
export interface Measures {
  readonly ndcg10: number;
  readonly recall5: number;
  readonly recall10: number;
  readonly hit1: number;
}

export function measure(ranked: readonly string[], relevant: ReadonlySet<string>): Measures {
  return {
    ndcg10: discountedGain(ranked.slice(0, 10).map((id) => relevant.has(id))) / idealGain(relevant.size, 10),
    recall5: found(ranked, relevant, 5) / relevant.size,
    recall10: found(ranked, relevant, 10) / relevant.size,
    hit1: found(ranked, relevant, 1),
  };
}

/** Mean of each measure over all queries. */
export function meanOf(all: readonly Measures[]): Measures {
  const mean = (key: keyof Measures): number => all.reduce((sum, each) => sum + each[key], 0) / all.length;
  return { ndcg10: mean("ndcg10"), recall5: mean("recall5"), recall10: mean("recall10"), hit1: mean("hit1") };
}

function found(ranked: readonly string[], relevant: ReadonlySet<string>, depth: number): number {
  return ranked.slice(0, depth).filter((id) => relevant.has(id)).length;
}

function discountedGain(hits: readonly boolean[]): number {
  return hits.reduce((sum, hit, rank) => sum + (hit ? 1 / Math.log2(rank + 2) : 0), 0);
}

function idealGain(relevant: number, depth: number): number {
  return discountedGain(Array.from({ length: Math.min(relevant, depth) }, () => true));
}

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Things of `reference` that are in `found` too, each as often as it occurs in both. */
export function commonCount(reference: readonly string[], found: readonly string[]): number {
  return reference.length - missing(reference, found).length;
}

/** Things of `reference` that `found` lacks, each as often as it lacks it. */
export function missing(reference: readonly string[], found: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const one of found) left.set(one, (left.get(one) ?? 0) + 1);
  return reference.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}

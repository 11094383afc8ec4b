import { LongdocError } from "@longdoc/core";

const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;

/**
 * Milliseconds before the next try: doubled with every failure, drawn from the upper half so that what failed
 * together does not come back together; never sooner than the other side asked for.
 *
 * @param failures tries that failed so far, from 1
 */
export function retryDelayMs(
  failures: number,
  thrown: unknown,
  {
    firstMs = FIRST_MS,
    random = Math.random,
  }: { readonly firstMs?: number; readonly random?: () => number } = {},
): number {
  const ceiling = Math.min(LONGEST_MS, firstMs * 2 ** (failures - 1));
  const asked = thrown instanceof LongdocError ? (thrown.retryAfterMs ?? 0) : 0;
  return Math.round(Math.max(asked, ceiling / 2 + (random() * ceiling) / 2));
}

import { createHash } from "node:crypto";

/** Terms remembered with their numbers: words come again, and a hash costs more than a look. */
const REMEMBERED = 100_000;
const numbers = new Map<string, number>();

/**
 * The number that stands for a term in an index: 48 bits of its SHA-256. Among a million different terms, the odds
 * that a given one shares its number are one in 280 million.
 */
export function termNumber(term: string): number {
  let number = numbers.get(term);
  if (number === undefined) {
    number = createHash("sha256").update(term).digest().readUIntBE(0, 6);
    if (numbers.size >= REMEMBERED) numbers.clear();
    numbers.set(term, number);
  }
  return number;
}

/**
 * A term's dimension in the sparse vector, which Qdrant limits to 32 bits. Terms that share one only make the server
 * rate a chunk too high, which the exact score then mends.
 */
export function dimensionOf(number: number): number {
  return number % 2 ** 32;
}

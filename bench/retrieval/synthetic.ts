/** Words per chunk: about what a chunk of a report holds beside its figures. */
const WORDS_PER_CHUNK = 80;
const VOCABULARY = 60_000;
const WORDS_PER_QUERY = 7;

const SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu".split(" ");

/** A pseudo-random sequence in [0, 1) that is the same on every machine (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A word by its rank: rank r is met about 1 / r as often as rank 1 (Zipf), as in running text. */
function wordAt(random: () => number): string {
  let rank = Math.floor(Math.exp(random() * Math.log(VOCABULARY)));
  let word = "";
  do {
    word += SYLLABLES[rank % SYLLABLES.length];
    rank = Math.floor(rank / SYLLABLES.length);
  } while (rank > 0);
  return word;
}

/** Texts of chunks `first` to `first + count`. */
export function syntheticTexts(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => words(sequence(first + index), WORDS_PER_CHUNK));
}

/** Questions in the same words, common ones included, as people ask. */
export function syntheticQueries(count: number): string[] {
  return Array.from({ length: count }, (_, index) => words(sequence(-1 - index), WORDS_PER_QUERY));
}

function words(random: () => number, count: number): string {
  return Array.from({ length: count }, () => wordAt(random)).join(" ");
}

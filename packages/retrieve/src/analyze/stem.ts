import { createRequire } from "node:module";

/** snowball-stemmers 0.6 has no types and is CommonJS. */
interface Snowball {
  newStemmer(algorithm: string): { stem(word: string): string };
}

const snowball = createRequire(import.meta.url)("snowball-stemmers") as Snowball;

const ALGORITHMS: Readonly<Record<string, string>> = {
  ar: "arabic",
  cs: "czech",
  da: "danish",
  de: "german",
  en: "english",
  es: "spanish",
  eu: "basque",
  fi: "finnish",
  fr: "french",
  ga: "irish",
  hu: "hungarian",
  hy: "armenian",
  it: "italian",
  nl: "dutch",
  no: "norwegian",
  pt: "portuguese",
  ro: "romanian",
  ru: "russian",
  sl: "slovene",
  sv: "swedish",
  ta: "tamil",
  tr: "turkish",
};

/** Vocabularies grow slowly: most words are met again, and stemming one costs a hundred look-ups. */
const MAX_CACHED = 200_000;

interface CachedStemmer {
  readonly stem: (word: string) => string;
  readonly cache: Map<string, string>;
}

const stemmers = new Map<string, CachedStemmer | undefined>();

/** The stem of a lower-case word; the word itself where its language (ISO 639-1) has no Snowball stemmer. */
export function stem(word: string, language: string): string {
  if (!stemmers.has(language)) stemmers.set(language, create(language));
  const stemmer = stemmers.get(language);
  if (!stemmer) return word;
  let result = stemmer.cache.get(word);
  if (result === undefined) {
    if (stemmer.cache.size >= MAX_CACHED) stemmer.cache.clear();
    result = stemmer.stem(word);
    stemmer.cache.set(word, result);
  }
  return result;
}

function create(language: string): CachedStemmer | undefined {
  const algorithm = Object.hasOwn(ALGORITHMS, language) ? ALGORITHMS[language] : undefined;
  if (!algorithm) return undefined;
  let stemmer: ReturnType<Snowball["newStemmer"]>;
  try {
    stemmer = snowball.newStemmer(algorithm);
  } catch {
    return undefined;
  }
  return { stem: (word) => stemmer.stem(word), cache: new Map() };
}

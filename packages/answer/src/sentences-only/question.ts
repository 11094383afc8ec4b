import { analyze } from "@longdoc/retrieve";

/** What a question asks for, as far as its words tell. */
export interface Question {
  /** Terms that a sentence may share, each once, in the question's order; question words left out. */
  readonly terms: readonly string[];
  /** Pairs of terms that follow one another in the question. */
  readonly pairs: readonly (readonly [string, string])[];
  /** Terms of the part of a document in which to look: "in the balance sheet". */
  readonly places: ReadonlySet<string>;
  /** A figure is asked for: how much, how many, what percentage. */
  readonly wantsFigure: boolean;
}

/**
 * Words by which questions are put in English, Spanish, French, German and Portuguese, and words that ask for a form
 * of answer. They say nothing of the subject, and are rare in documents: rarity alone would take them for weighty.
 */
const QUESTION_WORDS = new Set(
  `a about according all also amount am an and answer any approximately are as ask asked at base based basing be been
  before being below between both but by calculate can compute could define did do does doing each either else end ended
  explain find fiscal for form found from get give given had has have having here how i if in indicate information into is
  it its itself judgments just kind like list main many me mention mentioned more most much my name need of off on
  only or other our out outlined over please primarily provide provided question questions regarding report reported
  round rounded say says see shall she should show so some state stated statement such tell than that the their them
  then there these they this those three to two under units up us use used using utilize was we were what whats when
  where whether which while who whom whose why will with within would year years you your
  al como con cual cuales cuando cuanto cuantos cuantas de del donde el en es esta fue ha han hay la las lo los para
  por que quien quienes se segun ser si son su sus un una y
  au aux avec ce ces comment combien dans des du elle en est et etait ete il ils le les leur ou par pas pour pourquoi
  quand que quel quelle quelles quels qui sa se ses son sont sur un une
  als am an auf aus bei das dem den der des die durch ein eine einem einen einer eines er es fur hat im in ist mit
  nach nicht sich sie sind und von vom war waren was wann warum welche welchem welchen welcher welches wer wie wieviel
  wird wo wurde wurden zu zum zur
  ao as com como da das do dos e em foi na nas no nos o os ou para pela pelo por qual quais quando quanto que quem sao`.split(
    /\s+/,
  ),
);

const FIGURE =
  /\bhow (?:much|many|large|long|high|old|far)\b|\b(?:amount|total|number|percent(?:age)?|rate|ratio|margin|average|value|sum|price|cost|usd|eur|million|billion|figure)s?\b|[$€£¥%]|\bcu[aá]nt[oa]s?\b|\bcombien\b|\bwie ?viele?\b|\bquant[oa]s?\b|多少|几|いくら|何[人個年件台%％]/i;

/** Where to look, as people say it: "in the balance sheet", "off of the statement of income", "within section 4". */
const PLACE =
  /\b(?:in|within|on|from|of|off|see|using|using only)\s+(?:the\s+)?((?:[\p{L}-]+\s+){0,3}(?:sheets?|statements?|tables?|section|chapter|appendix|notes?|exhibit|schedule)(?:\s+of\s+(?:[\p{L}-]+\s*){1,3})?)/giu;

/** Reads a question. `languages`: ISO 639-1 codes of the documents that it is put to. */
export function readQuestion(text: string, languages: readonly string[]): Question {
  const expanded = expandAbbreviations(withoutInstructions(text)).replace(
    /\b(?:FY|CY|Q[1-4]\s?(?:FY)?)\s?'?(\d{2})(\d{2})?\b/gi,
    (_, first: string, second?: string) => (second ? ` ${first}${second} ` : ` 20${first} `),
  );
  const terms = contentTerms(expanded, languages);
  const pairs = terms.slice(1).map((term, index) => [terms[index]!, term] as const);
  const places = [...expanded.matchAll(PLACE)].flatMap(([, place]) => contentTerms(place!, languages));
  return { terms, pairs, places: new Set(places), wantsFigure: FIGURE.test(text) };
}

function contentTerms(text: string, languages: readonly string[]): string[] {
  const terms = new Set<string>();
  const words = text.replace(/[’']s\b/g, "").match(/[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}.,&’'-]*/gu) ?? [];
  for (const word of words) {
    const bare = word.replace(/[.,’']+$/u, "");
    if (QUESTION_WORDS.has(fold(bare))) continue;
    for (const language of languages) for (const term of analyze(bare, language)) terms.add(term);
  }
  return [...terms];
}

/** Business shorthand that questions use and reports spell out. */
const ABBREVIATIONS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:PP&E|PPNE|PPE)\b/g, "property plant equipment"],
  [/\bcap-?ex\b/gi, "capital expenditures"],
  [/\bop-?ex\b/gi, "operating expenses"],
  [/\bSG&A\b/g, "selling general administrative SG&A"],
  [/\bR&D\b/g, "research development R&D"],
  [/\bCOGS\b/g, "cost goods sold"],
  [/\bD&A\b/g, "depreciation amortization"],
  [/\bEPS\b/g, "earnings per share EPS"],
  [/\bM&A\b/g, "mergers acquisitions"],
  [/\btop-?line\b/gi, "revenue"],
  [/\bCEO\b/g, "chief executive officer CEO"],
  [/\bCFO\b/g, "chief financial officer CFO"],
];

function expandAbbreviations(text: string): string {
  return ABBREVIATIONS.reduce((expanded, [pattern, words]) => expanded.replace(pattern, words), text);
}

/** Leaves out what tells how to answer: "If … is not useful, then state that", "Answer in …", "(in USD millions)". */
function withoutInstructions(question: string): string {
  const text = question.replace(
    /\(?\b(?:as|in) (?:a |units of )?(?:USD|US\$|EUR|\$)?\s?(?:thousands?|millions?|billions?|percents?|%)\)?/gi,
    "",
  );
  const sentences = text.split(/(?<=[.?!])\s+/);
  const asking = sentences.filter(
    (sentence) =>
      !/^(?:if\b.*\b(?:state|explain|say)\b|please (?:state|explain)|answer\b|round\b|note that)/i.test(
        sentence,
      ),
  );
  return (asking.length > 0 ? asking : sentences).join(" ");
}

function fold(word: string): string {
  return word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

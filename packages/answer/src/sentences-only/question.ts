import { analyze } from "@longdoc/retrieve";

/** What a question asks for, as far as its words tell. */
export interface Question {
  /** Terms that a sentence may share, each once, in the question's order; question words left out. */
  readonly terms: readonly string[];
  /** Pairs of terms that follow one another in the question. */
  readonly pairs: readonly (readonly [string, string])[];
  /** Years asked about, four digits each. */
  readonly years: readonly string[];
  /** A figure is asked for: how much, how many, what percentage. */
  readonly wantsFigure: boolean;
}

/**
 * Words by which questions are put in English, Spanish, French, German and Portuguese, and words that ask for a form
 * of answer. They say nothing of the subject, and are rare in documents: rarity alone would take them for weighty.
 */
const QUESTION_WORDS = new Set(
  `a about according account all also am an and answer any approximately are as ask asked at base based basing be been
  before being below between both but by calculate can compute could define did do does doing each either else
  explain find for form found from get give given had has have having here how i if in indicate information into is
  it its itself judgments just kind like list main many me mention mentioned more most much my name need of off on
  only or other our out outlined over please primarily provide provided question questions regarding report reported
  round rounded say says see shall she should show so some state stated statement such tell than that the their them
  then there these they this those three to two under units up us use used using utilize was we were what whats when
  where whether which while who whom whose why will with within would you your
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

/** Reads a question. `languages`: ISO 639-1 codes of the documents that it is put to. */
export function readQuestion(text: string, languages: readonly string[]): Question {
  const expanded = withoutInstructions(text).replace(
    /\b(?:FY|CY|Q[1-4]\s?(?:FY)?)\s?'?(\d{2})(\d{2})?\b/gi,
    (_, first: string, second?: string) => (second ? ` ${first}${second} ` : ` 20${first} `),
  );
  const words = expanded.replace(/[’']s\b/g, "").match(/[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}.,&’'-]*/gu) ?? [];
  const ordered: string[] = [];
  for (const word of words) {
    const bare = word.replace(/[.,’']+$/u, "");
    if (QUESTION_WORDS.has(fold(bare))) continue;
    for (const language of languages) ordered.push(...analyze(bare, language));
  }
  const terms = [...new Set(ordered)];
  const pairs = terms.slice(1).map((term, index) => [terms[index]!, term] as const);
  const years = [...new Set(expanded.match(/\b(?:19|20)\d{2}\b/g) ?? [])];
  return { terms, pairs, years, wantsFigure: FIGURE.test(text) };
}

/** Leaves out what tells how to answer: "If … is not useful, then state that", "Answer in …", "Please …". */
function withoutInstructions(text: string): string {
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

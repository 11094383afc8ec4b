import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { splitSentences } from "@longdoc/ingest";

interface Rule {
  readonly text: string;
  readonly sentences: readonly string[];
}

type Splitter = (text: string, language: string) => string[];

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Characters that the speed is measured over, taken from running text, a paragraph at a time. */
const SPEED_CHARACTERS = 4_000_000;

/**
 * Prints the share of golden rules that come out exactly, per language, and the speed on running text, beside the
 * segmenter of the platform alone.
 *
 * @param args folder of rules (`<language>.json`: `[{text, sentences}]`), folder of text files
 */
export async function run(args: string[]): Promise<void> {
  const rules = args[0] ?? here("../../shared/data/sentences");
  const texts = args[1] ?? here("../../shared/data/needles");
  if (!existsSync(rules)) throw new Error(`There is no folder ${rules}: name the folder of the rules.`);
  printRules(rules);
  if (existsSync(texts)) printSpeed(texts);
}

const ours: Splitter = (text, language) =>
  splitSentences(text, language).map((span) => text.slice(span.start, span.end));

const segmenters = new Map<string, Intl.Segmenter>();

const theirs: Splitter = (text, language) => {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
    segmenters.set(language, segmenter);
  }
  return Array.from(segmenter.segment(text), ({ segment }) => segment.trim()).filter(
    (sentence) => sentence !== "",
  );
};

function printRules(folder: string): void {
  console.log("language  rules     ours  Intl.Segmenter");
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  for (const file of files.toSorted()) {
    const language = file.slice(0, -".json".length);
    const rules = JSON.parse(readFileSync(join(folder, file), "utf8")) as Rule[];
    const share = (split: Splitter): string => {
      const exact = rules.filter(
        (rule) => split(rule.text, language).join("\n") === rule.sentences.join("\n"),
      ).length;
      return `${((100 * exact) / rules.length).toFixed(0)} %`;
    };
    console.log(
      language.padEnd(8),
      String(rules.length).padStart(6),
      share(ours).padStart(8),
      share(theirs).padStart(15),
    );
  }
}

function printSpeed(folder: string): void {
  const paragraphs = readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split(/\n\s*\n/))
    // The platform's segmenter is quadratic: on longer texts it would be compared at its worst.
    .flatMap((paragraph) => paragraph.match(/[\s\S]{1,5000}/g) ?? []);
  const characters = paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0);
  if (characters === 0) return;
  const rounds = Math.ceil(SPEED_CHARACTERS / characters);
  const speed = (split: Splitter): string => {
    const begin = performance.now();
    for (let round = 0; round < rounds; round += 1)
      for (const paragraph of paragraphs) split(paragraph, "en");
    return ((rounds * characters) / 1_000 / (performance.now() - begin)).toFixed(1);
  };
  console.log("speed, million characters/s, pieces of at most 5,000");
  console.log("".padEnd(15), speed(ours).padStart(8), speed(theirs).padStart(15));
}

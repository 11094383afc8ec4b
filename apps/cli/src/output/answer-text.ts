import type { AnswerEvent } from "@longdoc/answer";
import type { Answer, Citation } from "@longdoc/core";

import { commandName } from "../usage.ts";
import { shortPath } from "./ingested.ts";
import type { Output } from "./output.ts";
import { createProgress } from "./progress.ts";

const DEFAULT_LIBRARY = ".longdoc";

export interface LiveAnswer extends Disposable {
  readonly onEvent: (event: AnswerEvent) => void;
  /** Whether the answer's text has been written. */
  readonly shown: boolean;
}

/** Writes an answer as it comes, where somebody watches; each citation's number follows what it supports. */
export function liveAnswer(output: Output, model: string): LiveAnswer {
  const progress = createProgress(output, 1);
  progress.update(0, model === "none" ? "Reading" : `Asking ${model}`);
  const numbers = new Map<string, number>();
  let shown = false;
  return {
    onEvent: (event) => {
      if (!output.live || event.type === "answer") return;
      if (!shown) progress[Symbol.dispose]();
      shown = true;
      if (event.type === "text") {
        output.write(event.text);
      } else {
        const key = event.citation.sentenceIds.join(" ");
        if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
        output.write(output.style.dim(` [${numbers.get(key)}]`));
      }
    },
    get shown() {
      return shown;
    },
    [Symbol.dispose]: () => progress[Symbol.dispose](),
  };
}

export interface AnswerView {
  /** The text stands on the terminal already. */
  readonly alreadyShown: boolean;
  /** `show` knows the citations by their numbers. */
  readonly remembered: boolean;
  /** Absolute path of the library folder. */
  readonly library: string;
}

/** The answer for people: its text with numbers, then each citation with its source, page and quote. */
export function describeAnswer(output: Output, answer: Answer, view: AnswerView): void {
  if (output.json) return;
  if (!view.alreadyShown) output.write(numbered(answer));
  output.line();
  for (const [index, citation] of answer.citations.entries()) describeCitation(output, citation, index + 1);
  for (const warning of answer.warnings) output.note(`longdoc: ${warning}`);
  if (answer.citations.length === 0 || !view.remembered) return;
  const library = shortPath(view.library);
  const flag = library === DEFAULT_LIBRARY ? "" : ` --library ${JSON.stringify(library)}`;
  output.note(`\nSee a citation on its page: ${commandName()} show 1${flag}`);
}

/** The answer's text, each claim followed by the numbers of its citations. */
function numbered(answer: Answer): string {
  let text = "";
  let position = 0;
  for (const claim of answer.claims) {
    const marks = claim.citations.map((index) => `[${index + 1}]`).join("");
    text += `${answer.text.slice(position, claim.end)} ${marks}`;
    position = claim.end;
  }
  return text + answer.text.slice(position);
}

function describeCitation(output: Output, citation: Citation, number: number): void {
  const where = `${shortPath(citation.source)}, page ${citation.page}`;
  output.line(`\n${output.style.bold(`[${number}] ${where}`)}`);
  output.line(`    "${citation.quote}"`);
}

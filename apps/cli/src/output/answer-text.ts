import type { Answer, Citation } from "@longdoc/core";

import { commandName } from "../usage.ts";
import { shortPath } from "./ingested.ts";
import { marked } from "./marks.ts";
import type { Output } from "./output.ts";

const DEFAULT_LIBRARY = ".longdoc";
const NOTHING = "The documents do not say.";

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
  if (answer.text === "") output.write(NOTHING);
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
    const numbers = claim.citations.map((index) => index + 1);
    text += marked(answer.text.slice(position, claim.end), numbers);
    position = claim.end;
  }
  return text + answer.text.slice(position);
}

function describeCitation(output: Output, citation: Citation, number: number): void {
  const where = `${shortPath(citation.source)}, page ${citation.page}`;
  output.line(`\n${output.style.bold(`[${number}] ${where}`)}`);
  output.line(`    "${citation.quote}"`);
}

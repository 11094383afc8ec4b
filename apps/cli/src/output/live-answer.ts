import type { AnswerEvent } from "@longdoc/answer";

import { marked } from "./marks.ts";
import type { Output } from "./output.ts";
import { createProgress } from "./progress.ts";

export interface LiveAnswer extends Disposable {
  readonly onEvent: (event: AnswerEvent) => void;
  /** Whether the answer's text has been written. */
  readonly shown: boolean;
}

/** Writes an answer as it comes, where somebody watches; until it comes, says who is asked. */
export function liveAnswer(output: Output, model: string): LiveAnswer {
  const progress = createProgress(output, 1);
  progress.update(0, model === "none" ? "Reading" : `Asking ${model}`);
  const marks = createMarks();
  let shown = false;
  return {
    onEvent: (event) => {
      if (!output.live) return;
      if (event.type === "citation") marks.add(event.citation.sentenceIds.join(" "));
      if (event.type !== "text") return;
      progress[Symbol.dispose]();
      shown = true;
      output.write(marks.place(event.text));
    },
    get shown() {
      return shown;
    },
    [Symbol.dispose]: () => progress[Symbol.dispose](),
  };
}

/** The numbers of citations: they come before the text that they support, and stand behind it. */
function createMarks(): { add(citation: string): void; place(text: string): string } {
  const numbers = new Map<string, number>();
  let waiting: number[] = [];
  return {
    add: (citation) => {
      const number = numbers.get(citation) ?? numbers.size + 1;
      numbers.set(citation, number);
      if (!waiting.includes(number)) waiting.push(number);
    },
    place: (text) => {
      if (waiting.length === 0 || text.trim() === "") return text;
      const placed = marked(text, waiting);
      waiting = [];
      return placed;
    },
  };
}

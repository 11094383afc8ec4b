import type { AnswerEvent } from "@longdoc/answer";

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
  const write = (text: string): void => {
    progress[Symbol.dispose]();
    shown = true;
    output.write(text);
  };
  return {
    onEvent: (event) => {
      if (!output.live) return;
      if (event.type === "text") write(marks.place(event.text));
      else if (event.type === "citation") write(marks.add(event.citation.sentenceIds.join(" ")));
      else write(marks.rest());
    },
    get shown() {
      return shown;
    },
    [Symbol.dispose]: () => progress[Symbol.dispose](),
  };
}

/**
 * The numbers of citations, placed in a text that is still coming. Citations come before the text that they support,
 * and nothing says where that ends: their numbers go to the end of its line, or before what the next ones support.
 */
function createMarks(): {
  add(citation: string): string;
  place(text: string): string;
  rest(): string;
} {
  const numbers = new Map<string, number>();
  let waiting: number[] = [];
  let supportedTextBegan = false;
  const flush = (): string => {
    const marks = waiting.map((number) => `[${number}]`).join("");
    waiting = [];
    supportedTextBegan = false;
    return marks === "" ? "" : ` ${marks}`;
  };
  return {
    add: (citation) => {
      const before = supportedTextBegan ? `${flush()} ` : "";
      const number = numbers.get(citation) ?? numbers.size + 1;
      numbers.set(citation, number);
      if (!waiting.includes(number)) waiting.push(number);
      return before;
    },
    place: (text) => {
      if (waiting.length === 0) return text;
      supportedTextBegan ||= text.trim() !== "";
      const lineEnd = text.indexOf("\n");
      if (!supportedTextBegan || lineEnd === -1) return text;
      return text.slice(0, lineEnd) + flush() + text.slice(lineEnd);
    },
    rest: flush,
  };
}

import { SingleBar } from "cli-progress";

import type { Output } from "./output.ts";

/** Work that is over sooner shows no progress. */
const PATIENCE_MS = 1_000;

export interface Progress extends Disposable {
  /** Work done, from 0 to the total, which may change; `label` says what is being done. */
  update(done: number, label: string, total?: number): void;
  /** Takes the bar away while `print` writes lines to the terminal. */
  aside(print: () => void): void;
}

const NONE: Progress = {
  update: () => undefined,
  aside: (print) => print(),
  [Symbol.dispose]: () => undefined,
};

/** A bar on a terminal's stderr, for work that takes more than a second; gone when the work is done. */
export function createProgress(output: Output, total: number = 1): Progress {
  if (!output.progress) return NONE;
  const bar = new SingleBar({
    format: "{bar} {percentage}%  {label}",
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    barsize: 24,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    // Its own handler would end the process before the library is closed.
    gracefulExit: false,
  });
  let state = { done: 0, label: "", total };
  let drawn = false;
  const draw = (): void => {
    drawn = true;
    bar.start(state.total, state.done, { label: state.label });
  };
  const clear = (): void => {
    if (drawn) bar.stop();
    drawn = false;
  };
  const timer = setTimeout(draw, PATIENCE_MS);
  return {
    update: (done, label, ofAll = state.total) => {
      state = { done, label, total: ofAll };
      if (!drawn) return;
      bar.setTotal(ofAll);
      bar.update(done, { label });
    },
    aside: (print) => {
      const wasDrawn = drawn;
      clear();
      print();
      if (wasDrawn) draw();
    },
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      clear();
    },
  };
}

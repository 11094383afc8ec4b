import { SingleBar } from "cli-progress";

import type { Output } from "./output.ts";

/** Work that is over sooner shows no progress. */
const PATIENCE_MS = 1_000;

export interface Progress extends Disposable {
  /** Work done, from 0 to the total; `label` says what is being done. */
  update(done: number, label: string): void;
}

/** A bar on a terminal's stderr, for work that takes more than a second; gone when the work is done. */
export function createProgress(output: Output, total: number): Progress {
  if (!output.progress) return { update: () => undefined, [Symbol.dispose]: () => undefined };
  const bar = new SingleBar({
    format: "{bar} {percentage}%  {label}",
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    barsize: 24,
    barCompleteChar: "█",
    barIncompleteChar: "░",
  });
  let state = { done: 0, label: "" };
  let started = false;
  const timer = setTimeout(() => {
    started = true;
    bar.start(total, state.done, { label: state.label });
  }, PATIENCE_MS);
  return {
    update: (done, label) => {
      state = { done, label };
      if (started) bar.update(done, { label });
    },
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      if (started) bar.stop();
      started = false;
    },
  };
}

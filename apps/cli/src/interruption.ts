import { LongdocError } from "@longdoc/core";

import { type ExitCode, INTERRUPTED } from "./exit-codes.ts";

/** Signals closer together are one: a terminal and the programs above this one may each send it. */
const SAME_INTERRUPTION_MS = 1_000;

export interface Interruption extends Disposable {
  /** Aborted by Ctrl-C and by `kill`. */
  readonly signal: AbortSignal;
  /** What to exit with when it was. */
  readonly exitCode: ExitCode;
}

/** Turns the signals that ask a process to stop into an abort; a second one, for those who cannot wait, ends it. */
export function interruption(): Interruption {
  const controller = new AbortController();
  let firstAt: number | undefined;
  let exitCode: ExitCode = INTERRUPTED.SIGINT;
  const interrupt = (signal: NodeJS.Signals): void => {
    if (signal === "SIGTERM") exitCode = INTERRUPTED.SIGTERM;
    firstAt ??= Date.now();
    if (Date.now() - firstAt > SAME_INTERRUPTION_MS) process.exit(exitCode);
    controller.abort(new LongdocError("interrupted", "Interrupted; what was finished is kept."));
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    [Symbol.dispose]: () => {
      process.off("SIGINT", interrupt);
      process.off("SIGTERM", interrupt);
    },
  };
}

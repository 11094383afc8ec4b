import { asError } from "@longdoc/core";
import { CommanderError } from "commander";

import { DONE, exitCodeOf, type ExitCode } from "./exit-codes.ts";
import { interruption } from "./interruption.ts";
import { createOutput } from "./output/output.ts";
import { reportError } from "./output/report-error.ts";
import { createProgram } from "./program.ts";
import { fromCommander } from "./usage.ts";

/** Runs one command line to its exit code; never throws. */
export async function run(parameters: readonly string[]): Promise<ExitCode> {
  const output = createOutput(parameters);
  using interrupt = interruption();
  let exitCode: ExitCode = DONE;
  const program = createProgram(output, interrupt.signal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(parameters, { from: "user" });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return DONE; // --help, --version
    if (interrupt.signal.aborted) {
      reportError(output, interrupt.signal.reason);
      return interrupt.exitCode;
    }
    const error = thrown instanceof CommanderError ? fromCommander(thrown) : asError(thrown);
    reportError(output, error);
    return exitCodeOf(error);
  }
}

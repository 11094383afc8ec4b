import { asError, LongdocError } from "@longdoc/core";

import { commandName } from "../usage.ts";
import type { Output } from "./output.ts";

/** What a program is told of a failure. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly input: string | null;
}

/** One line on stderr, with `--verbose` the rest; with `--json` the document that stands in the result's place. */
export function reportError(output: Output, thrown: unknown): void {
  const error = asError(thrown);
  output.warn(errorLine(error));
  if (output.verbose) process.stderr.write(`${details(error)}\n`);
  output.document({ error: errorReport(error) });
}

export function errorReport(error: Error): ErrorReport {
  const { code, hint, input } = described(error);
  return { code, message: oneLine(error.message), hint: hint ?? null, input: input ?? null };
}

/** The message and what to do about it, as one line. */
export function errorLine(error: Error): string {
  const { hint } = described(error);
  return oneLine(hint === undefined ? error.message : `${error.message} ${hint}`);
}

function described(error: Error): { code: string; hint?: string | undefined; input?: string | undefined } {
  if (error instanceof LongdocError) return error;
  return { code: "internal", hint: `Run ${commandName()} with --verbose for the details.` };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function details(error: Error): string {
  const code = error instanceof LongdocError ? `code: ${error.code}\n` : "";
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    causes.push(`caused by ${cause.stack ?? cause.message}`);
  }
  return [code + (error.stack ?? error.message), ...causes].join("\n");
}

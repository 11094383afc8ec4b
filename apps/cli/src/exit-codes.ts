import { UsageError } from "@longdoc/core";

export const DONE = 0;
export const FAILED = 1;
const BAD_USAGE = 2;
/** The documents do not answer the question, or hold nothing that the query finds. */
export const NOT_FOUND = 3;
/** 128 and the signal's number, as shells report it. */
export const INTERRUPTED = { SIGINT: 130, SIGTERM: 143 } as const;

export type ExitCode = 0 | 1 | 2 | 3 | 130 | 143;

export function exitCodeOf(error: Error): ExitCode {
  return error instanceof UsageError ? BAD_USAGE : FAILED;
}

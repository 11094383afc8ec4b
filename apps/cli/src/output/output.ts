import { styleText } from "node:util";

/** Where a command's words go: results to stdout, everything about the work to stderr. */
export interface Output {
  /** One JSON document on stdout, and nothing else there. */
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Whether a person watches stdout as it is written. */
  readonly live: boolean;
  /** Whether progress may be drawn. */
  readonly progress: boolean;
  /** A part of the result, for people; nothing with `--json`. */
  write(text: string): void;
  /** A line of the result, for people; nothing with `--json`. */
  line(text?: string): void;
  /** The result, for programs; nothing without `--json`. */
  document(value: unknown): void;
  /** A line about the work, left out with `--quiet`. */
  note(text: string): void;
  /** A line that the user should not miss: shown always. */
  warn(text: string): void;
  readonly style: { dim(text: string): string; bold(text: string): string };
}

/** Reads its own flags from the raw parameters, so that a command line that cannot be parsed is answered in kind. */
export function createOutput(parameters: readonly string[]): Output {
  const end = parameters.indexOf("--");
  const flags = new Set(end === -1 ? parameters : parameters.slice(0, end));
  const json = flags.has("--json");
  const quiet = flags.has("--quiet") || flags.has("-q");
  const toPeople = (text: string): void => {
    if (!json) process.stdout.write(text);
  };
  const style = (format: "dim" | "bold", text: string): string =>
    styleText(format, text, { stream: process.stdout });
  leaveQuietlyWhenNobodyReads();
  return {
    json,
    quiet,
    verbose: flags.has("--verbose"),
    live: process.stdout.isTTY && !json,
    progress: process.stdout.isTTY && process.stderr.isTTY && !json && !quiet,
    write: toPeople,
    line: (text = "") => toPeople(`${text}\n`),
    document: (value) => {
      if (json) process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
    },
    note: (text) => {
      if (!quiet) process.stderr.write(`${text}\n`);
    },
    warn: (text) => void process.stderr.write(`longdoc: ${text}\n`),
    style: { dim: (text) => style("dim", text), bold: (text) => style("bold", text) },
  };
}

/** `longdoc … | head` closes the pipe early, which is no failure. */
function leaveQuietlyWhenNobodyReads(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
}

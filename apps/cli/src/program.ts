import { readFileSync } from "node:fs";

import { Command, Option } from "commander";

import type { ExitCode } from "./exit-codes.ts";
import { checkOptions, type Options } from "./options.ts";
import type { Output } from "./output/output.ts";

/** What a command gets besides its arguments. */
export interface CommandContext {
  readonly options: Options;
  readonly output: Output;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

const EXAMPLES = `
Examples:
  longdoc ask "What were total inventories at the end of fiscal 2019?" report.pdf
  longdoc ask "Who signed the lease?" contracts/ --model opus
  longdoc ingest reports/ notes.md
  longdoc search "goodwill impairment" --top 5 --json
  longdoc show 1                     draw the first citation of the last answer on its page
  longdoc inspect report.pdf --json  the document as it is understood
  longdoc delete old-report.pdf

Without ANTHROPIC_API_KEY no model is used: answers are sentences of the documents.
Exit codes: 0 done, 1 failed, 2 bad usage, 3 not found in the documents.`;

/**
 * The command line. Commands are loaded when they are called, so that `--help` and a mistyped option answer at
 * once; `done` takes the exit code of the one that ran.
 */
export function createProgram(output: Output, signal: AbortSignal, done: (code: ExitCode) => void): Command {
  const program = new Command("longdoc")
    .description(
      "Questions over long documents, answered with the exact source sentence, on its page, in its box.",
    )
    .version(version(), "--version")
    .addHelpText("after", EXAMPLES)
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    // Errors are written by us: one line, or JSON.
    .configureOutput({ writeErr: () => undefined });
  addCommonFlags(program);

  const command = (synopsis: string, description: string): Command =>
    program.command(synopsis).description(description).copyInheritedSettings(program);
  const check = (flags: object): CommandContext => ({
    options: checkOptions({ ...program.opts(), ...flags }),
    output,
    signal,
  });

  command("ingest <paths...>", "read documents into the library: files, folders, globs").action(
    async (paths: string[], flags: object) => {
      const context = check(flags);
      const { ingestCommand } = await import("./commands/ingest.ts");
      done(await ingestCommand(paths, context));
    },
  );
  command(
    "ask <question> [paths...]",
    "answer a question from these documents, or from the whole library",
  ).action(async (question: string, paths: string[], flags: object) => {
    const context = check(flags);
    const { askCommand } = await import("./commands/ask.ts");
    done(await askCommand(question, paths, context));
  });
  command("search <query>", "list the best passages of the library").action(
    async (query: string, flags: object) => {
      const context = check(flags);
      const { searchCommand } = await import("./commands/search.ts");
      done(await searchCommand(query, context));
    },
  );
  command("inspect <file>", "show a document as it is understood, without the library").action(
    async (file: string, flags: object) => {
      const context = check(flags);
      const { inspectCommand } = await import("./commands/inspect.ts");
      done(await inspectCommand(file, context));
    },
  );
  command(
    "show <citation>",
    "draw a cited sentence on its page: a sentence id, or a number of the last answer",
  )
    .option("-o, --output <file>", "where to write the PNG")
    .action(async (citation: string, flags: object) => {
      const context = check(flags);
      const { showCommand } = await import("./commands/show.ts");
      done(await showCommand(citation, context));
    });
  command("status", "list the library's documents, and what could not be read").action(
    async (flags: object) => {
      const context = check(flags);
      const { statusCommand } = await import("./commands/status.ts");
      done(await statusCommand(context));
    },
  );
  command("delete <document>", "remove a document, by its id or its path").action(
    async (document: string, flags: object) => {
      const context = check(flags);
      const { deleteCommand } = await import("./commands/delete.ts");
      done(await deleteCommand(document, context));
    },
  );
  return program;
}

function addCommonFlags(program: Command): void {
  program
    .addOption(new Option("--library <folder>", "the library").default("./.longdoc").env("LONGDOC_LIBRARY"))
    .option("--json", "one JSON document on stdout")
    .option("-q, --quiet", "no progress, no notes")
    .option("--verbose", "all there is to know about an error")
    .option("--model <name>", "haiku, sonnet, opus, fable, or a model id")
    .option("--budget <tokens>", "most tokens of documents to give the model")
    .option("--top <count>", "number of passages to consider")
    .addOption(new Option("--password <text>", "for locked PDFs").env("LONGDOC_PASSWORD"));
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return (manifest as { version: string }).version;
}

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
  longdoc ingest slides.pdf --vision --plan
  longdoc delete old-report.pdf
  longdoc enqueue reports/ --redis redis://localhost:6379
  longdoc worker --redis redis://localhost:6379

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

  /** Adds a command; its flags are checked before its code is loaded. */
  const add = (
    synopsis: string,
    description: string,
    run: (context: CommandContext, ...parameters: never[]) => Promise<ExitCode>,
  ): Command =>
    program
      .command(synopsis)
      .description(description)
      .action(async (...given: unknown[]) => {
        // Commander hands over the arguments, then the command's own flags and the command.
        const [flags] = given.slice(-2);
        const options = checkOptions({ ...program.opts(), ...(flags as object) });
        done(await run({ options, output, signal }, ...(given.slice(0, -2) as never[])));
      });

  add(
    "ingest <paths...>",
    "read documents into the library: files, folders, globs",
    async (context, paths: readonly string[]) =>
      (await import("./commands/ingest.ts")).ingestCommand(paths, context),
  ).option("--plan", "say what --vision would cost, and do nothing");
  add(
    "ask <question> [paths...]",
    "answer a question from these documents, or from the whole library",
    async (context, question: string, paths: readonly string[]) =>
      (await import("./commands/ask.ts")).askCommand(question, paths, context),
  );
  add("search <query>", "list the best passages of the library", async (context, query: string) =>
    (await import("./commands/search.ts")).searchCommand(query, context),
  );
  add(
    "inspect <file>",
    "show a document as it is understood, without the library",
    async (context, file: string) => (await import("./commands/inspect.ts")).inspectCommand(file, context),
  )
    .option("--markdown", "print the document as Markdown")
    .option("--overlay <dir>", "write a PNG of each page with its blocks, their order and sentence boxes")
    .option("--figures <dir>", "write a PNG of each figure");
  add(
    "show <citation>",
    "draw a cited sentence on its page: a sentence id, or a number of the last answer",
    async (context, citation: string) => (await import("./commands/show.ts")).showCommand(citation, context),
  ).option("-o, --output <file>", "where to write the PNG");
  add("status", "list the library's documents, and what could not be read", async (context) =>
    (await import("./commands/status.ts")).statusCommand(context),
  );
  add("delete <document>", "remove a document, by its id or its path", async (context, document: string) =>
    (await import("./commands/delete.ts")).deleteCommand(document, context),
  );
  addQueueCommands(add);
  return program;
}

/** The commands of batch ingestion: with `--redis` on many machines, otherwise on this one. */
function addQueueCommands(
  add: (
    synopsis: string,
    description: string,
    run: (context: CommandContext, ...parameters: never[]) => Promise<ExitCode>,
  ) => Command,
): void {
  const redis = (): Option =>
    new Option("--redis <url>", "the queue in Redis, rather than the library's own").env("REDIS_URL");
  const batch = (): Option => new Option("--batch <name>", "the batch of jobs");
  add(
    "enqueue [paths...]",
    "put documents into the queue: files, folders, globs, s3://bucket/prefix",
    async (context, paths: readonly string[]) =>
      (await import("./commands/enqueue.ts")).enqueueCommand(paths, context),
  )
    .addOption(redis())
    .addOption(batch())
    .option("--manifest <file>", "documents named by a file: a JSON string or {source, priority} per line")
    .option("--plan", "say how much there is to do and what it will take, and do nothing")
    .option("--priority <number>", "1 is first, 1000 last; default 100");
  add("worker", "work through the queue until asked to stop", async (context) =>
    (await import("./commands/worker.ts")).workerCommand(context),
  ).addOption(redis());
  add(
    "jobs [batch]",
    "show how far the queue has come, per batch and document",
    async (context, id?: string) => (await import("./commands/jobs.ts")).jobsCommand(id, context),
  )
    .addOption(redis())
    .option("--follow", "show a bar until nothing is left to do");
  add(
    "queue <action> [batch]",
    "dead (list what failed), retry, drop, pause, resume, cancel BATCH, budget [DOLLARS]",
    async (context, action: string, id?: string) =>
      (await import("./commands/queue.ts")).queueCommand(action, id, context),
  )
    .addOption(redis())
    .option("--job <id>", "dead, retry and drop: this job only")
    .option("--code <code>", "dead, retry and drop: failures of this code only");
  add(
    "watch <folder>",
    "queue what is new or changed in a folder or an s3:// prefix, remove what is deleted",
    async (context, folder: string) => (await import("./commands/watch.ts")).watchCommand(folder, context),
  )
    .addOption(redis())
    .addOption(batch());
}

function addCommonFlags(program: Command): void {
  program
    .addOption(new Option("--library <folder>", "the library").default("./.longdoc").env("LONGDOC_LIBRARY"))
    .addOption(
      new Option(
        "--qdrant <url>",
        "a Qdrant server that keeps the library; key in LONGDOC_QDRANT_API_KEY",
      ).env("LONGDOC_QDRANT_URL"),
    )
    .addOption(
      new Option("--collection <name>", "the library's name on the Qdrant server")
        .default("longdoc")
        .env("LONGDOC_QDRANT_COLLECTION"),
    )
    .option("--json", "one JSON document on stdout")
    .option("-q, --quiet", "no progress, no notes")
    .option("--verbose", "all there is to know about an error")
    .option("--model <name>", "haiku, sonnet, opus, fable, or a model id")
    .option("--budget <tokens>", "most tokens of documents to give the model")
    .option("--top <count>", "number of passages to consider")
    .addOption(new Option("--password <text>", "for locked PDFs").env("LONGDOC_PASSWORD"))
    .option("--vision", "have Claude describe figures and pictures: costs money, needs ANTHROPIC_API_KEY")
    .option("--vision-batch", "--vision at half the price, within minutes to a day")
    .option("--vision-scans", "--vision of scanned pages too")
    .option("--cost-budget <dollars>", "most that --vision may cost")
    .option("--no-ocr", "do not recognise the text of scans and pictures")
    .addOption(
      new Option(
        "--ocr-language <lang>",
        "languages of scans and pictures: de, deu+eng; default English",
      ).env("LONGDOC_OCR_LANGUAGE"),
    );
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return (manifest as { version: string }).version;
}

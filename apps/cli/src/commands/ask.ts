import { ask } from "@longdoc/answer";
import { type Answer, asError, StoreError } from "@longdoc/core";
import { type ChunkStore, type Filter, retrieve } from "@longdoc/retrieve";

import { chooseAnswerer } from "../answerers.ts";
import { DONE, type ExitCode, NOT_FOUND } from "../exit-codes.ts";
import type { IngestedFile } from "../library/ingested-file.ts";
import { ingestPaths } from "../library/ingest-files.ts";
import { rememberAnswer } from "../library/last-answer.ts";
import { libraryName, openExisting, openOrMake } from "../library/open.ts";
import { checkQuestion } from "../options.ts";
import { count } from "../output/count.ts";
import { answerForJson } from "../output/answer-json.ts";
import { describeAnswer } from "../output/answer-text.ts";
import { noteSkipped, shortPath } from "../output/ingested.ts";
import { liveAnswer } from "../output/live-answer.ts";
import { errorLine } from "../output/report-error.ts";
import type { CommandContext } from "../program.ts";
import { checkPaths } from "../sources/find-files.ts";
import { commandName } from "../usage.ts";

/** `longdoc ask`: answers from the documents of `paths`, or from the whole library; 3 when they do not say. */
export async function askCommand(
  asked: string,
  paths: readonly string[],
  context: CommandContext,
): Promise<ExitCode> {
  const question = checkQuestion(asked);
  checkPaths(paths);
  const { options, output, signal } = context;
  const { answerer, warnings: answererWarnings } = chooseAnswerer(options);
  await using store = await (paths.length > 0 ? openOrMake(options) : openExisting(options));
  const scope = await (paths.length > 0
    ? bringIn(store, paths, context)
    : wholeLibrary(store, libraryName(options)));

  const plan = await retrieve(store, question, {
    model: options.model.id,
    filter: scope.filter,
    signal,
    ...(options.budgetTokens === undefined ? {} : { budgetTokens: options.budgetTokens }),
    ...(options.topK === undefined ? {} : { topK: options.topK }),
  });
  using live = liveAnswer(output, answerer.model);
  const answered = await ask(plan, { answerer, signal, onEvent: live.onEvent });
  live[Symbol.dispose]();
  const answer: Answer = {
    ...answered,
    warnings: [...scope.warnings, ...answererWarnings, ...answered.warnings],
  };
  const remembered = await remember(answer, context);
  output.document(answerForJson(answer));
  describeAnswer(output, answer, { alreadyShown: live.shown, remembered, library: options.library });
  return answer.status === "not_found" ? NOT_FOUND : DONE;
}

interface Scope {
  readonly filter: Filter;
  readonly warnings: readonly string[];
}

/** Brings in what is new of `paths`; the question is asked of those that are in, and the others are named. */
async function bringIn(store: ChunkStore, paths: readonly string[], context: CommandContext): Promise<Scope> {
  const { options, output, signal } = context;
  const { files, skipped } = await ingestPaths(store, paths, {
    signal,
    output,
    library: options.library,
    ...(options.password === undefined ? {} : { password: options.password }),
  });
  noteSkipped(output, skipped);
  const read = files.filter((file) => file.status === "indexed" || file.status === "partial");
  if (read.length > 0) output.note(`${count(read.length, "document")} read into the library.`);
  const usable = files.filter((file) => file.status !== "failed");
  const failed = files.filter((file) => file.status === "failed");
  if (usable.length === 0 && failed[0]?.error) throw failed[0].error;
  return {
    filter: { documentIds: usable.map((file) => file.id) },
    warnings: failed.map(leftOut),
  };
}

function leftOut({ source, error }: IngestedFile): string {
  const reason = error === undefined ? "" : ` ${errorLine(error)}`;
  return `${shortPath(source)} is not part of the answer.${reason}`;
}

async function wholeLibrary(store: ChunkStore, library: string): Promise<Scope> {
  const { documents } = await store.statistics();
  if (documents > 0) return { filter: {}, warnings: [] };
  throw new StoreError("library.empty", `The library at ${library} has no documents.`, {
    input: library,
    hint: `Fill it with ${commandName()} ingest PATH, or name documents after the question.`,
  });
}

/** An answer is worth having even where it cannot be kept for `show`. */
async function remember(answer: Answer, { options, output }: CommandContext): Promise<boolean> {
  try {
    await rememberAnswer(options.library, answer);
    return true;
  } catch (error) {
    output.note(`The answer could not be kept for "show": ${asError(error).message}`);
    return false;
  }
}

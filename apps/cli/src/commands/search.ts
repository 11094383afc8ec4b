import { search } from "@longdoc/retrieve";

import { DONE, type ExitCode, NOT_FOUND } from "../exit-codes.ts";
import { openExisting } from "../library/open.ts";
import { checkQuestion } from "../options.ts";
import { describePassage, passageForJson } from "../output/passages.ts";
import type { CommandContext } from "../program.ts";

/** As many as a reader looks through. */
const DEFAULT_TOP = 10;

/** `longdoc search`: the best passages of the library; 3 when nothing matches. */
export async function searchCommand(query: string, context: CommandContext): Promise<ExitCode> {
  const text = checkQuestion(query);
  const { options, output, signal } = context;
  await using store = await openExisting(options);
  const results = await search(store, text, { topK: options.topK ?? DEFAULT_TOP, signal });
  output.document({ results: results.map(passageForJson) });
  for (const [index, result] of results.entries()) describePassage(output, result, index + 1);
  if (results.length > 0) return DONE;
  output.note("Nothing in the library matches.");
  return NOT_FOUND;
}

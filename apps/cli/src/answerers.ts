import { type Answerer, claudeAnswerer, sentencesAnswerer } from "@longdoc/answer";

import type { Options } from "./options.ts";

/** Claude where there is a key for it, else the documents' own sentences. */
export function chooseAnswerer(options: Options): { answerer: Answerer; warnings: readonly string[] } {
  if (process.env["ANTHROPIC_API_KEY"] || process.env["ANTHROPIC_AUTH_TOKEN"]) {
    return { answerer: claudeAnswerer({ model: options.model.id }), warnings: [] };
  }
  const warnings = options.modelChosen
    ? [`${options.model.id} was not asked: there is no ANTHROPIC_API_KEY.`]
    : [];
  return { answerer: sentencesAnswerer(), warnings };
}

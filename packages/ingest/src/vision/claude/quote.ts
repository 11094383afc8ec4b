import { calibrate, costOf, countTokens, type Model } from "@longdoc/core";

import { HIGH_RESOLUTION, pictureTokens, STANDARD_RESOLUTION } from "../../draw/fit-picture.ts";
import type { PictureDescriber } from "../describer.ts";
import { descriptionFormat, PROMPT_VERSION, SYSTEM_PROMPT } from "./prompt.ts";
import { MAX_OUTPUT_TOKENS, task } from "./request.ts";

/** What the API adds to a request with a schema. Not documented; an assumption that errs upward. */
const FRAME_TOKENS = 500;

/** What needs no key: how pictures are named, sized and priced. @param batch whether they go through Message Batches */
export function claudeQuotes(model: Model, batch: boolean): Omit<PictureDescriber, "describe"> {
  let frame: number | undefined;
  return {
    name: `${model.id}-p${PROMPT_VERSION}`,
    limits: model.tokenizer === "claude-4.7" ? HIGH_RESOLUTION : STANDARD_RESOLUTION,
    quote: (picture) => {
      frame ??= FRAME_TOKENS + textTokens(model);
      const usage = {
        inputTokens: frame + pictureTokens(picture),
        outputTokens: MAX_OUTPUT_TOKENS,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
      };
      const { inputTokens, outputTokens } = usage;
      return { inputTokens, outputTokens, dollars: costOf(model, usage, { batch }) };
    },
  };
}

/** An upper bound, as the count of a plan is. */
function textTokens(model: Model): number {
  const texts = [SYSTEM_PROMPT, JSON.stringify(descriptionFormat()), task({ width: 9_999, height: 9_999 })];
  return calibrate(
    model,
    texts.reduce((sum, text) => sum + countTokens(text), 0),
    texts.length,
  );
}

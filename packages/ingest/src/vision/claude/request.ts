import type { Anthropic } from "@longdoc/claude";
import type { Model } from "@longdoc/core";

import type { Picture } from "../describer.ts";
import { descriptionFormat, SYSTEM_PROMPT } from "./prompt.ts";

/**
 * Tokens for thinking and description together. A dense chart of 60 points with 40 labels takes about 4,000; what comes
 * to more is reported as cut off.
 */
export const MAX_OUTPUT_TOKENS = 6_000;

/** The request for one picture. */
export function toRequest(picture: Picture, model: Model): Anthropic.MessageCreateParamsNonStreaming {
  const { bytes, mediaType, width, height } = picture;
  return {
    model: model.id,
    max_tokens: MAX_OUTPUT_TOKENS,
    system: SYSTEM_PROMPT,
    messages: [
      {
        role: "user",
        content: [
          {
            type: "image",
            source: { type: "base64", media_type: mediaType, data: Buffer.from(bytes).toString("base64") },
          },
          { type: "text", text: task({ width, height }) },
        ],
      },
    ],
    output_config: {
      format: { type: "json_schema", schema: descriptionFormat() },
      // What is seen is written down: there is little to think about, and thinking is paid as output.
      ...(model.thinking === "adaptive" ? { effort: "low" } : {}),
    },
  };
}

/** The one thing that is said of a picture besides the picture. */
export function task({ width, height }: Pick<Picture, "width" | "height">): string {
  return `The picture is ${width} pixels wide and ${height} pixels high. Describe it.`;
}

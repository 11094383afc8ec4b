import type { ServedModel } from "../models.ts";

const PATCH = 28;
const HIGH = { edge: 2_576, tokens: 4_784 };
const STANDARD = { edge: 1_568, tokens: 1_568 };

/** Tokens of a picture, counted after it is scaled down to what the model takes. */
export function imageTokens(
  { width, height }: { readonly width: number; readonly height: number },
  { model }: ServedModel,
): number {
  const { edge, tokens: most } = model.tokenizer === "claude-4.7" ? HIGH : STANDARD;
  const factor = Math.min(1, edge / Math.max(width, height));
  const tokens = Math.ceil((width * factor) / PATCH) * Math.ceil((height * factor) / PATCH);
  return Math.min(tokens, most);
}

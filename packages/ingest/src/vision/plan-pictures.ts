import { DEFAULT_MODEL, findModel } from "@longdoc/core";

import type { PictureDescriber } from "./describer.ts";
import { storeOf } from "./describe-pictures.ts";
import { findPictures, type FindPicturesInput } from "./find-pictures.ts";
import { keptOutcomes } from "./kept-outcomes.ts";
import type { VisionOptions } from "./options.ts";

/** What describing a document's pictures takes at the most. */
export interface VisionPlan {
  readonly source: string;
  /** Of the document, duplicates counted. */
  readonly pictures: number;
  /** Those whose description is kept from an earlier time: they cost nothing. */
  readonly kept: number;
  /** Pictures that would be asked about: neither kept, nor duplicates of others, nor impossible to draw. */
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars. */
  readonly dollars: number;
}

/** Finds a document's pictures and what they would cost. Nothing is sent, and no key is needed. */
export async function planPictures(
  of: Omit<FindPicturesInput, "limits" | "scans">,
  vision: VisionOptions,
): Promise<VisionPlan> {
  const quotes = vision.describer ?? (await claude(vision));
  const known = keptOutcomes(storeOf(vision), quotes.name);
  const asked = new Set<string>();
  const plan = { pictures: 0, kept: 0, calls: 0, inputTokens: 0, outputTokens: 0, dollars: 0 };
  for await (const found of findPictures({ ...of, limits: quotes.limits, scans: vision.scans ?? false })) {
    plan.pictures++;
    if ("failure" in found || asked.has(found.picture.hash)) continue;
    const { picture } = found;
    asked.add(picture.hash);
    if (await known.get(picture.hash)) {
      plan.kept++;
      continue;
    }
    const { inputTokens, outputTokens, dollars } = quotes.quote(picture);
    plan.calls++;
    plan.inputTokens += inputTokens;
    plan.outputTokens += outputTokens;
    plan.dollars += dollars;
  }
  return { source: of.file.source, ...plan };
}

async function claude({ model, batch }: VisionOptions): Promise<Omit<PictureDescriber, "describe">> {
  const { claudeQuotes } = await import("./claude/quote.ts");
  return claudeQuotes(findModel(model ?? DEFAULT_MODEL), batch ?? false);
}

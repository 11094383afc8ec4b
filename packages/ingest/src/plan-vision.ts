import type { IngestOptions } from "./ingest.ts";
import { openInput, type Source } from "./open-input.ts";
import type { VisionPlan } from "./vision/plan-pictures.ts";

/**
 * What describing a document's pictures would cost at the most; what is kept in the cache is free. The document is read
 * and its pictures are drawn, but nothing is sent, and no key is needed.
 *
 * @throws IngestError as `ingest`; UsageError `usage.model-unknown`, `usage.model-retired`
 */
export async function planVision(source: Source, options: IngestOptions = {}): Promise<VisionPlan> {
  const { vision = {}, targetTokens: _targetTokens, ...reading } = options;
  const { file, format } = await openInput(source);
  const document = await format.read(file, { ...reading, keepUnread: true });
  const { planPictures } = await import("./vision/plan-pictures.ts");
  return planPictures({ file, format, document, reading }, vision);
}

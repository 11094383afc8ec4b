import { IngestError } from "@longdoc/core";

import type { IngestOptions } from "./ingest.ts";
import { openInput, type Source } from "./open-input.ts";
import type { Picture } from "./vision/describer.ts";
import type { VisionOptions } from "./vision/options.ts";

/**
 * Describes the pictures of many documents together and keeps what is said of them in `vision.cache`, where reading the
 * documents finds it. With `vision.batch` they wait for one Message Batch, rather than each document for its own.
 * Documents that cannot be read are passed over: reading them says why.
 *
 * @throws UsageError, ModelError, IngestError `vision.cache-failed`, `file.cancelled` as `ingest`
 */
export async function describeAhead(
  sources: Iterable<Source>,
  options: IngestOptions & { readonly vision: VisionOptions },
): Promise<void> {
  const { vision, targetTokens: _targetTokens, ...reading } = options;
  const { openDescriber } = await import("./vision/describe-pictures.ts");
  const { findPictures } = await import("./vision/find-pictures.ts");
  const { keptOutcomes } = await import("./vision/kept-outcomes.ts");
  const { describer, store } = await openDescriber(vision);
  const kept = keptOutcomes(store, describer.name);
  const asked = new Set<string>();
  const signal = reading.signal;
  for await (const { hash, outcome } of describer.describe(pictures(), { signal })) {
    await kept.put(hash, outcome);
  }

  async function* pictures(): AsyncGenerator<Picture> {
    for (const source of sources) {
      try {
        yield* picturesOf(source);
      } catch (thrown) {
        if (!(thrown instanceof IngestError) || signal?.aborted) throw thrown;
      }
    }
  }

  async function* picturesOf(source: Source): AsyncGenerator<Picture> {
    const { file, format } = await openInput(source);
    if (!format.drawParts) return;
    const document = await format.read(file, { ...reading, keepUnread: true });
    const of = { file, format, document, reading, limits: describer.limits, scans: vision.scans ?? false };
    for await (const found of findPictures(of)) {
      if ("failure" in found || asked.has(found.picture.hash)) continue;
      asked.add(found.picture.hash);
      if ((await kept.get(found.picture.hash)) === undefined) yield found.picture;
    }
  }
}

import { type Document, IngestError, type PictureCount } from "@longdoc/core";

import { numberedList } from "../structure/numbered-list.ts";
import type { Outcome, Picture, PictureDescriber } from "./describer.ts";
import { type DescriptionStore, folderStore, NO_STORE } from "./description-store.ts";
import { enterSentences, type PlacedSentences } from "./enter-sentences.ts";
import { findPictures, type FindPicturesInput } from "./find-pictures.ts";
import { keptOutcomes } from "./kept-outcomes.ts";
import type { VisionOptions } from "./options.ts";
import type { PicturePlace } from "./pick-pictures.ts";
import { toSentences } from "./to-sentences.ts";

/** Describes a document's pictures, once it is read. */
export type DescribePictures = (of: Omit<FindPicturesInput, "limits" | "scans">) => Promise<Document>;

/** A picture's place, without its pixels. */
interface Place {
  readonly place: PicturePlace;
  readonly hash?: string;
  readonly failure?: string;
  readonly frame: Parameters<typeof toSentences>[1];
}

/**
 * Makes ready what describes pictures, so that a missing key is told before anything is read. A picture that stands at
 * several places is described once, at the first. What was not described, and why, is in the document's quality.
 *
 * @throws UsageError, ModelError as `claudeDescriber`; the function itself as `PictureDescriber.describe`, and
 * IngestError `file.cancelled`, `vision.cache-failed`
 */
export async function openVision(vision: VisionOptions): Promise<DescribePictures> {
  const { describer, store } = await openDescriber(vision);
  return async (of) => {
    const { signal } = of.reading;
    try {
      return await describe(
        { ...of, limits: describer.limits, scans: vision.scans ?? false },
        describer,
        store,
        vision,
      );
    } catch (thrown) {
      if (!signal?.aborted || thrown instanceof IngestError) throw thrown;
      throw new IngestError("file.cancelled", `Reading "${of.file.source}" was cancelled.`, {
        input: of.file.source,
        cause: thrown,
      });
    }
  };
}

/** What describes pictures, and where outcomes are kept. @throws as `openVision` */
export async function openDescriber(
  vision: VisionOptions,
): Promise<{ readonly describer: PictureDescriber; readonly store: DescriptionStore }> {
  const store = storeOf(vision);
  if (vision.describer) return { describer: vision.describer, store };
  const { claudeDescriber } = await import("./claude/claude-describer.ts");
  return { describer: claudeDescriber(vision, store), store };
}

export function storeOf({ cache = NO_STORE }: VisionOptions): DescriptionStore {
  return typeof cache === "string" ? folderStore(cache) : cache;
}

async function describe(
  of: FindPicturesInput,
  describer: PictureDescriber,
  store: DescriptionStore,
  { onPicture }: VisionOptions,
): Promise<Document> {
  const kept = keptOutcomes(store, describer.name);
  const places: Place[] = [];
  const outcomes = new Map<string, Outcome>();
  const asked = new Set<string>();
  const { signal } = of.reading;
  for await (const { hash, outcome } of describer.describe(wanted(), { signal })) {
    await kept.put(hash, outcome);
    outcomes.set(hash, outcome);
    report();
  }
  return finish(of.document, places, outcomes);

  /** The pictures of which nothing is known yet, each once. */
  async function* wanted(): AsyncGenerator<Picture> {
    for await (const found of findPictures(of)) {
      if ("failure" in found) {
        places.push({ ...found, frame: { box: found.place.box, width: 1, height: 1, turned: true } });
        continue;
      }
      const { place, picture, turned } = found;
      const { hash, width, height } = picture;
      places.push({ place, hash, frame: { box: place.box, width, height, turned } });
      if (asked.has(hash)) continue;
      asked.add(hash);
      const known = await kept.get(hash);
      if (known) outcomes.set(hash, known);
      else yield picture;
      report();
    }
  }

  function report(): void {
    const done = places.filter(({ hash }) => hash === undefined || outcomes.has(hash)).length;
    onPicture?.({ source: of.file.source, done, pictures: places.length });
  }
}

function finish(
  document: Document,
  places: readonly Place[],
  outcomes: ReadonlyMap<string, Outcome>,
): Document {
  const entered = new Set<string>();
  const placed: PlacedSentences[] = [];
  const failures: { readonly page: number; readonly reason: string }[] = [];
  for (const { place, hash, failure, frame } of places) {
    const outcome = hash === undefined ? undefined : outcomes.get(hash);
    if (outcome?.type !== "described") {
      failures.push({ page: place.page, reason: failure ?? outcome?.reason ?? "nothing was said of it" });
    } else if (!entered.has(hash!)) {
      entered.add(hash!);
      placed.push({ place, sentences: toSentences(outcome.description, frame, knownOf(document, place)) });
    }
  }
  const pictures: PictureCount = {
    described: places.length - failures.length,
    undescribed: failures.length,
  };
  return places.length === 0
    ? document
    : enterSentences(document, placed, pictures, failureWarnings(failures, places.length));
}

/** What stands in the document for a picture already. */
function knownOf({ blocks }: Document, { block, page }: PicturePlace): string[] {
  const own = block === undefined ? blocks.filter((each) => each.page === page) : [blocks[block]!];
  return own.flatMap(({ sentences }) => sentences.map(({ text }) => text));
}

/** A sentence for each reason: "7 of 12 pictures were not described (pages 3, 4): the budget is used up." */
function failureWarnings(
  failures: readonly { readonly page: number; readonly reason: string }[],
  all: number,
): string[] {
  return [...Map.groupBy(failures, ({ reason }) => reason)].map(([reason, own]) => {
    const pages = [...new Set(own.map(({ page }) => page))];
    const counted = `${own.length} of ${all} ${all === 1 ? "picture" : "pictures"}`;
    const were = own.length === 1 ? "was" : "were";
    return `${counted} ${were} not described (${numberedList("page", pages)}): ${reason.replace(/\.$/, "")}.`;
  });
}

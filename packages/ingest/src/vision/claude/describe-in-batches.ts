import { type Anthropic, toUsage } from "@longdoc/claude";
import { costOf, type CostReservation, UsageError } from "@longdoc/core";

import type { DescribedPicture, Picture } from "../describer.ts";
import type { DescriptionStore } from "../description-store.ts";
import type { CallContext } from "./describe-directly.ts";
import { callFailure } from "./failure.ts";
import { notDescribed, readReply } from "./read-reply.ts";
import { toRequest } from "./request.ts";
import { BUDGET_USED_UP, enterPaid, tryReserve } from "./reserve.ts";
import { waitForBatch } from "./wait-for-batch.ts";

export interface BatchContext extends CallContext {
  /** Keeps, of each picture that waits, the id of its batch. */
  readonly store: DescriptionStore;
  /** The describer's. */
  readonly name: string;
}

/** Bytes of pictures in one batch: the API takes 256 MB, in base64 and with the requests' other words. */
const MAX_BATCH_BYTES = 100_000_000;

type Request = Anthropic.Messages.BatchCreateParams.Request;

/**
 * Describes pictures in Message Batches: all of them in one, where they are not too large for it. The id of the batch is
 * kept before it is waited for: whoever asks for the same pictures again waits for the same batch.
 */
export async function* describeInBatches(
  pictures: AsyncIterable<Picture>,
  context: BatchContext,
): AsyncGenerator<DescribedPicture> {
  const { model, budget, quote, signal } = context;
  const { batches } = context.client.messages;
  if (!batches) {
    throw new UsageError("usage.no-batches", "This client of Claude has no Message Batches.", {
      hint: "Describe pictures directly.",
    });
  }
  const pending = pendingBatches(context);
  /** Pictures of each batch that is waited for. */
  const waiting = new Map<string, Set<string>>();
  const reservations = new Map<string, CostReservation>();
  let group: Request[] = [];
  let bytes = 0;
  try {
    for await (const picture of pictures) {
      const { hash } = picture;
      const known = await pending.batchOf(hash);
      if (known !== undefined) {
        waiting.set(known, (waiting.get(known) ?? new Set()).add(hash));
        continue;
      }
      const reservation = await tryReserve(budget, quote(picture).dollars);
      if (!reservation) {
        yield { hash, outcome: notDescribed(BUDGET_USED_UP, false) };
        continue;
      }
      reservations.set(hash, reservation);
      group.push({ custom_id: hash, params: toRequest(picture, model) });
      bytes += picture.bytes.byteLength;
      if (bytes >= MAX_BATCH_BYTES) yield* submit();
    }
    yield* submit();
    for (const [id, hashes] of waiting) yield* results(id, hashes);
  } finally {
    // Whoever takes up a batch that goes on enters what it costs.
    for (const [hash, reservation] of reservations) await settle(hash, reservation, 0);
  }

  async function settle(hash: string, reservation: CostReservation, dollars: number): Promise<void> {
    reservations.delete(hash);
    await reservation.settle(dollars);
  }

  async function* submit(): AsyncGenerator<DescribedPicture> {
    if (group.length === 0) return;
    const requests = group;
    [group, bytes] = [[], 0];
    const hashes = requests.map(({ custom_id: hash }) => hash);
    let id: string;
    try {
      ({ id } = await batches!.create({ requests }, signal ? { signal } : {}));
    } catch (thrown) {
      const { reason } = callFailure(thrown, signal);
      for (const hash of hashes) {
        await settle(hash, reservations.get(hash)!, 0);
        yield { hash, outcome: notDescribed(reason, false) };
      }
      return;
    }
    waiting.set(id, new Set(hashes));
    await pending.enter(id, hashes);
  }

  /** A batch's results come in no order, and may hold pictures that nobody asks for any more: they are paid. */
  async function* results(id: string, wanted: Set<string>): AsyncGenerator<DescribedPicture> {
    const lost = await waitForBatch(batches!, id, signal);
    if (lost !== undefined) {
      if (lost.gone) await pending.forget([...wanted]);
      for (const hash of wanted) yield { hash, outcome: notDescribed(lost.reason, false) };
      return;
    }
    let reason = "its batch does not know it";
    try {
      const lines = await batches!.results(id, undefined, signal ? { signal } : {});
      for await (const { custom_id: hash, result } of lines) {
        yield { hash, outcome: await outcomeOf(hash, result) };
        // Only now has the caller kept it.
        await pending.forget([hash]);
        wanted.delete(hash);
      }
      await pending.forget([...wanted]);
    } catch (thrown) {
      // What did not come is still to be had.
      ({ reason } = callFailure(thrown, signal));
    }
    for (const hash of wanted) yield { hash, outcome: notDescribed(reason, false) };
  }

  async function outcomeOf(
    hash: string,
    result: Anthropic.Messages.MessageBatchResult,
  ): Promise<DescribedPicture["outcome"]> {
    const reservation = reservations.get(hash);
    if (result.type === "succeeded") {
      const paid = costOf(model, toUsage(result.message.usage), { batch: true });
      if (reservation) await settle(hash, reservation, paid);
      else await enterPaid(budget, paid);
      return readReply(result.message);
    }
    if (reservation) await settle(hash, reservation, 0);
    if (result.type === "errored") return notDescribed(result.error.error.message.replace(/\.$/, ""), false);
    return notDescribed(result.type === "expired" ? "its batch expired" : "its batch was cancelled", false);
  }
}

function pendingBatches({ store, name }: BatchContext): {
  batchOf(hash: string): Promise<string | undefined>;
  enter(id: string, hashes: readonly string[]): Promise<void>;
  forget(hashes: readonly string[]): Promise<void>;
} {
  const key = (hash: string): string => `${name}/pending/${hash}`;
  return {
    batchOf: async (hash) => {
      const kept = await store.get(key(hash));
      const id = kept && Buffer.from(kept).toString().trim();
      return id === undefined || id === "" ? undefined : id;
    },
    enter: async (id, hashes) => {
      for (const hash of hashes) await store.put(key(hash), Buffer.from(id));
    },
    forget: async (hashes) => {
      for (const hash of hashes) await store.delete(key(hash));
    },
  };
}

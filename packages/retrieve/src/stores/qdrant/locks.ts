import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { StoreError } from "@longdoc/core";

import type { Settings } from "./options.ts";
import { pointId } from "./point-id.ts";
import { is, type Points } from "./points.ts";

/** The right to write some documents, which every reader sees: their chunks are not to be trusted without a look. */
export interface Lock extends Disposable {
  /** Makes it last; to be called between steps that take long. @throws StoreError `library.locked` when it is lost */
  renew(): Promise<void>;
  /** Gives it back; to be called only when no chunk is left but those that are visible. */
  release(): Promise<void>;
  /** Ends this use of it. Without `release` before, it stays on the server as a warning to readers. */
  [Symbol.dispose](): void;
}

export interface Locks {
  /** @throws StoreError `library.locked` */
  acquire(documentIds: readonly string[]): Promise<Lock>;
  /** Documents that are being written, or were when their writer died. */
  held(options?: { readonly signal?: AbortSignal | undefined }): Promise<string[]>;
}

/** Milliseconds after which a lock that was not renewed may be taken over: its writer is dead. */
const LEASE_MS = 60_000;
const RENEW_AFTER_MS = LEASE_MS / 3;
const POLL_MS = 50;

interface LockPayload {
  readonly document: string;
  readonly owner: string;
  /** Milliseconds since 1970, by the owner's clock. */
  readonly expires: number;
}

/**
 * One point per document that is being written, taken by an update on a condition. Clocks that differ by less than the
 * lease do no harm; where one writer takes over from another that lives, the switch itself is refused to the slower.
 */
export function createLocks(points: Points, { tenant, busyTimeoutMs }: Settings): Locks {
  // The store's own: what a failed write of ours left locked, our next one takes again at once.
  const owner = randomUUID();
  const ours = new Set<string>();
  const idOf = (document: string): string => pointId("lock", tenant, document);

  async function claim(documentIds: readonly string[]): Promise<readonly string[]> {
    const now = Date.now();
    const taken = documentIds.map((document) => ({
      id: idOf(document),
      vector: {},
      payload: { kind: "lock", tenant, document, owner, expires: now + LEASE_MS },
    }));
    await points.upsert(taken, { should: [{ key: "expires", range: { lt: now } }, is("owner", owner)] });
    const found = await points.read<LockPayload>(
      taken.map(({ id }) => id),
      ["document", "owner"],
    );
    const held = new Set(found.filter(({ payload }) => payload.owner === owner).map(({ id }) => id));
    return documentIds.filter((document) => !held.has(idOf(document)));
  }

  async function release(documentIds: readonly string[]): Promise<void> {
    await points.remove({ must: [{ has_id: documentIds.map(idOf) }, is("owner", owner)] });
  }

  return {
    async acquire(documentIds) {
      const giveUpAt = performance.now() + busyTimeoutMs;
      for (;;) {
        if (!documentIds.some((document) => ours.has(document))) {
          for (const document of documentIds) ours.add(document);
          let refused = documentIds;
          try {
            refused = await claim(documentIds);
            if (refused.length === 0) break;
            await release(documentIds.filter((document) => !refused.includes(document)));
          } finally {
            if (refused.length > 0) for (const document of documentIds) ours.delete(document);
          }
        }
        if (performance.now() > giveUpAt) throw lockedError(documentIds);
        await sleep(POLL_MS * (0.5 + Math.random()));
      }
      let renewedAt = performance.now();
      return {
        async renew() {
          if (performance.now() - renewedAt < RENEW_AFTER_MS) return;
          renewedAt = performance.now();
          if ((await claim(documentIds)).length > 0) throw lockedError(documentIds);
        },
        async release() {
          await release(documentIds);
        },
        [Symbol.dispose]() {
          for (const document of documentIds) ours.delete(document);
        },
      };
    },

    async held(options) {
      const documents: string[] = [];
      const filter = { must: [is("tenant", tenant), is("kind", "lock")] };
      for await (const page of points.scroll<LockPayload>(filter, ["document"], options)) {
        documents.push(...page.map(({ payload }) => payload.document));
      }
      return documents;
    },
  };
}

function lockedError(documentIds: readonly string[]): StoreError {
  const input = documentIds.length === 1 ? documentIds[0]! : `${documentIds.length} documents`;
  return new StoreError("library.locked", `Another process is writing ${input}.`, {
    input,
    recovery: "transient",
    hint: "Try again when it is done.",
  });
}

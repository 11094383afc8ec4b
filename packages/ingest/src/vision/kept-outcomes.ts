import type { Outcome } from "./describer.ts";
import { parseDescription } from "./description.ts";
import type { DescriptionStore } from "./description-store.ts";

/** Outcomes that were paid for, by the describer's name and the picture's hash. */
export interface KeptOutcomes {
  get(hash: string): Promise<Outcome | undefined>;
  /** Keeps an outcome that would be the same another time. */
  put(hash: string, outcome: Outcome): Promise<void>;
}

export function keptOutcomes(store: DescriptionStore, name: string): KeptOutcomes {
  const key = (hash: string): string => `${name}/${hash.slice(0, 2)}/${hash}.json`;
  return {
    get: async (hash) => {
      const bytes = await store.get(key(hash));
      return bytes && read(Buffer.from(bytes).toString());
    },
    put: async (hash, outcome) => {
      if (outcome.type === "not-described" && !outcome.final) return;
      const kept = outcome.type === "described" ? outcome.description : { reason: outcome.reason };
      await store.put(key(hash), Buffer.from(JSON.stringify(kept)));
    },
  };
}

/** `undefined` where it is damaged: the picture is described again. */
function read(json: string): Outcome | undefined {
  const description = parseDescription(json);
  if (description) return { type: "described", description };
  try {
    const { reason } = JSON.parse(json) as { reason?: unknown };
    return typeof reason === "string" ? { type: "not-described", reason, final: true } : undefined;
  } catch {
    return undefined;
  }
}

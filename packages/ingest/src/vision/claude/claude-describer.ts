import { createClient } from "@longdoc/claude";
import { createCostBudget, DEFAULT_MODEL, findModel } from "@longdoc/core";

import type { PictureDescriber } from "../describer.ts";
import type { DescriptionStore } from "../description-store.ts";
import type { VisionOptions } from "../options.ts";
import { describeDirectly } from "./describe-directly.ts";
import { describeInBatches } from "./describe-in-batches.ts";
import { claudeQuotes } from "./quote.ts";

const MAX_RETRIES = 2;
const IDLE_TIMEOUT_MS = 120_000;

const atOnce: NonNullable<VisionOptions["call"]> = (call) => call();

/**
 * Describes pictures with Claude. Their text is data: it never stands where instructions stand.
 *
 * @param store where the ids of batches are kept
 * @throws UsageError `usage.model-unknown`, `usage.model-retired`, `usage.base-url-invalid`; ModelError
 * `model.key-missing`, `model.key-invalid`
 */
export function claudeDescriber(options: VisionOptions, store: DescriptionStore): PictureDescriber {
  const { apiKey, baseURL, batch = false, budget = createCostBudget(), call = atOnce } = options;
  const model = findModel(options.model ?? DEFAULT_MODEL);
  const client =
    options.client ??
    createClient({ apiKey, baseURL, maxRetries: MAX_RETRIES, idleTimeoutMs: IDLE_TIMEOUT_MS });
  const quotes = claudeQuotes(model, batch);
  return {
    ...quotes,
    describe: (pictures, { signal } = {}) => {
      const context = { client, model, budget, call, quote: quotes.quote, signal };
      return batch
        ? describeInBatches(pictures, { ...context, store, name: quotes.name })
        : describeDirectly(pictures, context);
    },
  };
}

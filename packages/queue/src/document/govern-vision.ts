import { BudgetError, type CostBudget, type CostReservation, type Document } from "@longdoc/core";
import type { IngestOptions } from "@longdoc/ingest";

import type { JobControl } from "../work/run-jobs.ts";
import { upstreamOf } from "../work/upstreams.ts";

type VisionOptions = NonNullable<IngestOptions["vision"]>;

export interface GovernedVision {
  readonly vision: VisionOptions;
  /**
   * Throws what kept pictures from being described and is no fault of theirs: money or the model. The job is done again
   * later; what is described is kept, and not paid twice.
   */
  check(document: Document): void;
}

/** Vision within the queue's budget, and within the limits of the model's API. */
export function governVision(
  vision: VisionOptions,
  budget: CostBudget,
  { upstream }: Pick<JobControl, "upstream">,
): GovernedVision {
  let noMoney: unknown;
  let noModel: unknown;
  return {
    vision: {
      ...vision,
      budget: {
        reserve: async (dollars) => {
          try {
            const reservation = await reserveBoth(vision.budget, budget, dollars);
            noMoney = undefined;
            return reservation;
          } catch (thrown) {
            if (thrown instanceof BudgetError) noMoney = thrown;
            throw thrown;
          }
        },
      },
      call: async (call) => {
        try {
          return await upstream("model", call);
        } catch (thrown) {
          if (upstreamOf(thrown) === "model") noModel ??= thrown;
          throw thrown;
        }
      },
    },
    check: ({ quality }) => {
      const stopped = noMoney ?? noModel;
      if (stopped !== undefined && (quality.pictures?.undescribed ?? 0) > 0) throw stopped;
    },
  };
}

/** Money of the caller's own budget, where there is one, and of the queue's. */
async function reserveBoth(
  own: CostBudget | undefined,
  shared: CostBudget,
  dollars: number,
): Promise<CostReservation> {
  const first = await own?.reserve(dollars);
  try {
    const second = await shared.reserve(dollars);
    return {
      settle: async (cost) => {
        await second.settle(cost);
        await first?.settle(cost);
      },
    };
  } catch (thrown) {
    await first?.settle(0);
    throw thrown;
  }
}

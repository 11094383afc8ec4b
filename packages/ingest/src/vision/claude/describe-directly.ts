import { type ClaudeClient, modelError, toUsage } from "@longdoc/claude";
import { costOf, type CostBudget, type Model } from "@longdoc/core";

import type { DescribedPicture, Outcome, Picture, Quote } from "../describer.ts";
import type { VisionOptions } from "../options.ts";
import { callFailure } from "./failure.ts";
import { notDescribed, readReply } from "./read-reply.ts";
import { toRequest } from "./request.ts";
import { BUDGET_USED_UP, reserve } from "./reserve.ts";

/** Calls at a time, of one document: far below any rate limit, and a document's pictures are not waited for long. */
const AT_ONCE = 4;

export interface CallContext {
  readonly client: ClaudeClient;
  readonly model: Model;
  readonly budget: CostBudget;
  readonly call: NonNullable<VisionOptions["call"]>;
  readonly quote: (picture: Picture) => Quote;
  readonly signal: AbortSignal | undefined;
}

/** Describes pictures with one call each. What would keep all of them from being described ends the calls. */
export async function* describeDirectly(
  pictures: AsyncIterable<Picture>,
  context: CallContext,
): AsyncGenerator<DescribedPicture> {
  const running = new Map<string, Promise<DescribedPicture>>();
  let stopped: string | undefined;
  const next = async (): Promise<DescribedPicture> => {
    const described = await Promise.race(running.values());
    running.delete(described.hash);
    return described;
  };
  try {
    for await (const picture of pictures) {
      while (running.size >= AT_ONCE) yield await next();
      const described = describe(picture).then((outcome) => ({ hash: picture.hash, outcome }));
      // It is waited for later, and a failure until then is not unhandled.
      described.catch(() => undefined);
      running.set(picture.hash, described);
    }
    while (running.size > 0) yield await next();
  } finally {
    // Each settles what it has reserved.
    await Promise.allSettled(running.values());
  }

  async function describe(picture: Picture): Promise<Outcome> {
    const { client, model, budget, call, signal } = context;
    if (stopped !== undefined) return notDescribed(stopped, false);
    const most = context.quote(picture).dollars;
    const reservation = await reserve(budget, most, signal);
    if (!reservation) return notDescribed(BUDGET_USED_UP, false);
    let paid = 0;
    try {
      const request = toRequest(picture, model);
      const message = await call(async () => {
        try {
          return await client.messages.create(request, signal ? { signal } : {});
        } catch (thrown) {
          throw modelError(thrown);
        }
      });
      paid = costOf(model, toUsage(message.usage));
      return readReply(message);
    } catch (thrown) {
      if (signal?.aborted) paid = most;
      const failure = callFailure(thrown, signal);
      if (failure.mayBePaid) paid = most;
      if (failure.ofAll) stopped = failure.reason;
      return notDescribed(failure.reason, false);
    } finally {
      await reservation.settle(paid);
    }
  }
}

import { BudgetError, type CostBudget, type CostReservation } from "@longdoc/core";

/** Sets aside the most that a call may cost; `undefined` when that much is not left. */
export async function tryReserve(budget: CostBudget, dollars: number): Promise<CostReservation | undefined> {
  try {
    return await budget.reserve(dollars);
  } catch (thrown) {
    if (thrown instanceof BudgetError) return undefined;
    throw thrown;
  }
}

/** Calls of this process that hold a part of a budget: what they do not use comes back. */
const running = new WeakMap<CostBudget, Set<Promise<void>>>();

/**
 * As `tryReserve`, for calls that are soon over: where the budget is held by others of this process, it waits for what
 * they leave, as calls cost less than they may.
 */
export async function reserve(
  budget: CostBudget,
  dollars: number,
  signal: AbortSignal | undefined,
): Promise<CostReservation | undefined> {
  const others = running.get(budget) ?? new Set();
  running.set(budget, others);
  for (;;) {
    signal?.throwIfAborted();
    const reservation = await tryReserve(budget, dollars);
    if (reservation) return tracked(reservation, others);
    if (others.size === 0) return undefined;
    await Promise.race(others);
  }
}

function tracked(reservation: CostReservation, others: Set<Promise<void>>): CostReservation {
  const { promise, resolve } = Promise.withResolvers<void>();
  others.add(promise);
  return {
    settle: async (dollars) => {
      try {
        await reservation.settle(dollars);
      } finally {
        others.delete(promise);
        resolve();
      }
    },
  };
}

/** Enters what was paid without a reservation: by an earlier process, which is gone. */
export async function enterPaid(budget: CostBudget, dollars: number): Promise<void> {
  // Where it is more than is left, the next reservation says so.
  await (await tryReserve(budget, dollars))?.settle(dollars);
}

export const BUDGET_USED_UP = "the budget is used up";

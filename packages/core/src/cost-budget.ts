import { BudgetError } from "./errors.ts";

/** What paid calls may cost, all together. One budget may be shared by many processes: see the queue's. */
export interface CostBudget {
  /**
   * Sets money aside before a call, as much as it may cost at the most.
   *
   * @param dollars US dollars, 0 or more
   * @throws BudgetError `budget.exhausted` when that much is not left; nothing is set aside then
   */
  reserve(dollars: number): Promise<CostReservation>;
}

/** Money set aside for one call. */
export interface CostReservation {
  /** Ends the reservation with what the call did cost, in US dollars: 0 where it was not made. Once only. */
  settle(dollars: number): Promise<void>;
}

export interface LocalCostBudget extends CostBudget {
  /** US dollars that settled calls did cost. */
  readonly spent: number;
}

/** A budget of this process. @param limit US dollars; default: none */
export function createCostBudget(limit: number = Infinity): LocalCostBudget {
  let spent = 0;
  let reserved = 0;
  return {
    get spent() {
      return spent;
    },
    async reserve(dollars) {
      if (spent + reserved + dollars > limit) throw budgetExhausted({ limit, spent, needed: dollars });
      reserved += dollars;
      let settled = false;
      return {
        async settle(cost) {
          if (settled) return;
          settled = true;
          reserved -= dollars;
          spent += cost;
        },
      };
    },
  };
}

/** US dollars each. */
export function budgetExhausted(state: {
  readonly limit: number;
  readonly spent: number;
  readonly needed: number;
}): BudgetError {
  const { limit, spent, needed } = state;
  return new BudgetError(
    "budget.exhausted",
    `The budget of ${inDollars(limit)} is used up: ${inDollars(spent)} are spent, and the next call may cost ${inDollars(needed)}.`,
    { hint: "What is done is kept. Raise the budget, and go on." },
  );
}

/** `$12.50`. Small amounts keep the digits that tell them from nothing. */
export function inDollars(amount: number): string {
  return `$${amount >= 1 || amount === 0 ? amount.toFixed(2) : amount.toPrecision(2)}`;
}

import { randomUUID } from "node:crypto";

import { budgetExhausted, type CostBudget } from "@longdoc/core";

/** What paid calls of all of a queue's workers may cost together. It is the queue's own, and lasts as long. */
export interface QueueBudget extends CostBudget {
  /**
   * Sets what may be spent in all, what was spent before included.
   *
   * @param dollars US dollars; `undefined`: no limit, as in the beginning
   */
  setLimit(dollars: number | undefined): Promise<void>;
  state(): Promise<BudgetState>;
}

/** US dollars. */
export interface BudgetState {
  /** `undefined`: there is none. */
  readonly limit?: number;
  readonly spent: number;
  /** Set aside for calls that are under way. */
  readonly reserved: number;
  /**
   * What calls could have cost at the most whose worker ended before it told what they did cost. It may be spent again:
   * such calls, as many as a worker makes at a time, may be missing from `spent`.
   */
  readonly abandoned: number;
}

/** How a queue keeps its budget. All amounts are whole numbers of 10⁻⁹ US dollars, which add up without error. */
export interface BudgetLedger {
  /** Sets an amount aside, until it is settled or its lease runs out; refused, it gives what there is. */
  readonly reserve: (
    id: string,
    amount: number,
  ) => Promise<{ readonly limit: number; readonly spent: number } | undefined>;
  /** Ends a reservation, in time or late. Once: a second time changes nothing. */
  readonly settle: (id: string, amount: number) => Promise<void>;
  readonly renew: (ids: readonly string[]) => Promise<void>;
  readonly setLimit: (amount: number | undefined) => Promise<void>;
  readonly state: () => Promise<BudgetState>;
}

const NANO = 1e9;

/**
 * The budget over a ledger. While this process lives, it renews what it has set aside; what it could not settle (the
 * queue was away) is settled with the next renewal.
 */
export function createQueueBudget(ledger: BudgetLedger, leaseMs: number): QueueBudget & Disposable {
  const held = new Set<string>();
  const unsettled = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  async function renew(): Promise<void> {
    try {
      await ledger.renew([...held]);
      for (const [id, amount] of unsettled) {
        await ledger.settle(id, amount);
        forget(id);
      }
    } catch {
      // The lease outlives a missed renewal.
    }
  }

  function hold(id: string): void {
    held.add(id);
    timer ??= setInterval(() => void renew(), leaseMs / 3).unref();
  }

  function forget(id: string): void {
    held.delete(id);
    unsettled.delete(id);
    if (held.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    reserve: async (dollars) => {
      const id = randomUUID();
      const amount = Math.ceil(dollars * NANO);
      const refused = await ledger.reserve(id, amount);
      if (refused) {
        const { limit, spent } = refused;
        throw budgetExhausted({ limit: limit / NANO, spent: spent / NANO, needed: dollars });
      }
      hold(id);
      return {
        settle: async (cost) => {
          if (!held.has(id) || unsettled.has(id)) return;
          unsettled.set(id, Math.round(cost * NANO));
          await renew();
        },
      };
    },
    setLimit: (dollars) =>
      ledger.setLimit(dollars === undefined || dollars === Infinity ? undefined : Math.round(dollars * NANO)),
    state: async () => {
      const { limit, spent, reserved, abandoned } = await ledger.state();
      return {
        ...(limit === undefined ? {} : { limit: limit / NANO }),
        spent: spent / NANO,
        reserved: reserved / NANO,
        abandoned: abandoned / NANO,
      };
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

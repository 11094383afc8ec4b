import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

import { type CostReservation, createCostBudget } from "./cost-budget.ts";
import { BudgetError } from "./errors.ts";

describe("createCostBudget", () => {
  test("never lets more be set aside than is left, whatever the calls cost in the end", async () => {
    const calls = fc.array(fc.tuple(fc.nat(50), fc.nat(50), fc.boolean()), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(calls, async (steps) => {
        const budget = createCostBudget(100);
        const open: { readonly atMost: number; readonly reservation: CostReservation }[] = [];
        for (const [atMost, cost, settleNow] of steps) {
          try {
            open.push({ atMost, reservation: await budget.reserve(atMost) });
          } catch (error) {
            expect(error).toBeInstanceOf(BudgetError);
            expect(budget.spent + atMost + open.reduce((sum, call) => sum + call.atMost, 0)).toBeGreaterThan(
              100,
            );
          }
          const call = settleNow ? open.shift() : undefined;
          await call?.reservation.settle(Math.min(call.atMost, cost));
          expect(budget.spent + open.reduce((sum, { atMost: held }) => sum + held, 0)).toBeLessThanOrEqual(
            100,
          );
        }
      }),
    );
  });

  test("says what is spent, what is wanted and what to do", async () => {
    const budget = createCostBudget(0.5);
    await (await budget.reserve(0.4)).settle(0.25);
    await expect(budget.reserve(0.3)).rejects.toThrow(
      "The budget of $0.50 is used up: $0.25 are spent, and the next call may cost $0.30.",
    );
    await expect(budget.reserve(0.25)).resolves.toBeDefined();
  });
});

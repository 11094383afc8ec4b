import type { BudgetLedger } from "../budget/queue-budget.ts";
import type { Statements } from "./statements.ts";

/** The budget in the queue's file. @param isGone whether the process that an owner's name begins with has ended */
export function embeddedBudget(
  { get, all, change, write }: Statements,
  {
    owner,
    leaseMs,
    isGone,
  }: {
    readonly owner: string;
    readonly leaseMs: number;
    readonly isGone: (owner: string) => boolean;
  },
): BudgetLedger {
  const setting = (name: string): number | undefined =>
    get<{ value: number }>("SELECT CAST(value AS INTEGER) AS value FROM settings WHERE name = ?", name)
      ?.value;
  const set = (name: string, value: number): unknown =>
    change("INSERT OR REPLACE INTO settings VALUES (?, ?)", name, String(value));
  const sum = (abandoned: 0 | 1): number =>
    get<{ sum: number }>(
      "SELECT coalesce(sum(amount), 0) AS sum FROM reservations WHERE abandoned = ?",
      abandoned,
    )!.sum;

  /** What processes that are gone had set aside may be spent by others. */
  function recover(): void {
    const owners = all<{ owner: string }>("SELECT DISTINCT owner FROM reservations WHERE abandoned = 0");
    const gone = owners.map(({ owner: other }) => other).filter((other) => other !== owner && isGone(other));
    change(
      `UPDATE reservations SET abandoned = 1
       WHERE abandoned = 0 AND (due < ? OR owner IN (SELECT value FROM json_each(?)))`,
      Date.now(),
      JSON.stringify(gone),
    );
  }

  return {
    reserve: (id, amount) =>
      write(() => {
        recover();
        const [limit, spent = 0] = [setting("budget-limit"), setting("budget-spent")];
        if (limit !== undefined && spent + sum(0) + amount > limit) return { limit, spent };
        change("INSERT INTO reservations VALUES (?, ?, ?, ?, 0)", id, owner, amount, Date.now() + leaseMs);
        return undefined;
      }),
    settle: (id, amount) =>
      write(() => {
        if (change("DELETE FROM reservations WHERE id = ?", id) === 0) return;
        set("budget-spent", (setting("budget-spent") ?? 0) + amount);
      }),
    renew: (ids) =>
      write(() => {
        change(
          "UPDATE reservations SET due = ? WHERE abandoned = 0 AND id IN (SELECT value FROM json_each(?))",
          Date.now() + leaseMs,
          JSON.stringify(ids),
        );
      }),
    setLimit: (amount) =>
      write(() => {
        if (amount === undefined) change("DELETE FROM settings WHERE name = 'budget-limit'");
        else set("budget-limit", amount);
      }),
    state: () =>
      write(() => {
        recover();
        const limit = setting("budget-limit");
        const spent = setting("budget-spent") ?? 0;
        return { ...(limit === undefined ? {} : { limit }), spent, reserved: sum(0), abandoned: sum(1) };
      }),
  };
}

import { expect, test } from "@jest/globals";

import { row, table } from "../../test/tables.ts";
import type { Table } from "../layout/tables/grid.ts";
import { continueTable } from "./continue-table.ts";

const statement = table([
  row([undefined, "2022", "2021"], { header: true }),
  row(["Liabilities:"]),
  row(["Debt", "5,911", "4,703"]),
]);
const equity = (shift = 0): Table =>
  table([
    row(["Paid-in capital", "1", "20"], { shift }),
    row(["Retained earnings", "2,491", "2,430"], { shift }),
  ]);

test("a table that text interrupts goes on under the same heads, and not in the same section", () => {
  const continued = continueTable(statement, equity(), "same page");
  expect(continued?.before).toEqual([statement.rows[0]]);
});

test("on the next page its section goes on too", () => {
  const continued = continueTable(statement, equity(), "next page");
  expect(continued?.before).toEqual(statement.rows.slice(0, 2));
});

test("figures that stand elsewhere are a table of their own", () => {
  expect(continueTable(statement, equity(-8), "same page")).toBeUndefined();
});

test("a list of one figure below a column of a statement is a table of its own", () => {
  const list = table([row(["New stores", undefined, "0.5%"]), row(["Total change", undefined, "2.0%"])]);
  expect(continueTable(statement, list, "same page")).toBeUndefined();
});

test("a table with heads of its own is one of its own", () => {
  const own = table([row([undefined, "2020", "2019"], { header: true }), ...equity().rows]);
  expect(continueTable(statement, own, "same page")).toBeUndefined();
});

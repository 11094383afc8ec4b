import type { DatabaseSync, SQLInputValue } from "node:sqlite";

import { QueueError } from "@longdoc/core";
import { createStatementCache, inTransaction } from "@longdoc/retrieve/sqlite";

import { embeddedError } from "./errors.ts";

/** Statements on the queue's file, prepared once each. */
export interface Statements {
  readonly all: <Row>(text: string, ...values: SQLInputValue[]) => Row[];
  readonly get: <Row>(text: string, ...values: SQLInputValue[]) => Row | undefined;
  /** Gives the number of rows that changed. */
  readonly change: (text: string, ...values: SQLInputValue[]) => number;
  /** One write transaction. @throws QueueError */
  readonly write: <Result>(work: () => Result) => Promise<Result>;
  /** Reads. @throws QueueError */
  readonly attempt: <Result>(work: () => Result) => Promise<Result>;
}

export function createStatements(database: DatabaseSync, path: string): Statements {
  const prepare = createStatementCache(database);

  async function attempt<Result>(work: () => Result): Promise<Result> {
    if (!database.isOpen) {
      throw new QueueError("queue.closed", `The queue in "${path}" is closed.`, { input: path });
    }
    try {
      return work();
    } catch (thrown) {
      throw embeddedError(thrown, path);
    }
  }

  return {
    all: <Row>(text: string, ...values: SQLInputValue[]) => prepare(text).all(...values) as Row[],
    get: <Row>(text: string, ...values: SQLInputValue[]) => prepare(text).get(...values) as Row | undefined,
    change: (text, ...values) => Number(prepare(text).run(...values).changes),
    attempt,
    write: (work) => attempt(() => inTransaction(database, "IMMEDIATE", work)),
  };
}

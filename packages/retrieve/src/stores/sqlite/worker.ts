/** The thread that holds a library's database: SQLite's calls block, and must not block the program. */
import { parentPort, workerData } from "node:worker_threads";

import { asError } from "@longdoc/core";

import { storeError } from "./errors.ts";
import { createLibrary, type Library } from "./library.ts";
import type { Call, Outcome, WorkerOptions } from "./protocol.ts";
import { openDatabase } from "./schema.ts";

const port = parentPort!;
const { folder, ...options } = workerData as WorkerOptions;
const send = (outcome: Outcome): void => port.postMessage(outcome);

function failure(id: number, thrown: unknown): Outcome {
  const { code, message, hint, input, recovery, cause } = storeError(thrown, folder);
  return { id, error: { code, message, hint, input, recovery, cause: asError(cause ?? thrown).message } };
}

try {
  const database = openDatabase(folder, options);
  const library = createLibrary(database, folder);
  port.on("message", ({ id, method, parameters }: Call) => {
    try {
      if (method === "close") {
        database.close();
        send({ id, result: undefined });
        port.close();
        return;
      }
      const operation = library[method] as (
        ...given: readonly unknown[]
      ) => ReturnType<Library[keyof Library]>;
      send({ id, result: operation(...parameters) });
    } catch (thrown) {
      send(failure(id, thrown));
    }
  });
  send({ id: 0, result: undefined });
} catch (thrown) {
  send(failure(0, thrown));
  port.close();
}

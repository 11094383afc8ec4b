import { availableParallelism } from "node:os";

import { type Sandbox, startSandbox } from "./process.ts";

/** A process that holds more than this after a file is not used again. */
const REUSE_BELOW_BYTES = 200 * 1024 ** 2;

/** Keeps idle processes for the next file: starting one costs a quarter of a second. */
export class SandboxPool<Request, Reply> {
  readonly #entry: URL;
  readonly #idle: { sandbox: Sandbox<Request, Reply>; memoryLimitBytes: number }[] = [];

  constructor(entry: URL) {
    this.#entry = entry;
  }

  take(memoryLimitBytes: number): Sandbox<Request, Reply> {
    for (;;) {
      const index = this.#idle.findIndex((idle) => idle.memoryLimitBytes === memoryLimitBytes);
      if (index < 0) return startSandbox(this.#entry, memoryLimitBytes);
      const sandbox = this.#idle.splice(index, 1)[0]?.sandbox;
      if (!sandbox?.alive) continue;
      sandbox.acquire();
      return sandbox;
    }
  }

  /** Gives back a process whose request has ended. */
  async giveBack(sandbox: Sandbox<Request, Reply>, memoryLimitBytes: number): Promise<void> {
    const grown = (await sandbox.memory()) > REUSE_BELOW_BYTES;
    if (!sandbox.alive || grown || this.#idle.length >= availableParallelism()) {
      sandbox.kill("cancelled");
      return;
    }
    sandbox.release();
    this.#idle.push({ sandbox, memoryLimitBytes });
  }
}

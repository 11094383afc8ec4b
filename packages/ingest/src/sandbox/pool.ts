import { availableParallelism } from "node:os";

import { ExitError, type Sandbox, startSandbox } from "./process.ts";

/** A process that holds more than this after a file is not used again. */
const REUSE_BELOW_BYTES = 200 * 1024 ** 2;

/**
 * Child processes for an entry: as many as there are cores, so that a hundred files at once wait for their turn rather
 * than start a hundred processes. Idle ones are kept for the next file: starting one costs a quarter of a second.
 *
 * Whoever holds a process must not wait for another one of the same pool.
 */
export class SandboxPool<Request, Reply> {
  readonly #entry: URL;
  readonly #most: number;
  readonly #idle: { sandbox: Sandbox<Request, Reply>; memoryLimitBytes: number }[] = [];
  /** First come, first served. */
  readonly #waiting = new Set<() => void>();
  #busy = 0;

  constructor(entry: URL, most: number = availableParallelism()) {
    this.#entry = entry;
    this.#most = most;
  }

  /** A process, as soon as one is free; give it back in any case. @throws ExitError when `signal` is aborted before */
  async take(memoryLimitBytes: number, signal?: AbortSignal): Promise<Sandbox<Request, Reply>> {
    if (signal?.aborted) throw new ExitError("cancelled");
    if (this.#busy < this.#most) this.#busy++;
    else await this.#turn(signal);
    for (;;) {
      const index = this.#idle.findIndex((idle) => idle.memoryLimitBytes === memoryLimitBytes);
      if (index < 0) break;
      const sandbox = this.#idle.splice(index, 1)[0]?.sandbox;
      if (!sandbox?.alive) continue;
      sandbox.acquire();
      return sandbox;
    }
    // An idle process with another limit makes room.
    if (this.#busy + this.#idle.length > this.#most) this.#idle.shift()?.sandbox.kill("cancelled");
    return startSandbox(this.#entry, memoryLimitBytes);
  }

  /** Gives back a process: to the next file when its request has ended, to nobody when it was killed. */
  async giveBack(sandbox: Sandbox<Request, Reply>, memoryLimitBytes: number): Promise<void> {
    const grown = sandbox.alive && (await sandbox.memory()) > REUSE_BELOW_BYTES;
    if (grown) sandbox.kill("cancelled");
    if (sandbox.alive) {
      sandbox.release();
      this.#idle.push({ sandbox, memoryLimitBytes });
    }
    const [next] = this.#waiting;
    // The place passes on, so that nobody who comes meanwhile is served first.
    if (next) next();
    else this.#busy--;
  }

  /** Waits for a place that another gives up. */
  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(proceed);
        signal?.removeEventListener("abort", cancel);
      };
      const proceed = (): void => {
        leave();
        resolve();
      };
      const cancel = (): void => {
        leave();
        reject(new ExitError("cancelled"));
      };
      this.#waiting.add(proceed);
      signal?.addEventListener("abort", cancel);
    });
  }
}

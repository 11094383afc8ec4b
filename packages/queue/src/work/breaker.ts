import { retryDelayMs } from "./backoff.ts";

/**
 * A circuit breaker: after a failure of what jobs need, it is not asked for a while; then once, as a probe, and by
 * the others only when that succeeds. Without it a store that is away for a minute would see every job of the queue.
 */
export interface Breaker {
  /** Milliseconds until a job may be begun, with `active` of them under way: 0 when now. */
  waitMs(active: number): number;
  /** Opens the breaker, for longer with every probe that fails. Gives the milliseconds until the next probe. */
  failed(thrown: unknown): number;
  succeeded(): void;
  /** Milliseconds until it may be tried again: 0 when now. */
  leftMs(): number;
  /** Whether the last word was a failure. */
  readonly open: boolean;
}

/** How often to look whether a probe has come back, milliseconds. */
const PROBE_CHECK_MS = 50;

export function createBreaker(
  options: { readonly firstMs?: number; readonly now?: () => number } = {},
): Breaker {
  const { now = Date.now } = options;
  let failures = 0;
  let openUntil = 0;
  const leftMs = (): number => Math.max(0, openUntil - now());
  return {
    leftMs,
    waitMs: (active) => {
      if (failures === 0) return 0;
      if (leftMs() > 0) return leftMs();
      return active === 0 ? 0 : PROBE_CHECK_MS;
    },
    failed: (thrown) => {
      // Jobs that were begun before it opened fail together, and are one failure.
      const failedAt = now();
      if (openUntil <= failedAt) {
        failures += 1;
        openUntil = failedAt + retryDelayMs(failures, thrown, options);
      }
      return openUntil - failedAt;
    },
    succeeded: () => {
      failures = 0;
      openUntil = 0;
    },
    get open() {
      return failures > 0;
    },
  };
}

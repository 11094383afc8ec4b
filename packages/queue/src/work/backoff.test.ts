import { describe, expect, test } from "@jest/globals";
import { LongdocError } from "@longdoc/core";
import fc from "fast-check";

import { retryDelayMs } from "./backoff.ts";
import { createBreaker } from "./breaker.ts";

describe("the delay before the next try", () => {
  test("doubles with every failure, up to five minutes, and differs from job to job", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, random) => {
          const ceiling = Math.min(300_000, 1_000 * 2 ** (failures - 1));
          const delayMs = retryDelayMs(failures, undefined, { random: () => random });
          expect(delayMs).toBeGreaterThanOrEqual(ceiling / 2);
          expect(delayMs).toBeLessThanOrEqual(ceiling);
        },
      ),
    );
  });

  test("is never shorter than what was asked for", () => {
    const asked = new LongdocError("x", "x", { retryAfterMs: 90_000 });
    expect(retryDelayMs(1, asked)).toBe(90_000);
  });
});

describe("the circuit breaker", () => {
  test("lets one probe through when its time has come, and everybody when that succeeds", () => {
    let now = 0;
    const breaker = createBreaker({ firstMs: 1_000, now: () => now });
    expect(breaker.waitMs(9)).toBe(0);
    const first = breaker.failed(new Error("away"));
    // Others that were under way fail too: that is one failure.
    expect(breaker.failed(new Error("away"))).toBe(first);
    expect(breaker.waitMs(0)).toBe(first);
    now = first;
    expect(breaker.waitMs(0)).toBe(0);
    expect(breaker.waitMs(1)).toBeGreaterThan(0);
    expect(breaker.failed(new Error("still away"))).toBeGreaterThanOrEqual(1_000);
    expect(breaker.open).toBe(true);
    breaker.succeeded();
    expect(breaker.open).toBe(false);
    expect(breaker.waitMs(9)).toBe(0);
  });
});

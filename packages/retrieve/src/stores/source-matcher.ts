import picomatch from "picomatch";

import type { Filter } from "./store.ts";

/** Tells which sources a filter's glob matches; `undefined` where it has none. A source always matches itself. */
export function sourceMatcher({ source }: Filter): ((source: string) => boolean) | undefined {
  if (source === undefined) return undefined;
  const matches = picomatch(source, { dot: true });
  return (candidate) => candidate === source || matches(candidate);
}

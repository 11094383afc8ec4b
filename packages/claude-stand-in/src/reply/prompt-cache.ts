import { createHash } from "node:crypto";

import { isObject, type JsonObject, objectsOf } from "../json.ts";
import type { ServedModel } from "../models.ts";
import { blockTokens, contentTokens, preambleTokens, requestTokens } from "../tokens.ts";

/** Blocks before a breakpoint at which an earlier entry is still found. */
const LOOK_BACK = 20;
const LIFETIME_MS = { "5m": 300_000, "1h": 3_600_000 } as const;
type Lifetime = keyof typeof LIFETIME_MS;

export interface PromptUsage {
  readonly input: number;
  readonly read: number;
  readonly written: Readonly<Record<Lifetime, number>>;
}

interface Position {
  /** Tokens of the prompt up to and with this block. */
  readonly tokens: number;
  /** Of everything up to and with this block. */
  readonly hash: string;
  readonly lifetime: Lifetime | undefined;
}

/** Which prefixes of earlier prompts are still at hand. */
export interface PromptCache {
  /** What of the prompt is read from the cache, what is written into it, and what is neither. */
  use(body: JsonObject, served: ServedModel): PromptUsage;
}

/** Entries of one server; `now` in milliseconds. */
export function createPromptCache(now: () => number = Date.now): PromptCache {
  const entries = new Map<string, { expires: number; lifetime: Lifetime }>();
  const alive = (hash: string): boolean => (entries.get(hash)?.expires ?? 0) > now();
  return {
    use(body, served) {
      const total = requestTokens(body, served);
      const positions = positionsOf(body, served);
      const marked = positions.flatMap(({ lifetime }, index) => (lifetime ? [index] : []));
      const found = marked.toReversed().map((mark) => lookBack(positions, mark, alive));
      const hit = found.find((index) => index !== undefined);
      const read = hit === undefined ? 0 : positions[hit]!.tokens;
      if (hit !== undefined) touch(entries, positions[hit]!.hash, now());
      const written: Record<Lifetime, number> = { "5m": 0, "1h": 0 };
      let from = read;
      for (const mark of marked) {
        const { tokens, hash, lifetime } = positions[mark]!;
        if (tokens < served.minCachedTokens || tokens <= from) continue;
        written[lifetime!] += tokens - from;
        from = tokens;
        entries.set(hash, { expires: now() + LIFETIME_MS[lifetime!], lifetime: lifetime! });
      }
      return { input: total - read - written["5m"] - written["1h"], read, written };
    },
  };
}

function lookBack(
  positions: readonly Position[],
  mark: number,
  alive: (hash: string) => boolean,
): number | undefined {
  for (let index = mark; index >= 0 && index > mark - LOOK_BACK; index--) {
    if (alive(positions[index]!.hash)) return index;
  }
  return undefined;
}

function touch(
  entries: Map<string, { expires: number; lifetime: Lifetime }>,
  hash: string,
  now: number,
): void {
  const entry = entries.get(hash);
  if (entry) entry.expires = now + LIFETIME_MS[entry.lifetime];
}

/** The prompt's blocks in the order in which the API renders them: tools, system, messages. */
function positionsOf(body: JsonObject, served: ServedModel): Position[] {
  const system = objectsOf(body["system"]);
  const turns = objectsOf(body["messages"]).flatMap(
    ({ role, content }): { role: unknown; block: JsonObject }[] =>
      typeof content === "string"
        ? [{ role, block: { type: "text", text: content } }]
        : objectsOf(content).map((block) => ({ role, block })),
  );
  const cites = turns.some(
    ({ block }) => isObject(block["citations"]) && block["citations"]["enabled"] === true,
  );
  let tokens = preambleTokens(body, served, cites) - contentTokens(system, served);
  let hash = digest(
    served.id,
    body["tools"],
    typeof body["system"] === "string" ? body["system"] : "",
    cites,
  );
  const position = (block: JsonObject, role: unknown): Position => {
    const { cache_control: mark, ...rest } = block;
    tokens += blockTokens(block, served);
    hash = digest(hash, role, rest);
    return { tokens, hash, lifetime: lifetimeOf(mark) };
  };
  const positions = [
    ...system.map((block) => position(block, "system")),
    ...turns.map(({ role, block }) => position(block, role)),
  ];
  const last = positions.at(-1);
  const automatic = lifetimeOf(body["cache_control"]);
  if (last && automatic) positions[positions.length - 1] = { ...last, lifetime: last.lifetime ?? automatic };
  return positions;
}

function lifetimeOf(mark: unknown): Lifetime | undefined {
  if (!isObject(mark)) return undefined;
  return mark["ttl"] === "1h" ? "1h" : "5m";
}

function digest(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

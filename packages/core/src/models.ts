import { UsageError } from "./errors.ts";

/** Tokenizer families of Claude: 4.7 and later give about 30 % more tokens for the same text. */
export type Tokenizer = "claude-3" | "claude-4.7";

/** US dollars per million tokens. */
export interface Prices {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
}

export type Tier = "haiku" | "sonnet" | "opus" | "fable" | "mythos";

export interface Model {
  readonly id: string;
  readonly tier: Tier;
  /** Context window, tokens. */
  readonly window: number;
  /** Output limit, tokens. */
  readonly maxOutput: number;
  readonly tokenizer: Tokenizer;
  readonly prices: Prices;
  /** Prices of every token of a request whose whole prompt exceeds `above` tokens. */
  readonly longPrompt?: { readonly above: number; readonly prices: Prices };
  /** Whether `thinking: {type: "adaptive"}` and `output_config.effort` are accepted; `budget` models refuse both. */
  readonly thinking: "adaptive" | "budget";
  /** ISO date of an announced retirement; the model can be called until then. */
  readonly retires?: string;
}

/** The Message Batches API charges half of every price. */
export const BATCH_DISCOUNT = 0.5;

const MILLION = 1_000_000;

function prices(input: number, output: number, cacheRead: number): Prices {
  return {
    input,
    output,
    cacheWrite5m: input * 1.25,
    cacheWrite1h: input * 2,
    cacheRead,
  };
}

function model(
  id: string,
  tier: Tier,
  price: Prices,
  differs: Partial<Omit<Model, "id" | "tier" | "prices">> = {},
): Model {
  return {
    id,
    tier,
    window: MILLION,
    maxOutput: 128_000,
    tokenizer: "claude-4.7",
    thinking: "adaptive",
    prices: price,
    ...differs,
  };
}

/** Models that can be called, newest of each tier first. Prices and limits: Anthropic's models overview, November 2026. */
export const MODELS: readonly Model[] = [
  model("claude-fable-5-2", "fable", prices(8, 40, 0.2)),
  model("claude-fable-5-1", "fable", prices(10, 50, 0.25)),
  model("claude-fable-5", "fable", prices(10, 50, 1)),
  model("claude-mythos-5-2", "mythos", prices(8, 40, 0.2)),
  model("claude-mythos-5-1", "mythos", prices(10, 50, 0.25)),
  model("claude-mythos-5", "mythos", prices(10, 50, 1)),
  model("claude-opus-5-5", "opus", prices(4, 20, 0.2)),
  model("claude-opus-5", "opus", prices(5, 25, 0.5)),
  model("claude-opus-4-8", "opus", prices(5, 25, 0.5)),
  model("claude-opus-4-7", "opus", prices(5, 25, 0.5)),
  model("claude-opus-4-6", "opus", prices(5, 25, 0.5), { tokenizer: "claude-3" }),
  model("claude-opus-4-5", "opus", prices(5, 25, 0.5), {
    tokenizer: "claude-3",
    window: 200_000,
    maxOutput: 64_000,
    thinking: "budget",
  }),
  model("claude-sonnet-5-5", "sonnet", prices(2, 10, 0.1)),
  model("claude-sonnet-5", "sonnet", prices(2, 10, 0.2)),
  model("claude-sonnet-4-6", "sonnet", prices(3, 15, 0.3), { tokenizer: "claude-3" }),
  model("claude-sonnet-4-5", "sonnet", prices(3, 15, 0.3), {
    tokenizer: "claude-3",
    window: 200_000,
    maxOutput: 64_000,
    thinking: "budget",
    retires: "2026-11-30",
  }),
  model("claude-haiku-5-5", "haiku", prices(0.1, 0.5, 0.01), {
    longPrompt: { above: 100_000, prices: prices(0.5, 2.5, 0.05) },
  }),
  model("claude-haiku-4-5", "haiku", prices(1, 5, 0.1), {
    tokenizer: "claude-3",
    window: 200_000,
    maxOutput: 64_000,
    thinking: "budget",
  }),
];

/** The tiers that `--model` takes by name, and the default. */
export const TIERS = ["haiku", "sonnet", "opus", "fable"] as const;
export const DEFAULT_MODEL = "claude-sonnet-5-5";

interface RetiredModel {
  /** Start of the ids that name it. */
  readonly prefix: string;
  readonly name: string;
  /** ISO date. */
  readonly retired: string;
  readonly replacement: string;
}

const RETIRED: readonly RetiredModel[] = [
  { prefix: "claude-3-opus", name: "Claude 3 Opus", retired: "2026-01-05", replacement: "claude-opus-5-5" },
  {
    prefix: "claude-3-sonnet",
    name: "Claude 3 Sonnet",
    retired: "2025-07-21",
    replacement: "claude-sonnet-5-5",
  },
  {
    prefix: "claude-3-haiku",
    name: "Claude 3 Haiku",
    retired: "2026-04-20",
    replacement: "claude-haiku-5-5",
  },
  {
    prefix: "claude-opus-4-1",
    name: "Claude Opus 4.1",
    retired: "2026-08-05",
    replacement: "claude-opus-5-5",
  },
  {
    prefix: "claude-opus-4-20250514",
    name: "Claude Opus 4",
    retired: "2026-06-15",
    replacement: "claude-opus-5-5",
  },
  { prefix: "claude-opus-4-0", name: "Claude Opus 4", retired: "2026-06-15", replacement: "claude-opus-5-5" },
  {
    prefix: "claude-sonnet-4-20250514",
    name: "Claude Sonnet 4",
    retired: "2026-06-15",
    replacement: "claude-sonnet-5-5",
  },
  {
    prefix: "claude-sonnet-4-0",
    name: "Claude Sonnet 4",
    retired: "2026-06-15",
    replacement: "claude-sonnet-5-5",
  },
  {
    prefix: "claude-3-7-sonnet",
    name: "Claude Sonnet 3.7",
    retired: "2026-02-19",
    replacement: "claude-sonnet-5-5",
  },
  {
    prefix: "claude-3-5-sonnet",
    name: "Claude Sonnet 3.5",
    retired: "2025-10-28",
    replacement: "claude-sonnet-5-5",
  },
  {
    prefix: "claude-3-5-haiku",
    name: "Claude Haiku 3.5",
    retired: "2026-02-19",
    replacement: "claude-haiku-5-5",
  },
  { prefix: "claude-2", name: "Claude 2", retired: "2025-07-21", replacement: "claude-sonnet-5-5" },
];

/**
 * Finds a model by tier (`sonnet`: the newest of it) or by id. A dated id (`claude-haiku-4-5-20251001`) is its
 * dateless model under its own name. An id that is not in the table but looks like Claude's is taken to be as
 * its tier's newest: a model that came out after this release.
 *
 * @throws UsageError `usage.model-retired`, naming the replacement; `usage.model-unknown`
 */
export function findModel(name: string): Model {
  const byTier = (TIERS as readonly string[]).includes(name)
    ? MODELS.find((candidate) => candidate.tier === name)
    : undefined;
  if (byTier) return byTier;
  const exact = MODELS.find((candidate) => candidate.id === name);
  if (exact) return exact;
  const retired = RETIRED.find((candidate) => name.startsWith(candidate.prefix));
  if (retired) {
    throw new UsageError(
      "usage.model-retired",
      `The model "${name}" cannot be called any more: ${retired.name} was retired on ${retired.retired}.`,
      { input: name, hint: `Use ${retired.replacement} in its place.` },
    );
  }
  const dated = MODELS.find(
    (candidate) => /^-\d{8}$/.test(name.slice(candidate.id.length)) && name.startsWith(candidate.id),
  );
  if (dated) return { ...dated, id: name };
  const tier = /^claude-([a-z]+)-\d/.exec(name)?.[1];
  const newest = MODELS.find((candidate) => candidate.tier === tier);
  if (newest) return { ...newest, id: name };
  throw new UsageError("usage.model-unknown", `There is no model named "${name}".`, {
    input: name,
    hint: `Use ${TIERS.join(", ")}, or a model id such as ${DEFAULT_MODEL}.`,
  });
}

/**
 * US dollars for one request. `Model.longPrompt` reprices the whole request, output included, by the size of the
 * whole prompt (uncached, cache reads and cache writes together).
 */
export function costOf(
  model: Model,
  usage: {
    readonly inputTokens: number;
    readonly cacheReadTokens: number;
    readonly cacheWriteTokens: number;
    readonly outputTokens: number;
  },
  options: { readonly batch?: boolean; readonly cacheLifetime?: "5m" | "1h" } = {},
): number {
  const prompt = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  const { longPrompt } = model;
  const price = longPrompt && prompt > longPrompt.above ? longPrompt.prices : model.prices;
  const write = options.cacheLifetime === "1h" ? price.cacheWrite1h : price.cacheWrite5m;
  const dollars =
    (usage.inputTokens * price.input +
      usage.cacheReadTokens * price.cacheRead +
      usage.cacheWriteTokens * write +
      usage.outputTokens * price.output) /
    MILLION;
  return options.batch ? dollars * BATCH_DISCOUNT : dollars;
}

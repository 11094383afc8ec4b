import { type Model, MODELS } from "@longdoc/core";

import { ApiError } from "./api-error.ts";
import type { JsonObject } from "./json.ts";

/** What the API refuses or allows by model, beyond what a client's own table needs to know. */
export interface ServedModel {
  /** As it was asked for. */
  readonly id: string;
  readonly model: Model;
  /** 4.7 and later: any sampling parameter but the default is refused under either API version. */
  readonly refusesSampling: boolean;
  /** 4.6 and later: the conversation must end with a user message. */
  readonly refusesPrefill: boolean;
  /** `thinking.type` values that are accepted. */
  readonly thinking: readonly ("adaptive" | "enabled" | "disabled" | "between_tools")[];
  /** Whether a reply begins with a thinking block when the request does not speak of thinking. */
  readonly thinksByDefault: boolean;
  readonly acceptsEffort: boolean;
  /** Forced tool use is refused. */
  readonly refusesForcedTools: boolean;
  /** Tokens below which a prefix is silently not cached. */
  readonly minCachedTokens: number;
}

const ALWAYS_THINKING = /^claude-(?:fable|mythos)-|^claude-opus-5-5/;
const THINKING_BY_DEFAULT = /^claude-(?:fable|mythos)-|-5-5$/;
const REFUSES_FORCED_TOOLS = new Set(["claude-opus-5-5", "claude-sonnet-5-5"]);
const MIN_CACHED_TOKENS: Readonly<Record<string, number>> = {
  "claude-opus-4-8": 1024,
  "claude-sonnet-5": 1024,
  "claude-sonnet-4-6": 1024,
  "claude-sonnet-4-5": 1024,
  "claude-opus-4-7": 2048,
  "claude-opus-4-6": 4096,
  "claude-opus-4-5": 4096,
  "claude-haiku-4-5": 4096,
};
const DEFAULT_MIN_CACHED_TOKENS = 512;
/** Before 4.6 a model has an alias and a dated id; since then the dateless id is the only one. */
const DATED: Readonly<Record<string, string>> = {
  "claude-haiku-4-5-20251001": "claude-haiku-4-5",
  "claude-opus-4-5-20251101": "claude-opus-4-5",
  "claude-sonnet-4-5-20250929": "claude-sonnet-4-5",
};

/** @throws ApiError 404 for an id that is not served: unknown, or retired */
export function serveModel(id: string): ServedModel {
  const own = DATED[id] ?? id;
  const model = MODELS.find((candidate) => candidate.id === own);
  if (!model) throw new ApiError(404, `model: ${id}`);
  return {
    id,
    model,
    refusesSampling: model.tokenizer === "claude-4.7",
    refusesPrefill: model.thinking === "adaptive",
    thinking: thinkingOf(model),
    thinksByDefault: THINKING_BY_DEFAULT.test(own),
    acceptsEffort: model.thinking === "adaptive",
    refusesForcedTools: REFUSES_FORCED_TOOLS.has(own),
    minCachedTokens: MIN_CACHED_TOKENS[own] ?? DEFAULT_MIN_CACHED_TOKENS,
  };
}

function thinkingOf(model: Model): ServedModel["thinking"] {
  if (model.thinking === "budget") return ["enabled", "disabled"];
  if (model.tokenizer === "claude-3") return ["adaptive", "enabled", "disabled"];
  if (ALWAYS_THINKING.test(model.id)) return ["adaptive"];
  if (model.id === "claude-sonnet-5-5") return ["adaptive", "between_tools"];
  return ["adaptive", "disabled"];
}

/** An entry of `GET /v1/models`. */
export function modelInfo(model: Model): JsonObject {
  const { thinking, acceptsEffort } = serveModel(model.id);
  const supported = { supported: true };
  const types = ["adaptive", "between_tools", "disabled", "enabled"] as const;
  return {
    type: "model",
    id: model.id,
    display_name: model.id,
    created_at: "2026-01-01T00:00:00Z",
    line: model.tier,
    lifecycle: model.retires === undefined ? "active" : "deprecated",
    deprecated_at: null,
    retires_at: model.retires === undefined ? null : `${model.retires}T00:00:00Z`,
    max_input_tokens: model.window,
    max_tokens: model.maxOutput,
    capabilities: {
      batch: supported,
      citations: supported,
      image_input: supported,
      pdf_input: supported,
      structured_outputs: supported,
      effort: { supported: acceptsEffort },
      thinking: {
        supported: true,
        types: Object.fromEntries(types.map((type) => [type, { supported: thinking.includes(type) }])),
      },
    },
  };
}

import { invalid } from "../api-error.ts";
import { isObject, type JsonObject, objectsOf, textOf } from "../json.ts";
import { type ServedModel, serveModel } from "../models.ts";
import { checkCacheControl } from "./cache-control.ts";
import { checkDocuments } from "./documents.ts";
import { checkImages } from "./images.ts";
import { checkMessages } from "./messages.ts";
import { checkOutputFormat } from "./output-format.ts";
import { checkThinking } from "./thinking.ts";

export type ApiVersion = "2023-06-01" | "2026-10-21";

/** A request that has been checked. */
export interface CheckedRequest {
  readonly body: JsonObject;
  readonly served: ServedModel;
  readonly messages: readonly JsonObject[];
  /** Output allowed; the model's own limit where tokens are only counted. */
  readonly maxTokens: number;
  readonly stream: boolean;
  /** Whether the reply begins with a thinking block. */
  readonly thinks: boolean;
}

export interface CheckOptions {
  readonly version: ApiVersion;
  /** Whether tokens are only counted: `max_tokens` is then not needed. */
  readonly counting?: boolean;
}

const KEYS = new Set(
  (
    "model messages max_tokens system stream stop_sequences metadata tools tool_choice thinking output_config " +
    "cache_control service_tier inference_geo speed container context_management diagnostics mcp_servers"
  ).split(" "),
);
const SAMPLING = ["temperature", "top_p", "top_k"] as const;

/** @throws ApiError as the API answers a request that it does not want: 400, 404 for a model that is not served */
export function checkRequest(body: unknown, { version, counting = false }: CheckOptions): CheckedRequest {
  if (!isObject(body)) throw invalid("The request body is not a JSON object.");
  checkKeys(body, version);
  for (const key of counting ? ["model", "messages"] : ["model", "max_tokens", "messages"]) {
    if (body[key] === undefined) throw invalid(`${key}: Field required`);
  }
  if (typeof body["model"] !== "string") throw invalid("model: Input should be a valid string");
  if (!Array.isArray(body["messages"])) throw invalid("messages: Input should be a valid list");
  if (body["messages"].length === 0) throw invalid("messages: at least one message is required");
  const served = serveModel(body["model"]);
  const maxTokens = counting ? served.model.maxOutput : checkMaxTokens(body, served);
  checkSampling(body, served);
  const messages = checkMessages(body["messages"], served, version);
  checkImages(messages, served);
  checkOutputFormat(body);
  checkDocuments(body, messages, served, version);
  checkCacheControl(body, messages);
  const thinks = checkThinking(body, served);
  return { body, served, messages, maxTokens, stream: body["stream"] === true, thinks };
}

function checkKeys(body: JsonObject, version: ApiVersion): void {
  for (const key of Object.keys(body)) {
    const sampling = (SAMPLING as readonly string[]).includes(key) && version === "2023-06-01";
    if (!KEYS.has(key) && !sampling) throw invalid(`${key}: Extra inputs are not permitted`);
  }
}

function checkMaxTokens(body: JsonObject, { id, model }: ServedModel): number {
  const asked = body["max_tokens"];
  if (typeof asked !== "number" || !Number.isInteger(asked)) {
    throw invalid("max_tokens: Input should be a valid integer");
  }
  if (asked < 0) throw invalid("max_tokens: Input should be greater than or equal to 1");
  if (asked > model.maxOutput) {
    throw invalid(
      `max_tokens: ${asked} > ${model.maxOutput}, which is the maximum allowed number of output tokens for ${id}`,
    );
  }
  // Nothing but the prompt is wanted: the cache is warmed.
  const prewarms = body["stream"] !== true && !isObject(body["thinking"]) && !hasFormat(body);
  if (asked === 0 && !prewarms) throw invalid("max_tokens: Input should be greater than or equal to 1");
  return asked;
}

function checkSampling(body: JsonObject, served: ServedModel): void {
  for (const key of SAMPLING) {
    const isDefault = body[key] === undefined || (key !== "top_k" && body[key] === 1);
    if (!isDefault && served.refusesSampling) throw invalid(`${key}: not supported for ${served.id}`);
  }
}

export function hasFormat(body: JsonObject): boolean {
  return isObject(body["output_config"]) && body["output_config"]["format"] !== undefined;
}

/** The JSON Schema that the reply is to fit. */
export function outputSchema(body: JsonObject): JsonObject | undefined {
  const format = isObject(body["output_config"]) ? body["output_config"]["format"] : undefined;
  return isObject(format) && isObject(format["schema"]) ? format["schema"] : undefined;
}

/** The system prompt as one text. */
export function systemText(body: JsonObject): string {
  if (typeof body["system"] === "string") return body["system"];
  return objectsOf(body["system"])
    .map((block) => textOf(block["text"]))
    .join("\n");
}

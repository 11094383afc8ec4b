import { invalid } from "../api-error.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { ServedModel } from "../models.ts";

const EFFORTS = ["low", "medium", "high", "xhigh", "max"];
/** Thinking cannot be off while more effort than this is asked for. */
const HIGH_EFFORTS = ["xhigh", "max"];

/** Checks thinking, effort and forced tools against the model; tells whether the reply begins with thinking. */
export function checkThinking(body: JsonObject, served: ServedModel): boolean {
  const effort = isObject(body["output_config"]) ? body["output_config"]["effort"] : undefined;
  if (effort !== undefined) checkEffort(effort, served);
  checkToolChoice(body["tool_choice"], served);
  if (!isObject(body["thinking"])) return served.thinksByDefault;
  const type = String(body["thinking"]["type"]);
  if (!(served.thinking as readonly string[]).includes(type)) throw invalid(refusal(type));
  if (type === "enabled") checkBudget(body);
  if (type === "disabled" && HIGH_EFFORTS.includes(String(effort))) {
    throw invalid(`"thinking.type.disabled" is not supported with output_config.effort "${String(effort)}".`);
  }
  return type === "adaptive" || type === "enabled";
}

function refusal(type: string): string {
  if (type === "enabled") {
    return '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.';
  }
  if (type === "adaptive") return "adaptive thinking is not supported on this model";
  return `"thinking.type.${type}" is not supported for this model.`;
}

function checkBudget(body: JsonObject): void {
  const budget = (body["thinking"] as JsonObject)["budget_tokens"];
  if (typeof budget !== "number") throw invalid("thinking.enabled.budget_tokens: Field required");
  if (budget < 1024) {
    throw invalid("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
  }
  if (budget >= Number(body["max_tokens"] ?? Infinity)) {
    throw invalid("`max_tokens` must be greater than `thinking.budget_tokens`.");
  }
}

function checkEffort(effort: unknown, served: ServedModel): void {
  if (!EFFORTS.includes(String(effort))) {
    throw invalid("output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'");
  }
  if (!served.acceptsEffort) throw invalid("This model does not support the effort parameter.");
}

function checkToolChoice(choice: unknown, served: ServedModel): void {
  if (!isObject(choice) || !served.refusesForcedTools) return;
  if (choice["type"] === "any" || choice["type"] === "tool") {
    throw invalid('tool_choice: type "tool" and "any" are not supported for this model');
  }
}

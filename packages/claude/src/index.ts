/** Types of the API. */
export type { Anthropic } from "@anthropic-ai/sdk";
export { type ClaudeClient, type ClientOptions, createClient } from "./client.ts";
export { cancelled, empty, modelError, refused, streamCut, streamError } from "./errors.ts";
export { type ReportedUsage, toUsage } from "./usage.ts";

export type { Answerer, AnswerEvent, AnswerOptions } from "./answerer.ts";
export { ask, type AskOptions } from "./ask.ts";
export { claudeAnswerer, type ClaudeAnswererOptions, countPlanTokens } from "./claude/claude-answerer.ts";
export type { ClaudeClient } from "@longdoc/claude";
export { sentencesAnswerer, type SentencesAnswererOptions } from "./sentences-only/sentences-answerer.ts";

export * from "./model.ts";
export {
  budgetExhausted,
  type CostBudget,
  type CostReservation,
  createCostBudget,
  inDollars,
  type LocalCostBudget,
} from "./cost-budget.ts";
export {
  asError,
  BudgetError,
  CitationError,
  IngestError,
  LongdocError,
  type LongdocErrorOptions,
  ModelError,
  QueueError,
  type Recovery,
  StoreError,
  UsageError,
} from "./errors.ts";
export { chunkId, documentId, documentIdOf, documentVersion, sentenceId } from "./ids.ts";
export { hyphenJoiner } from "./join-hyphens.ts";
export {
  BATCH_DISCOUNT,
  costOf,
  DEFAULT_MODEL,
  findModel,
  type Model,
  MODELS,
  type Prices,
  type Tier,
  TIERS,
  type Tokenizer,
} from "./models.ts";
export { calibrate, countTokens, TOKENS_PER_DOCUMENT, TOKENS_PER_SENTENCE } from "./tokens.ts";

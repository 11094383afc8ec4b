export { analyze } from "./analyze/analyze.ts";
export { defaultBudget, pack, type PackOptions } from "./pack/pack.ts";
export { retrieve, type RetrieveOptions } from "./retrieve.ts";
export { documentName } from "./search/chunk-terms.ts";
export { search, type SearchOptions } from "./search/search.ts";
export { type LibraryOptions, openLibrary } from "./stores/sqlite/open-library.ts";
export type {
  ChunkStore,
  FailedSource,
  Filter,
  RemovedDocument,
  ReplaceReceipt,
  ScoredChunk,
  SearchQuery,
  StoredDocument,
  StoreStatistics,
} from "./stores/store.ts";

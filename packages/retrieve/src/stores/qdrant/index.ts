export { openQdrant } from "./open-qdrant.ts";
export type { QdrantOptions } from "./options.ts";

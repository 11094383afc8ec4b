export { type ChunkMetadata, LongdocRetriever, type LongdocRetrieverOptions } from "./retriever.ts";

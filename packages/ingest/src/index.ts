export { chunk, type ChunkOptions } from "./chunks/chunk.ts";
export { renderPage, type RenderOptions } from "./draw/render-page.ts";
export { renderOverlay } from "./draw/overlay.ts";
export type { RenderedPage } from "./formats.ts";
export { ingest, type Ingested, type IngestOptions, readDocument, type Source } from "./ingest.ts";
export { mayBeReadable, SUPPORTED_EXTENSIONS, supportedMediaType } from "./media-type.ts";
export { splitSentences } from "./sentences/split.ts";
export { summarize } from "./summarize.ts";
export { toMarkdown } from "./to-markdown.ts";

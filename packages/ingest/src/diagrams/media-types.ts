/** Registered with IANA. */
export const DRAWIO = "application/vnd.jgraph.mxfile";
export const SVG = "image/svg+xml";
export const VISIO = "application/vnd.ms-visio.drawing";
/** Registered with IANA. */
export const MERMAID = "text/vnd.mermaid";
export const PLANTUML = "text/x-plantuml";

export type DiagramMediaType = typeof DRAWIO | typeof SVG | typeof VISIO | typeof MERMAID | typeof PLANTUML;

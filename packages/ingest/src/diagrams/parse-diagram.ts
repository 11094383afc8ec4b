/** A task for a child process: the file is untrusted. */
import type { FileInput } from "../formats.ts";
import type { Diagram } from "./diagram.ts";
import { checkPartBytes } from "./limits.ts";
import { DRAWIO, type DiagramMediaType, MERMAID, PLANTUML, SVG, VISIO } from "./media-types.ts";

export interface DiagramInput extends FileInput {
  readonly mediaType: DiagramMediaType;
}

type Read = (input: FileInput) => Diagram | Promise<Diagram>;

/** What each format needs is loaded when the first file of it comes. */
const READERS: Readonly<Record<DiagramMediaType, () => Promise<Read>>> = {
  [DRAWIO]: async () => (await import("./drawio/read-drawio.ts")).readDrawio,
  [SVG]: async () => (await import("./svg/read-svg.ts")).readSvg,
  [VISIO]: async () => (await import("./visio/read-visio.ts")).readVisio,
  [MERMAID]: async () => (await import("./mermaid/read-mermaid.ts")).readMermaid,
  [PLANTUML]: async () => (await import("./plantuml/read-plantuml.ts")).readPlantuml,
};

/**
 * Reads a diagram from its file's bytes.
 *
 * @throws IngestError `diagram.*`, `archive.*`, `xml.*`, `text.*`
 */
export default async function parseDiagram({ bytes, source, mediaType }: DiagramInput): Promise<Diagram> {
  // An archive is checked part by part.
  if (mediaType !== VISIO) checkPartBytes(bytes.byteLength, source, "it");
  const read = await READERS[mediaType]();
  return read({ bytes, source });
}

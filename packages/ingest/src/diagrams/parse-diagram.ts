/** A task for a child process: the file is untrusted. */
import type { FileInput } from "../formats.ts";
import type { Diagram } from "./diagram.ts";
import { checkPartBytes } from "./limits.ts";
import { DRAWIO, type DiagramMediaType, VISIO } from "./media-types.ts";

export interface DiagramInput extends FileInput {
  readonly mediaType: DiagramMediaType;
}

/**
 * Reads a diagram from its file's bytes.
 *
 * @throws IngestError `diagram.*`, `archive.*`, `xml.*`, `text.*`
 */
export default async function parseDiagram(input: DiagramInput): Promise<Diagram> {
  if (input.mediaType !== VISIO) checkPartBytes(input.bytes.byteLength, input.source, "it");
  switch (input.mediaType) {
    case DRAWIO: {
      const { readDrawio } = await import("./drawio/read-drawio.ts");
      return readDrawio(input);
    }
    default:
      throw new Error("later");
  }
}

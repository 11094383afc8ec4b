/** A task for a child process: the file is untrusted. */
import { openZip } from "../archive/open-zip.ts";
import type { FileInput } from "../formats.ts";
import type { Deck } from "./deck.ts";
import { readOdp } from "./odp/read-odp.ts";
import { readPptx } from "./pptx/read-pptx.ts";

/**
 * Reads a presentation from its archive.
 *
 * @throws IngestError `slides.*`, `archive.*`, `xml.*`
 */
export default async function readDeck({ bytes, source }: FileInput): Promise<Deck> {
  const archive = await openZip(bytes, source);
  const isOpenDocument = archive.has("content.xml") && !archive.has("[Content_Types].xml");
  return isOpenDocument ? readOdp(archive, source) : readPptx(archive, source);
}

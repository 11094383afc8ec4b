import type { Archive } from "../../archive/open-zip.ts";
import type { Deck } from "../deck.ts";
export function readOdp(archive: Archive, source: string): Deck {
  throw new Error(`${source} ${archive.names.length}`);
}

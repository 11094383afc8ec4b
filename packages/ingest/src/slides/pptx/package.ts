import { IngestError } from "@longdoc/core";

import type { Archive } from "../../archive/open-zip.ts";
import { parseXml } from "../../archive/parse-xml.ts";
import { readRelations, type Relation } from "../../archive/relations.ts";
import type { XmlElement } from "../../archive/xml-element.ts";
import { checkPartSize } from "../limits.ts";

/** The parts of an Office file and how they refer to each other. */
export interface Package {
  readonly archive: Archive;
  /** A part's root element. @throws IngestError `slides.part-missing`, `archive.*`, `xml.*` */
  part(name: string): XmlElement;
  /** A part's relations by their ids; none where it has none. */
  relations(name: string): ReadonlyMap<string, Relation>;
}

/** A part may be asked for by every slide (layouts, masters), so these are kept. */
const KEPT = /\/(?:slideLayouts|slideMasters|theme)\//;

export function openPackage(archive: Archive, source: string): Package {
  const kept = new Map<string, XmlElement>();
  const relations = new Map<string, ReadonlyMap<string, Relation>>();
  // A slide that shows one chart again and again costs one parsing.
  let last: { readonly name: string; readonly root: XmlElement } | undefined;
  const part = (name: string): XmlElement => {
    const known = kept.get(name);
    if (known) return known;
    if (last?.name === name) return last.root;
    checkPartSize(name, archive.size(name) ?? 0, source);
    const bytes = archive.bytes(name);
    if (!bytes) {
      throw new IngestError("slides.part-missing", `"${source}" has no part "${name}".`, {
        input: source,
        hint: "The file is damaged; open it in the program that made it and save it again.",
      });
    }
    const root = parseXml(bytes, { part: name, source });
    if (KEPT.test(name)) kept.set(name, root);
    else last = { name, root };
    return root;
  };
  return {
    archive,
    part,
    relations: (name) => {
      const known = relations.get(name);
      if (known) return known;
      const read = readRelations(name, archive, part);
      if (KEPT.test(name)) relations.set(name, read);
      return read;
    },
  };
}

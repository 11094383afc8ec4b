import { IngestError } from "@longdoc/core";

import type { Archive } from "../../archive/open-zip.ts";
import { parseXml } from "../../archive/parse-xml.ts";
import { elements, type XmlElement } from "../../archive/xml-element.ts";
import { checkPartSize } from "../limits.ts";

/** What a part refers to by an id. */
export interface Relation {
  /** The last word of the relation's type: `slide`, `notesSlide`, `hyperlink`. */
  readonly type: string;
  /** Name of a part; for external ones, the address as written. */
  readonly target: string;
  readonly external: boolean;
}

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

function readRelations(
  name: string,
  archive: Archive,
  part: (name: string) => XmlElement,
): ReadonlyMap<string, Relation> {
  const slash = name.lastIndexOf("/");
  const file = `${name.slice(0, slash + 1)}_rels/${name.slice(slash + 1)}.rels`;
  if (!archive.has(file)) return new Map();
  return new Map(
    elements(part(file), "Relationship").map(({ attributes }) => {
      const external = attributes["TargetMode"] === "External";
      const target = attributes["Target"] ?? "";
      return [
        attributes["Id"] ?? "",
        {
          type: (attributes["Type"] ?? "").split("/").at(-1)!,
          target: external ? target : resolvePart(name, target),
          external,
        },
      ];
    }),
  );
}

/** `../media/image1.png`, seen from `ppt/slides/slide1.xml`, is `ppt/media/image1.png`. */
function resolvePart(from: string, target: string): string {
  const path = target.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const step of target.split("#")[0]!.replaceAll("\\", "/").split("/")) {
    if (step === "..") path.pop();
    else if (step !== "." && step !== "") path.push(step);
  }
  return decoded(path.join("/"));
}

function decoded(name: string): string {
  try {
    return name.includes("%") ? decodeURIComponent(name) : name;
  } catch {
    return name;
  }
}

/** The first relation of a type. */
export function relationOf(relations: ReadonlyMap<string, Relation>, type: string): Relation | undefined {
  return relations.values().find((relation) => relation.type === type && !relation.external);
}

import type { Archive } from "./open-zip.ts";
import { elements, type XmlElement } from "./xml-element.ts";

/** What a part refers to by an id. */
export interface Relation {
  /** The last word of the relation's type: `slide`, `notesSlide`, `hyperlink`. */
  readonly type: string;
  /** Name of a part; for external ones, the address as written. */
  readonly target: string;
  readonly external: boolean;
}

/** The relations of a part of an Office file by their ids; none where it has none. */
export function readRelations(
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

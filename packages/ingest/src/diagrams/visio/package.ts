import type { Archive } from "../../archive/open-zip.ts";
import { parseXml } from "../../archive/parse-xml.ts";
import { elements, find, type XmlElement } from "../../archive/xml-element.ts";
import { openPackage } from "../../archive/office-package.ts";
import { type Budget, checkPartBytes } from "../limits.ts";
import { sheetOf, type Sheet, sheetsById } from "./sheet.ts";

/** A page as the file lists it. */
export interface ListedPage {
  readonly id: string;
  readonly name: string | undefined;
  readonly background: boolean;
  /** Id of the page that it is drawn upon. */
  readonly back: string | undefined;
  /** Its size, scale and layers. */
  readonly sheet: Sheet;
  /** Name of the part that holds its shapes. */
  readonly part: string | undefined;
}

/** What the shapes of a file are made from. */
export interface Masters {
  /** The first shape of a master, and all of its shapes by their ids. */
  get(
    id: string,
  ): { readonly root: Sheet; readonly name: string; readonly byId: ReadonlyMap<string, Sheet> } | undefined;
}

export interface VisioPackage {
  readonly pages: readonly ListedPage[];
  readonly masters: Masters;
  /** Styles by their ids. */
  readonly styles: ReadonlyMap<string, Sheet>;
  /** A part's root element; `undefined` where there is none. @throws IngestError `archive.*`, `xml.*` */
  part(name: string): XmlElement | undefined;
}

const PAGES = "visio/pages/pages.xml";
const MASTERS = "visio/masters/masters.xml";
const DOCUMENT = "visio/document.xml";

export function openVisio(archive: Archive, source: string, budget: Budget): VisioPackage {
  const office = openPackage(archive, source, (name, bytes) => checkPartBytes(bytes, source, `"${name}"`));
  const part = (name: string): XmlElement | undefined => {
    checkPartBytes(archive.size(name) ?? 0, source, `"${name}"`);
    const bytes = archive.bytes(name);
    if (!bytes) return undefined;
    budget.bytes(bytes.byteLength);
    return parseXml(bytes, { part: name, source });
  };
  const listed = (
    name: string,
    of: string,
  ): { readonly element: XmlElement; readonly target: string | undefined }[] => {
    const relations = office.relations(name);
    return elements(part(name), of).map((element) => {
      const id = find(element, "Rel")?.attributes["r:id"];
      return { element, target: relations.get(id ?? "")?.target };
    });
  };
  return {
    part,
    pages: listed(PAGES, "Page").map(({ element, target }) => ({
      id: element.attributes["ID"] ?? "",
      name: element.attributes["Name"] ?? element.attributes["NameU"],
      background: element.attributes["Background"] === "1",
      back: element.attributes["BackPage"],
      sheet: sheetOf(find(element, "PageSheet")),
      part: target,
    })),
    masters: mastersOf(listed(MASTERS, "Master"), part),
    styles: new Map(
      elements(find(part(DOCUMENT), "StyleSheets"), "StyleSheet").map((one) => [
        one.attributes["ID"] ?? "",
        sheetOf(one),
      ]),
    ),
  };
}

/** A master is read when the first shape asks for it; one that cannot be read gives nothing. */
function mastersOf(
  listed: readonly { readonly element: XmlElement; readonly target: string | undefined }[],
  part: VisioPackage["part"],
): Masters {
  const byId = new Map(listed.map((one) => [one.element.attributes["ID"] ?? "", one]));
  const read = new Map<string, ReturnType<Masters["get"]>>();
  return {
    get: (id) => {
      if (read.has(id)) return read.get(id);
      const one = byId.get(id);
      const contents = one?.target === undefined ? undefined : part(one.target);
      const [first] = elements(find(contents, "Shapes"), "Shape");
      const name = one?.element.attributes["NameU"] ?? one?.element.attributes["Name"] ?? "";
      const master = first && { root: sheetOf(first), name, byId: sheetsById(contents!) };
      read.set(id, master);
      return master;
    },
  };
}

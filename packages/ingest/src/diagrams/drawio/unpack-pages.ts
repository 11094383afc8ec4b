import { inflateRawSync } from "node:zlib";

import { IngestError } from "@longdoc/core";

import { parseXml } from "../../archive/parse-xml.ts";
import { descendants, elements, find, ownText, type XmlElement } from "../../archive/xml-element.ts";
import { type Budget, checkCells, invalidDiagram, MAX_PART_BYTES, tooLarge } from "../limits.ts";

/** A page of a draw.io file: its graph, or why there is none. */
export interface PackedPage {
  readonly name: string | undefined;
  readonly graph: XmlElement | IngestError;
}

/**
 * The pages of a draw.io file: of an `mxfile`, in which each is XML or the same deflated, or a graph of its own. A
 * page that is damaged fails alone.
 *
 * @throws IngestError `diagram.invalid`, `diagram.too-large`
 */
export function unpackPages(root: XmlElement, source: string, budget: Budget): PackedPage[] {
  if (root.name === "mxGraphModel") return [{ name: undefined, graph: root }];
  if (root.name !== "mxfile") throw invalidDiagram(source, `its root is <${root.name}>, and not <mxfile>`);
  const diagrams = elements(root, "diagram");
  if (diagrams.length === 0) throw invalidDiagram(source, "it has no pages");
  budget.pages(diagrams.length);
  return diagrams.map((diagram, index) => ({
    name: diagram.attributes["name"],
    graph: graphOf(diagram, index + 1, source, budget),
  }));
}

function graphOf(
  diagram: XmlElement,
  page: number,
  source: string,
  budget: Budget,
): XmlElement | IngestError {
  try {
    const plain = find(diagram, "mxGraphModel");
    if (plain) return plain;
    const packed = ownText(diagram).trim();
    if (packed === "") return { name: "mxGraphModel", attributes: {}, children: [] };
    const xml = Buffer.from(unpack(packed, source));
    budget.bytes(xml.byteLength);
    checkCells(xml, source);
    const root = parseXml(xml, { part: `page ${page}`, source });
    const graph = root.name === "mxGraphModel" ? root : descendants(root, "mxGraphModel")[0];
    return graph ?? invalidDiagram(source, `page ${page} has no graph`);
  } catch (thrown) {
    if (thrown instanceof IngestError && thrown.code === "diagram.too-large") throw thrown;
    if (thrown instanceof IngestError) return thrown;
    return invalidDiagram(source, `page ${page} is damaged`, thrown);
  }
}

/** Base64 of deflated XML that was escaped as a part of a URL; older and other programs leave one or both out. */
function unpack(packed: string, source: string): string {
  if (packed.startsWith("<")) return packed;
  if (packed.startsWith("%3C")) return decodeURIComponent(packed);
  const bytes = Buffer.from(packed, "base64");
  let text: string;
  try {
    text = inflateRawSync(bytes, { maxOutputLength: MAX_PART_BYTES }).toString("utf8");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== "ERR_BUFFER_TOO_LARGE") throw thrown;
    throw tooLarge(
      source,
      `a page unpacks to more than ${MAX_PART_BYTES.toLocaleString("en")} bytes`,
      thrown,
    );
  }
  return text.trimStart().startsWith("<") ? text : decodeURIComponent(text);
}

import { IngestError } from "@longdoc/core";
import { SaxesParser } from "saxes";

import type { XmlElement } from "./xml-element.ts";

/** Real files stay below 40. */
const MAX_DEPTH = 500;
/** An element takes about 300 bytes of memory. */
const MAX_ELEMENTS = 2_000_000;

/** Errors of single characters: the text around them is worth more than their correctness. */
const FORGIVEN = /disallowed character|undefined entity|character entity/i;

interface OpenElement {
  name: string;
  attributes: Record<string, string>;
  children: (XmlElement | string)[];
}

/**
 * Parses an XML part of an archive. Entities other than XML's own five are never expanded, and a document that
 * declares some is refused.
 *
 * @param part what errors call the part: its name in the archive
 * @param source what errors call the file
 * @throws IngestError `xml.invalid`, `xml.entities`, `xml.too-large`
 */
export function parseXml(
  bytes: Uint8Array,
  { part, source }: { readonly part: string; readonly source: string },
): XmlElement {
  const fail = (code: string, reason: string): never => {
    throw new IngestError(code, `"${part}" in "${source}" ${reason}.`, {
      input: source,
      hint: "The file may be damaged; open it in the program that made it and save it again.",
    });
  };
  const document: OpenElement = { name: "", attributes: {}, children: [] };
  const open: OpenElement[] = [document];
  let count = 0;
  const parser = new SaxesParser<{ readonly xmlns: false; readonly position: false }>({
    xmlns: false,
    position: false,
  });
  parser.on("error", (error) => {
    const message = error.message.replace(/\.$/, "");
    if (!FORGIVEN.test(message)) fail("xml.invalid", `is not well-formed: ${message}`);
  });
  parser.on("doctype", (doctype) => {
    if (doctype.includes("<!ENTITY")) fail("xml.entities", "declares entities of its own");
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element: OpenElement = { name: name.slice(name.indexOf(":") + 1), attributes, children: [] };
    if (++count > MAX_ELEMENTS) fail("xml.too-large", "has more elements than are allowed");
    if (open.length > MAX_DEPTH) fail("xml.too-large", "is nested deeper than is allowed");
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => {
    open.pop();
  });
  const text = (characters: string): void => {
    open.at(-1)!.children.push(characters);
  };
  parser.on("text", text);
  parser.on("cdata", text);
  parser.write(decode(bytes)).close();
  const root = document.children.find((child) => typeof child !== "string");
  return root ?? fail("xml.invalid", "has no element");
}

/** UTF-8 unless the first bytes, or the declaration, say otherwise. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) {
    return new TextDecoder("utf-16le").decode(bytes);
  }
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) {
    return new TextDecoder("utf-16be").decode(bytes);
  }
  const head = Buffer.from(bytes.subarray(0, 100)).toString("latin1");
  const label = /^(?:\xEF\xBB\xBF)?<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(head)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

import { IngestError } from "@longdoc/core";
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from "parse5";

import type { XmlElement } from "../archive/xml-element.ts";

/** Browsers stop at 512; the parser looks through open elements for each new one. */
const MAX_DEPTH = 1000;
/** A filing of 20 MB, all tables, has some 500,000; reading them takes ten seconds and most of a gigabyte. */
const MAX_ELEMENTS = 600_000;
/** Of one element; people's have a dozen. */
const MAX_ATTRIBUTES = 256;

/**
 * Parses HTML as browsers do, by the HTML standard. Comments are left out; elements of SVG and MathML are among the
 * others.
 *
 * @throws IngestError `html.too-large`
 */
export function parseHtml(text: string, source: string): XmlElement {
  const fail = (reason: string): never => {
    throw new IngestError("html.too-large", `"${source}" ${reason}.`, {
      input: source,
      hint: "It may have been built to stall a reader; save it from a browser as PDF.",
    });
  };
  const tooMany = "has more elements than are allowed";
  // Parsing as many takes seconds, and seeing that there are more a moment.
  if (startTags(text, MAX_ELEMENTS) > MAX_ELEMENTS) fail(tooMany);
  let depth = 0;
  let elements = 0;
  const document = parse(text, {
    treeAdapter: {
      ...defaultTreeAdapter,
      createElement(name, namespace, attributes) {
        elements += 1;
        if (elements > MAX_ELEMENTS) fail(tooMany);
        if (attributes.length > MAX_ATTRIBUTES) fail("has an element with more attributes than are allowed");
        return defaultTreeAdapter.createElement(name, namespace, attributes);
      },
      onItemPush() {
        depth += 1;
        if (depth > MAX_DEPTH) fail("is nested deeper than is allowed");
      },
      onItemPop() {
        depth -= 1;
      },
    },
  });
  return toElement({ name: "#document", attributes: [], nodes: document.childNodes });
}

/** What looks like start tags, up to one more than `most`. */
function startTags(text: string, most: number): number {
  const tag = /<[a-z]/gi;
  let found = 0;
  while (found <= most && tag.test(text)) found += 1;
  return found;
}

interface Node {
  readonly name: string;
  readonly attributes: DefaultTreeAdapterTypes.Element["attrs"];
  readonly nodes: readonly DefaultTreeAdapterTypes.ChildNode[];
}

function toElement({ name, attributes, nodes }: Node): XmlElement {
  return {
    name,
    attributes: Object.fromEntries(attributes.map((attribute) => [attribute.name, attribute.value])),
    children: nodes.flatMap((node): (XmlElement | string)[] => {
      if ("value" in node) return [node.value];
      if (!("tagName" in node)) return [];
      return [toElement({ name: node.tagName, attributes: node.attrs, nodes: node.childNodes })];
    }),
  };
}

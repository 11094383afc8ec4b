import { find, type XmlElement } from "../archive/xml-element.ts";
import { ISO_639_1 } from "../language/iso-639.ts";
import type { TextContent } from "../text/blocks.ts";
import { createBlockWriter } from "../text/block-writer.ts";
import { findFurniture } from "./furniture.ts";
import { parseHtml } from "./parse-html.ts";
import { textOf } from "./text-of.ts";
import { writeElement } from "./write-element.ts";

/**
 * Reads a page of HTML as the text that a reader of it sees: what it hides is left out, and what stands around its
 * content is of the kinds `header` and `footer`.
 *
 * @throws IngestError `html.too-large`
 */
export function readHtml(text: string, source: string): TextContent {
  const root = find(parseHtml(text, source), "html");
  const body = find(root, "body");
  const writer = createBlockWriter();
  const seen = { hidden: false };
  if (body) {
    // Pages hide all of it until their programs have run.
    const shown = { ...body, attributes: {} };
    writeElement(shown, { kind: "paragraph", indent: 0 }, { writer, furniture: findFurniture(shown), seen });
    writer.endBlock({ kind: "paragraph", indent: 0 });
  }
  const title = textOf(find(root, "head", "title"));
  const heading = writer.blocks.find(({ kind, level }) => kind === "heading" && level === 1);
  const language = languageOf(root) ?? languageOf(body);
  return {
    title: title === "" ? heading?.text : title,
    ...(language !== undefined && { language }),
    blocks: writer.blocks,
    warnings: seen.hidden ? ["Text that the page hides from its readers was left out."] : [],
  };
}

function languageOf(element: XmlElement | undefined): string | undefined {
  const written = element?.attributes["lang"] ?? element?.attributes["xml:lang"];
  const code = /^\s*([a-z]{2,3})(?:[-_]|\s*$)/i.exec(written ?? "")?.[1]?.toLowerCase();
  return code?.length === 3 ? ISO_639_1[code] : code;
}

import { IngestError } from "@longdoc/core";

import { descendants, find, prefixedAttribute, type XmlElement } from "../archive/xml-element.ts";
import { type Chart, chartStatements } from "../slides/chart-statements.ts";
import { pictureDescription } from "../slides/picture-description.ts";
import { readChart } from "../slides/pptx/chart.ts";
import { readExtendedChart } from "../slides/pptx/chart-extended.ts";
import { smartArtStatements } from "../slides/pptx/smart-art.ts";
import type { BlockContext } from "../text/block-writer.ts";
import type { Inline } from "./inline.ts";
import type { WordDocument } from "./word-document.ts";

/** Writes what a drawing shows behind its paragraph: a chart's data, a diagram's nodes, a text box, a description. */
export function writeDrawing(drawing: XmlElement, inline: Inline): void {
  if (inline.hidden) return;
  const { document, after } = inline;
  const description = pictureDescription(descendants(drawing, "docPr")[0]?.attributes["descr"] ?? "");
  const data = descendants(drawing, "graphicData")[0];
  const chart = prefixedAttribute(find(data, "chart"), "id");
  const diagram = prefixedAttribute(find(data, "relIds"), "dm");
  after.push((context) => {
    if (chart !== undefined) {
      writeStatements(document, context, "A chart", () => chartStatements(chartOf(partOf(chart, document))));
    }
    if (diagram !== undefined) {
      writeStatements(document, context, "A diagram", () =>
        smartArtStatements(partOf(diagram, document)).map(({ text }) => text),
      );
    }
    if (description !== undefined) writeStatements(document, context, "", () => [description]);
  });
  writeTextBoxes(drawing, inline);
}

/** Writes what a drawing of Word before 2010 shows. */
export function writeVml(picture: XmlElement, inline: Inline): void {
  if (inline.hidden) return;
  const { document, after } = inline;
  const shapes = descendants(picture, "shape");
  const texts = [
    ...shapes.map(({ attributes }) => pictureDescription(attributes["alt"] ?? "")),
    ...descendants(picture, "textpath").map(({ attributes }) => attributes["string"]?.trim()),
  ].filter((text) => text !== undefined && text !== "");
  if (texts.length > 0) {
    after.push((context) => writeStatements(document, context, "", () => texts.map(String)));
  }
  writeTextBoxes(picture, inline);
}

function writeTextBoxes(drawing: XmlElement, { document, after, write }: Inline): void {
  for (const box of outermost(drawing, "txbxContent")) after.push((context) => write(box, document, context));
}

/** Elements of one name that are not inside another of it. */
function outermost(of: XmlElement, name: string): XmlElement[] {
  return of.children.flatMap((child) => {
    if (typeof child === "string") return [];
    if (child.name === name) return [child];
    // The same in the words of an older program.
    if (child.name === "Fallback") return [];
    return outermost(child, name);
  });
}

function writeStatements(
  { writer, warnings }: WordDocument,
  context: BlockContext,
  what: string,
  read: () => readonly string[],
): void {
  try {
    for (const text of read()) {
      writer.write(text);
      writer.breakLine();
    }
    const isFurniture = context.kind === "header" || context.kind === "footer";
    writer.endBlock(isFurniture ? context : { kind: "figure", indent: 0, origin: { type: "structure" } });
  } catch (thrown) {
    if (!(thrown instanceof IngestError) || thrown.code.endsWith("too-large")) throw thrown;
    warnings.push(`${what} could not be read: ${thrown.message}`);
  }
}

function partOf(id: string, { pack, relations }: WordDocument): XmlElement {
  const relation = relations.get(id);
  if (!relation || relation.external) {
    throw new IngestError("file.part-missing", "The document names no part for it.");
  }
  return pack.part(relation.target);
}

function chartOf(root: XmlElement): Chart {
  return root.name === "chartSpace" && !find(root, "chartData") ? readChart(root) : readExtendedChart(root);
}

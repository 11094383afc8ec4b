import { IngestError } from "@longdoc/core";

import { find, prefixedAttribute, type XmlElement } from "../../archive/xml-element.ts";
import type { SlidePart } from "../deck.ts";
import { chartStatements, MAX_POINTS, pointsIn } from "../chart-statements.ts";
import { endsReading } from "../limits.ts";
import { readChart } from "./chart.ts";
import { readExtendedChart } from "./chart-extended.ts";
import type { Relation } from "./package.ts";
import { describedPicture, type Shape, type ShapeContext } from "./shapes.ts";
import { readSmartArt } from "./smart-art.ts";
import { readTable } from "./table.ts";

/** Reads what a graphic frame shows: a table, a chart, a diagram or an embedded file. */
export function readGraphic(shape: Shape, context: ShapeContext): SlidePart[] {
  const data = find(shape.element, "graphic", "graphicData");
  const table = find(data, "tbl");
  if (table) return readTable(table, shape, context);
  const described = describedPicture(shape);
  const chart = find(data, "chart");
  if (chart) {
    return attempt(context, "A chart", described, () => {
      const { root } = target(context, prefixedAttribute(chart, "id"));
      const read =
        root.name === "chartSpace" && !find(root, "chartData") ? readChart(root) : readExtendedChart(root);
      const statements = chartStatements(read);
      const count = pointsIn(read);
      if (count === 0) {
        context.warnings.push(`A chart on slide ${context.slide} holds no data that can be read.`);
      } else if (count > MAX_POINTS) {
        context.warnings.push(`The ${count} values of a chart on slide ${context.slide} were not read.`);
      }
      return statements.length === 0
        ? []
        : [
            {
              type: "figure",
              of: "chart",
              box: shape.box,
              statements: statements.map((text) => ({ text, boxes: [shape.box] })),
            },
          ];
    });
  }
  const diagram = find(data, "relIds");
  if (diagram) {
    return attempt(context, "A diagram", described, () => {
      const { root } = target(context, diagram.attributes["r:dm"] ?? prefixedAttribute(diagram, "dm"));
      return readSmartArt(root, shape, context);
    });
  }
  const object = find(data, "oleObj") ?? find(data, "AlternateContent", "Choice", "oleObj");
  if (object) {
    const name = object.attributes["name"] ?? object.attributes["progId"];
    context.warnings.push(
      `An embedded file${name ? ` (${name})` : ""} was not read on slide ${context.slide}.`,
    );
  }
  return described;
}

/** A graphic whose parts are damaged costs the slide nothing else. */
function attempt(
  context: ShapeContext,
  what: string,
  described: readonly SlidePart[],
  read: () => readonly SlidePart[],
): SlidePart[] {
  try {
    return [...read(), ...described];
  } catch (thrown) {
    if (!(thrown instanceof IngestError) || endsReading(thrown)) throw thrown;
    context.warnings.push(`${what} on slide ${context.slide} could not be read: ${thrown.message}`);
    return [...described];
  }
}

function target(
  context: ShapeContext,
  id: string | undefined,
): { readonly root: XmlElement; readonly relation: Relation } {
  const relation = context.relations.get(id ?? "");
  if (!relation || relation.external) {
    throw new IngestError("slides.part-missing", "The slide names no part for it.");
  }
  return { root: context.pack.part(relation.target), relation };
}

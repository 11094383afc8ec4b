import { descendants, elements, find, ownText, type XmlElement } from "../../archive/xml-element.ts";
import type { Chart } from "../chart-statements.ts";
import { odpTableRows } from "./table.ts";

/** Reads a chart: its data are the table that it keeps, a column for each series. */
export function readOdpChart(chart: XmlElement): Chart {
  const [header = [], ...rows] = odpTableRows(find(chart, "table"));
  const title = textOf(find(chart, "title"));
  const type = (chart.attributes["chart:class"] ?? "").replace(/^chart:/, "");
  return {
    types: type === "" ? [] : [type],
    ...(title === "" ? {} : { title }),
    axes: elements(find(chart, "plot-area"), "axis")
      .map((axis) => textOf(find(axis, "title")))
      .filter((text) => text !== ""),
    series: header.slice(1).map((name, index) => ({
      name,
      points: rows.flatMap((row, at) => {
        const value = row[index + 1] ?? "";
        return value === "" || value === "NaN" ? [] : [{ category: row[0] || String(at + 1), value }];
      }),
    })),
    labels: [],
  };
}

function textOf(element: XmlElement | undefined): string {
  return descendants(element, "p")
    .map((paragraph) => [paragraph, ...descendants(paragraph, "span")].map(ownText).join(""))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}

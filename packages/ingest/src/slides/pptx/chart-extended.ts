import { descendants, elements, find, ownText, type XmlElement } from "../../archive/xml-element.ts";
import type { Chart, ChartSeries } from "../chart-statements.ts";
import { formatNumber } from "./number-format.ts";

/** Reads a chart of the newer kinds (waterfall, funnel, treemap, sunburst, histogram, box plot, map). */
export function readExtendedChart(root: XmlElement): Chart {
  const data = new Map(
    elements(find(root, "chartData"), "data").map((one) => [one.attributes["id"] ?? "", one]),
  );
  const chart = find(root, "chart");
  const series = descendants(chart, "series");
  const title = textOf(find(chart, "title"));
  return {
    types: [...new Set(series.map((one) => one.attributes["layoutId"] ?? "unknown"))],
    ...(title === "" ? {} : { title }),
    axes: descendants(chart, "axis")
      .map((axis) => textOf(find(axis, "title")))
      .filter((text) => text !== ""),
    series: series.map((one) => readSeries(one, data.get(find(one, "dataId")?.attributes["val"] ?? ""))),
    labels: [],
  };
}

function readSeries(series: XmlElement, data: XmlElement | undefined): ChartSeries {
  const levels = elements(find(data, "strDim"), "lvl").map(pointsOf);
  const values = pointsOf(find(data, "numDim", "lvl"));
  return {
    name: textOf(find(series, "tx")),
    points: [...values].map(([index, value]) => ({
      // The innermost level comes first.
      category:
        levels
          .toReversed()
          .flatMap((level) => level.get(index) ?? [])
          .join(" / ") || String(index + 1),
      value,
    })),
  };
}

function pointsOf(level: XmlElement | undefined): Map<number, string> {
  const format = level?.attributes["formatCode"];
  return new Map(
    elements(level, "pt").map((point) => {
      const value = ownText(point).trim();
      return [
        Number(point.attributes["idx"] ?? 0),
        format === undefined ? value : formatNumber(value, format),
      ];
    }),
  );
}

function textOf(element: XmlElement | undefined): string {
  const written = descendants(element, "t").map(ownText).join("");
  const text = written.trim() === "" ? descendants(element, "v").map(ownText).join(" ") : written;
  return text.replace(/\s+/g, " ").trim();
}

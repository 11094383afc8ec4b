import { descendants, elements, find, ownText, type XmlElement } from "../../archive/xml-element.ts";
import type { Chart, ChartSeries } from "../chart-statements.ts";
import { formatNumber } from "./number-format.ts";

/** Reads a chart's part: the values that the presentation keeps beside the embedded workbook. */
export function readChart(root: XmlElement): Chart {
  const chart = find(root, "chart");
  const plotArea = find(chart, "plotArea");
  const plots = elements(plotArea).filter(({ name }) => name.endsWith("Chart"));
  const title = richText(find(chart, "title"));
  const axes = elements(plotArea)
    .filter(({ name }) => name.endsWith("Ax"))
    .map((axis) => richText(find(axis, "title")))
    .filter((text) => text !== "");
  return {
    types: [...new Set(plots.map(typeOf))],
    ...(title === "" ? {} : { title }),
    axes,
    series: plots.flatMap((plot) => elements(plot, "ser").map(readSeries)),
    labels: descendants(plotArea, "dLbl")
      .map((label) => richText(find(label, "tx")))
      .filter((text) => text !== ""),
  };
}

/** `barChart` that runs across is a bar chart to people, and a column chart where it stands upright. */
function typeOf(plot: XmlElement): string {
  const name = plot.name.slice(0, -"Chart".length).replace(/3D$/, "");
  if (name !== "bar") return name;
  return find(plot, "barDir")?.attributes["val"] === "bar" ? "bar" : "column";
}

function readSeries(series: XmlElement): ChartSeries {
  const name = cached(find(series, "tx"))
    .map(({ value }) => value)
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
  const categories = new Map(
    cached(find(series, "cat") ?? find(series, "xVal")).map((one) => [one.index, one.value]),
  );
  const sizes = new Map(cached(find(series, "bubbleSize")).map((one) => [one.index, one.value]));
  const values = cached(find(series, "val") ?? find(series, "yVal"));
  return {
    name,
    points: values.map(({ index, value }) => {
      const size = sizes.get(index);
      return {
        category: categories.get(index) ?? String(index + 1),
        value: size === undefined ? value : `${value} (size ${size})`,
      };
    }),
  };
}

interface CachedPoint {
  readonly index: number;
  readonly value: string;
}

/** The values that a chart keeps of its workbook, or holds itself; categories of several levels are joined. */
function cached(source: XmlElement | undefined): CachedPoint[] {
  if (!source) return [];
  const literal = find(source, "v");
  if (literal) return [{ index: 0, value: ownText(literal) }];
  const levels = find(source, "multiLvlStrRef", "multiLvlStrCache");
  if (levels) return joinLevels(elements(levels, "lvl").map(pointsOf));
  const cache =
    find(source, "strRef", "strCache") ??
    find(source, "numRef", "numCache") ??
    find(source, "strLit") ??
    find(source, "numLit");
  return cache ? pointsOf(cache) : [];
}

function pointsOf(cache: XmlElement): CachedPoint[] {
  const isNumber = cache.name.startsWith("num");
  const common = ownText(find(cache, "formatCode"));
  return elements(cache, "pt").flatMap((point) => {
    const value = ownText(find(point, "v")).replace(/\s+/g, " ").trim();
    if (value === "") return [];
    const format = point.attributes["formatCode"] ?? common;
    const index = Number(point.attributes["idx"] ?? 0);
    return [{ index, value: isNumber ? formatNumber(value, format) : value }];
  });
}

/** The innermost level comes first; an outer one names the first of those that it spans. */
function joinLevels(levels: readonly CachedPoint[][]): CachedPoint[] {
  const [inner = [], ...outer] = levels;
  return inner.map(({ index, value }) => {
    const names = outer.map((level) => level.findLast((point) => point.index <= index)?.value);
    return { index, value: [...names.toReversed(), value].filter((name) => name !== undefined).join(" / ") };
  });
}

function richText(element: XmlElement | undefined): string {
  if (!element) return "";
  const written = descendants(element, "p")
    .map((paragraph) => descendants(paragraph, "t").map(ownText).join(""))
    .join(" ");
  const text = written.trim() === "" ? descendants(element, "v").map(ownText).join(" ") : written;
  return text.replace(/\s+/g, " ").trim();
}

import { rowText } from "../text/table-row.ts";

/** A chart's data, as it is drawn. */
export interface Chart {
  /** `bar`, `line`, `pie`, … */
  readonly types: readonly string[];
  readonly title?: string;
  /** What the axes say that they show. */
  readonly axes: readonly string[];
  readonly series: readonly ChartSeries[];
  /** Texts that its author wrote into the chart: labels of single points. */
  readonly labels: readonly string[];
}

export interface ChartSeries {
  readonly name: string;
  /** In the order drawn; a category without a value has no point. */
  readonly points: readonly { readonly category: string; readonly value: string }[];
}

/** More figures than this are no sentence. */
const POINTS_PER_SENTENCE = 20;

/** A chart of more values is a cloud: its single points say nothing to a reader. */
export const MAX_POINTS = 10_000;

/**
 * A chart as sentences that can be cited with their meaning: what it shows, then one for each series
 * (`Sales: East — Q1: 20.4; Q2: 27.4`), or for each category where these are fewer. Of a chart with more than
 * `MAX_POINTS` values, only what it shows.
 */
export function chartStatements(chart: Chart): string[] {
  const shown = pointsIn(chart) > MAX_POINTS ? [] : chart.series.filter(({ points }) => points.length > 0);
  const axes = chart.axes.length > 0 ? ` Axes: ${chart.axes.join("; ")}.` : "";
  const named = chart.series.map(({ name }) => name).filter((name) => name !== "");
  const series = named.length > 1 ? ` Series: ${named.join("; ")}.` : "";
  const head = `${sentence(`Chart (${chart.types.join(", ") || "unknown type"})${chart.title ? `: ${chart.title}` : ""}`)}${axes}${series}`;
  const categories = [...new Set(shown.flatMap(({ points }) => points.map(({ category }) => category)))];
  const byCategory = shown.length > categories.length && categories.length > 0;
  const rows = byCategory ? categoryRows(shown, categories) : seriesRows(shown);
  const prefix = chart.title ? `${chart.title.replace(/[:.\s]+$/, "")}: ` : "";
  return [head, ...rows.map((row) => `${prefix}${row}`), ...chart.labels.map((label) => `${prefix}${label}`)];
}

/** Values that a chart holds. */
export function pointsIn(chart: Chart): number {
  return chart.series.reduce((sum, { points }) => sum + points.length, 0);
}

function seriesRows(series: readonly ChartSeries[]): string[] {
  return series.flatMap(({ name, points }) =>
    inPieces(points).map((piece) =>
      rowText(
        ["", ...piece.map(({ category }) => category)],
        [name || "Values", ...piece.map(({ value }) => value)],
      ),
    ),
  );
}

function categoryRows(series: readonly ChartSeries[], categories: readonly string[]): string[] {
  return categories.flatMap((category) => {
    const values = series.flatMap(({ name, points }) =>
      points.filter((point) => point.category === category).map(({ value }) => ({ name, value })),
    );
    return inPieces(values).map((piece) =>
      rowText(
        ["", ...piece.map(({ name }) => name)],
        [category || "Values", ...piece.map(({ value }) => value)],
      ),
    );
  });
}

function inPieces<Item>(items: readonly Item[]): Item[][] {
  const pieces: Item[][] = [];
  for (let at = 0; at < items.length; at += POINTS_PER_SENTENCE) {
    pieces.push(items.slice(at, at + POINTS_PER_SENTENCE));
  }
  return pieces;
}

function sentence(text: string): string {
  return /[.!?。]$/.test(text) ? text : `${text}.`;
}

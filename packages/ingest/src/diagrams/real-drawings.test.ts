import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "@jest/globals";

import { parseXml } from "../archive/parse-xml.ts";
import { descendants } from "../archive/xml-element.ts";
import { ingest } from "../ingest.ts";
import { unpackPages } from "./drawio/unpack-pages.ts";
import { htmlLabel } from "./labels/html-label.ts";
import { labelText, plainLabel } from "./labels/label.ts";
import { createBudget } from "./limits.ts";

const FOLDER = fileURLToPath(new URL("../../../../../shared/data/drawio", import.meta.url));
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name !== "LICENSE") : [];
/** Drawings of nothing but symbols and lines. */
const WORDLESS = new Set(["Floorplan.xml", "sociogram-example.drawio", "veaam-network-diagram.drawio"]);

interface Graph {
  readonly labels: readonly string[];
  /** Labels of both ends of edges. */
  readonly edges: readonly (readonly [string, string])[];
}

/** What a file itself says of its labels and edges, read as plainly as can be. */
function graphOf(name: string): Graph {
  const root = parseXml(readFileSync(join(FOLDER, name)), { part: name, source: name });
  const labels: string[] = [];
  const edges: (readonly [string, string])[] = [];
  for (const { graph } of unpackPages(root, name, createBudget(name))) {
    if (graph instanceof Error) throw graph;
    const labelOf = new Map<string, string>();
    const cells = descendants(graph, "mxCell");
    const wrapped = new Map(
      ["object", "UserObject"]
        .flatMap((one) => descendants(graph, one))
        .map((object) => [descendants(object, "mxCell")[0], object] as const),
    );
    for (const cell of cells) {
      const { attributes } = wrapped.get(cell) ?? cell;
      const written = attributes["label"] ?? attributes["value"] ?? "";
      const style = cell.attributes["style"] ?? "";
      if (/noLabel=1|textOpacity=0/.test(style) || attributes["placeholders"] === "1") continue;
      const label = style.includes("html=1") ? htmlLabel(written) : plainLabel(written);
      const isLayer = cell.attributes["vertex"] !== "1" && cell.attributes["edge"] !== "1";
      if (label.length === 0 || isLayer) continue;
      labels.push(labelText(label));
      // An end of an edge is called by its first paragraph.
      labelOf.set(attributes["id"] ?? "", label[0]!.text);
    }
    for (const { attributes } of cells) {
      const [from, to] = [attributes["source"], attributes["target"]].map((id) => labelOf.get(id ?? ""));
      if (attributes["edge"] === "1" && from !== undefined && to !== undefined) edges.push([from, to]);
    }
  }
  return { labels, edges };
}

describe("real drawings of draw.io", () => {
  const given = files.length > 0 ? test : test.skip;

  given(
    "keep their labels and edges, with every box on its page",
    async () => {
      let [labels, edges] = [0, 0];
      for (const name of files) {
        const { document } = await ingest(join(FOLDER, name));
        const sentences = document.blocks.flatMap((block) => block.sentences);
        expect([name, document.quality.failedPages]).toEqual([name, []]);
        expect([name, sentences.length > 0]).toEqual([name, !WORDLESS.has(name)]);
        for (const { text, start, end, boxes, page } of sentences) {
          expect(document.text.slice(start, end)).toBe(text);
          const { width, height } = document.pages[page - 1]!;
          for (const box of boxes) {
            expect(box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0).toBe(true);
            expect(box.x + box.width <= width + 0.01 && box.y + box.height <= height + 0.01).toBe(true);
          }
        }
        const own = graphOf(name);
        const all = sentences
          .map(({ text }) => text)
          .join(" ")
          .replace(/\s+/g, "");
        labels += own.labels.length;
        edges += own.edges.length;
        expect([name, own.labels.filter((label) => !all.includes(label.replace(/\s+/g, "")))]).toEqual([
          name,
          [],
        ]);
        const missing = own.edges.filter(
          ([from, to]) =>
            !sentences.some(({ text }) => text.includes(from.slice(0, 40)) && text.includes(to.slice(0, 40))),
        );
        expect([name, missing]).toEqual([name, []]);
      }
      expect([labels > 2_000, edges > 450]).toEqual([true, true]);
    },
    60_000,
  );
});

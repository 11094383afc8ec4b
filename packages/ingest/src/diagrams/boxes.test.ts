import { expect, test } from "@jest/globals";
import { makeVisio, visioConnector, visioShape } from "@longdoc/fixtures";
import {
  type Arbitrary,
  array,
  asyncProperty,
  assert,
  constantFrom,
  double,
  record,
  string,
} from "fast-check";

import { ingest } from "../ingest.ts";

interface Drawn {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const size = (min: number, max: number): Arbitrary<number> => double({ min, max, noNaN: true });
const WORDS = [
  "Order",
  "service.",
  "Why?",
  "会社",
  "<<a>>",
  "x:y",
  "end",
  "é",
  "-->",
  '"',
  "|",
  "1.5",
  "\\n",
  "[",
  "}",
];
const drawn: Arbitrary<Drawn> = record({
  label: array(constantFrom(...WORDS), { minLength: 1, maxLength: 6 }).map((words) => words.join(" ")),
  x: size(-2_000, 2_000),
  y: size(-2_000, 2_000),
  width: size(0, 900),
  height: size(0, 900),
});
const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const FORMATS: Readonly<Record<string, (nodes: readonly Drawn[], noise: string) => Uint8Array>> = {
  "a.drawio": (nodes) =>
    Buffer.from(
      `<mxGraphModel><root>${nodes.map(({ label, x, y, width, height }, at) => `<mxCell id="${at}" value="${escape(label)}" vertex="1"><mxGeometry x="${x}" y="${y}" width="${width}" height="${height}" as="geometry"/></mxCell><mxCell id="e${at}" value="${escape(label)}" edge="1" source="${at}" target="0"/>`).join("")}</root></mxGraphModel>`,
    ),
  "a.svg": (nodes) =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-100 -100 2000 900">${nodes.map(({ label, x, y, width, height }) => `<g transform="rotate(${x})"><rect x="${x}" y="${y}" width="${width}" height="${height}"/><text x="${x + width / 2}" y="${y + height / 2}" text-anchor="middle">${escape(label)}</text></g>`).join("")}<text>Shown</text></svg>`,
    ),
  "a.vsdx": (nodes) => {
    const connector = visioConnector(900, "to", 0, nodes.length - 1);
    const shapes = nodes.map(({ label, x, y, width, height }, at) =>
      visioShape(at, escape(label), { x: x / 100, y: y / 100, width: width / 100, height: height / 100 }),
    );
    return makeVisio([
      { name: "One", shapes: shapes.join("") + connector.shape, connects: connector.connects },
    ]);
  },
  "a.mmd": (nodes, noise) =>
    Buffer.from(
      `graph TD\n${nodes.map(({ label }, at) => `n${at}["${label}"] -- ${label} --> n0\n${noise}`).join("\n")}`,
    ),
  "a.puml": (nodes, noise) =>
    Buffer.from(
      `@startuml\n${nodes.map(({ label }, at) => `n${at} -> n0 : ${label}\nnote over n${at} : ${label}\n${noise}`).join("\n")}\n@enduml`,
    ),
};

test.each(Object.keys(FORMATS))(
  "sentences of any %s are slices of its text, and their boxes lie on its page",
  async (name) => {
    const property = asyncProperty(
      array(drawn, { minLength: 1, maxLength: 6 }),
      string(),
      async (nodes, noise) => {
        const { document } = await ingest({ name, bytes: FORMATS[name]!(nodes, noise.replaceAll("\0", "")) });
        const sentences = document.blocks.flatMap((block) => block.sentences);
        expect(sentences.length).toBeGreaterThan(0);
        for (const { text, start, end, boxes, page } of sentences) {
          expect(document.text.slice(start, end)).toBe(text);
          expect(boxes.length).toBeGreaterThan(0);
          const { width, height } = document.pages[page - 1]!;
          for (const box of boxes) {
            expect(box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0).toBe(true);
            expect(box.x + box.width <= width + 0.01 && box.y + box.height <= height + 0.01).toBe(true);
          }
        }
      },
    );
    await assert(property, { numRuns: 40 });
  },
  30_000,
);

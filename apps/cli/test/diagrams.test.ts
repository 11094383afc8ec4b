import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { makeVisio, visioConnector, visioShape } from "@longdoc/fixtures";

import { temporaryFolder } from "./support/folder.ts";
import { json, longdoc } from "./support/longdoc.ts";
import type { AnswerJson } from "./support/shapes.ts";

const cell = (id: number, label: string, x: number): string =>
  `<mxCell id="${id}" value="${label}" vertex="1" parent="1"><mxGeometry x="${x}" width="80" height="40" as="geometry"/></mxCell>`;
const connector = visioConnector(3, "counts eggs", 1, 2);
const box = (id: string, label: string, x: number): string =>
  `<g class="node"><title>${id}</title><ellipse cx="${x}" cy="40" rx="50" ry="20"/><text x="${x}" y="44" text-anchor="middle">${label}</text></g>`;

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  "birds.drawio": `<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>${cell(2, "Heron", 0)}${cell(3, "Ranger", 200)}<mxCell id="4" value="counts eggs" edge="1" source="3" target="2" parent="1"/></root></mxGraphModel>`,
  "birds.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 80">${box("h", "Heron", 60)}${box("r", "Ranger", 300)}<g class="edge"><title>r-&gt;h</title><path d="M250,40L110,40"/><text x="150" y="30">counts eggs</text></g></svg>`,
  "birds.vsdx": makeVisio([
    {
      name: "Birds",
      shapes:
        visioShape(1, "Ranger", { x: 2, y: 9 }) + visioShape(2, "Heron", { x: 6, y: 9 }) + connector.shape,
      connects: connector.connects,
    },
  ]),
  "birds.mmd": "graph LR\n  R[Ranger] -->|counts eggs| H[Heron]\n",
  "birds.puml": "@startuml\nRanger -> Heron : counts eggs\n@enduml\n",
};

test.each(Object.keys(FILES))("an edge of %s is found, cited and shown", async (name) => {
  await using folder = await temporaryFolder();
  await folder.write(name, FILES[name]!);
  const asked = await longdoc(["ask", "Who counts the eggs of the heron?", name, "--json"], {
    cwd: folder.path,
  });
  expect(json<AnswerJson>(asked).citations[0]).toMatchObject({
    page: 1,
    quote: "Ranger → Heron: counts eggs",
  });
  const shown = await longdoc(["show", "1", "--output", "diagram.png"], { cwd: folder.path });
  expect(shown.code).toBe(0);
  const png = await readFile(join(folder.path, "diagram.png"));
  expect(png.subarray(1, 4).toString()).toBe("PNG");
});

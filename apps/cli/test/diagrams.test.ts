import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { makeVisio, visioConnector, visioShape } from "@longdoc/fixtures";

import { temporaryFolder } from "./support/folder.ts";
import { json, longdoc } from "./support/longdoc.ts";
import type { AnswerJson } from "./support/shapes.ts";

const connector = visioConnector(3, "counts eggs", 1, 2);
const box = (id: string, label: string, x: number): string =>
  `<g class="node"><title>${id}</title><ellipse cx="${x}" cy="40" rx="50" ry="20"/><text x="${x}" y="44" text-anchor="middle">${label}</text></g>`;

const FILES: Readonly<Record<string, string | Uint8Array>> = {
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

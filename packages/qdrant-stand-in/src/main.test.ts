import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { expect, test } from "@jest/globals";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));
const FLAGS = ["--conditions=@longdoc/source", "--disable-warning=ExperimentalWarning"];

test("started by hand, it prints its address, answers there, and ends when told to", async () => {
  const child = spawn(process.execPath, [...FLAGS, MAIN, "--port", "0"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [url] = (await once(createInterface(child.stdout), "line")) as [string];
  const response = await fetch(url);
  expect(await response.json()).toMatchObject({ title: "qdrant - vector search engine" });
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

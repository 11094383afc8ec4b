import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The Node that everything but these scripts runs on, brought by the npm package `node`. */
export const NODE = join(ROOT, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");

/** Where finished steps leave their stamps: goes away together with what they installed. */
export const STAMPS = join(ROOT, "node_modules/.longdoc");

/** A pnpm of our own, for machines without the right one. */
export const TOOLS = join(ROOT, ".tools");

export const COMMAND = join(ROOT, "apps/cli/dist/main.js");

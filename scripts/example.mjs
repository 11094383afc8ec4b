import { existsSync } from "node:fs";
import { join, relative } from "node:path";

import { NODE, ROOT } from "./setup/paths.mjs";
import { step } from "./setup/step.mjs";

export const EXAMPLE_QUESTION = "What were the inventories at January 31, 2026?";

const EXAMPLE = join(ROOT, "example/halden-annual-report-2025.pdf");
const MAKER = join(ROOT, "fixtures/dist/make-example.js");

/** The path of the example document, made on first use, as seen from `folder`. */
export async function makeExample(folder) {
  if (!existsSync(EXAMPLE)) await step("Making the example document …", NODE, [MAKER, EXAMPLE]);
  return relative(folder, EXAMPLE);
}

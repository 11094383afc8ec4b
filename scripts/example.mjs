import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";

import { NODE, ROOT } from "./setup/paths.mjs";
import { step } from "./setup/step.mjs";

export const EXAMPLE_QUESTION = "By how much did net revenue grow in fiscal 2025, and why?";
const EXAMPLE = join(ROOT, "example/northwind-annual-report-2025.pdf");

import { delimiter, join } from "node:path";

import { ROOT } from "./paths.mjs";

/** What `npm run` adds for its own script, and what would mislead another npm or pnpm started by it. */
const OF_THE_OUTER_NPM =
  /^npm_(lifecycle_|package_|command$|config_(loglevel|local_prefix|global_prefix|prefix)$)/i;

/** The environment for installing and building: the caller's, without the outer npm's own settings. */
export function toolEnvironment() {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !OF_THE_OUTER_NPM.test(name)),
  );
  // `node` and the tools of the workspace come before those of the machine.
  const path = Object.keys(environment).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  environment[path] = join(ROOT, "node_modules/.bin") + delimiter + (environment[path] ?? "");
  return environment;
}

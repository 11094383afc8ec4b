// The one way in: `npm run ask`, `npm run longdoc`, `npm run setup` and `npm test`. Needs only Node ≥ 20 and npm.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { EXAMPLE_QUESTION, makeExample } from "./example.mjs";
import { toolEnvironment } from "./setup/environment.mjs";
import { workspaceFolders } from "./setup/fingerprint.mjs";
import { passThrough } from "./setup/pass-through.mjs";
import { COMMAND, NODE, ROOT } from "./setup/paths.mjs";
import { prepare } from "./setup/prepare.mjs";
import { say, step, StepFailed } from "./setup/step.mjs";
import { installSystemPackages } from "./setup/system-packages.mjs";

const OLDEST_NODE = 20;

/** Paths are meant from where the user is; npm itself runs scripts at the root. */
const FOLDER = process.env.INIT_CWD ?? process.cwd();

const VERBS = {
  setup: async () => 0,
  longdoc,
  ask: async (parameters) =>
    longdoc(["ask", ...(parameters.length > 0 ? parameters : await exampleQuestion())]),
  test,
};

function longdoc(parameters) {
  return passThrough(NODE, [COMMAND, ...parameters], {
    cwd: FOLDER,
    env: { ...process.env, LONGDOC_COMMAND: "npm run longdoc --" },
  });
}

async function exampleQuestion() {
  const path = await makeExample(FOLDER);
  say(`No question was given. An example:\n  npm run ask -- "${EXAMPLE_QUESTION}" ${path}\n`);
  return [EXAMPLE_QUESTION, path];
}

/** Format, lint, unused code, what is published, then every test, the README's commands among them. */
async function test(parameters) {
  await installSystemPackages();
  const { scripts } = readManifest(".");
  await step("Checking format and lint …", scripts.lint, [], { shell: true });
  const published = workspaceFolders().filter((folder) => !readManifest(folder).private);
  const check = published.map((folder) => `publint ${folder} --strict --pack npm`).join(" && ");
  await step("Checking the packages …", check, [], { shell: true });
  const [, ...jest] = scripts.jest.split(" ");
  return passThrough(NODE, [...jest, ...parameters], { cwd: ROOT, env: toolEnvironment() });
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
}

async function main([verb, ...parameters]) {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    say(`Node ${process.versions.node} is too old: Longdoc's set-up needs Node ${OLDEST_NODE} or newer.`);
    return 1;
  }
  const run = VERBS[verb];
  if (!run) {
    say(`Usage: node scripts/run.mjs ${Object.keys(VERBS).join("|")} …`);
    return 2;
  }
  try {
    await prepare();
    return await run(parameters);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    say(error.message);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT, STAMPS } from "./paths.mjs";

/** Folders of the workspace, relative to its root, with a package.json each. */
export function workspaceFolders() {
  const nested = ["packages", "apps"].flatMap((parent) =>
    existsSync(join(ROOT, parent)) ? readdirSync(join(ROOT, parent)).map((name) => join(parent, name)) : [],
  );
  return [...nested, "bench", "fixtures"]
    .filter((folder) => existsSync(join(ROOT, folder, "package.json")))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

/** What the installed packages depend on, by content. */
export function packagesFingerprint() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  const files = ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json"];
  for (const file of [...files, ...workspaceFolders().map((folder) => join(folder, "package.json"))]) {
    hash.update(`\0${file}\0`).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest("hex");
}

/** What the build depends on: names, sizes and times, because reading every source would cost the start more. */
export function sourcesFingerprint() {
  const hash = createHash("sha256").update(packagesFingerprint());
  for (const file of ["tsconfig.json", "tsconfig.base.json"]) addFile(hash, file);
  for (const folder of workspaceFolders()) {
    addFile(hash, join(folder, "tsconfig.json"));
    addSources(hash, join(folder, "src"));
  }
  return hash.digest("hex");
}

function addSources(hash, folder) {
  if (!existsSync(join(ROOT, folder))) return;
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addSources(hash, path);
    else if (entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts")) addFile(hash, path);
  }
}

function addFile(hash, path) {
  const status = statSync(join(ROOT, path), { throwIfNoEntry: false });
  if (status) hash.update(`\0${path}\0${status.size}\0${status.mtimeMs}`);
}

/** Whether a step was finished in the state that `fingerprint` names. */
export function isStamped(step, fingerprint) {
  try {
    return readFileSync(join(STAMPS, step), "utf8") === fingerprint;
  } catch {
    return false;
  }
}

export function stamp(step, fingerprint) {
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(join(STAMPS, step), fingerprint);
}

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { supportedMediaType } from "@longdoc/ingest";

const SHARED = fileURLToPath(new URL("../../shared/data", import.meta.url));
const FOLDERS = ["pdfs", "slides", "mmlongbench", "needles", "tables"];

/** Documents of the shared collections that can be read, at most so many, mixed so that no folder comes as a block. */
export function sharedFiles(most: number): readonly string[] {
  const files = FOLDERS.flatMap((folder) => below(join(SHARED, folder))).filter(
    (path) => supportedMediaType(path) !== undefined,
  );
  // Every seventh, then every seventh of the rest: always the same order.
  const mixed = Array.from({ length: 7 }, (_, first) =>
    files.filter((__, index) => index % 7 === first),
  ).flat();
  return mixed.slice(0, most);
}

function below(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? below(path) : [path];
    });
}

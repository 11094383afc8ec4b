import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "@jest/globals";

const FILES = 150;

/** Opens new files, each at a moment that all processes agree on. */
const program = `
  import { openSharedDatabase } from ${JSON.stringify(new URL("database.ts", import.meta.url).href)};
  const [folder, begin] = process.argv.slice(1);
  for (let file = 0; file < ${FILES}; file++) {
    while (Date.now() < Number(begin) + 8 * file);
    const database = openSharedDatabase(folder + "/" + file, 10_000);
    database.exec("CREATE TABLE IF NOT EXISTS openings (process)");
    database.exec("INSERT INTO openings VALUES (1)");
    database.close();
  }
`;

test("processes that open the same new file at the same moment all get it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "longdoc databases-"));
  try {
    const begin = String(Date.now() + 1_500);
    const options = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", program];
    await expect(
      Promise.all([1, 2].map(() => promisify(execFile)(process.execPath, [...options, "--", folder, begin]))),
    ).resolves.toHaveLength(2);
  } finally {
    await rm(folder, { recursive: true });
  }
});

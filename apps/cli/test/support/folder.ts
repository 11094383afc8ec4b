import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** An empty folder that goes away with the test; its name has a space, as users' folders do. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  /** Writes a file below the folder; gives its absolute path. */
  write(name: string, content: string | Uint8Array | Promise<Uint8Array>): Promise<string>;
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "longdoc test ")));
  return {
    path,
    write: async (name, content) => {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, await content);
      return file;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

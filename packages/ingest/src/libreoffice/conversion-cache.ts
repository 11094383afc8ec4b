import { lstat, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** Conversions that nobody asked for in this time are removed. */
const KEEP_MS = 7 * 24 * 3_600_000;

/** What was converted before, by the hash of what it was converted from; in the system's folder for temporary files. */
export async function cachedConversion(
  name: string,
  convert: () => Promise<Uint8Array | undefined>,
): Promise<Uint8Array | undefined> {
  const folder = await ownFolder();
  const path = folder && join(folder, name);
  if (path !== undefined) {
    const known = await readFile(path).catch(() => undefined);
    if (known) {
      const now = new Date();
      await utimes(path, now, now).catch(() => undefined);
      return known;
    }
  }
  const converted = await convert();
  if (path === undefined || !converted) return converted;
  // Written beside and then renamed: another process never sees half of it.
  const partial = `${path}.${process.pid}`;
  try {
    await writeFile(partial, converted, { mode: 0o600 });
    await rename(partial, path);
    await removeOld(folder!);
  } catch {
    // A full disk costs the next caller a second.
    await rm(partial, { force: true });
  }
  return converted;
}

/** A folder that nobody else can have put anything into. */
async function ownFolder(): Promise<string | undefined> {
  const { uid } = userInfo();
  const folder = join(tmpdir(), `longdoc-office-${uid}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { uid: owner, mode } = await lstat(folder);
    const isOwn = process.platform === "win32" || (owner === uid && (mode & 0o077) === 0);
    return isOwn ? folder : undefined;
  } catch {
    return undefined;
  }
}

async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > KEEP_MS) await rm(path, { force: true });
  }
}

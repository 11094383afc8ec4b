import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * The path of a program, or `undefined` where it is not installed.
 *
 * @param variable environment variable that names another path, or with `none` that the program is not to be used
 * @param places where the program may be that is not on the path
 */
export function findProgram(
  name: string,
  variable: string,
  places: readonly string[] = [],
): string | undefined {
  const chosen = process.env[variable];
  if (chosen === "none") return undefined;
  if (chosen) return chosen;
  const file = process.platform === "win32" ? `${name}.exe` : name;
  const onPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, file));
  return [...onPath, ...places].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where LibreOffice is installed where its command is not on the path. */
const PLACES = [
  "/Applications/LibreOffice.app/Contents/MacOS/soffice",
  "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
  "/opt/libreoffice/program/soffice",
];

/**
 * The LibreOffice command, or `undefined` where there is none. The environment variable `LONGDOC_SOFFICE` names
 * another, or with `none` that it is not to be used.
 */
export function findOffice(): string | undefined {
  const chosen = process.env["LONGDOC_SOFFICE"];
  if (chosen === "none") return undefined;
  if (chosen) return chosen;
  const onPath = (process.env["PATH"] ?? "").split(delimiter).flatMap((folder) => {
    if (folder === "") return [];
    return process.platform === "win32" ? [join(folder, "soffice.exe")] : [join(folder, "soffice")];
  });
  return [...onPath, ...PLACES].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

import { findProgram } from "../find-program.ts";

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
  return findProgram("soffice", "LONGDOC_SOFFICE", PLACES);
}

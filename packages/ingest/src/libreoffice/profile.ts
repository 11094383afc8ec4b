import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Documents are untrusted: no macros, and nothing is fetched that they link to. */
const SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
`;

let folder: string | undefined;

/**
 * This process's own LibreOffice profile, removed when the process ends. Two LibreOffices with one profile: the
 * second does nothing and says so to nobody.
 */
export function officeProfile(): string {
  if (folder !== undefined) return folder;
  const created = mkdtempSync(join(tmpdir(), "longdoc-office-"));
  mkdirSync(join(created, "user"));
  writeFileSync(join(created, "user", "registrymodifications.xcu"), SETTINGS);
  process.on("exit", () => rmSync(created, { recursive: true, force: true }));
  folder = created;
  return created;
}

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { officeProfile } from "./profile.ts";

export type OfficeTarget = "pptx" | "docx" | "pdf";

export interface OfficeOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds. Default 120,000. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 120_000;
/** Kilobytes of address space: LibreOffice itself takes about one gigabyte of it. */
const MEMORY_KILOBYTES = 6 * 1024 ** 2;
/** Without it hidden slides would have no page, and every page behind them another number. */
const FILTERS: Record<OfficeTarget, string> = {
  pptx: "pptx",
  docx: "docx",
  pdf: 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}',
};

let last: Promise<unknown> = Promise.resolve();

/**
 * Converts a file with LibreOffice; conversions of one process run one after the other.
 *
 * @param extension the file's ending with its dot, by which LibreOffice knows what it is
 * @returns `undefined` when LibreOffice could not read the file, or not in time
 */
export function runOffice(
  office: string,
  bytes: Uint8Array,
  extension: string,
  target: OfficeTarget,
  options: OfficeOptions = {},
): Promise<Uint8Array | undefined> {
  const conversion = last.then(() => convert(office, bytes, extension, target, options));
  last = conversion.catch(() => undefined);
  return conversion;
}

async function convert(
  office: string,
  bytes: Uint8Array,
  extension: string,
  target: OfficeTarget,
  options: OfficeOptions,
): Promise<Uint8Array | undefined> {
  if (options.signal?.aborted) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "longdoc-convert-"));
  try {
    const input = join(folder, `document${extension}`);
    await writeFile(input, bytes, { mode: 0o600 });
    const output = join(folder, "converted");
    await finished(
      office,
      [
        "--headless",
        "--norestore",
        "--nolockcheck",
        `-env:UserInstallation=${pathToFileURL(officeProfile()).href}`,
        "--convert-to",
        FILTERS[target],
        "--outdir",
        output,
        input,
      ],
      options,
    );
    return await readFile(join(output, `document.${target}`)).catch(() => undefined);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs LibreOffice to its end, or ends it and what it started. */
function finished(office: string, parameters: readonly string[], options: OfficeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const limited = process.platform === "linux";
    const [command, given] = limited
      ? ["/bin/sh", ["-c", `ulimit -v ${MEMORY_KILOBYTES}; exec "$0" "$@"`, office, ...parameters]]
      : [office, parameters];
    const child = spawn(command, given, { stdio: "ignore", detached: process.platform !== "win32" });
    const end = (): void => {
      if (child.pid === undefined || child.exitCode !== null) return;
      try {
        if (process.platform === "win32") child.kill("SIGKILL");
        else process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    };
    const timer = setTimeout(end, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    options.signal?.addEventListener("abort", end, { once: true });
    process.on("exit", end);
    const settle = (): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", end);
      process.off("exit", end);
    };
    child.on("error", (error) => {
      settle();
      reject(error);
    });
    child.on("close", () => {
      settle();
      resolve();
    });
  });
}

import { type Document, documentVersion } from "@longdoc/core";

import { toDocx } from "../docx/to-docx.ts";
import type { FileInput } from "../formats.ts";
import type { SandboxOptions } from "../pdf/sandboxed.ts";
import { runTask } from "../sandbox/run-task.ts";
import type { TextMediaType } from "./media-types.ts";
import type { TextInput } from "./read-content.ts";
import type { TextGrid } from "./read-text.ts";
import type { TextTask } from "./task.ts";

/** Larger texts are read in a child process, which a stall cannot outlast; smaller ones stall nothing. */
const MAX_BYTES_IN_PROCESS = 256 * 1024;
/** Milliseconds for a whole document. */
const READ_TIMEOUT_MS = 60_000;

/**
 * Reads a document without pages of its own.
 *
 * @throws IngestError `file.*`, `text.*`, `html.*`, `docx.*`, `archive.*`, `xml.*`
 */
export async function readTextFile(
  file: FileInput,
  mediaType: TextMediaType,
  options: SandboxOptions,
): Promise<Document> {
  const input = await inputOf(file, mediaType, options);
  if (!stallsNothing(input)) return inChild(input, "document", options);
  const { readText } = await import("./read-text.ts");
  return readText(input, options.signal === undefined ? {} : { signal: options.signal });
}

/** What is drawn of a document without pages of its own. @throws as `readTextFile` */
export async function textFileGrid(
  file: FileInput,
  mediaType: TextMediaType,
  options: SandboxOptions,
): Promise<TextGrid> {
  return inChild(await inputOf(file, mediaType, options), "grid", options);
}

async function inputOf(
  file: FileInput,
  mediaType: TextMediaType,
  { signal }: SandboxOptions,
): Promise<TextInput> {
  const input = { ...file, mediaType, version: documentVersion(file.bytes) };
  return mediaType.startsWith("text/") ? input : { ...input, bytes: await toDocx(file, signal) };
}

/** Of plain text and Markdown it is known how long the worst takes. */
function stallsNothing({ mediaType, bytes }: TextInput): boolean {
  const isPlain = mediaType === "text/plain" || mediaType === "text/markdown";
  return isPlain && bytes.byteLength <= MAX_BYTES_IN_PROCESS;
}

function inChild<Wanted extends Document | TextGrid>(
  input: TextInput,
  wanted: TextTask["wanted"],
  { signal, pageTimeoutMs = READ_TIMEOUT_MS, memoryLimitBytes }: SandboxOptions,
): Promise<Wanted> {
  const task: TextTask = { ...input, wanted };
  return runTask<Wanted>("./task", import.meta.url, task, {
    signal,
    timeoutMs: pageTimeoutMs,
    memoryLimitBytes,
  });
}

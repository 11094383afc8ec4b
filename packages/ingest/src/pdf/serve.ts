import { documentVersion, IngestError, LongdocError } from "@longdoc/core";

import { readPath } from "../read-path.ts";
import { firstLine, type OpenPdf, openPdf } from "./engine.ts";
import type { DrawReply, DrawRequest, ReadReply, ReadRequest } from "./messages.ts";

type Request = ReadRequest | DrawRequest;

/**
 * Serves the child process in which PDFs are read, or drawn: a file that stalls, dies or eats the memory costs this
 * process and nothing else. It serves one request at a time and is reused for the next file.
 */
export function serve<Served extends Request>(answer: (request: Served) => Promise<void>): void {
  process.on("message", (request: Served) => {
    answer(request).catch((thrown: unknown) => send(failure(thrown, request.source)));
  });
  // The parent is gone: nobody waits for the answer.
  process.on("disconnect", () => process.exit(0));
  process.on("SIGINT", () => undefined);
}

/** @throws IngestError as `openPdf` and `readPath`; `file.changed` */
export async function open(
  request: Request,
  purpose: "text" | "draw",
): Promise<OpenPdf & { readonly version: string }> {
  const { source } = request;
  const bytes = await load(request);
  const version = documentVersion(bytes);
  if (version !== (request.version ?? version)) {
    throw new IngestError("file.changed", `"${source}" changed while it was read.`, {
      input: source,
      hint: "Read it again once it is written.",
    });
  }
  const pdf = await openPdf(bytes, source, {
    purpose,
    ...(request.password === undefined ? {} : { password: request.password }),
  });
  return { ...pdf, version };
}

/** In memory of its own, which pdf.js takes over; and the message's goes: a large file is not held twice. */
async function load(request: Request): Promise<Uint8Array> {
  if (request.path !== undefined) return readPath(request.path);
  const bytes = request.bytes.slice();
  (request as { bytes: Uint8Array }).bytes = new Uint8Array();
  return bytes;
}

/** Resolves once the message is written, so that a slow parent slows the reading and memory stays flat. */
export function send(reply: ReadReply | DrawReply): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(reply, undefined, undefined, () => resolve());
  });
}

function failure(thrown: unknown, source: string): DrawReply {
  if (thrown instanceof LongdocError) {
    return {
      type: "failed",
      code: thrown.code,
      message: thrown.message,
      ...(thrown.hint === undefined ? {} : { hint: thrown.hint }),
    };
  }
  const reason = firstLine(thrown instanceof Error ? thrown.message : String(thrown));
  return { type: "failed", code: "pdf.invalid", message: `"${source}" cannot be read as a PDF: ${reason}` };
}

/**
 * Serves the child process in which PDFs are read: a file that stalls, dies or eats the memory costs this process and
 * nothing else. It serves one request at a time and is reused for the next file.
 */
import { LongdocError } from "@longdoc/core";

import { describeDocument } from "./describe.ts";
import { drawPage } from "./draw-page.ts";
import { firstLine, openPdf } from "./engine.ts";
import type { Reply, Request } from "./messages.ts";
import { readPages } from "./read-pages.ts";

process.on("message", (request: Request) => {
  void serve(request);
});
// The parent is gone: nobody waits for the answer.
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => undefined);

async function serve(request: Request): Promise<void> {
  try {
    await (request.type === "read" ? read(request) : draw(request));
  } catch (thrown) {
    await send(failure(thrown, request.source));
  }
}

async function read(request: Request & { type: "read" }): Promise<void> {
  const pdf = await open(request, "text");
  try {
    await send(await describeDocument(pdf.document));
    const pages = readPages(pdf.document, {
      firstPage: request.firstPage,
      skip: request.skip,
      estimate: request.estimate,
      onStart: (number) => void send({ type: "page-started", number }),
    });
    // A page is written while the next one is read; no more than one waits, so that memory stays flat.
    let written = Promise.resolve();
    for await (const page of pages) {
      await written;
      written = send(page);
    }
    await written;
  } finally {
    await pdf.close();
  }
  await send({ type: "done" });
}

async function draw(request: Request & { type: "draw" }): Promise<void> {
  const pdf = await open(request, "draw");
  try {
    await send({ type: "drawn", ...(await drawPage(pdf.document, request)) });
  } finally {
    await pdf.close();
  }
}

function open(request: Request, purpose: "text" | "draw"): ReturnType<typeof openPdf> {
  // In memory of its own, which pdf.js takes over; and the message goes: a large file is not held twice.
  const bytes = request.bytes.slice();
  (request as { bytes: Uint8Array }).bytes = new Uint8Array();
  return openPdf(bytes, request.source, {
    purpose,
    ...(request.password === undefined ? {} : { password: request.password }),
  });
}

/** Resolves once the message is written, so that a slow parent slows the reading and memory stays flat. */
function send(reply: Reply): Promise<void> {
  return new Promise((resolve) => {
    process.send?.(reply, undefined, undefined, () => resolve());
  });
}

function failure(thrown: unknown, source: string): Reply {
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

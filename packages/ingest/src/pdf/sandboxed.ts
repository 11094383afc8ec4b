import { IngestError } from "@longdoc/core";

import { SandboxPool } from "../sandbox/pool.ts";
import { DEFAULT_MEMORY_LIMIT_BYTES, type Exit, ExitError, exitToIngestError } from "../sandbox/process.ts";
import type {
  DrawnMessage,
  DrawReply,
  DrawRequest,
  OpenedMessage,
  PageFailedMessage,
  PageMessage,
  PdfInput,
  ReadReply,
  ReadRequest,
} from "./messages.ts";

export interface SandboxOptions {
  /** Needed by files that are encrypted with a user password. */
  readonly password?: string;
  readonly signal?: AbortSignal;
  /** Milliseconds that one page may take, and that opening may take. Default 20,000. */
  readonly pageTimeoutMs?: number;
  /** Bytes of memory, array buffers included, that reading may take. Default 1 GiB. */
  readonly memoryLimitBytes?: number;
}

export const DEFAULT_PAGE_TIMEOUT_MS = 20_000;
/** A file that stalls or kills the reader this often is given up: its remaining pages are reported. */
const MAX_RESTARTS = 12;

const entry = (name: string): URL =>
  new URL(`${name}${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
/** Apart: a document's pages are drawn for recognition while it is read, and must not wait for readers to end. */
const readers = new SandboxPool<ReadRequest, ReadReply>(entry("./read-child"));
const drawers = new SandboxPool<DrawRequest, DrawReply>(entry("./draw-child"));

/** What an earlier reading of the same file found. */
export interface Resumption {
  readonly opened?: OpenedMessage;
  /** The pages from the first one on. */
  readonly pages: readonly (PageMessage | PageFailedMessage)[];
}

/**
 * Reads a PDF in a child process, behind the pages of an earlier reading. When a page stalls, or kills the process, the
 * process is replaced and the page's text is read without what it draws; a page that does so again is given as failed,
 * and reading goes on behind it.
 *
 * @throws IngestError `pdf.invalid`, `pdf.password-required`, `pdf.password-wrong`, `pdf.timeout`, `pdf.memory`,
 * `pdf.crashed`, `file.cancelled`, `file.changed`, and, where a path is given, as `readPath`
 */
export async function* readPdfPages(
  input: PdfInput,
  options: SandboxOptions,
  before: Resumption = { pages: [] },
): AsyncGenerator<OpenedMessage | PageMessage | PageFailedMessage> {
  /** Pages that ended a process, and how; their text is then read without what they draw. */
  const estimate = new Map<number, Exit>();
  /** Pages that ended one again. */
  const failures = new Map(before.pages.filter(endedProcess).map((page) => [page.number, page]));
  let { opened } = before;
  let nextPage = before.pages.length + 1;
  while (!opened || nextPage <= opened.pages) {
    if (opened && estimate.size + failures.size >= MAX_RESTARTS) {
      for (let page = nextPage; page <= opened.pages; page++) yield failures.get(page) ?? givenUp(page);
      return;
    }
    const state = { started: undefined as number | undefined };
    try {
      for await (const reply of requestReplies(
        readers,
        {
          ...input,
          ...(opened && { version: opened.version }),
          firstPage: nextPage,
          skip: [...failures.keys()],
          estimate: [...estimate.keys()],
          ...(options.password === undefined ? {} : { password: options.password }),
        },
        options,
      )) {
        if (reply.type === "opened") {
          if (!opened) yield reply;
          opened = reply;
        } else if (reply.type === "page-started") state.started = reply.number;
        else if (reply.type === "page" || reply.type === "page-failed") {
          nextPage = reply.number + 1;
          const exit = estimate.get(reply.number);
          const empty = reply.type === "page" && reply.blocks.length === 0;
          // Without its text, all that is known of the page is why it could not be read.
          yield (
            failures.get(reply.number) ??
            (exit !== undefined && empty ? failedPage(reply.number, exit) : reply)
          );
        }
      }
      return;
    } catch (thrown) {
      if (!(thrown instanceof ExitError)) throw thrown;
      if (thrown.exit === "cancelled" || !opened || state.started === undefined) {
        throw exitToIngestError(thrown.exit, input.source, "pdf");
      }
      const exit = estimate.get(state.started);
      if (exit === undefined) estimate.set(state.started, thrown.exit);
      else failures.set(state.started, failedPage(state.started, thrown.exit));
    }
  }
}

/** Draws one page as PNG, in a child process. @throws as `readPdfPages` */
export async function drawPdfPage(
  input: PdfInput,
  drawing: Pick<DrawRequest, "page" | "scale" | "highlight" | "angle">,
  options: SandboxOptions,
): Promise<DrawnMessage> {
  const request: DrawRequest = {
    ...input,
    ...drawing,
    ...(options.password === undefined ? {} : { password: options.password }),
  };
  try {
    for await (const reply of requestReplies(drawers, request, options)) {
      if (reply.type === "drawn") return reply;
    }
  } catch (thrown) {
    if (thrown instanceof ExitError) throw exitToIngestError(thrown.exit, input.source, "pdf");
    throw thrown;
  }
  throw exitToIngestError("crashed", input.source, "pdf");
}

/** The replies to one request, up to its last. @throws ExitError; IngestError as the child reports it */
async function* requestReplies<
  Request extends ReadRequest | DrawRequest,
  Reply extends ReadReply | DrawReply,
>(pool: SandboxPool<Request, Reply>, request: Request, options: SandboxOptions): AsyncGenerator<Reply> {
  const memoryLimitBytes = options.memoryLimitBytes ?? DEFAULT_MEMORY_LIMIT_BYTES;
  const sandbox = await pool.take(memoryLimitBytes, options.signal);
  const cancel = (): void => sandbox.kill("cancelled");
  options.signal?.addEventListener("abort", cancel, { once: true });
  let ended = false;
  try {
    sandbox.send(request);
    while (!ended) {
      const reply = await sandbox.receive(options.pageTimeoutMs ?? DEFAULT_PAGE_TIMEOUT_MS);
      if (reply.type === "failed") {
        ended = true;
        throw new IngestError(reply.code, reply.message, {
          input: request.source,
          ...(reply.hint === undefined ? {} : { hint: reply.hint }),
        });
      }
      ended = reply.type === "done" || reply.type === "drawn";
      yield reply;
    }
  } finally {
    options.signal?.removeEventListener("abort", cancel);
    // A reader that stops early leaves a busy process: it is of no use to the next file.
    if (!ended) sandbox.kill("cancelled");
    await pool.giveBack(sandbox, memoryLimitBytes);
  }
}

const REASONS: Readonly<Record<Exit, { readonly code: string; readonly reason: string }>> = {
  timeout: { code: "pdf.page-timeout", reason: "The page took too long to read." },
  memory: { code: "pdf.page-memory", reason: "The page needs more memory than allowed." },
  crashed: { code: "pdf.page-crashed", reason: "The page ended the process that read it." },
  cancelled: { code: "file.cancelled", reason: "Reading was cancelled." },
};

function failedPage(number: number, exit: Exit): PageFailedMessage {
  return { type: "page-failed", number, width: 0, height: 0, ...REASONS[exit] };
}

function endedProcess(page: PageMessage | PageFailedMessage): page is PageFailedMessage {
  return page.type === "page-failed" && Object.values(REASONS).some(({ code }) => code === page.code);
}

function givenUp(number: number): PageFailedMessage {
  const reason = `The file was given up: reading it ended ${MAX_RESTARTS} processes.`;
  return { type: "page-failed", number, width: 0, height: 0, code: "pdf.given-up", reason };
}

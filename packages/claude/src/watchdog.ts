import { ModelError } from "@longdoc/core";

/**
 * A response whose body fails when no byte has come for `idleMs`: the SDK's timeout covers only the time until the
 * headers. Bytes are watched and not events, because the SDK swallows the pings that a thinking model's server sends.
 * The body fails with ModelError `model.stalled`.
 */
export function withIdleLimit(response: Response, idleMs: number): Response {
  if (!response.body) return response;
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // The clock runs only while the server is waited for, never while the caller is.
      const { done, value } = await readWithin(reader, idleMs);
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  });
}

async function readWithin<Chunk>(
  reader: { read(): Promise<Chunk>; cancel(reason?: unknown): Promise<void> },
  idleMs: number,
): Promise<Chunk> {
  let timer: NodeJS.Timeout | undefined;
  const idle = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(stalled(idleMs)), idleMs);
  });
  try {
    return await Promise.race([reader.read(), idle]);
  } catch (thrown) {
    // Closes the connection; that it was broken already is no news.
    reader.cancel().catch(() => undefined);
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
}

function stalled(idleMs: number): ModelError {
  return new ModelError("model.stalled", `Claude sent nothing for ${idleMs / 1000} seconds.`, {
    recovery: "transient",
    hint: "Ask again.",
  });
}

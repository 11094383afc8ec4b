import { ModelError } from "@longdoc/core";

/**
 * Passes a stream on, and ends it when nothing has come for `idleMs`: the SDK's timeout covers only the time until
 * the response's headers. The server sends pings while a model thinks.
 *
 * @throws ModelError `model.stalled`
 */
export async function* withIdleLimit<Event>(events: AsyncIterable<Event>, idleMs: number, stop: () => void): AsyncGenerator<Event> {
  const iterator = events[Symbol.asyncIterator]();
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const idle = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        stop();
        reject(
          new ModelError("model.stalled", `Claude sent nothing for ${Math.round(idleMs / 1000)} seconds.`, {
            recovery: "transient",
            hint: "Ask again.",
          }),
        );
      }, idleMs);
    });
    try {
      const next = await Promise.race([iterator.next(), idle]);
      if (next.done) return;
      yield next.value;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Milliseconds that a rate limit may make the program sleep unasked. */
const MAX_WAIT_MS = 60_000;

/**
 * Tells the SDK not to retry when a server asks for a wait of more than a minute: the SDK would sleep for as long as
 * it is told, an hour included, without a sign. The caller gets the rate limit as an error instead.
 */
export function withinPatience(response: Response): Response {
  const wait = waitMs(response.headers);
  if (!(wait > MAX_WAIT_MS)) return response;
  const headers = new Headers(response.headers);
  headers.set("x-should-retry", "false");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Milliseconds that a server asks to wait, read as the SDK reads it: milliseconds, else seconds, else a date. */
function waitMs(headers: Headers): number {
  const milliseconds = Number.parseFloat(headers.get("retry-after-ms") ?? "");
  if (milliseconds) return milliseconds;
  const after = headers.get("retry-after");
  if (!after) return 0;
  const seconds = Number.parseFloat(after);
  return Number.isNaN(seconds) ? Date.parse(after) - Date.now() : seconds * 1000;
}

/** Seconds that a rate limit may make the program sleep unasked. */
const MAX_WAIT_SECONDS = 60;

/**
 * `fetch` that tells the SDK not to wait when a server asks for more than a minute: the SDK would sleep for as long
 * as it is told, an hour included, without a sign. The caller gets the rate limit as an error instead.
 */
export const fetchWithinPatience: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const wait = Number(response.headers.get("retry-after") ?? 0);
  if (!(wait > MAX_WAIT_SECONDS)) return response;
  const headers = new Headers(response.headers);
  headers.set("x-should-retry", "false");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
};

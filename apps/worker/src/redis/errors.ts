import { asError, QueueError } from "@longdoc/core";

/** An address as it may be shown: without its password. */
export function shownAddress(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
  } catch {
    return url;
  }
}

/** The QueueError for whatever Redis, its client or BullMQ threw. `server` is its address, without a password. */
export function redisError(thrown: unknown, server: string): QueueError {
  if (thrown instanceof QueueError) return thrown;
  const { message } = asError(thrown);
  const error = (code: string, what: string, hint: string, transient = false): QueueError =>
    new QueueError(`queue.${code}`, `The Redis server at ${server} ${what}.`, {
      input: server,
      hint,
      recovery: transient ? "transient" : "permanent",
      cause: thrown,
    });
  if (/^WRONGPASS|invalid (username-)?password/i.test(message)) {
    return error("password-wrong", "refuses the password", "Check it: redis://:PASSWORD@HOST:PORT.");
  }
  if (/^NOAUTH|without any password configured/i.test(message)) {
    return error(
      "password-required",
      "wants a password",
      "Put it into the address: redis://:PASSWORD@HOST:PORT.",
    );
  }
  if (message.startsWith("NOPERM")) {
    return error(
      "forbidden",
      `does not allow its user to do this: ${message}`,
      "Give the user ~longdoc:* +@all.",
    );
  }
  if (message.startsWith("OOM")) {
    return error("full", "has reached its maxmemory", "Give it more memory: see docs/sizing.md.", true);
  }
  if (message.startsWith("READONLY")) {
    return error("read-only", "is a replica, which takes no writes", "Name the primary server.", true);
  }
  if (/^(LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)/.test(message)) {
    return error("unreachable", `cannot answer just now: ${message}`, "Try again when it has started.", true);
  }
  if (isConnectionTrouble(thrown)) {
    return error(
      "unreachable",
      `does not answer: ${reasonOf(thrown)}`,
      "Check the address, and that it runs.",
      true,
    );
  }
  return error("failed", `failed: ${message}`, "Look into its log.");
}

const CONNECTION_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
]);

function isConnectionTrouble(thrown: unknown): boolean {
  const { name, message } = asError(thrown);
  const { code } = thrown as NodeJS.ErrnoException;
  if (code !== undefined && CONNECTION_CODES.has(code)) return true;
  return (
    name === "MaxRetriesPerRequestError" ||
    /Connection is closed|Connection is in closing state|Stream isn't writeable|Command timed out|connect ETIMEDOUT/i.test(
      message,
    )
  );
}

function reasonOf(thrown: unknown): string {
  const { code } = thrown as NodeJS.ErrnoException;
  return code ?? asError(thrown).message.replace(/\.$/, "");
}

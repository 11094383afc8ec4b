import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { ApiError } from "../api-error.ts";
import type { TransportFault } from "../faults.ts";

/** Does what a fault wants instead of an answer; `false` where an answer is still to come. */
export async function failTransport(response: ServerResponse, fault: TransportFault): Promise<boolean> {
  switch (fault.type) {
    case "status":
      throw new ApiError(fault.status, fault.message ?? MESSAGES[fault.status] ?? "Error", {
        headers: fault.headers ?? {},
        ...(fault.error === undefined ? {} : { type: fault.error }),
        ...(fault.details === undefined ? {} : { details: fault.details }),
      });
    case "rate-limit":
      throw new ApiError(429, "This request would exceed your organization's rate limit.", {
        headers: fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) },
      });
    case "spend-limit":
      throw new ApiError(429, "You have reached your usage tier's monthly spend limit.", {
        details: { error_code: "enforced_spend_limit_reached" },
      });
    case "proxy-page":
      response.removeHeader("request-id");
      response.writeHead(fault.status, { "content-type": "text/html" });
      response.end(`<!DOCTYPE html><html><head><title>${fault.status}</title></head></html>`);
      return true;
    case "endless-error":
      response.writeHead(fault.status, { "content-type": "application/json" });
      response.write('{"type":"error"');
      return true;
    case "drop-connection":
      response.destroy();
      return true;
    case "slow-first-byte":
      await sleep(fault.delayMs, undefined, { ref: false });
      return false;
  }
}

const MESSAGES: Readonly<Record<number, string>> = {
  401: "invalid x-api-key",
  402: "Your credit balance is too low to access the Claude API.",
  403: "Your API key does not have permission to use the specified resource.",
  500: "Internal server error",
  504: "The request timed out.",
  529: "Overloaded",
};

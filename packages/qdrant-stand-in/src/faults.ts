import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { ApiError } from "./api-error.ts";

/** What goes wrong with a request. */
export type Fault =
  | { readonly type: "status"; readonly status: number; readonly message?: string }
  /** 429. `retryAfter` in seconds; without the header where it is left out. */
  | { readonly type: "rate-limit"; readonly retryAfter?: number }
  /** A page of HTML, as a proxy in front of the server sends it. */
  | { readonly type: "proxy-page"; readonly status: number }
  /** The connection is closed, and nothing was done. */
  | { readonly type: "drop-connection" }
  /** The request is carried out, and the connection is closed before its answer. */
  | { readonly type: "lose-answer" }
  | { readonly type: "slow"; readonly delayMs: number };

export interface PlannedFault {
  readonly fault: Fault;
  /** Of `PUT /collections/name/points`. */
  readonly on: RegExp;
}

/** Does what the fault wants; `false` where the request is to be answered all the same. */
export async function commit(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.type) {
    case "status":
      throw new ApiError(fault.status, fault.message ?? "Service internal error");
    case "rate-limit":
      throw new ApiError(
        429,
        "Rate limiting exceeded: Write rate limit exceeded, retry later",
        fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) },
      );
    case "proxy-page":
      response.writeHead(fault.status, { "content-type": "text/html" });
      response.end(`<!DOCTYPE html><html><head><title>${fault.status}</title></head></html>`);
      return true;
    case "drop-connection":
      response.destroy();
      return true;
    case "lose-answer":
      return false;
    case "slow":
      await sleep(fault.delayMs, undefined, { ref: false });
      return false;
  }
}

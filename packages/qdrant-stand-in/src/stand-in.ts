import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { ApiError, badRequest } from "./api-error.ts";
import type { Collection } from "./collection.ts";
import { commit, type Fault, type PlannedFault } from "./faults.ts";
import { answer } from "./routes.ts";
import { openValidator } from "./validate.ts";

/** Beside the repository, with the other files that are not part of it. */
const OPENAPI = new URL("../../../../shared/reference/qdrant-openapi.json", import.meta.url);

export interface QdrantStandInOptions {
  /** Port to listen on. Default: any that is free. */
  readonly port?: number;
  /** The key that is let in. Default: every request is. */
  readonly apiKey?: string;
  /** What the server says it is. Default `1.19.0`. */
  readonly version?: string;
  /** Qdrant's OpenAPI description, which every message is checked against; without the file, none is. */
  readonly openapi?: URL | string;
}

export interface QdrantStandIn extends AsyncDisposable {
  readonly url: string;
  /** Requests so far, as `PUT /collections/name/points`. */
  readonly requests: readonly string[];
  /** What did not follow Qdrant's description, requests and responses; a good client and stand-in leave it empty. */
  readonly violations: readonly string[];
  /** Whether messages are checked: the description was found. */
  readonly checks: boolean;
  /** What is to go wrong with the next requests, one fault each; `on` names those that are meant, default all. */
  fail(faults: Fault | readonly Fault[], on?: RegExp): void;
  /** Forgets the faults that have not come yet. */
  stopFailing(): void;
  /** Hangs up on everyone and answers no more, until `comeBack`; what was stored stays. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server on this machine that answers as Qdrant does, from memory. Nothing leaves the machine. */
export async function startQdrantStandIn(options: QdrantStandInOptions = {}): Promise<QdrantStandIn> {
  const validator = openValidator(options.openapi ?? OPENAPI);
  const collections = new Map<string, Collection>();
  const requests: string[] = [];
  const violations: string[] = [];
  const faults: PlannedFault[] = [];

  const server = createServer((request, response) => {
    void respond(request, response);
  });

  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://localhost");
    const method = incoming.method ?? "GET";
    const send = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): void => {
      const wrong = validator?.response(method, pathname, status, body);
      if (wrong) violations.push(wrong);
      if (response.destroyed) return;
      response.writeHead(status, { ...headers, "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    try {
      const sent = await text(incoming);
      requests.push(`${method} ${pathname}`);
      if (!authorize(incoming, response, options.apiKey)) return;
      const at = faults.findIndex(({ on }) => on.test(`${method} ${pathname}`));
      const fault = faults[at]?.fault;
      if (at >= 0) faults.splice(at, 1);
      if (fault && (await commit(fault, response))) return;
      if (pathname === "/") {
        const version = options.version ?? "1.19.0";
        send(200, { title: "qdrant - vector search engine", version });
        return;
      }
      const body = sent === "" ? undefined : parse(sent);
      const wrong = validator?.request(method, pathname, searchParams, body);
      if (wrong) {
        violations.push(wrong);
        throw badRequest(`Format error in JSON body: ${wrong}`);
      }
      const result = await answer({ method, path: pathname, query: searchParams, body }, collections);
      if (fault?.type === "lose-answer") response.destroy();
      else send(200, { result, status: "ok", time: 0.001 });
    } catch (thrown) {
      const error =
        thrown instanceof ApiError ? thrown : new ApiError(500, `The stand-in failed: ${String(thrown)}`);
      send(error.status, { status: { error: error.message }, time: 0.001 }, error.headers);
    }
  }

  let port = options.port ?? 0;
  const listen = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen();
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    violations,
    checks: validator !== undefined,
    fail: (given, on = /^/) => void faults.push(...[given].flat().map((fault) => ({ fault, on }))),
    stopFailing: () => void faults.splice(0),
    goAway: close,
    comeBack: listen,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Says what Qdrant says, in plain text, where the key is not right. */
function authorize(request: IncomingMessage, response: ServerResponse, key: string | undefined): boolean {
  if (key === undefined) return true;
  const given = request.headers["api-key"];
  if (given === key) return true;
  response.writeHead(401, { "content-type": "text/plain; charset=utf-8" });
  response.end(
    given === undefined
      ? "Must provide an API key or an Authorization bearer token"
      : "Invalid API key or JWT",
  );
  return false;
}

/** @throws ApiError 400 */
function parse(sent: string): unknown {
  try {
    return JSON.parse(sent, (_key, value: unknown) => {
      // Rust's strings, unlike JavaScript's, hold no half of a surrogate pair.
      if (typeof value === "string" && !value.isWellFormed())
        throw new Error("lone leading surrogate in hex escape");
      return value;
    }) as unknown;
  } catch (thrown) {
    throw badRequest(`Format error in JSON body: ${String(thrown)}`);
  }
}

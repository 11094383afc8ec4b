import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { MODELS } from "@longdoc/core";

import { ApiError } from "./api-error.ts";
import { type Batches, createBatches } from "./batches/batches.ts";
import { type Fault, isTransportFault } from "./faults.ts";
import { failTransport } from "./http/fail.ts";
import { answerMessages, type OnImage, replyTo } from "./http/messages.ts";
import {
  authorize,
  MAX_BATCH_BYTES,
  MAX_BODY_BYTES,
  readJson,
  sendError,
  sendJson,
  setHeaders,
} from "./http/transport.ts";
import { imageBlocks, sentImage } from "./images/sent-image.ts";
import { objectsOf } from "./json.ts";
import { modelInfo, serveModel } from "./models.ts";
import { seededRandom } from "./random.ts";
import { toBody } from "./reply/message.ts";
import { createPromptCache, type PromptCache } from "./reply/prompt-cache.ts";
import { requestTokens } from "./tokens.ts";
import { type ApiVersion, checkRequest } from "./validate/request.ts";

export interface StandInOptions {
  /** Port to listen on. Default: any that is free. */
  readonly port?: number;
  /** Keys that are let in. Default: every key. */
  readonly keys?: readonly string[];
  /** Seed of where streams are cut and of the order of batch results. Default 1. */
  readonly seed?: number;
  /** Times that a batch is found in progress before it has ended. Default 1. */
  readonly batchPolls?: number;
  /** What comes of a request's first picture, by its content. Default: a description made up from its hash. */
  readonly onImage?: OnImage;
}

/** A request as it arrived. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** Parsed JSON; `undefined` where there was none. */
  readonly body: unknown;
  /** Settles when the response has ended, or the client has hung up. */
  readonly closed: Promise<void>;
}

export type Endpoint = "messages" | "count_tokens";

export interface StandIn extends AsyncDisposable {
  /** To be given as `baseURL`, or as ANTHROPIC_BASE_URL. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** What is to go wrong with the next requests to an endpoint, one fault each; default endpoint `messages`. */
  fail(faults: Fault | readonly Fault[], endpoint?: Endpoint): void;
  close(): Promise<void>;
}

/** Starts a server on this machine that answers as the Messages API does. Nothing leaves the machine. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const requests: RecordedRequest[] = [];
  const queues: Record<Endpoint, Fault[]> = { messages: [], count_tokens: [] };
  const random = seededRandom(options.seed ?? 1);
  const cache = createPromptCache();
  let url = "";
  const batches = createBatches({
    answer: (params) => {
      const request = checkRequest(params, { version: "2026-10-21" });
      return toBody(replyTo(request, undefined, cache, { tier: "batch", onImage: options.onImage }), false);
    },
    expires: (params) =>
      imageBlocks(objectsOf(params["messages"])).some(({ block }) => {
        const image = sentImage(block);
        return image && options.onImage?.(image)?.type === "expired";
      }),
    random,
    url: () => url,
    polls: options.batchPolls ?? 1,
  });
  const keys = options.keys ?? [];
  const server = createServer((request, response) => {
    const { onImage } = options;
    void respond(request, response, { requests, queues, random, cache, batches, keys, onImage });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      // Stalled streams would keep it open for ever.
      server.closeAllConnections();
    });
  return {
    url,
    requests,
    fail: (faults, endpoint = "messages") =>
      queues[endpoint].push(...(Array.isArray(faults) ? faults : [faults])),
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Context {
  readonly requests: RecordedRequest[];
  readonly queues: Readonly<Record<Endpoint, Fault[]>>;
  readonly random: () => number;
  readonly cache: PromptCache;
  readonly batches: Batches;
  readonly keys: readonly string[];
  readonly onImage: OnImage | undefined;
}

async function respond(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const route = `${request.method} ${pathname}`;
  const requestId = setHeaders(response, route === "POST /v1/messages");
  const closed = new Promise<void>((resolve) => response.once("close", resolve));
  try {
    const isBatch = pathname.startsWith("/v1/messages/batches");
    const sent = request.method === "POST" && !pathname.endsWith("/cancel");
    const body = sent ? await readJson(request, isBatch ? MAX_BATCH_BYTES : MAX_BODY_BYTES) : undefined;
    context.requests.push({
      method: request.method ?? "",
      path: pathname,
      headers: request.headers,
      body,
      closed,
    });
    const version = authorize(request, context.keys);
    await answer({ route, pathname, searchParams, body, version }, response, context);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else sendError(response, error, requestId);
  }
}

interface Received {
  readonly route: string;
  readonly pathname: string;
  readonly searchParams: URLSearchParams;
  readonly body: unknown;
  readonly version: ApiVersion;
}

async function answer(received: Received, response: ServerResponse, context: Context): Promise<void> {
  const { route, pathname, body, version } = received;
  if (route === "POST /v1/messages") {
    const fault = context.queues.messages.shift();
    if (fault && isTransportFault(fault) && (await failTransport(response, fault))) return undefined;
    return answerMessages(response, checkRequest(body, { version }), fault, context);
  }
  if (route === "POST /v1/messages/count_tokens") {
    const fault = context.queues.count_tokens.shift();
    if (fault && isTransportFault(fault) && (await failTransport(response, fault))) return undefined;
    const request = checkRequest(body, { version, counting: true });
    return sendJson(response, 200, { input_tokens: requestTokens(request.body, request.served) });
  }
  if (pathname.startsWith("/v1/messages/batches")) return answerBatches(received, response, context.batches);
  if (route === "GET /v1/models") {
    const data = MODELS.map(modelInfo);
    const [first, last] = [MODELS[0]?.id, MODELS.at(-1)?.id];
    return sendJson(response, 200, { data, has_more: false, first_id: first, last_id: last });
  }
  const model = /^GET \/v1\/models\/([^/]+)$/.exec(route)?.[1];
  if (model) return sendJson(response, 200, modelInfo(serveModel(decodeURIComponent(model)).model));
  throw new ApiError(404, `Not found: ${route}`);
}

function answerBatches(
  { route, body, searchParams }: Received,
  response: ServerResponse,
  batches: Batches,
): void {
  const [, method, id, action] =
    /^(\w+) \/v1\/messages\/batches(?:\/([^/]+))?(?:\/(cancel|results))?$/.exec(route) ?? [];
  switch (`${method} ${id ? "one" : "all"} ${action ?? ""}`.trim()) {
    case "POST all":
      return sendJson(response, 200, batches.create(body));
    case "GET all":
      return sendJson(response, 200, batches.list(searchParams));
    case "GET one":
      return sendJson(response, 200, batches.get(id!));
    case "DELETE one":
      return sendJson(response, 200, batches.delete(id!));
    case "POST one cancel":
      return sendJson(response, 200, batches.cancel(id!));
    case "GET one results": {
      const lines = batches.results(id!).map((line) => `${JSON.stringify(line)}\n`);
      response.writeHead(200, { "content-type": "application/x-jsonl" });
      response.end(lines.join(""));
      return undefined;
    }
    default:
      throw new ApiError(404, `Not found: ${route}`);
  }
}

import type { AddressInfo } from "node:net";

import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { FastifyAdapter } from "@bull-board/fastify";
import { asError, QueueError } from "@longdoc/core";
import type { Queue } from "bullmq";
import { fastify } from "fastify";
import type { Registry } from "prom-client";

/** Where Bull Board is mounted. */
const BOARD_PATH = "/queues";

export interface ServerOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly host: string;
  readonly registry: Registry;
  /** What must answer before work makes sense; each throws when it does not. */
  readonly ready: Readonly<Record<string, () => Promise<void>>>;
  /** Shown on the board; without it there is none. */
  readonly queue?: Queue;
}

export interface RunningServer extends AsyncDisposable {
  readonly port: number;
}

/**
 * A worker's HTTP server: `/healthz` (the process lives), `/readyz` (the queue and the store answer, and it is not
 * draining), `/metrics`, and Bull Board at `/queues`. It has no password: it belongs on an inner network.
 *
 * @throws QueueError `queue.port` when it cannot listen
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { port, host, registry, ready, queue } = options;
  const app = fastify();
  app.get("/healthz", () => ({ status: "ok" }));
  app.get("/readyz", async (_, reply) => {
    const checks = await Promise.all(
      Object.entries(ready).map(async ([name, check]) => {
        const outcome = await check().then(
          () => "ok",
          (thrown: unknown) => asError(thrown).message,
        );
        return [name, outcome] as const;
      }),
    );
    const isReady = checks.every(([, outcome]) => outcome === "ok");
    return reply
      .code(isReady ? 200 : 503)
      .send({ status: isReady ? "ok" : "not ready", ...Object.fromEntries(checks) });
  });
  app.get("/metrics", async (_, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  if (queue) {
    const adapter = new FastifyAdapter();
    adapter.setBasePath(BOARD_PATH);
    createBullBoard({ queues: [new BullMQAdapter(queue)], serverAdapter: adapter });
    await app.register(adapter.registerPlugin(), { prefix: BOARD_PATH });
  }
  try {
    await app.listen({ port, host });
  } catch (thrown) {
    throw new QueueError(
      "queue.port",
      `The worker cannot listen on ${host}:${port}: ${asError(thrown).message}.`,
      {
        input: `${host}:${port}`,
        hint: "Name another with LONGDOC_HTTP_PORT, or 0 for any; off turns it off.",
        cause: thrown,
      },
    );
  }
  return {
    port: (app.server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => app.close(),
  };
}

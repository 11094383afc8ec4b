import type { JobQueue, WorkEvent } from "@longdoc/queue";
import { JOB_STATES } from "@longdoc/queue";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

export interface WorkerMetrics {
  readonly registry: Registry;
  record(event: WorkEvent): void;
}

/** Seconds; documents take from milliseconds to many minutes. */
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800];

/** What Prometheus is told. The jobs of the whole queue are counted when it asks. */
export function createMetrics(queue: JobQueue): WorkerMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const documents = new Counter({
    name: "longdoc_documents_total",
    help: "Documents that this worker brought to an end, by how: indexed, partial, unchanged, dead.",
    labelNames: ["status"],
    registers,
  });
  const pages = new Counter({
    name: "longdoc_pages_total",
    help: "Pages of the documents that this worker indexed, by whether they could be read.",
    labelNames: ["status"],
    registers,
  });
  const chunks = new Counter({
    name: "longdoc_chunks_total",
    help: "Chunks that this worker indexed.",
    registers,
  });
  const seconds = new Histogram({
    name: "longdoc_document_seconds",
    help: "Time that a document took, without waiting in the queue.",
    buckets: SECONDS,
    registers,
  });
  const failures = new Counter({
    name: "longdoc_failures_total",
    help: "Tries that failed, by the failure's code and by what was done: retry or dead.",
    labelNames: ["code", "action"],
    registers,
  });
  const upstreams = new Counter({
    name: "longdoc_upstream_failures_total",
    help: "Calls of an upstream that failed, by upstream: source, store, blobs, model, queue.",
    labelNames: ["upstream"],
    registers,
  });
  const active = new Gauge({
    name: "longdoc_active_documents",
    help: "Documents that this worker is working on.",
    registers,
  });
  const spent = new Gauge({
    name: "longdoc_spent_dollars",
    help: "What paid steps of the whole queue did cost so far, US dollars.",
    registers,
    collect: async () => {
      const state = await queue.budget.state().catch(() => undefined);
      spent.reset();
      if (state) spent.set(state.spent);
    },
  });
  const jobs = new Gauge({
    name: "longdoc_queue_jobs",
    help: "Jobs of the whole queue, by state.",
    labelNames: ["state"],
    registers,
    collect: async () => {
      // A queue that is away must not hide the other figures: its own are then left out.
      const counts = await queue.counts().catch(() => undefined);
      jobs.reset();
      if (counts) for (const state of JOB_STATES) jobs.set({ state }, counts[state]);
    },
  });
  return {
    registry,
    record: (event) => {
      if (event.type === "started") active.inc();
      if (event.type === "upstream-failed") upstreams.inc({ upstream: event.upstream });
      if (
        event.type === "done" ||
        event.type === "dead" ||
        event.type === "released" ||
        event.type === "retry"
      ) {
        active.dec();
      }
      if (event.type === "done") {
        const { outcome } = event;
        documents.inc({ status: outcome.status });
        seconds.observe(outcome.seconds);
        if (outcome.status === "unchanged") return;
        pages.inc({ status: "read" }, outcome.pages - outcome.failedPages);
        pages.inc({ status: "failed" }, outcome.failedPages);
        chunks.inc(outcome.chunks);
      } else if (event.type === "dead") {
        documents.inc({ status: "dead" });
        failures.inc({ code: event.failure.code, action: "dead" });
      } else if (event.type === "retry") failures.inc({ code: event.failure.code, action: "retry" });
    },
  };
}

import { asError, documentId } from "@longdoc/core";
import type { WorkEvent } from "@longdoc/queue";
import type { Logger } from "pino";

/** A line for every turn that a job takes, with the ids to follow it by. */
export function logEvent(logger: Logger, event: WorkEvent): void {
  if (event.type === "queue-failed") {
    logger.warn({ err: asError(event.error) }, "the queue did not answer");
    return;
  }
  if (event.type === "upstream-failed") {
    logger.warn({ upstream: event.upstream, err: asError(event.error) }, "an upstream failed");
    return;
  }
  if (event.type === "paused") {
    logger.warn({ code: event.failure.code, reason: event.failure.reason }, "the queue was paused");
    return;
  }
  const { id: job, batch, source } = event.claim;
  const log = logger.child({ job, batch, document: documentId(source), source });
  if (event.type === "started") log.debug({ crashes: event.claim.crashes }, "started");
  else if (event.type === "progress") log.trace(event.progress, "progress");
  else if (event.type === "done") log.info(event.outcome, event.outcome.status);
  else if (event.type === "released") log.info("given back");
  else if (event.type === "retry") {
    const { verdict, delayMs, failure } = event;
    log.warn({ verdict, delayMs, code: failure.code, reason: failure.reason }, "tried again later");
  } else log.error({ code: event.failure.code, reason: event.failure.reason }, "dead");
}

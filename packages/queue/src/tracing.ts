import {
  type Attributes,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";

import type { TraceCarrier } from "./queue.ts";

const tracer = trace.getTracer("@longdoc/queue");

/** The current trace, to be carried in a job; `undefined` where the program set up no tracing. */
export function traceCarrier(): TraceCarrier | undefined {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return Object.keys(carrier).length > 0 ? carrier : undefined;
}

/** Runs `work` in a span; `parent` is the trace that a job carries. */
export function inSpan<Result>(
  name: string,
  options: {
    readonly attributes?: Attributes;
    readonly parent?: TraceCarrier | undefined;
    readonly kind?: SpanKind;
  },
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  const { attributes = {}, parent, kind = SpanKind.INTERNAL } = options;
  const within = parent === undefined ? context.active() : propagation.extract(context.active(), parent);
  return tracer.startActiveSpan(name, { attributes, kind }, within, async (span) => {
    try {
      return await work(span);
    } catch (thrown) {
      span.recordException(thrown as Error);
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw thrown;
    } finally {
      span.end();
    }
  });
}

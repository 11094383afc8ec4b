import type { Library } from "./library.ts";

/** What the main thread asks of the worker: a method of the library, or its end. */
export interface Call {
  readonly id: number;
  readonly method: keyof Library | "close";
  readonly parameters: readonly unknown[];
}

/** Errors cross the thread border as data: a structured clone loses their class. */
export interface PlainError {
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly input: string | undefined;
  readonly recovery: "transient" | "permanent";
  readonly cause: string;
}

export type Outcome =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: PlainError };

export interface WorkerOptions {
  readonly folder: string;
  readonly maxPages?: number;
  readonly busyTimeoutMs?: number;
}

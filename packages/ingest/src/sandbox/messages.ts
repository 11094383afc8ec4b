/** What the parent asks of a child process that runs one task after another. */
export interface TaskRequest {
  /** URL of a module whose default export is the task: a function of `input`. */
  readonly module: string;
  readonly input: unknown;
}

export type TaskReply =
  | { readonly type: "done"; readonly output: unknown }
  | { readonly type: "failed"; readonly code: string; readonly message: string; readonly hint?: string };

/** A child process that runs tasks: a file that stalls, dies or eats the memory costs this process and nothing else. */
import { enableCompileCache } from "node:module";

import { LongdocError } from "@longdoc/core";

import type { TaskReply, TaskRequest } from "./messages.ts";

enableCompileCache();

process.on("message", (request: TaskRequest) => {
  void run(request).then((reply) => process.send?.(reply));
});
// The parent is gone: nobody waits for the answer.
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => undefined);

async function run({ module, input }: TaskRequest): Promise<TaskReply> {
  try {
    const task = (await import(module)) as { default: (input: unknown) => unknown };
    return { type: "done", output: await task.default(input) };
  } catch (thrown) {
    if (thrown instanceof LongdocError) {
      const { code, message, hint } = thrown;
      return { type: "failed", code, message, ...(hint === undefined ? {} : { hint }) };
    }
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return { type: "failed", code: "file.invalid", message: `The file cannot be read: ${reason}` };
  }
}

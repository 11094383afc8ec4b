/** Takes a job from the embedded queue in a folder, sets money aside, says so, and never ends. */
import { openEmbeddedQueue } from "../src/embedded/open-queue.ts";

const queue = openEmbeddedQueue(process.argv[2]!);
await queue.claim({ waitMs: 5_000 });
await queue.budget.reserve(0.4);
process.send?.("claimed");
setInterval(() => undefined, 1_000);

/** Takes a job from a queue in Redis, sets money aside, says so, and never ends. */
import { openBullQueue } from "../../src/index.ts";

const [url, prefix, leaseMs] = process.argv.slice(2);
const queue = await openBullQueue({ url: url!, prefix: prefix!, leaseMs: Number(leaseMs) });
while (!(await queue.claim({ waitMs: 5_000 })));
await queue.budget.reserve(0.4);
process.send?.("claimed");
setInterval(() => undefined, 1_000);

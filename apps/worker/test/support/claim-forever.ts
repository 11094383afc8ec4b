/** Takes a job from a queue in Redis, says so, and never ends. */
import { openBullQueue } from "../../src/index.ts";

const [url, prefix, leaseMs] = process.argv.slice(2);
const queue = await openBullQueue({ url: url!, prefix: prefix!, leaseMs: Number(leaseMs) });
while (!(await queue.claim({ waitMs: 5_000 })));
process.send?.("claimed");
setInterval(() => undefined, 1_000);

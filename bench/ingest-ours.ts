/** One file through `ingest`, measured from inside; prints one JSON line. */
import { ingest } from "@longdoc/ingest";

import { peakMemory } from "./peak-memory.ts";

const memory = peakMemory();
// From the start of the process: what each must load counts too.
const started = 0;
const { document } = await ingest(process.argv[2]!);
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ pages: document.pages.length, seconds, megabytes: memory.stop() }));

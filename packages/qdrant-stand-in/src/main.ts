// Starts the stand-in for a person: LONGDOC_QDRANT_URL=<its address> longdoc ingest …
import { parseArgs } from "node:util";

import { startQdrantStandIn } from "./stand-in.ts";

const { values } = parseArgs({ options: { port: { type: "string" } } });
const port = Number(values.port ?? 0);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`--port must be from 0 to 65535, and is "${values.port}".\n`);
  process.exit(2);
}
const standIn = await startQdrantStandIn({ port });
process.stdout.write(`${standIn.url}\n`);
if (!standIn.checks) process.stderr.write("Qdrant's description is not there: messages are not checked.\n");
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void standIn.close());

// Starts the stand-in for a person: ANTHROPIC_BASE_URL=<its address> ANTHROPIC_API_KEY=any longdoc ask …
import { parseArgs } from "node:util";

import { startStandIn } from "./stand-in.ts";

const { values } = parseArgs({ options: { port: { type: "string" } } });
const port = Number(values.port ?? 0);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`--port must be from 0 to 65535, and is "${values.port}".\n`);
  process.exit(2);
}
const standIn = await startStandIn({ port });
process.stdout.write(`${standIn.url}\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void standIn.close());

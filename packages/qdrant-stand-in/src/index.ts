export type { Fault } from "./faults.ts";
export { type QdrantStandIn, type QdrantStandInOptions, startQdrantStandIn } from "./stand-in.ts";

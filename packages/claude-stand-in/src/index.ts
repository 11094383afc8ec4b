export type { Fault, ReplyFault, SaidBlock, StreamFault, TransportFault } from "./faults.ts";
export {
  type Endpoint,
  type RecordedRequest,
  type StandIn,
  type StandInOptions,
  startStandIn,
} from "./stand-in.ts";

export type { Fault, ImageScript, ReplyFault, SaidBlock, StreamFault, TransportFault } from "./faults.ts";
export type { SentImage } from "./images/sent-image.ts";
export {
  type Endpoint,
  type RecordedRequest,
  type StandIn,
  type StandInOptions,
  startStandIn,
} from "./stand-in.ts";

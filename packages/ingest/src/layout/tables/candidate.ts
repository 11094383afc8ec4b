import type { Line } from "../lines.ts";
import type { Row } from "../rows.ts";

/** A row that may be a table's, parted at its gaps. */
export interface Candidate {
  readonly row: Row;
  readonly cells: readonly Line[];
}

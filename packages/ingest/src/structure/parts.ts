import type { BlockKind } from "@longdoc/core";

import type { Figure } from "../layout/figures.ts";
import type { Table } from "../layout/tables/grid.ts";
import type { Statement } from "../pdf/statement.ts";
import type { PlacedLine } from "./join-lines.ts";

/** A block of the document whose kind is known, before it is cut into sentences. */
export type Part =
  | {
      readonly type: "text";
      readonly kind: Exclude<BlockKind, "table" | "figure">;
      readonly lines: readonly PlacedLine[];
      readonly scanned: boolean;
    }
  | {
      readonly type: "figure";
      readonly figure: Figure;
      readonly place: Omit<PlacedLine, "line">;
      readonly scanned: boolean;
    }
  | {
      /** Written into the page after it was made. */
      readonly type: "statement";
      readonly statement: Statement;
      readonly place: Omit<PlacedLine, "line">;
    }
  | {
      readonly type: "table";
      readonly table: Table;
      readonly place: Omit<PlacedLine, "line">;
      readonly scanned: boolean;
    };

import type { Rectangle } from "../layout/geometry.ts";

/** What was written into a page after it was made: a form's values, readers' comments. */
export interface Statement {
  readonly text: string;
  /** Points of the page as displayed. */
  readonly box: Rectangle;
  readonly of: "field" | "comment";
}

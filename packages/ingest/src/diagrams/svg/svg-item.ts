import type { Rectangle } from "../../slides/deck.ts";
import type { Mark } from "../diagram.ts";
import type { Point, Setting } from "../drawn-page.ts";
import type { Label } from "../labels/label.ts";

/** A group of the drawing, and what it may mean. */
export interface Group {
  readonly id: string | undefined;
  readonly classes: ReadonlySet<string>;
  readonly title: string | undefined;
  /** `data-id`, and what PlantUML writes beside it. */
  readonly data: Readonly<Record<string, string>>;
  readonly link: string | undefined;
  readonly parent: Group | undefined;
}

/** A text that is shown; pixels. */
export interface SvgText {
  readonly kind: "text";
  readonly label: Label;
  readonly box: Rectangle;
  readonly setting: Setting;
  readonly group: Group;
}

/** A line or an area; pixels. */
export interface SvgShape {
  readonly kind: "shape";
  readonly name: string;
  readonly box: Rectangle;
  /** Of lines: where they run. */
  readonly points: readonly Point[];
  readonly closed: boolean;
  readonly arrows: { readonly start: boolean; readonly end: boolean };
  /** The element itself, seen as a group of its own. */
  readonly own: Group;
  readonly group: Group;
  readonly mark: Mark;
}

export type SvgItem = SvgText | SvgShape;

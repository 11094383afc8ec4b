import type { Arrows } from "../diagram.ts";

/** What a line between two classes, states or entities means by its heads and its stroke. */
export interface Relation {
  readonly arrows: Arrows;
  readonly relation?: string;
  /** Whether its right end is named first: the whole before its part. */
  readonly swapped: boolean;
  readonly leftMark?: string;
  readonly rightMark?: string;
}

/** Crow's feet, as they are written at the left; at the right they are mirrored. */
const CARDINALITIES: Readonly<Record<string, string>> = {
  "|o": "zero or one",
  "||": "exactly one",
  "}o": "zero or more",
  "}|": "one or more",
};
const MIRRORED: Readonly<Record<string, string>> = {
  "{": "}",
  "}": "{",
  "<": ">",
  ">": "<",
  "(": ")",
  ")": "(",
};

/** @param left head as written, `<|`; @param right head as written, `|>`; @param dashed whether the stroke is */
export function relationOf(left: string, right: string, dashed: boolean): Relation {
  const leftMark = CARDINALITIES[left];
  const rightMark = CARDINALITIES[mirrored(right)] ?? CARDINALITIES[right];
  if (leftMark !== undefined || rightMark !== undefined) {
    return {
      arrows: "none",
      swapped: false,
      ...(leftMark === undefined ? {} : { leftMark }),
      ...(rightMark === undefined ? {} : { rightMark }),
    };
  }
  const heads = [left, mirrored(right)] as const;
  const inherits = dashed ? "realization" : "inheritance";
  for (const [index, head] of heads.entries()) {
    const swapped = index === 1;
    if (head === "<|" || head === "^")
      return { arrows: swapped ? "forward" : "backward", relation: inherits, swapped: false };
    if (head === "*") return { arrows: "none", relation: "composition", swapped };
    if (head === "o") return { arrows: "none", relation: "aggregation", swapped };
    if (head === "+") return { arrows: "none", relation: "nesting", swapped };
  }
  const [back, forth] = heads.map((head) => head.startsWith("<"));
  const arrows: Arrows = back && forth ? "both" : forth ? "forward" : back ? "backward" : "none";
  return { arrows, swapped: false };
}

function mirrored(head: string): string {
  return [...head]
    .toReversed()
    .map((one) => MIRRORED[one] ?? one)
    .join("");
}

/** The ends, marks and arrows of an edge between two nodes. */
export function relationEnds(
  { arrows, relation, swapped, leftMark, rightMark }: Relation,
  left: { readonly id: string; readonly mark?: string | undefined },
  right: { readonly id: string; readonly mark?: string | undefined },
): {
  readonly from: string;
  readonly to: string;
  readonly fromMark: string | undefined;
  readonly toMark: string | undefined;
  readonly relation: string | undefined;
  readonly arrows: Arrows;
} {
  const one = { id: left.id, mark: left.mark || leftMark };
  const other = { id: right.id, mark: right.mark || rightMark };
  const [first, last] = swapped ? [other, one] : [one, other];
  return { from: first.id, to: last.id, fromMark: first.mark, toMark: last.mark, relation, arrows };
}

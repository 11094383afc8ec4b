import type { Rectangle } from "../../slides/deck.ts";
import type { DrawnNode } from "../drawn-page.ts";
import type { Joined } from "./join-texts.ts";
import type { Group } from "./svg-item.ts";

export function nodeOf(
  id: string,
  box: Rectangle,
  joined: Joined | undefined,
  more: Partial<DrawnNode> & Pick<DrawnNode, "holds">,
): DrawnNode {
  return {
    id,
    label: joined?.label ?? [],
    box,
    setting: joined?.setting ?? NO_SETTING,
    role: "node",
    properties: [],
    ...more,
  };
}

const NO_SETTING: DrawnNode["setting"] = {
  box: { x: 0, y: 0, width: 1, height: 1 },
  fontSize: 1,
  bold: false,
  align: "centre",
  anchor: "centre",
  wraps: false,
  rotation: 0,
  textRotation: 0,
};

/** Where a group, or one around it, leads to. */
export function linkOf(group: Group): string | undefined {
  for (let at: Group | undefined = group; at; at = at.parent) if (at.link !== undefined) return at.link;
  return undefined;
}

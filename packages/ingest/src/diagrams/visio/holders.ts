import { labelOf } from "./node.ts";
import type { VisioShape } from "./shape.ts";

/** `DEPENDSON(1, Sheet.5!SheetRef())` of a container names its members, `DEPENDSON(4, …)` of a member its containers. */
const RELATIONSHIP = /DEPENDSON\(\s*([14])\s*((?:,\s*Sheet\.\d+!SheetRef\(\)\s*)+)\)/g;

/** The container of each shape that is in one, by their ids. */
export function holdersOf(shapes: readonly VisioShape[]): ReadonlyMap<string, string> {
  const holders = new Map<string, string>();
  for (const shape of shapes) {
    for (const [, kind, sheets] of (shape.formula("Relationships") ?? "").matchAll(RELATIONSHIP)) {
      for (const [, id] of sheets!.matchAll(/Sheet\.(\d+)!/g)) {
        const [member, holder] = kind === "1" ? [id!, shape.id] : [shape.id, id!];
        if (member !== holder) holders.set(member, holder);
      }
    }
  }
  return holders;
}

/** The shape that an edge is said to end at: of a group without a text, the first in it that has one. */
export function namesOf(shapes: readonly VisioShape[]): (id: string) => string {
  const byGroup = new Map<string, VisioShape[]>();
  for (const shape of shapes) {
    if (shape.group === undefined) continue;
    const inside = byGroup.get(shape.group) ?? [];
    inside.push(shape);
    byGroup.set(shape.group, inside);
  }
  const byId = new Map(shapes.map((shape) => [shape.id, shape]));
  return (id) => {
    const open = [byId.get(id)!];
    for (let at = open.shift(); at; at = open.shift()) {
      if (labelOf(at).length > 0) return at.id;
      open.push(...(byGroup.get(at.id) ?? []));
    }
    return id;
  };
}

import { elements, type XmlElement } from "../../archive/xml-element.ts";
import type { Point } from "../drawn-page.ts";
import { pathPoints } from "./path-points.ts";

/** The elements of a drawing by their ids; the first where two have one. */
export function idsOf(root: XmlElement): ReadonlyMap<string, XmlElement> {
  const byId = new Map<string, XmlElement>();
  const open = [root];
  for (let at = open.pop(); at; at = open.pop()) {
    const { id } = at.attributes;
    if (id !== undefined && !byId.has(id)) byId.set(id, at);
    open.push(...elements(at));
  }
  return byId;
}

/** Where the path begins that an address refers to: `#curve`. */
export function startOf(
  address: string | undefined,
  byId: ReadonlyMap<string, XmlElement>,
): Point | undefined {
  const data = byId.get((address ?? "").replace(/^#/, ""))?.attributes["d"];
  return data === undefined ? undefined : pathPoints(data).points[0];
}

import { find, type XmlElement } from "../../archive/xml-element.ts";
import type { Rectangle } from "../deck.ts";

/** A rectangle of an `xfrm`: of the shape (`off`, `ext`), or of a group's own space (`chOff`, `chExt`). */
export function rectangle(transform: XmlElement, offset: string, extent: string): Rectangle | undefined {
  const off = find(transform, offset)?.attributes;
  const ext = find(transform, extent)?.attributes;
  const numbers = [off?.["x"], off?.["y"], ext?.["cx"], ext?.["cy"]].map((value) =>
    Number(value ?? Number.NaN),
  );
  const [x, y, width, height] = numbers as [number, number, number, number];
  return numbers.every(Number.isFinite) ? { x, y, width, height } : undefined;
}

/** Office counts turns in 60,000ths of a degree. */
export function degrees(transform: XmlElement | undefined): number {
  const turn = Number(transform?.attributes["rot"] ?? 0);
  return Number.isFinite(turn) ? (turn / 60_000) % 360 : 0;
}

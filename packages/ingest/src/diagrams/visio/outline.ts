import type { Rectangle } from "../../slides/deck.ts";
import type { Mark } from "../diagram.ts";
import { hexColour, paled } from "../layout/colours.ts";
import { ellipsePath, rectanglePath, rhombusPath } from "../layout/paths.ts";
import type { VisioShape } from "./shape.ts";

const INK = "#555555";

/** A shape drawn plainly, by the kind that its master's name tells; of a group that is no container, nothing. */
export function outlineMark(shape: VisioShape): Mark[] {
  const { width, height, matrix, masterName = "" } = shape;
  const isContainer = shape.rows("User").some(({ name }) => name === "msvStructureType");
  if (width === 0 || height === 0 || (shape.isGroup && !isContainer)) return [];
  if (shape.value("LinePattern") === "0" && shape.value("FillPattern") === "0") return [];
  const box: Rectangle = { x: 0, y: 0, width, height };
  const fill = hexColour(shape.value("FillForegnd"));
  return [
    {
      path: pathOf(masterName, box),
      matrix,
      ...(shape.value("LinePattern") === "0" ? {} : { stroke: INK }),
      ...(fill === undefined || shape.value("FillPattern") === "0" ? {} : { fill: paled(fill) }),
    },
  ];
}

function pathOf(master: string, box: Rectangle): string {
  if (/ellipse|circle|start|end|terminator|use case|state/i.test(master)) return ellipsePath(box);
  return /decision|gateway|diamond/i.test(master) ? rhombusPath(box) : rectanglePath(box);
}

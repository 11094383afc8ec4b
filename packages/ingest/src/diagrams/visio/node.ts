import type { Rectangle } from "../../slides/deck.ts";
import type { DrawnNode, Setting } from "../drawn-page.ts";
import { type Label, plainLabel } from "../labels/label.ts";
import { moved, movedBox, rotationOf, scaleOf, times } from "../layout/matrix.ts";
import type { VisioShape } from "./shape.ts";

/** Inches; what Visio sets where nothing is said. */
const FONT_SIZE = 8 / 72;
const BOLD = 1;

/** @param holder id of what the file puts the shape into */
export function nodeOf(shape: VisioShape, prefix: string, holder: string | undefined): DrawnNode {
  const box = movedBox({ x: 0, y: 0, width: shape.width, height: shape.height }, shape.matrix);
  const link = shape
    .rows("Hyperlink")
    .map(({ cells }) => cells.get("Address"))
    .find((address) => address !== undefined && address !== "");
  return {
    id: prefix + shape.id,
    label: labelOf(shape),
    ...(shape.masterName === undefined ? {} : { shape: shapeName(shape.masterName) }),
    box,
    setting: settingOf(shape, box),
    ...(holder === undefined ? {} : { container: prefix + holder }),
    holds: structureType(shape) === "Container" ? "stated" : prefix === "" ? "if-around" : "never",
    role: "node",
    properties: propertiesOf(shape),
    ...(link === undefined ? {} : { link }),
  };
}

/** `Decision.12` was made from `Decision`. */
function shapeName(master: string): string {
  return master.replace(/\.\d+$/, "").toLowerCase();
}

export function labelOf(shape: VisioShape): Label {
  return shape.value("HideText") === "1" ? [] : plainLabel(shape.text);
}

/** How a shape's text is set: in its own block where it has one. */
export function settingOf(shape: VisioShape, whole: Rectangle): Setting {
  const { number } = shape;
  const [width, height] = [number("TxtWidth", shape.width), number("TxtHeight", shape.height)];
  const [pinX, pinY] = [number("TxtPinX", shape.width / 2), number("TxtPinY", shape.height / 2)];
  const [localX, localY] = [number("TxtLocPinX", width / 2), number("TxtLocPinY", height / 2)];
  const centre = moved({ x: pinX - localX + width / 2, y: pinY - localY + height / 2 }, shape.matrix);
  const turn = (number("TxtAngle", 0) * 180) / Math.PI;
  // A text is never seen from behind.
  const rotation = rotationOf(times(shape.matrix, [1, 0, 0, -1, 0, 0])) - turn;
  const scale = scaleOf(shape.matrix);
  const box = {
    x: centre.x - (width * scale) / 2,
    y: centre.y - (height * scale) / 2,
    width: width * scale,
    height: height * scale,
  };
  const flat = box.width > 0 && box.height > 0 ? box : whole;
  const align = shape.textNumber("Paragraph", "HorzAlign", 1);
  const anchor = number("VerticalAlign", 1);
  return {
    box: flat,
    fontSize: shape.textNumber("Character", "Size", FONT_SIZE),
    bold: (shape.textNumber("Character", "Style", 0) & BOLD) === BOLD,
    align: align === 0 ? "left" : align === 2 ? "right" : "centre",
    anchor: anchor === 0 ? "top" : anchor === 2 ? "bottom" : "centre",
    wraps: true,
    rotation: ((rotation % 360) + 360) % 360,
    textRotation: 0,
  };
}

/** Shape data that its author shows or may show. */
function propertiesOf(shape: VisioShape): (readonly [string, string])[] {
  return shape.rows("Property").flatMap(({ name, cells }) => {
    const value = cells.get("Value")?.trim() ?? "";
    if (value === "" || cells.get("Invisible") === "1") return [];
    const label = cells.get("Label")?.trim();
    return [[label === undefined || label === "" ? (name ?? "") : label, value] as const];
  });
}

function structureType(shape: VisioShape): string | undefined {
  return shape
    .rows("User")
    .find(({ name }) => name === "msvStructureType")
    ?.cells.get("Value");
}

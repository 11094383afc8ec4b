/** A cell's style: `swimlane;startSize=20;fillColor=#ffffff`. */
export interface Style {
  /** Names of styles, which stand without a value: `swimlane`, `text`, `ellipse`. */
  readonly names: ReadonlySet<string>;
  get(key: string): string | undefined;
  number(key: string, otherwise: number): number;
  /** Whether a key is 1. */
  is(key: string): boolean;
}

export function parseStyle(text: string): Style {
  const names = new Set<string>();
  const values = new Map<string, string>();
  for (const part of text.split(";")) {
    const at = part.indexOf("=");
    if (at > 0) values.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
    else if (part.trim() !== "") names.add(part.trim());
  }
  return {
    names,
    get: (key) => values.get(key),
    is: (key) => values.get(key) === "1",
    number: (key, otherwise) => {
      const value = Number.parseFloat(values.get(key) ?? "");
      return Number.isFinite(value) ? value : otherwise;
    },
  };
}

/** Built-in shapes that a style may name without `shape=`. */
const NAMED_SHAPES = [
  "swimlane",
  "ellipse",
  "rhombus",
  "triangle",
  "hexagon",
  "cylinder",
  "cloud",
  "actor",
  "line",
  "image",
  "text",
  "group",
];

/** A cell's shape: `rectangle` where nothing is said. */
export function shapeOf(style: Style): string {
  return style.get("shape") ?? NAMED_SHAPES.find((name) => style.names.has(name)) ?? "rectangle";
}

/** Icons: which of the set's symbols is meant. */
const SYMBOLS = ["resIcon", "prIcon", "grIcon", "symbol", "outline"];

/** What a reader would call a shape that has no label: `lambda`, `start state`. */
export function describeShape(style: Style): string {
  const shape = shapeOf(style);
  const symbol = SYMBOLS.map((key) => style.get(key)).find(
    (value) => value?.includes(".") || value?.includes("_"),
  );
  if (shape.startsWith("stencil(")) return "shape without label";
  if (shape === "image") return imageName(style.get("image")) ?? "image";
  return (symbol ?? shape)
    .split(".")
    .at(-1)!
    .replace(/([a-z])(?=[A-Z])/g, "$1 ")
    .replace(/[_-]+|\d+$/g, " ")
    .trim()
    .toLowerCase();
}

/** `img/lib/azure2/compute/Virtual_Machine.svg` names its symbol. */
function imageName(image: string | undefined): string | undefined {
  const name = /([^/\\]{1,60})\.(?:svg|png|jpe?g|gif)$/i.exec(image ?? "")?.[1];
  return name?.replace(/[_-]+/g, " ").toLowerCase();
}

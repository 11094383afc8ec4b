export function readSvg(): never {
  throw new Error("later");
}

export function readVisio(): never {
  throw new Error("later");
}

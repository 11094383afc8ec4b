import type { XmlElement } from "../archive/xml-element.ts";
import { listNumber, type NumberFormat } from "../text/list-number.ts";

/** By the `type` of an ordered list. */
const FORMATS: Readonly<Record<string, NumberFormat>> = {
  a: "lower-letter",
  A: "upper-letter",
  i: "lower-roman",
  I: "upper-roman",
};

/** Gives each item of an ordered list its number, in their order. */
export function itemNumbers(list: XmlElement, items: number): (item: XmlElement) => string {
  const step = list.attributes["reversed"] === undefined ? 1 : -1;
  let next = integer(list.attributes["start"]) ?? (step > 0 ? 1 : items);
  return (item) => {
    const value = integer(item.attributes["value"]) ?? next;
    next = value + step;
    const format = FORMATS[item.attributes["type"] ?? list.attributes["type"] ?? ""] ?? "decimal";
    return `${listNumber(value, format)}. `;
  };
}

function integer(written: string | undefined): number | undefined {
  return written !== undefined && /^\s*[+-]?\d{1,9}\s*$/.test(written) ? Number(written) : undefined;
}

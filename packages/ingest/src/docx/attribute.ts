import { prefixedAttribute, type XmlElement } from "../archive/xml-element.ts";

/** An attribute of a word processor's element, whatever prefix the file has for its namespace. */
export function attribute(of: XmlElement | undefined, name: string): string | undefined {
  return of?.attributes[`w:${name}`] ?? prefixedAttribute(of, name);
}

/** The `w:val` of an element. */
export function valueOf(element: XmlElement | undefined): string | undefined {
  return attribute(element, "val");
}

/** A property that is on where it is written, unless its value says that it is off. */
export function toggle(element: XmlElement | undefined): boolean | undefined {
  return element && isOn(valueOf(element) ?? "1");
}

export function isOn(value: string): boolean {
  return value !== "0" && value !== "false" && value !== "off";
}

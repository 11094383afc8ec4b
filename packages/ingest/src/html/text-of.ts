import type { XmlElement } from "../archive/xml-element.ts";

/** All characters inside an element, as one line. */
export function textOf(element: XmlElement | undefined): string {
  const parts: string[] = [];
  const visit = (of: XmlElement): void => {
    for (const child of of.children) {
      if (typeof child === "string") parts.push(child);
      else visit(child);
    }
  };
  if (element) visit(element);
  return parts.join("").replace(/\s+/g, " ").trim();
}

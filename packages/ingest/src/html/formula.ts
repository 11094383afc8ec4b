import { elements, type XmlElement } from "../archive/xml-element.ts";
import { fraction, power, root, subscript } from "../text/formula-text.ts";
import { hasNoText } from "./visible.ts";

/** MathML on one line: `(a + b)/2`, `x^2`. */
export function formulaText(element: XmlElement): string {
  return linear(element).replace(/\s+/g, " ").trim();
}

function linear(element: XmlElement): string {
  if (hasNoText(element)) return "";
  const parts = elements(element).map(linear);
  const [first = "", second = "", third = ""] = parts;
  switch (element.name) {
    case "mfrac":
      return fraction(first, second);
    case "msup":
    case "mover":
      return power(first, second);
    case "msub":
    case "munder":
      return subscript(first, second);
    case "msubsup":
    case "munderover":
      return power(subscript(first, second), third);
    case "msqrt":
      return root(parts.join(""));
    case "mroot":
      return root(first, second);
    case "mtr":
      return parts.join(" ");
    case "mtable":
      return parts.join("; ");
    default:
      return element.children
        .map((child) => (typeof child === "string" ? child : linear(child)))
        .join("")
        .replace(/\s+/g, " ");
  }
}

import { elements, find, ownText, type XmlElement } from "../archive/xml-element.ts";
import { fraction, power, root, subscript } from "../text/formula-text.ts";
import { valueOf } from "./attribute.ts";

/** A formula on one line: `(a + b)/2`, `x^2`. */
export function formulaText(element: XmlElement | undefined): string {
  if (!element) return "";
  const part = (name: string): string => formulaText(find(element, name));
  const property = (name: string): string | undefined =>
    valueOf(
      find(
        elements(element).find((child) => child.name.endsWith("Pr")),
        name,
      ),
    );
  switch (element.name) {
    case "t":
      return ownText(element);
    case "f":
      return fraction(part("num"), part("den"));
    case "sSup":
      return power(part("e"), part("sup"));
    case "sSub":
      return subscript(part("e"), part("sub"));
    case "sSubSup":
      return power(subscript(part("e"), part("sub")), part("sup"));
    case "rad":
      return root(part("e"), part("deg"));
    case "nary":
      return `${power(subscript(property("chr") ?? "∫", part("sub")), part("sup"))} ${part("e")}`;
    case "d":
      return `${property("begChr") ?? "("}${elements(element, "e")
        .map(formulaText)
        .join(property("sepChr") ?? "|")}${property("endChr") ?? ")"}`;
    case "m":
    case "eqArr":
      return elements(element)
        .filter(({ name }) => name === "mr" || name === "e")
        .map(formulaText)
        .join("; ");
    case "mr":
      return elements(element, "e").map(formulaText).join(" ");
    case "rPr":
      return "";
    default:
      return elements(element).map(formulaText).join("");
  }
}

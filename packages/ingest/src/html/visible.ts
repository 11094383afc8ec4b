import type { XmlElement } from "../archive/xml-element.ts";

/** What they hold is not text of the page: programs, styles, what other browsers or failed players show instead. */
const NO_TEXT = new Set(
  (
    "audio base canvas col colgroup datalist embed frame frameset head iframe link meta noembed noframes noscript " +
    "param rp script source style template title track video wbr annotation annotation-xml"
  ).split(" "),
);
const HIDING_STYLE =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?:[a-z%]+)?\s*(?:;|!|$))/i;

export function hasNoText({ name }: XmlElement): boolean {
  return NO_TEXT.has(name);
}

/**
 * Whether an element says of itself that a reader does not see it; style sheets are not read. What is transparent
 * counts as seen: pages fade their content in.
 */
export function isHidden({ name, attributes }: XmlElement): boolean {
  return (
    (attributes["hidden"] !== undefined && attributes["hidden"] !== "until-found") ||
    attributes["aria-hidden"] === "true" ||
    (name === "dialog" && attributes["open"] === undefined) ||
    HIDING_STYLE.test(attributes["style"] ?? "")
  );
}

/** Whether there is anything to read in an element. */
export function hasText(element: XmlElement): boolean {
  return element.children.some((child) =>
    typeof child === "string" ? child.trim() !== "" : !hasNoText(child) && hasText(child),
  );
}

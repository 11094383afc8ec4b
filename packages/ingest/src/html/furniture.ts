import { elements, type XmlElement } from "../archive/xml-element.ts";
import { hasNoText, hasText, isHidden } from "./visible.ts";

export type Furniture = "header" | "footer";

const MAIN = new Set(["main", "article"]);
const BY_NAME: Readonly<Record<string, Furniture>> = {
  nav: "header",
  header: "header",
  footer: "footer",
  aside: "footer",
};
const BY_ROLE: Readonly<Record<string, Furniture>> = {
  navigation: "header",
  banner: "header",
  search: "header",
  contentinfo: "footer",
  complementary: "footer",
};

/**
 * The parts of a page around its content: navigation, the site's header and footer, sidebars. There are none where
 * the page does not say what its content is (`main`, `article`), or where nothing would be left.
 */
export function findFurniture(body: XmlElement): ReadonlyMap<XmlElement, Furniture> {
  const found = new Map<XmlElement, Furniture>();
  const around = holdersOfMain(body);
  let content = false;
  const visit = (element: XmlElement, inMain: boolean): void => {
    if (hasNoText(element) || isHidden(element)) return;
    const furniture = furnitureOf(element, inMain);
    if (furniture !== undefined && !around.has(element)) {
      found.set(element, furniture);
      return;
    }
    const main = inMain || isMain(element);
    content ||= main && element.children.some((child) => typeof child === "string" && child.trim() !== "");
    for (const child of elements(element)) visit(child, main);
  };
  visit(body, false);
  return content && [...found.keys()].some(hasText) ? found : new Map();
}

/** Inside the content, headers, footers and asides are its own; navigation is none of it anywhere. */
function furnitureOf({ name, attributes }: XmlElement, inMain: boolean): Furniture | undefined {
  const furniture = BY_ROLE[attributes["role"] ?? ""] ?? BY_NAME[name];
  const isNavigation = name === "nav" || attributes["role"] === "navigation";
  return inMain && !isNavigation ? undefined : furniture;
}

function isMain({ name, attributes }: XmlElement): boolean {
  return MAIN.has(name) || attributes["role"] === "main" || attributes["role"] === "article";
}

/** The elements that have the content somewhere inside. */
function holdersOfMain(body: XmlElement): ReadonlySet<XmlElement> {
  const holders = new Set<XmlElement>();
  const visit = (element: XmlElement): boolean => {
    let holds = false;
    for (const child of elements(element)) holds = visit(child) || isMain(child) || holds;
    if (holds) holders.add(element);
    return holds;
  };
  visit(body);
  return holders;
}

/** An element of an XML document, its children in document order. */
export interface XmlElement {
  /** Without its namespace prefix: `sp` of `<p:sp>`. */
  readonly name: string;
  /** By their names as written, prefix included: `r:id` is not `id`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

/** The child elements, of one name or all. */
export function elements(of: XmlElement | undefined, name?: string): XmlElement[] {
  if (!of) return [];
  return of.children.filter(
    (child): child is XmlElement => typeof child !== "string" && (name === undefined || child.name === name),
  );
}

/** Follows first children by their names; `undefined` where one is missing. */
export function find(from: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  let at = from;
  for (const name of path) {
    at = at?.children.find((child): child is XmlElement => typeof child !== "string" && child.name === name);
  }
  return at;
}

/** Every element below of one name, in document order. */
export function descendants(of: XmlElement | undefined, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  const open = of ? [of] : [];
  for (let element = open.pop(); element; element = open.pop()) {
    if (element.name === name && element !== of) found.push(element);
    for (let index = element.children.length - 1; index >= 0; index--) {
      const child = element.children[index]!;
      if (typeof child !== "string") open.push(child);
    }
  }
  return found;
}

/** An attribute by its name without prefix, of a namespace other than the element's: `id` finds `r:id`, never `id`. */
export function prefixedAttribute(of: XmlElement | undefined, name: string): string | undefined {
  const found = Object.entries(of?.attributes ?? {}).find(([key]) => key.endsWith(`:${name}`));
  return found?.[1];
}

/** The characters directly inside an element. */
export function ownText(of: XmlElement | undefined): string {
  return of ? of.children.filter((child) => typeof child === "string").join("") : "";
}

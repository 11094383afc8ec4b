import { descendants, ownText, type XmlElement } from "../../archive/xml-element.ts";

/** The properties that matter to what is said and where. */
const PROPERTIES = new Set([
  "display",
  "visibility",
  "opacity",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
  "fill",
  "fill-opacity",
]);
const RULE = /([^{}]+)\{([^{}]*)\}/g;
/** A selector of one element, perhaps inside of the drawing: `#chart .label`. */
const SELECTOR = /^(?:#[\w-]+\s+)?([a-z]+|\*)?((?:[.#][\w-]+)*)$/i;
const MAX_RULES = 500;

export type Properties = Readonly<Record<string, string>>;

/** What the style sheets, the `style` and the attributes of an element say of how it is shown. */
export type StyleOf = (element: XmlElement) => Properties;

export function styleSheet(root: XmlElement): StyleOf {
  const rules = byMark(rulesOf(descendants(root, "style").map(ownText).join("\n")));
  return (element) => {
    const { attributes } = element;
    const said: Record<string, string> = {};
    for (const name of PROPERTIES) if (attributes[name] !== undefined) said[name] = attributes[name];
    const classes = (attributes["class"] ?? "").split(/\s+/).map((name) => `.${name}`);
    const marks = new Set([`#${attributes["id"]}`, ...classes]);
    const fitting = ["*", element.name, ...marks]
      .flatMap((mark) => rules.get(mark) ?? [])
      .filter(
        (rule) => (rule.tag ?? element.name) === element.name && rule.marks.every((mark) => marks.has(mark)),
      );
    for (const { properties } of fitting.toSorted((a, b) => a.order - b.order))
      Object.assign(said, properties);
    return Object.assign(said, declarations(attributes["style"] ?? ""));
  };
}

/** Rules by one of the marks that an element needs for them: few rules fit few elements. */
function byMark(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const found = new Map<string, Rule[]>();
  for (const rule of rules) {
    const mark = rule.marks[0] ?? rule.tag ?? "*";
    const list = found.get(mark) ?? [];
    list.push(rule);
    found.set(mark, list);
  }
  return found;
}

interface Rule {
  readonly order: number;
  readonly tag: string | undefined;
  readonly marks: readonly string[];
  readonly properties: Properties;
}

function rulesOf(css: string): Rule[] {
  const rules: Rule[] = [];
  for (const [, selectors, body] of css.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(RULE)) {
    const properties = declarations(body!);
    if (Object.keys(properties).length === 0) continue;
    for (const selector of selectors!.split(",")) {
      const [whole, tag, marks = ""] = SELECTOR.exec(selector.trim()) ?? [];
      if (whole === undefined || whole === "" || rules.length >= MAX_RULES) continue;
      rules.push({
        order: rules.length,
        tag: tag === "*" ? undefined : tag,
        marks: marks.match(/[.#][\w-]+/g) ?? [],
        properties,
      });
    }
  }
  return rules;
}

/** `font-size: 12px; display: none`. */
export function declarations(style: string, of: ReadonlySet<string> = PROPERTIES): Properties {
  const said: Record<string, string> = {};
  for (const part of style.split(";")) {
    const at = part.indexOf(":");
    const name = part.slice(0, at).trim().toLowerCase();
    if (at > 0 && of.has(name))
      said[name] = part
        .slice(at + 1)
        .replace(/!important/i, "")
        .trim();
  }
  return said;
}

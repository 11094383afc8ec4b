import { elements, find, type XmlElement } from "../archive/xml-element.ts";
import { BULLET } from "../text/block-writer.ts";
import { listNumber } from "../text/list-number.ts";
import { attribute, toggle, valueOf } from "./attribute.ts";
import { levelOf, type NumberingReference, type Styles } from "./styles.ts";

interface Level {
  readonly start: number;
  readonly format: string;
  /** `%1.%2)`: each number stands for that of a level, from 1. */
  readonly text: string;
  /** What stands between the number and the text. */
  readonly suffix: string;
  /** Numbers of other levels are shown in digits. */
  readonly legal: boolean;
  /** The level, from 1, that a new item of starts this one anew; 0 where nothing does. */
  readonly restart: number | undefined;
}

interface List {
  /** Lists of the same one count on. */
  readonly abstract: string;
  readonly levels: ReadonlyMap<number, Level>;
  /** Where this list begins anew, whatever came before. */
  readonly starts: ReadonlyMap<number, number>;
}

export interface Numbering {
  /**
   * The marker of the next paragraph of a list, with the space behind it: `4.2(a) `; `BULLET` for every bullet.
   * `undefined` where the paragraph has none.
   */
  next(reference: NumberingReference): string | undefined;
}

const LEVELS = 9;
const NOTHING: NumberingReference = { id: undefined, level: undefined };

export function readNumbering(root: XmlElement | undefined, styles: Styles): Numbering {
  const abstracts = new Map(
    elements(root, "abstractNum").map((one) => [attribute(one, "abstractNumId") ?? "", one]),
  );
  const numbers = new Map(elements(root, "num").map((one) => [attribute(one, "numId") ?? "", one]));
  const lists = new Map<string, List | undefined>();
  const counters = new Map<string, (number | undefined)[]>();
  const begun = new Set<string>();
  const listOf = (id: string): List | undefined => {
    if (!lists.has(id)) lists.set(id, readList(id, numbers, abstracts, styles));
    return lists.get(id);
  };
  return {
    next({ id, level: at = 0 } = NOTHING) {
      const list = id === undefined || id === "0" ? undefined : listOf(id);
      const level = list?.levels.get(at);
      if (!list || !level) return undefined;
      let counts = counters.get(list.abstract);
      if (!counts) counters.set(list.abstract, (counts = []));
      const key = `${id} ${at}`;
      const anew = begun.has(key) ? undefined : list.starts.get(at);
      begun.add(key);
      counts[at] = anew ?? (counts[at] === undefined ? level.start : counts[at] + 1);
      for (let deeper = at + 1; deeper < LEVELS; deeper++) {
        const restart = list.levels.get(deeper)?.restart;
        if (restart === undefined || (restart > 0 && at < restart)) counts[deeper] = undefined;
      }
      return markerOf(list, at, counts);
    },
  };
}

function markerOf(list: List, at: number, counts: (number | undefined)[]): string | undefined {
  const level = list.levels.get(at)!;
  if (level.format === "bullet") return BULLET;
  const text = level.text.replace(/%(\d)/g, (_, digit: string) => {
    const other = Number(digit) - 1;
    const of = list.levels.get(other);
    // A level that no item has come of yet shows where it will start.
    const count = (counts[other] ??= of?.start ?? 1);
    return formatted(count, level.legal ? "decimal" : (of?.format ?? "decimal"));
  });
  return text.trim() === "" ? undefined : text + level.suffix;
}

function formatted(value: number, format: string): string {
  switch (format) {
    case "none":
      return "";
    case "decimalZero":
      return listNumber(value, "decimal-zero");
    case "lowerRoman":
      return listNumber(value, "lower-roman");
    case "upperRoman":
      return listNumber(value, "upper-roman");
    case "lowerLetter":
      return repeatedLetter(value);
    case "upperLetter":
      return repeatedLetter(value).toUpperCase();
    default:
      return String(value);
  }
}

/** After z Word goes on with aa, bb, cc. */
function repeatedLetter(value: number): string {
  if (value < 1 || value > 26 * 20) return String(value);
  return String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.ceil(value / 26));
}

function readList(
  id: string,
  numbers: ReadonlyMap<string, XmlElement>,
  abstracts: ReadonlyMap<string, XmlElement>,
  styles: Styles,
  linked = false,
): List | undefined {
  const number = numbers.get(id);
  const abstract = valueOf(find(number, "abstractNumId"));
  const element = abstract === undefined ? undefined : abstracts.get(abstract);
  if (abstract === undefined || !element) return undefined;
  const link = valueOf(find(element, "numStyleLink"));
  if (link !== undefined && !linked) {
    const other = valueOf(find(styles.element(link), "pPr", "numPr", "numId"));
    return other === undefined ? undefined : readList(other, numbers, abstracts, styles, true);
  }
  const levels = new Map(elements(element, "lvl").map(readLevel));
  const starts = new Map<number, number>();
  for (const override of elements(number, "lvlOverride")) {
    const at = Number(attribute(override, "ilvl"));
    const own = find(override, "lvl");
    if (own) levels.set(at, readLevel(own)[1]);
    const start = Number(valueOf(find(override, "startOverride")) ?? Number.NaN);
    if (Number.isInteger(start)) starts.set(at, start);
  }
  return { abstract, levels, starts };
}

function readLevel(level: XmlElement): [number, Level] {
  const suffix = valueOf(find(level, "suff"));
  return [
    Number(attribute(level, "ilvl")),
    {
      start: Number(valueOf(find(level, "start")) ?? 1) || 0,
      format: valueOf(find(level, "numFmt")) ?? "decimal",
      text: valueOf(find(level, "lvlText")) ?? "",
      suffix: suffix === "nothing" ? "" : " ",
      legal: toggle(find(level, "isLgl")) ?? false,
      restart: levelOf(find(level, "lvlRestart")),
    },
  ];
}

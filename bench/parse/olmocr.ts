import { distanceWithin } from "./fuzzy.ts";
import { markdownTables } from "./table-cells.ts";

/** A fact about a page, as olmOCR-bench writes it. */
export interface Fact {
  readonly pdf: string;
  readonly id: string;
  readonly type: "present" | "absent" | "order" | "table" | "math" | "baseline";
  /** Characters by which a text may differ. Default 0. */
  readonly max_diffs?: number;
  readonly text?: string;
  readonly case_sensitive?: boolean;
  /** Only this many characters at the start, at the end, are looked at. */
  readonly first_n?: number;
  readonly last_n?: number;
  readonly before?: string;
  readonly after?: string;
  readonly cell?: string;
  readonly up?: string;
  readonly down?: string;
  readonly left?: string;
  readonly right?: string;
  readonly top_heading?: string;
  readonly left_heading?: string;
  /** Letters and digits that a blank page may give. */
  readonly max_length?: number;
}

const SIMPLER: Readonly<Record<string, string>> = {
  "‘": "'",
  "’": "'",
  "‚": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "＿": "_",
  "–": "-",
  "—": "-",
  "‑": "-",
  "‒": "-",
  "−": "-",
  µ: "μ",
};

/** Emphasis, white space and typographic variants do not count. */
function normalize(text: string): string {
  return text
    .replace(/<br\/?>/g, " ")
    .replace(/(\*\*|__)(.*?)\1/g, "$2")
    .replace(/<\/?[bi]>/g, "")
    .replace(/([*_])(.*?)\1/g, "$2")
    .replace(/\s+/g, " ")
    .normalize("NFC")
    .replace(/[‘’‚“”„＿–—‑‒−µ]/g, (mark) => SIMPLER[mark]!);
}

/** Why a page's Markdown fails a fact; nothing where it passes. */
export function failureOf(fact: Fact, markdown: string): string | undefined {
  if (fact.type === "table") return tableFailure(fact, markdown);
  const content = normalize(markdown);
  if (fact.type === "order") return orderFailure(fact, content);
  if (fact.type === "baseline") {
    const length = content.replace(/[^\p{L}\p{N}]/gu, "").length;
    return length > (fact.max_length ?? 0) ? `${length} characters on a blank page` : undefined;
  }
  return textFailure(fact, content);
}

function textFailure(fact: Fact, whole: string): string | undefined {
  const { first_n: first = 0, last_n: last = 0 } = fact;
  let content = whole;
  if (first > 0 || last > 0) {
    content = `${first > 0 ? whole.slice(0, first) : ""}${last > 0 ? whole.slice(-last) : ""}`;
  }
  let text = normalize(fact.text!);
  if (fact.case_sensitive === false) [text, content] = [text.toLowerCase(), content.toLowerCase()];
  const found = distanceWithin(text, content, fact.max_diffs ?? 0) !== undefined;
  if (fact.type === "present") return found ? undefined : `"${text}" is not there`;
  return found ? `"${text}" is there` : undefined;
}

function orderFailure(fact: Fact, content: string): string | undefined {
  const limit = fact.max_diffs ?? 0;
  const before = normalize(fact.before!);
  const after = normalize(fact.after!);
  const first = distanceWithin(before, content, limit);
  const second = distanceWithin(after, content, limit);
  if (!first) return `"${before}" is not there`;
  if (!second) return `"${after}" is not there`;
  return first.first < second.last ? undefined : `"${after}" stands before "${before}"`;
}

function tableFailure(fact: Fact, markdown: string): string | undefined {
  const tables = markdownTables(markdown).map((rows) =>
    rows.map((cells) => cells.map((cell) => normalize(cell))),
  );
  if (tables.length === 0) return "there is no table";
  const limit = fact.max_diffs ?? 0;
  const same = (a: string | undefined, b: string): boolean =>
    a !== undefined && (a === b || (limit > 0 && distanceWithin(b, a, limit) !== undefined));
  const reasons: string[] = [];
  for (const rows of tables) {
    for (const [row, cells] of rows.entries()) {
      for (const [column, cell] of cells.entries()) {
        if (!same(cell, normalize(fact.cell!))) continue;
        // Empty cells are passed over only on the way to a head.
        const neighbours: [string | undefined, (string | undefined)[]][] = [
          [fact.up, [rows[row - 1]?.[column]]],
          [fact.down, [rows[row + 1]?.[column]]],
          [fact.left, [cells[column - 1]]],
          [fact.right, [cells[column + 1]]],
          [fact.top_heading, rows.slice(0, row).map((above) => above[column])],
          [fact.left_heading, cells.slice(0, column)],
        ];
        const wrong = neighbours.filter(
          ([wanted, there]) => wanted !== undefined && !there.some((one) => same(one, normalize(wanted))),
        );
        if (wrong.length === 0) return undefined;
        reasons.push(
          wrong.map(([wanted, there]) => `"${wanted}" is not in [${there.join("; ")}]`).join(", "),
        );
      }
    }
  }
  return reasons.length > 0 ? `beside "${fact.cell}": ${reasons.join(" / ")}` : `no cell is "${fact.cell}"`;
}

import { type Block, type Document, hyphenJoiner } from "@longdoc/core";

/** The blocks from one heading to the next. */
export interface Section {
  /** Titles of the enclosing sections and of this one, outermost first. */
  readonly headingPath: readonly string[];
  /** The section's own heading, after those of any empty sections before it. */
  readonly headings: readonly Block[];
  /** Empty only at the end of a document that ends with headings. */
  readonly body: readonly Block[];
}

/** A heading longer than this is a paragraph in bold, or a layout error; its beginning names the section. */
const MAX_TITLE = 120;

/** Deeper than the six levels of HTML, nothing is gained for finding a chunk. */
const MAX_DEPTH = 7;

interface OpenHeading {
  readonly level: number;
  readonly title: string;
}

/**
 * Groups blocks by section. A section that is nothing but its heading has nothing to be found by, so its heading
 * goes with the next section that has a body, whose path is kept.
 */
export function sectionsOf({ blocks, text }: Pick<Document, "blocks" | "text">): Section[] {
  const joinHyphens = hyphenJoiner(text);
  const sections: Section[] = [];
  let open: OpenHeading[] = [];
  let headings: Block[] = [];
  let body: Block[] = [];
  const close = (): void => {
    if (headings.length + body.length === 0) return;
    const titles = open.map((heading) => heading.title).filter((title) => title !== "");
    sections.push({ headingPath: titles.slice(0, MAX_DEPTH), headings, body });
    headings = [];
    body = [];
  };
  for (const block of blocks) {
    if (block.kind === "header" || block.kind === "footer" || block.sentences.length === 0) continue;
    const level = headingLevel(block);
    if (level === undefined) {
      body.push(block);
      continue;
    }
    if (body.length > 0) close();
    open = [
      ...open.filter((heading) => heading.level < level),
      { level, title: shorten(joinHyphens(textOf(block))) },
    ];
    headings.push(block);
  }
  close();
  return sections;
}

/** A title encloses every heading. */
function headingLevel(block: Block): number | undefined {
  if (block.kind === "title") return 0;
  return block.kind === "heading" ? (block.level ?? 1) : undefined;
}

function textOf({ sentences }: Block): string {
  return sentences.map((sentence) => sentence.text).join(" ");
}

function shorten(title: string): string {
  const text = title.replace(/\s+/g, " ").trim();
  if (text.length <= MAX_TITLE) return text;
  const cut = text
    .slice(0, MAX_TITLE)
    .toWellFormed()
    .replace(/\uFFFD$/, "");
  const space = cut.lastIndexOf(" ");
  return `${space > MAX_TITLE / 2 ? cut.slice(0, space) : cut}…`;
}

import type { PDFPageProxy } from "pdfjs-dist";

/** Levels, from 1, of the headings that a tagged page names, by the id of their marked content. */
export type TaggedHeadings = ReadonlyMap<number, number>;

/** Roles of PDF 1.7, 14.8.4.3.2, and of 2.0. */
const HEADING_ROLE = /^(?:H([1-6])?|Title)$/;
/** pdf.js names a piece of content by its page and its number there: `p12R_mc3`. */
const CONTENT_NUMBER = /_mc(\d+)$/;

interface StructNode {
  readonly role?: string;
  readonly type?: string;
  readonly id?: string;
  readonly children?: readonly StructNode[];
}

/** What of a page its author's program tagged as headings; empty where the page has no tags, or broken ones. */
export async function readTaggedHeadings(page: PDFPageProxy): Promise<TaggedHeadings> {
  const headings = new Map<number, number>();
  const tree = (await page.getStructTree().catch(() => null)) as StructNode | null;
  const waiting: { readonly node: StructNode; readonly level: number | undefined }[] = [];
  if (tree) waiting.push({ node: tree, level: undefined });
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node } = next;
    const role = HEADING_ROLE.exec(node.role ?? "");
    const level = role ? Number(role[1] ?? 1) : next.level;
    const content = CONTENT_NUMBER.exec(node.id ?? "")?.[1];
    if (level !== undefined && content !== undefined) headings.set(Number(content), level);
    for (const child of node.children ?? []) waiting.push({ node: child, level });
  }
  return headings;
}

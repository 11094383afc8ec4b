import type { PDFPageProxy } from "pdfjs-dist";

import type { Rectangle } from "../layout/geometry.ts";
import type { Statement } from "./statement.ts";

export interface PageStatements {
  readonly statements: readonly Statement[];
  /** Characters in fields and comments that the file hides from a reader. */
  readonly hiddenCharacters: number;
}

/** The parts of pdf.js's annotation data that are used; its types leave them open. */
interface Annotation {
  readonly id?: string;
  readonly subtype?: string;
  readonly rect?: readonly number[];
  readonly annotationFlags?: number;
  readonly fieldType?: "Tx" | "Btn" | "Ch" | "Sig";
  readonly fieldName?: string;
  readonly alternativeText?: string;
  readonly fieldValue?: string | readonly string[] | null;
  readonly buttonValue?: string | null;
  readonly exportValue?: string;
  readonly checkBox?: boolean;
  readonly radioButton?: boolean;
  readonly password?: boolean;
  readonly options?: readonly { readonly exportValue?: string; readonly displayValue?: string }[];
  readonly contentsObj?: { readonly str?: string };
  readonly titleObj?: { readonly str?: string };
}

/** Annotation flags of ISO 32000-2, table 167. */
const HIDDEN = 2;
const NO_VIEW = 32;
/** Names that form editors and tax forms give to fields tell nobody anything: `Text1`, `form1[0].f1_02[0]`. */
const MACHINE_NAME =
  /\[\d+\]|^(?:text|field|undefined|untitled|check ?box|radio|group|combo|list|f|c|p)?[\s_.-]*\d*$/i;

/**
 * Reads the values of a page's form fields, each with the field's name, and the comments on it. What the page shows
 * already, word for word and without a name to add, is left out.
 *
 * @param glyphs the page's text as drawn, glyph by glyph
 * @param drawn ids of the annotations that the page draws
 */
export async function readStatements(
  page: PDFPageProxy,
  glyphs: readonly string[],
  drawn: readonly string[],
): Promise<PageStatements> {
  // A link's contents describe where it leads; a pop-up repeats its comment.
  const annotations = (await readAnnotations(page, drawn)).filter(
    ({ subtype }) => subtype !== "Link" && subtype !== "Popup",
  );
  if (annotations.length === 0) return { statements: [], hiddenCharacters: 0 };
  const shown = glyphs.join("").replace(/\s+/g, "");
  const viewport = page.getViewport({ scale: 1 });
  const statements: Statement[] = [];
  let hiddenCharacters = 0;
  for (const annotation of annotations) {
    const found = annotation.subtype === "Widget" ? fieldOf(annotation, shown) : commentOf(annotation, shown);
    if (!found) continue;
    if ((annotation.annotationFlags ?? 0) & (HIDDEN | NO_VIEW)) {
      hiddenCharacters += found.length;
      continue;
    }
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = annotation.rect ?? [];
    const corner = viewport.convertToViewportPoint(x0, y0) as [number, number];
    const other = viewport.convertToViewportPoint(x1, y1) as [number, number];
    const box = clampedTo(viewport, corner, other);
    statements.push({ text: found, box, of: annotation.subtype === "Widget" ? "field" : "comment" });
  }
  // In the order in which a form is filled in.
  statements.sort((a, b) => a.box.y0 - b.box.y0 || a.box.x0 - b.box.x0);
  return { statements, hiddenCharacters };
}

/**
 * For the screen, pdf.js extracts a page's whole text anew when there is but one link on it, which doubles the time
 * per page; for print it does not. So it is asked for print, and for the screen where an annotation is then missing.
 */
async function readAnnotations(page: PDFPageProxy, drawn: readonly string[]): Promise<readonly Annotation[]> {
  const printed = (await page.getAnnotations({ intent: "print" })) as readonly Annotation[];
  const known = new Set(printed.map(({ id }) => id));
  return drawn.every((id) => known.has(id))
    ? printed
    : ((await page.getAnnotations()) as readonly Annotation[]);
}

function clampedTo(
  { width, height }: { width: number; height: number },
  a: readonly [number, number],
  b: readonly [number, number],
): Rectangle {
  const within = (value: number, limit: number): number => Math.min(Math.max(value, 0), limit);
  return {
    x0: within(Math.min(a[0], b[0]), width),
    y0: within(Math.min(a[1], b[1]), height),
    x1: within(Math.max(a[0], b[0]), width),
    y1: within(Math.max(a[1], b[1]), height),
  };
}

function fieldOf(field: Annotation, shown: string): string | undefined {
  const value = valueOf(field);
  if (value === undefined) return undefined;
  const name = [field.alternativeText, field.fieldName].find(
    (one) => one && !MACHINE_NAME.test(one.trim()) && /\p{L}{2}/u.test(one),
  );
  if (name) return `${oneLine(name).replace(/[:\s]+$/, "")}: ${value}`;
  return field.fieldType !== "Btn" && !isShown(value, shown) ? value : undefined;
}

function valueOf(field: Annotation): string | undefined {
  if (field.password) return undefined;
  const { fieldValue } = field;
  if (field.fieldType === "Btn") {
    if (field.checkBox) return fieldValue && fieldValue === field.exportValue ? "checked" : undefined;
    return field.radioButton && fieldValue && fieldValue === field.buttonValue
      ? oneLine(fieldValue)
      : undefined;
  }
  const values = (Array.isArray(fieldValue) ? fieldValue : [fieldValue]).filter(
    (value): value is string => typeof value === "string",
  );
  const named = values.map(
    (value) => field.options?.find((option) => option.exportValue === value)?.displayValue ?? value,
  );
  return oneLine(named.join(", ")) || undefined;
}

function commentOf({ contentsObj, titleObj }: Annotation, shown: string): string | undefined {
  const text = oneLine(contentsObj?.str ?? "");
  if (text === "" || isShown(text, shown)) return undefined;
  const author = oneLine(titleObj?.str ?? "");
  return author ? `Comment by ${author}: ${text}` : `Comment: ${text}`;
}

function isShown(text: string, shown: string): boolean {
  return shown.includes(text.replace(/\s+/g, ""));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

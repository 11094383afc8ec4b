import { IngestError } from "@longdoc/core";

import { containerOf } from "../../archive/container.ts";
import { openZip } from "../../archive/open-zip.ts";
import { find, ownText } from "../../archive/xml-element.ts";
import type { FileInput } from "../../formats.ts";
import type { Diagram, DiagramPage } from "../diagram.ts";
import type { DrawnPage } from "../drawn-page.ts";
import { hiddenWarning } from "../drawio/read-drawio.ts";
import { fitPage } from "../layout/fit-page.ts";
import { createBudget, type Budget, invalidDiagram, MAX_UNPACKED_BYTES } from "../limits.ts";
import { type ListedPage, openVisio, type VisioPackage } from "./package.ts";
import { readPage } from "./read-page.ts";

const POINTS_PER_INCH = 72;
const PROPERTIES = "docProps/core.xml";

/** Reads a Visio drawing (VSDX). @throws IngestError `diagram.*`, `archive.*`, `xml.*` */
export async function readVisio({ bytes, source }: FileInput): Promise<Diagram> {
  if (containerOf(bytes) === "encrypted") {
    throw new IngestError("diagram.password-required", `"${source}" is protected with a password.`, {
      input: source,
      hint: "Open it in the program that made it and save it without a password.",
    });
  }
  const archive = await openZip(bytes, source, { maxGrowthBytes: MAX_UNPACKED_BYTES });
  const budget = createBudget(source);
  const visio = openVisio(archive, source, budget);
  const shown = visio.pages.filter((page) => !page.background);
  if (shown.length === 0) throw invalidDiagram(source, "it has no Visio pages");
  budget.pages(shown.length);
  const backgrounds = new Map(visio.pages.filter((page) => page.background).map((page) => [page.id, page]));
  const said = new Set<string>();
  let hidden = 0;
  const pages = shown.map((page, index) => {
    const read = pageOf(page, index + 1, backgroundsOf(page, backgrounds), said, { visio, budget, source });
    hidden += read.hidden;
    return read.page;
  });
  const title = ownText(find(archive.has(PROPERTIES) ? visio.part(PROPERTIES) : undefined, "title")).trim();
  return { ...(title === "" ? {} : { title }), pages, warnings: hiddenWarning(hidden) };
}

interface Context {
  readonly visio: VisioPackage;
  readonly budget: Budget;
  readonly source: string;
}

/** A page with those behind it, whose text is said once in the file. */
function pageOf(
  page: ListedPage,
  number: number,
  behind: readonly ListedPage[],
  said: Set<string>,
  context: Context,
): { readonly page: DiagramPage; readonly hidden: number } {
  const named = page.name === undefined ? {} : { name: page.name };
  try {
    const own = partOf(page, context);
    const { width, height, scale } = sizeOf(page);
    const parts: { readonly drawn: DrawnPage; readonly hidden: number }[] = [];
    for (const back of behind) {
      const read = partOf(back, context);
      parts.push(said.has(back.id) ? { drawn: { ...read.drawn, nodes: [], edges: [] }, hidden: 0 } : read);
      said.add(back.id);
    }
    parts.push(own);
    const drawn: DrawnPage = {
      ...named,
      nodes: parts.flatMap((part) => part.drawn.nodes),
      edges: parts.flatMap((part) => part.drawn.edges),
      marks: parts.flatMap((part) => part.drawn.marks),
      frame: { x: 0, y: 0, width, height },
    };
    return {
      page: fitPage(drawn, number, POINTS_PER_INCH * scale),
      hidden: parts.reduce((sum, part) => sum + part.hidden, 0),
    };
  } catch (thrown) {
    if (!(thrown instanceof IngestError) || thrown.code.endsWith(".too-large")) throw thrown;
    const failure = { code: thrown.code, reason: thrown.message };
    return {
      page: { number, ...named, width: 100, height: 100, nodes: [], edges: [], marks: [], failure },
      hidden: 0,
    };
  }
}

function partOf(page: ListedPage, { visio, budget, source }: Context): ReturnType<typeof readPage> {
  const contents = page.part === undefined ? undefined : visio.part(page.part);
  if (!contents) throw invalidDiagram(source, `its page "${page.name ?? page.id}" is missing`);
  return readPage(contents, page, sizeOf(page).height, visio, budget);
}

const LETTER = { width: 8.5, height: 11 };

/** Inches of the drawing, and how many inches of paper one of them is. */
function sizeOf({ sheet }: ListedPage): {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
} {
  const value = (cell: string, otherwise: number): number => {
    const number = Number(sheet.cells.get(cell));
    return Number.isFinite(number) && number > 0 ? number : otherwise;
  };
  const scale = value("PageScale", 1) / value("DrawingScale", 1);
  return { width: value("PageWidth", LETTER.width), height: value("PageHeight", LETTER.height), scale };
}

/** The furthest behind first. */
function backgroundsOf(page: ListedPage, all: ReadonlyMap<string, ListedPage>): ListedPage[] {
  const found = new Map<string, ListedPage>();
  for (let at = all.get(page.back ?? ""); at && !found.has(at.id); at = all.get(at.back ?? ""))
    found.set(at.id, at);
  return [...found.values()].toReversed();
}

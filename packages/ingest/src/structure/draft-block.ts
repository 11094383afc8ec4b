import type { BlockKind, Box, Origin } from "@longdoc/core";

import type { Table } from "../layout/tables/grid.ts";
import { unitIn } from "../layout/tables/unit.ts";
import type { DraftBlock, DraftSentence } from "../ledger/ledger.ts";
import { recognizedOrigin } from "../ocr/origin.ts";
import type { RecognizedWord } from "../ocr/recognition.ts";
import { splitSentences } from "../sentences/split.ts";
import { boundingBox, boxesOf, boxOf, joinLines } from "./join-lines.ts";
import type { Part } from "./parts.ts";
import { rowSentences, toMarkdown } from "./table-sentences.ts";

/** A scan's own text layer does not say how sure its reader was. */
const SCAN_TEXT: Origin = { type: "ocr", confidence: 0.9 };
const TEXT: Origin = { type: "text" };
/** Text above a table that may say what its figures are counted in: this many blocks. */
const UNIT_BLOCKS = 3;
/** The same, lines of one block. */
const UNIT_LINES = 3;

/** One statement each, whatever stops they hold: "Item 1A. Risk Factors". */
const WHOLE: readonly BlockKind[] = ["heading", "title", "header", "footer", "formula"];

/** What a part's sentences depend on besides the part. */
export interface PartContext {
  /** The parts before it, nearest last: a table's unit may stand there. */
  readonly before: readonly Part[];
  /** ISO 639-1. */
  readonly language: string;
  /** The words of pages whose text was recognised. */
  readonly recognized: ReadonlyMap<number, readonly RecognizedWord[]>;
}

/** Cuts a part of a page into sentences with their boxes. */
export function draftBlock(part: Part, context: PartContext): DraftBlock {
  switch (part.type) {
    case "table":
      return tableBlock(part, context);
    case "figure":
      return figureBlock(part, context);
    case "statement":
      return statementBlock(part);
    case "text":
      return textBlock(part, context);
  }
}

function originOf(
  part: { readonly scanned: boolean },
  boxes: readonly Box[],
  { recognized }: PartContext,
): Origin {
  return recognizedOrigin(boxes, recognized) ?? (part.scanned ? SCAN_TEXT : TEXT);
}

function textBlock(part: Part & { type: "text" }, context: PartContext): DraftBlock {
  const joined = joinLines(part.lines, part.kind === "code" ? "\n" : undefined);
  const whole = WHOLE.includes(part.kind);
  const spans =
    part.kind === "code"
      ? joined.starts.map((start, index) => ({ start, end: start + part.lines[index]!.line.text.length }))
      : whole
        ? [{ start: 0, end: joined.text.length }]
        : splitSentences(joined.text, context.language);
  const sentences = spans.flatMap(({ start, end }): DraftSentence[] => {
    const boxes = boxesOf(joined, start, end);
    return boxes.length > 0
      ? [
          {
            text: joined.text.slice(start, end),
            page: boxes[0]!.page,
            boxes,
            origin: originOf(part, boxes, context),
          },
        ]
      : [];
  });
  const boxes = sentences.flatMap((sentence) => sentence.boxes);
  const page = part.lines[0]!.page;
  return {
    kind: part.kind,
    page,
    box: boxes.length > 0 ? boundingBox(boxes) : { page, x: 0, y: 0, width: 0, height: 0 },
    sentences,
  };
}

function tableBlock(part: Part & { type: "table" }, context: PartContext): DraftBlock {
  const unit = part.table.unit ?? unitAbove(part.table, context.before);
  const sentences = rowSentences(part.table, part.place, { unit, language: context.language }).map((row) => ({
    ...row,
    origin: originOf(part, row.boxes, context),
  }));
  return {
    kind: "table",
    page: part.place.page,
    box: boundingBox(sentences.flatMap((sentence) => sentence.boxes)),
    sentences,
    markdown: toMarkdown(part.table),
  };
}

function statementBlock({ statement, place }: Part & { type: "statement" }): DraftBlock {
  const box = boxOf(statement.box, place);
  const sentence: DraftSentence = {
    text: statement.text,
    page: place.page,
    boxes: [box],
    origin: { type: "structure" },
  };
  return {
    kind: statement.of === "comment" ? "note" : "list-item",
    page: place.page,
    box,
    sentences: [sentence],
  };
}

/** A figure's labels are a sentence each; a figure without any keeps its place. */
function figureBlock(part: Part & { type: "figure" }, context: PartContext): DraftBlock {
  const { figure, place } = part;
  const sentences = figure.labels.map((line): DraftSentence => {
    const box = boxOf(line, { ...place, angle: line.angle });
    return { text: line.text, page: place.page, boxes: [box], origin: originOf(part, [box], context) };
  });
  return { kind: "figure", page: place.page, box: boxOf(figure.box, place), sentences, picture: true };
}

/**
 * The unit that a line above the table states, where the table itself does not. One that leads to several tables holds
 * for those of the same columns.
 */
function unitAbove(table: Table, before: readonly Part[]): string | undefined {
  let seen = 0;
  for (const part of before.toReversed()) {
    if (seen >= UNIT_BLOCKS) return undefined;
    if (part.type === "table" && seen === 0 && part.table.columns === table.columns) {
      if (part.table.unit !== undefined) return part.table.unit;
      continue;
    }
    if (part.type !== "text") return undefined;
    if (part.kind === "header" || part.kind === "footer") continue;
    seen++;
    const unit = unitIn(joinLines(part.lines.slice(-UNIT_LINES)).text);
    if (unit) return unit;
    if (part.lines.length > UNIT_LINES) return undefined;
  }
  return undefined;
}

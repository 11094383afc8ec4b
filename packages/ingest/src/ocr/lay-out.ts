import { NO_DRAWINGS } from "../layout/figures.ts";
import { toTurnedLine } from "../layout/lines.ts";
import { layOutPage } from "../layout/page-layout.ts";
import { headCandidates, NEIGHBOURS, partRunningHeads } from "../layout/running-heads.ts";
import type { RecognizedContent, RecognizedLine } from "./recognition.ts";
import { toSegments } from "./to-segments.ts";

export interface RecognizedPage {
  readonly number: number;
  /** Points, as displayed. */
  readonly width: number;
  readonly height: number;
  readonly lines: readonly RecognizedLine[];
}

/** Lays out a document's recognised pages, given in order: running heads are told by their neighbours. */
export function layOutRecognized(pages: readonly RecognizedPage[]): RecognizedContent[] {
  const heads = pages.map(({ number, width, height, lines }) =>
    headCandidates({ number, width, height, segments: toSegments(lines) }),
  );
  return pages.map(({ number, width, height }, index) => {
    const around = heads.filter(({ page }) => Math.abs(page.number - number) <= NEIGHBOURS);
    const { headers, footers, body } = partRunningHeads(heads[index]!, around);
    return {
      headers: headers.map((row) => toTurnedLine(row)),
      footers: footers.map((row) => toTurnedLine(row)),
      blocks: layOutPage({ width, height, segments: body, rules: [], drawings: NO_DRAWINGS }),
    };
  });
}

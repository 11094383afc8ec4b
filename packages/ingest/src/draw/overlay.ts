import type { Block, BlockKind, Box, Document } from "@longdoc/core";
import type { SKRSContext2D } from "@napi-rs/canvas";

import type { RenderedPage } from "../formats.ts";
import type { Source } from "../open-input.ts";
import { renderPage, type RenderOptions } from "./render-page.ts";

const COLOURS: Readonly<Record<BlockKind, string>> = {
  title: "#b00020",
  heading: "#b00020",
  paragraph: "#1565c0",
  "list-item": "#00838f",
  table: "#2e7d32",
  figure: "#6a1b9a",
  caption: "#8d6e00",
  note: "#8d6e00",
  header: "#757575",
  footer: "#757575",
  code: "#37474f",
  formula: "#37474f",
};

/** Pixels. */
const LABEL_SIZE = 15;

/**
 * Draws a page as it was understood: each block's outline in the colour of its kind, with its position in reading
 * order, and each sentence's boxes.
 *
 * @throws IngestError as `renderPage`
 */
export async function renderOverlay(
  source: Source,
  document: Document,
  options: Omit<RenderOptions, "highlight">,
): Promise<RenderedPage> {
  const { png, width, height } = await renderPage(source, options);
  // The canvas costs 60 MB of memory, which ingestion has no use for.
  const { createCanvas, loadImage } = await import("@napi-rs/canvas");
  const { proportionalFonts } = await import("./fonts.ts");
  const page = document.pages[options.page - 1]!;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.drawImage(await loadImage(Buffer.from(png)), 0, 0);
  // The scale may have been lowered for a page that is very large.
  const scale = width / page.width;
  context.font = `${LABEL_SIZE}px ${proportionalFonts()}`;
  document.blocks.forEach((block, index) => drawBlock(context, block, index + 1, options.page, scale));
  return { png: await canvas.encode("png"), width, height };
}

function drawBlock(context: SKRSContext2D, block: Block, order: number, page: number, scale: number): void {
  const own = block.kind === "figure" ? [block.box] : [];
  const boxes = [...own, ...block.sentences.flatMap((sentence) => sentence.boxes)].filter(
    (box) => box.page === page,
  );
  if (boxes.length === 0) return;
  const colour = COLOURS[block.kind];
  context.fillStyle = `${colour}22`;
  context.strokeStyle = `${colour}88`;
  context.lineWidth = 1;
  for (const box of boxes) {
    context.fillRect(box.x * scale, box.y * scale, box.width * scale, box.height * scale);
    context.strokeRect(box.x * scale, box.y * scale, box.width * scale, box.height * scale);
  }
  const bounds = boundsOf(boxes);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.strokeRect(
    bounds.x * scale - 2,
    bounds.y * scale - 2,
    bounds.width * scale + 4,
    bounds.height * scale + 4,
  );
  drawLabel(context, `${order} ${block.kind}${block.level === undefined ? "" : ` ${block.level}`}`, {
    x: bounds.x * scale,
    y: bounds.y * scale,
    colour,
  });
}

function drawLabel(
  context: SKRSContext2D,
  label: string,
  { x, y, colour }: { readonly x: number; readonly y: number; readonly colour: string },
): void {
  const width = context.measureText(label).width + 6;
  const left = Math.max(0, x - width - 4);
  context.fillStyle = colour;
  context.fillRect(left, y - 2, width, LABEL_SIZE + 4);
  context.fillStyle = "#ffffff";
  context.fillText(label, left + 3, y + LABEL_SIZE - 2);
}

function boundsOf(boxes: readonly Box[]): Omit<Box, "page"> {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

import { find, type XmlElement } from "../../archive/xml-element.ts";
import type { SlideImage, SlidePart } from "../deck.ts";
import { findTitle } from "../find-title.ts";
import { FROM_EMU } from "../layout/geometry.ts";
import { readingOrder } from "../layout/reading-order.ts";
import type { Package } from "../../archive/office-package.ts";
import type { Master } from "./placeholders.ts";
import { readShapes, type ShapeContext, type SlideItem } from "./shapes.ts";

export interface SlideContent {
  readonly parts: readonly SlidePart[];
  readonly images: readonly SlideImage[];
  /** What was left out, a sentence each. */
  readonly warnings: readonly string[];
}

export interface SlideSource {
  readonly pack: Package;
  /** Name of the slide's part. */
  readonly name: string;
  readonly number: number;
  readonly root: XmlElement;
  readonly master: Master;
  /** Points. */
  readonly width: number;
  readonly height: number;
}

/** Reads what stands on a slide, in reading order: its title first. */
export function readSlide(source: SlideSource): SlideContent {
  const { pack, name, number, master, width, height } = source;
  const images: SlideImage[] = [];
  const warnings: string[] = [];
  const context: ShapeContext = {
    pack,
    relations: pack.relations(name),
    master,
    slide: number,
    page: { x: 0, y: 0, width, height },
    images,
    warnings,
  };
  const items = readShapes(find(source.root, "cSld", "spTree"), FROM_EMU, context, 0);
  const parts = ordered(items).flatMap((item) => item.parts);
  return { parts: findTitle(parts, height), images, warnings };
}

/** Titles first; the rest by place, groups as one. */
function ordered(items: readonly SlideItem[]): SlideItem[] {
  const flat = items.filter((item) => item.parts.length > 0);
  const titles = flat.filter((item) => item.title);
  const rest = flat.filter((item) => !item.title);
  return [...titles, ...readingOrder(rest, isRightToLeft(rest))];
}

function isRightToLeft(items: readonly SlideItem[]): boolean {
  const directed = items.filter((item) => item.rightToLeft !== undefined);
  return directed.filter((item) => item.rightToLeft).length * 2 > directed.length;
}

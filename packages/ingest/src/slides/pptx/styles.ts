import { elements, find, type XmlElement } from "../../archive/xml-element.ts";
import { EMU_PER_POINT } from "../layout/geometry.ts";

/** List styles from the nearest (the shape's own) to the furthest (the presentation's). */
export type StyleChain = readonly (XmlElement | undefined)[];

/** How a paragraph is set, as far as its place on the slide depends on it. */
export interface ParagraphStyle {
  readonly fontSize: number;
  readonly bold: boolean;
  /** Name of the face, or what the theme calls it: `+mn-lt`. */
  readonly typeface: string | undefined;
  readonly align: "left" | "centre" | "right";
  /** Points. */
  readonly marginLeft: number;
  /** Points; negative where the bullet hangs out to the left. */
  readonly indent: number;
  readonly bullet: boolean;
  readonly rightToLeft: boolean;
  /** Of the line's natural height. */
  readonly lineSpacing: number;
  /** Points. */
  readonly spaceBefore: number;
  /** Points. */
  readonly spaceAfter: number;
}

const DEFAULT_SIZE = 18;
/** PowerPoint's own levels run from 1 to 9. */
const MAX_LEVEL = 9;

/** @param own the paragraph's `pPr` */
export function paragraphStyle(own: XmlElement | undefined, chain: StyleChain): ParagraphStyle {
  const level = levelOf(own);
  const sources = [
    own,
    ...chain.map((list) => find(list, `lvl${level + 1}pPr`)),
    ...chain.map((list) => find(list, "defPPr")),
  ].filter((source) => source !== undefined);
  const attribute = (name: string): string | undefined =>
    sources.find((source) => source.attributes[name] !== undefined)?.attributes[name];
  const run = (name: string): string | undefined =>
    sources.map((source) => find(source, "defRPr")?.attributes[name]).find((value) => value !== undefined);
  const spacing = (name: string): XmlElement | undefined =>
    sources.map((source) => elements(find(source, name))[0]).find((value) => value !== undefined);
  const fontSize = hundredths(run("sz")) ?? DEFAULT_SIZE;
  const align = attribute("algn");
  const rightToLeft = attribute("rtl") === "1";
  return {
    fontSize,
    bold: run("b") === "1",
    typeface: sources
      .map((source) => find(source, "defRPr", "latin")?.attributes["typeface"])
      .find((name) => name !== undefined),
    align:
      align === "ctr" ? "centre" : align === "r" || (align === undefined && rightToLeft) ? "right" : "left",
    marginLeft: points(attribute("marL")) ?? 0,
    indent: points(attribute("indent")) ?? 0,
    bullet: hasBullet(sources),
    rightToLeft,
    lineSpacing: lineSpacing(spacing("lnSpc"), fontSize),
    spaceBefore: space(spacing("spcBef"), fontSize),
    spaceAfter: space(spacing("spcAft"), fontSize),
  };
}

/** From 0. */
export function levelOf(own: XmlElement | undefined): number {
  const level = Number(own?.attributes["lvl"] ?? 0);
  return Number.isInteger(level) && level > 0 ? Math.min(level, MAX_LEVEL - 1) : 0;
}

/** Hundredths of a point, as points. */
export function hundredths(value: string | undefined): number | undefined {
  const number = Number(value ?? Number.NaN);
  return Number.isFinite(number) && number > 0 ? Math.min(number / 100, 4000) : undefined;
}

/** English metric units, as points. */
export function points(value: string | undefined): number | undefined {
  const number = Number(value ?? Number.NaN);
  return Number.isFinite(number) ? number / EMU_PER_POINT : undefined;
}

/** Thousandths of a percent, `90000` or `90%`, as a share of 1. */
export function share(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = value.endsWith("%") ? Number(value.slice(0, -1)) / 100 : Number(value) / 100_000;
  return Number.isFinite(number) && number > 0 ? Math.min(number, 10) : undefined;
}

function hasBullet(sources: readonly XmlElement[]): boolean {
  for (const source of sources) {
    for (const { name } of elements(source)) {
      if (name === "buNone") return false;
      if (name === "buChar" || name === "buAutoNum" || name === "buBlip") return true;
    }
  }
  return false;
}

function lineSpacing(spacing: XmlElement | undefined, fontSize: number): number {
  if (spacing?.name === "spcPct") return share(spacing.attributes["val"]) ?? 1;
  const exact = hundredths(spacing?.attributes["val"]);
  return exact === undefined ? 1 : exact / (fontSize * 1.2);
}

function space(spacing: XmlElement | undefined, fontSize: number): number {
  if (spacing?.name === "spcPct") return (share(spacing.attributes["val"]) ?? 0) * fontSize * 1.2;
  return hundredths(spacing?.attributes["val"]) ?? 0;
}

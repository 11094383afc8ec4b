import { parseXml } from "../archive/parse-xml.ts";
import { descendants, elements, ownText, type XmlElement } from "../archive/xml-element.ts";
import type { OcrBlock, OcrLine, OcrWord, PixelBox } from "./engine.ts";

/**
 * Reads hOCR, the one output of Tesseract that gives base lines and type heights; both engines write it.
 * Source: kba.github.io/hocr-spec/1.2; `x_size` is Tesseract's own.
 *
 * @throws IngestError `xml.invalid`
 */
export function readHocr(hocr: string): OcrBlock[] {
  const root = parseXml(Buffer.from(hocr), { part: "hOCR", source: "the engine's output" });
  return descendants(root, "p").flatMap((paragraph): OcrBlock[] => {
    const lines = elements(paragraph, "span").flatMap((line) => readLine(line));
    return lines.length > 0 ? [{ lines }] : [];
  });
}

function readLine(line: XmlElement): OcrLine[] {
  const properties = propertiesOf(line);
  const box = boxOf(properties);
  const words = descendants(line, "span").flatMap((word) => readWord(word));
  if (!box || words.length === 0) return [];
  // Relative to the line's lower left corner.
  const [slope = 0, offset = 0] = properties.get("baseline") ?? [];
  const [typeHeight = box.y1 - box.y0] = properties.get("x_size") ?? [];
  return [{ words, baseline: box.y1 + offset + (slope * (box.x1 - box.x0)) / 2, typeHeight }];
}

function readWord(element: XmlElement): OcrWord[] {
  if (element.attributes["class"] !== "ocrx_word") return [];
  const properties = propertiesOf(element);
  const box = boxOf(properties);
  const text = allText(element).trim();
  const [percent = 0] = properties.get("x_wconf") ?? [];
  if (!box || text === "") return [];
  return [{ text, box, confidence: Math.min(1, Math.max(0, percent / 100)) }];
}

/** Bold and italic words are wrapped in elements of their own. */
function allText(element: XmlElement): string {
  return (
    ownText(element) +
    elements(element)
      .map((child) => allText(child))
      .join("")
  );
}

/** `bbox 36 92 580 122; baseline 0.002 -7` */
function propertiesOf({ attributes }: XmlElement): ReadonlyMap<string, readonly number[]> {
  return new Map(
    (attributes["title"] ?? "").split(";").map((property) => {
      const [name = "", ...values] = property.trim().split(/\s+/);
      return [name, values.map(Number)] as const;
    }),
  );
}

function boxOf(properties: ReadonlyMap<string, readonly number[]>): PixelBox | undefined {
  const [x0, y0, x1, y1] = properties.get("bbox") ?? [];
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return undefined;
  return [x0, y0, x1, y1].every(Number.isFinite) ? { x0, y0, x1, y1 } : undefined;
}

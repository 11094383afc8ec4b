import { outputOf } from "./data.ts";

/** A word as poppler places it: points of the page as displayed, origin top-left. */
export interface PopplerWord {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface PopplerPage {
  readonly width: number;
  readonly height: number;
  readonly words: readonly PopplerWord[];
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Every page's words with their boxes. */
export async function popplerWords(file: string): Promise<PopplerPage[]> {
  const html = await outputOf("pdftotext", ["-bbox", "-cropbox", file, "-"]);
  return html
    .split("<page ")
    .slice(1)
    .map((page) => {
      const [, width, height] = /^width="([\d.]+)" height="([\d.]+)"/.exec(page) ?? [];
      const words = page.matchAll(
        /<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">([^<]*)<\/word>/g,
      );
      return {
        width: Number(width),
        height: Number(height),
        words: Array.from(words, ([, left, top, right, bottom, text = ""]) => ({
          text: text.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole),
          left: Number(left),
          right: Number(right),
          top: Number(top),
          bottom: Number(bottom),
        })),
      };
    });
}

/** Every page's text, in poppler's reading order or, with `-layout`, line by line across columns. */
export async function popplerTexts(file: string, ...options: "-layout"[]): Promise<string[]> {
  return (await outputOf("pdftotext", [...options, "-enc", "UTF-8", file, "-"])).split("\f").slice(0, -1);
}

import { z } from "zod";

/** Pixels of the picture as the model got it, origin top-left; in no certain order, and perhaps outside of it. */
export interface PixelBox {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** A text of, or about, a region of the picture. */
export interface RegionText {
  readonly text: string;
  readonly box: PixelBox;
}

/** What a picture shows, as a model says. */
export interface PictureDescription {
  readonly kind: (typeof KINDS)[number];
  /** As the picture states it; empty where it has none. */
  readonly title: string;
  /** What the picture shows as a whole, and how its parts are related, a sentence each. */
  readonly statements: readonly RegionText[];
  /** A chart's data. */
  readonly series: readonly {
    readonly name: string;
    /** Empty where there is none. */
    readonly unit: string;
    readonly points: readonly {
      readonly category: string;
      readonly value: string;
      readonly box: PixelBox;
    }[];
  }[];
  /** Text that stands in the picture, word for word. */
  readonly labels: readonly RegionText[];
}

const KINDS = ["chart", "diagram", "table", "text", "map", "photograph", "decoration", "other"] as const;

const box = z.object({ x0: z.number(), y0: z.number(), x1: z.number(), y1: z.number() });
const regionText = z.object({ text: z.string(), box });

export const descriptionSchema: z.ZodType<PictureDescription> = z.object({
  kind: z.enum(KINDS),
  title: z.string(),
  statements: z.array(regionText),
  series: z.array(
    z.object({
      name: z.string(),
      unit: z.string(),
      points: z.array(z.object({ category: z.string(), value: z.string(), box })),
    }),
  ),
  labels: z.array(regionText),
});

/** The description that a text of JSON holds; `undefined` where it holds none. */
export function parseDescription(json: string): PictureDescription | undefined {
  try {
    return descriptionSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

/** Side of the squares by which Claude counts a picture's tokens, pixels. Source: Anthropic's guide to vision. */
const PATCH = 28;

/** What a model takes of a picture before it is scaled down, and its regions with it. */
export interface PictureLimits {
  /** Pixels along the longer edge. */
  readonly edge: number;
  readonly tokens: number;
}

/** Claude 4.7 and later. Source: Anthropic's guide to vision, as of November 2026. */
export const HIGH_RESOLUTION: PictureLimits = { edge: 2_576, tokens: 4_784 };
/** Models before Claude 4.7. Source: as above. */
export const STANDARD_RESOLUTION: PictureLimits = { edge: 1_568, tokens: 1_568 };

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Tokens of a picture of a size in pixels. */
export function pictureTokens({ width, height }: Size): number {
  return Math.ceil(width / PATCH) * Math.ceil(height / PATCH);
}

/** The size to which a picture is to be scaled down, in whole pixels; its own where it is within the limits. */
export function fitWithin(size: Size, limits: PictureLimits): Size {
  const { width, height } = size;
  let factor = Math.min(
    1,
    limits.edge / Math.max(width, height),
    Math.sqrt((limits.tokens * PATCH ** 2) / (width * height)),
  );
  for (;;) {
    const fitted = {
      width: Math.max(1, Math.floor(width * factor)),
      height: Math.max(1, Math.floor(height * factor)),
    };
    if (pictureTokens(fitted) <= limits.tokens) return fitted;
    // Begun squares count as whole ones.
    factor *= 0.99;
  }
}

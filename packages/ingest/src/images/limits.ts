/** Longest edge in pixels: Tesseract takes no picture above 32,767, and no canvas is larger. */
export const MAX_EDGE_PIXELS = 30_000;
/** Pixels of a picture: 400 MB once it is decoded. An A4 page at 1,000 dpi has 97 million. */
export const MAX_PIXELS = 100_000_000;
/** Pages of a TIFF. */
export const MAX_PAGES = 2_000;

/** A picture of text, as an engine gets it. */
export interface OcrImage {
  readonly png: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels per inch of the paper that the picture shows. */
  readonly dpi: number;
}

/** Pixels, origin top-left of the picture. */
export interface PixelBox {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export interface OcrWord {
  readonly text: string;
  /** From 0 to 1. */
  readonly confidence: number;
  readonly box: PixelBox;
}

export interface OcrLine {
  /** In logical order, whatever the direction of the script. */
  readonly words: readonly OcrWord[];
  /** The base line in the middle of the line, pixels from the top. */
  readonly baseline: number;
  /** From the foot of a `p` to the top of an `l`, pixels. */
  readonly typeHeight: number;
}

/** Lines that the engine takes for one paragraph. */
export interface OcrBlock {
  readonly lines: readonly OcrLine[];
}

export interface RecognizeOptions {
  /** Names of Tesseract's language data: `eng`, `chi_sim`. Never empty. */
  readonly languages: readonly string[];
  /** Milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Recognises the text of one picture at a time. */
export interface OcrEngine {
  /** For people: `Tesseract`. */
  readonly name: string;
  /** @throws IngestError `ocr.timeout`, `ocr.failed`, `file.cancelled` */
  recognize(image: OcrImage, options: RecognizeOptions): Promise<readonly OcrBlock[]>;
}

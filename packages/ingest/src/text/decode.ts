import { IngestError } from "@longdoc/core";

/** Bytes looked at to tell text from binary content; enough for every magic number and header. */
const SNIFFED = 65_536;

/** More control characters than this share, and it is not a text that somebody wrote. */
const MAX_CONTROL_SHARE = 0.1;

export interface DecodedText {
  readonly text: string;
  /** Set where nothing in the bytes tells the encoding, so that the text may be wrong. */
  readonly warning?: string;
}

/**
 * Decodes a text file: by its byte order mark (UTF-8, UTF-16), else by the encoding that it declares, else as UTF-8,
 * else as windows-1252. Line ends become line feeds.
 *
 * @param declared what the file calls its encoding; a name that nobody knows is none
 * @throws IngestError `file.empty`, `text.binary`
 */
export function decodeText(bytes: Uint8Array, source: string, declared?: string): DecodedText {
  const known = byteOrderOf(bytes) ?? knownEncoding(declared);
  const encoding = known ?? (isUtf8(bytes) ? "utf-8" : "windows-1252");
  const text = new TextDecoder(encoding).decode(bytes);
  if (isBinary(text.slice(0, SNIFFED))) {
    throw new IngestError("text.binary", `"${source}" is not a text file: its content is binary.`, {
      input: source,
      hint: "Give the file the extension of its real type, or leave it out.",
    });
  }
  if (text.trim() === "") {
    throw new IngestError("file.empty", `"${source}" is empty: there is no text in it.`, {
      input: source,
      hint: "Check that the file was written completely.",
    });
  }
  return {
    text: text.replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n"),
    ...(known === undefined &&
      encoding === "windows-1252" && { warning: "The file is not in UTF-8; it was read as windows-1252." }),
  };
}

function byteOrderOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? "utf-8" : undefined;
}

function knownEncoding(label: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** NULs are in every binary format and in no text; the rest of C0 is rare outside of form feeds and terminal output. */
function isBinary(text: string): boolean {
  if (text.includes("\0")) return true;
  // oxlint-disable-next-line no-control-regex -- control characters are what is counted
  const controls = text.match(/[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]/g)?.length ?? 0;
  return controls > text.length * MAX_CONTROL_SHARE;
}

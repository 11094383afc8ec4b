import { isZip } from "./is-zip.ts";

/** What an office file's bytes are, whatever its name says. */
export type Container =
  /** PPTX, DOCX, ODP, ODT, KEY. */
  | "zip"
  /** PowerPoint and Word before 2007. */
  | "compound"
  | "encrypted"
  | "unknown";

const COMPOUND_FILE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
/** Names of streams that only files with a password have, as the directory of a compound file spells them. */
const ENCRYPTED = [
  // A PPTX or DOCX inside.
  Buffer.from("EncryptedPackage", "utf16le"),
  // A PPT.
  Buffer.from("EncryptedSummary", "utf16le"),
];

/** Streams that hold the document itself. Of a file without them, LibreOffice shows the bytes as text. */
const DOCUMENTS = [Buffer.from("WordDocument", "utf16le"), Buffer.from("PowerPoint Document", "utf16le")];

export function containerOf(bytes: Uint8Array): Container {
  if (isZip(bytes)) return "zip";
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!buffer.subarray(0, COMPOUND_FILE.length).equals(COMPOUND_FILE)) return "unknown";
  if (ENCRYPTED.some((name) => buffer.includes(name))) return "encrypted";
  return DOCUMENTS.some((name) => buffer.includes(name)) ? "compound" : "unknown";
}

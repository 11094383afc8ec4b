import { inflateRawSync } from "node:zlib";

import { IngestError } from "@longdoc/core";
import { type Entry, fromBufferPromise } from "yauzl";

/** A zip archive whose parts are unpacked one by one, when they are asked for. */
export interface Archive {
  /** Names of the parts, in the order of the archive's directory. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /** Bytes that a part unpacks to, by the archive's directory; `undefined` where there is no such part. */
  size(name: string): number | undefined;
  /**
   * Unpacks a part anew at every call; `undefined` where there is none of this name. Capital and small letters are
   * the same, as in Office files.
   *
   * @throws IngestError `archive.invalid`, `archive.encrypted`, `archive.too-large`
   */
  bytes(name: string): Uint8Array | undefined;
}

export interface ZipLimits {
  /** Bytes by which unpacking may outgrow the archive itself, all parts together. Default 512 MiB. */
  readonly maxGrowthBytes?: number;
  /** Default 100,000. */
  readonly maxParts?: number;
}

const MAX_GROWTH_BYTES = 512 * 1024 ** 2;
const MAX_PARTS = 100_000;

const LOCAL_HEADER_SIGNATURE = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

/**
 * Opens a zip archive. Nothing is unpacked yet, and nothing is ever written to disk. Limits are checked twice:
 * against what the directory says, here, and against what really comes out, in `bytes`.
 *
 * @param source what errors call the file
 * @throws IngestError `archive.invalid`, `archive.unsafe-name`, `archive.too-large`
 */
export async function openZip(bytes: Uint8Array, source: string, limits: ZipLimits = {}): Promise<Archive> {
  const { maxGrowthBytes = MAX_GROWTH_BYTES, maxParts = MAX_PARTS } = limits;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = await readDirectory(buffer, source, maxGrowthBytes, maxParts);
  const byLowerCase = new Map([...entries].map(([name, entry]) => [name.toLowerCase(), entry]));
  const find = (name: string): Entry | undefined => entries.get(name) ?? byLowerCase.get(name.toLowerCase());
  let growth = 0;
  return {
    names: [...entries.keys()],
    has: (name) => find(name) !== undefined,
    size: (name) => find(name)?.uncompressedSize,
    bytes: (name) => {
      const entry = find(name);
      if (!entry) return undefined;
      const unpacked = unpack(buffer, entry, source);
      growth += Math.max(0, unpacked.byteLength - entry.compressedSize);
      if (growth > maxGrowthBytes) throw tooLarge(source);
      return unpacked;
    },
  };
}

async function readDirectory(
  buffer: Buffer,
  source: string,
  maxGrowthBytes: number,
  maxParts: number,
): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let growth = 0;
  try {
    const zip = await fromBufferPromise(buffer, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/")) continue;
      growth += Math.max(0, entry.uncompressedSize - entry.compressedSize);
      if (growth > maxGrowthBytes || entries.size >= maxParts) throw tooLarge(source);
      entries.set(entry.fileName, entry);
    }
  } catch (thrown) {
    if (thrown instanceof IngestError) throw thrown;
    throw directoryError(thrown, source);
  }
  return entries;
}

function unpack(buffer: Buffer, entry: Entry, source: string): Uint8Array {
  if (entry.isEncrypted()) {
    throw new IngestError("archive.encrypted", `"${entry.fileName}" in "${source}" is encrypted.`, {
      input: source,
      hint: "Unpack the file with its password and save it without one.",
    });
  }
  const packed = packedBytes(buffer, entry, source);
  if (entry.compressionMethod === STORED) return packed;
  if (entry.compressionMethod !== DEFLATED) {
    throw invalid(source, `"${entry.fileName}" is packed in a way that is not known here`);
  }
  try {
    // A part may hold more than the directory says: it ends where it said that it would.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.uncompressedSize) });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(source, thrown);
    throw invalid(source, `"${entry.fileName}" is damaged`, thrown);
  }
}

function packedBytes(buffer: Buffer, entry: Entry, source: string): Buffer {
  const header = entry.relativeOffsetOfLocalHeader;
  const whole = header + LOCAL_HEADER_BYTES <= buffer.length;
  if (!whole || buffer.readUInt32LE(header) !== LOCAL_HEADER_SIGNATURE) {
    throw invalid(source, `"${entry.fileName}" is not where the directory says`);
  }
  const start =
    header + LOCAL_HEADER_BYTES + buffer.readUInt16LE(header + 26) + buffer.readUInt16LE(header + 28);
  const end = start + entry.compressedSize;
  if (end > buffer.length) throw invalid(source, `"${entry.fileName}" is cut off`);
  return buffer.subarray(start, end);
}

function directoryError(thrown: unknown, source: string): IngestError {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  if (/^(?:absolute path|invalid relative path|invalid characters)/.test(reason)) {
    return new IngestError("archive.unsafe-name", `"${source}" has a part outside of itself: ${reason}.`, {
      input: source,
      hint: "The file was built to overwrite others; do not open it.",
      cause: thrown,
    });
  }
  return invalid(source, "it is damaged, or no zip archive", thrown);
}

function invalid(source: string, reason: string, cause?: unknown): IngestError {
  return new IngestError("archive.invalid", `"${source}" cannot be unpacked: ${reason}.`, {
    input: source,
    hint: "Open it in the program that made it and save it again.",
    cause,
  });
}

function tooLarge(source: string, cause?: unknown): IngestError {
  return new IngestError("archive.too-large", `"${source}" unpacks to more than is allowed.`, {
    input: source,
    hint: "It may have been built to fill a disk or a memory.",
    cause,
  });
}

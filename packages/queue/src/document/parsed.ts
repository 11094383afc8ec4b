import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

import type { Document } from "@longdoc/core";
import type { PageRange } from "@longdoc/ingest";

import type { BlobStore } from "../blobs/blob-store.ts";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Raised whenever reading the same bytes gives another document: what an older Longdoc left is then not used. */
const FORMAT = 2;

/**
 * Parsed documents that are not indexed yet, and ranges of pages of those not parsed yet: between the steps a job may
 * be killed, or the store be away, and parsing is the dear part. Keyed by the content's hash; a document also by its
 * id, which its sentences' ids hold.
 */
export interface ParsedDocuments {
  get(documentId: string, version: string): Promise<Document | undefined>;
  put(document: Document): Promise<void>;
  delete(documentId: string, version: string): Promise<void>;
  getRange(place: RangePlace): Promise<PageRange | undefined>;
  putRange(place: RangePlace, range: PageRange): Promise<void>;
  deleteRange(place: RangePlace): Promise<void>;
}

export interface RangePlace {
  readonly version: string;
  /** Stands for the options by which pages are read. */
  readonly reading: string;
  readonly firstPage: number;
}

export function parsedDocuments(blobs: BlobStore): ParsedDocuments {
  const get = async <Value>(key: string): Promise<Value | undefined> => {
    const bytes = await blobs.get(key);
    if (!bytes) return undefined;
    try {
      return JSON.parse((await decompress(bytes)).toString()) as Value;
    } catch {
      // Damaged: parsing again mends it.
      return undefined;
    }
  };
  const put = async (key: string, value: object): Promise<void> =>
    blobs.put(key, await compress(JSON.stringify(value), { level: 1 }));
  return {
    get: (documentId, version) => get(documentKey(documentId, version)),
    put: (document) => put(documentKey(document.id, document.version), document),
    delete: (documentId, version) => blobs.delete(documentKey(documentId, version)),
    getRange: (place) => get(rangeKey(place)),
    putRange: (place, range) => put(rangeKey(place), range),
    deleteRange: (place) => blobs.delete(rangeKey(place)),
  };
}

function documentKey(documentId: string, version: string): string {
  return `${folderOf(version)}/${version}-${documentId}.json.gz`;
}

function rangeKey({ version, reading, firstPage }: RangePlace): string {
  return `${folderOf(version)}/${version}-${reading}-pages-${firstPage}.json.gz`;
}

function folderOf(version: string): string {
  return `parsed-${FORMAT}/${version.slice(0, 2)}`;
}

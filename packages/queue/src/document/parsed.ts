import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

import type { Document } from "@longdoc/core";

import type { BlobStore } from "../blobs/blob-store.ts";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Raised whenever reading the same bytes gives another document: what an older Longdoc left is then not used. */
const FORMAT = 2;

/**
 * Parsed documents that are not indexed yet: between `parse` and `index` a job may be killed, or the store be away,
 * and parsing is the dear part. Keyed by the content's hash and by the document, whose sentences' ids it holds.
 */
export interface ParsedDocuments {
  get(documentId: string, version: string): Promise<Document | undefined>;
  put(document: Document): Promise<void>;
  delete(documentId: string, version: string): Promise<void>;
}

export function parsedDocuments(blobs: BlobStore): ParsedDocuments {
  return {
    get: async (documentId, version) => {
      const bytes = await blobs.get(key(documentId, version));
      if (!bytes) return undefined;
      try {
        return JSON.parse((await decompress(bytes)).toString()) as Document;
      } catch {
        // Damaged: parsing again mends it.
        return undefined;
      }
    },
    put: async (document) => {
      const bytes = await compress(JSON.stringify(document), { level: 1 });
      await blobs.put(key(document.id, document.version), bytes);
    },
    delete: (documentId, version) => blobs.delete(key(documentId, version)),
  };
}

function key(documentId: string, version: string): string {
  return `parsed-${FORMAT}/${version.slice(0, 2)}/${version}-${documentId}.json.gz`;
}

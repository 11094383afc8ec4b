/**
 * Where results wait between a job's steps, by content hash: a folder that all workers share, or an S3 bucket. It may
 * lose what it holds, at the price of doing a step again.
 *
 * Methods throw QueueError `blobs.unavailable` (transient) and `blobs.refused`.
 */
export interface BlobStore {
  /** `undefined` when there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Whole or not at all: readers never see a part. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
}

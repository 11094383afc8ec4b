import { objectError } from "./s3-source.ts";
import { openS3 } from "./client.ts";
import { parseS3 } from "./location.ts";
import type { Listed } from "../watch/list-folder.ts";

/** The objects whose keys begin as `place` says, a thousand at a time. @throws IngestError as `openS3Object` */
export async function* listS3(
  place: string,
  signal?: AbortSignal,
): AsyncGenerator<Listed & { readonly bytes: number }> {
  const { bucket, key } = parseS3(place);
  const { client, sdk } = await openS3();
  let token: string | undefined;
  do {
    const page = await client
      .send(
        new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: key, ContinuationToken: token }),
        signal === undefined ? {} : { abortSignal: signal },
      )
      .catch((thrown: unknown) => {
        signal?.throwIfAborted();
        throw objectError(place, thrown);
      });
    for (const { Key, ETag = "", Size = 0 } of page.Contents ?? []) {
      if (Key === undefined || Key.endsWith("/")) continue;
      yield { source: `s3://${bucket}/${Key}`, revision: ETag, bytes: Size };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** Writes documents into the library in the folder given, telling of each, until it is killed. */
import { openLibrary } from "@longdoc/retrieve";

import { makeDocument } from "./chunks.ts";

const store = await openLibrary(process.argv[2]!);
for (let round = 0; ; round++) {
  const { document, chunks } = makeDocument(
    `/reports/${process.pid}-${round % 7}.txt`,
    Array.from({ length: 30 }, (_, at) => [`round ${round} chunk ${at} tide`, "and more"]),
  );
  await store.replace(document, chunks);
  process.send!({ source: document.source, version: document.version });
}

import type { DocumentQuality } from "@longdoc/core";

import { count } from "./count.ts";

/** What a document's pictures would add, in one line; `undefined` where there are none, or they were asked about. */
export function undescribedPictures({ pictures }: Pick<DocumentQuality, "pictures">): string | undefined {
  if (!pictures || pictures.undescribed === 0 || pictures.described > 0) return undefined;
  const { undescribed: left } = pictures;
  return `${count(left, "figure")} ${left === 1 ? "holds" : "hold"} what only vision would describe (--vision).`;
}

import { declaredEncoding } from "../html/declared-encoding.ts";
import { readHtml } from "../html/read-html.ts";
import { decodeText } from "../text/decode.ts";
import { readPlain } from "../text/plain.ts";
import type { WordDocument } from "./word-document.ts";

/** Writes a document that stands inside another: Word shows it as if it were typed there. */
export function writeEmbedded(id: string | undefined, document: WordDocument): void {
  const { pack, relations, source, state, warnings, writer } = document;
  const relation = relations.get(id ?? "");
  if (!relation || relation.external || state.parts.has(relation.target)) return;
  state.parts.add(relation.target);
  const bytes = pack.archive.bytes(relation.target);
  const extension = /\.(\w+)$/.exec(relation.target)?.[1]?.toLowerCase();
  if (!bytes || bytes.byteLength === 0) return;
  if (extension === "txt") writer.add(readPlain(decodeText(bytes, source).text).blocks);
  else if (/^x?html?$/.test(extension ?? "")) {
    writer.add(readHtml(decodeText(bytes, source, declaredEncoding(bytes)).text, source).blocks);
  } else warnings.push(`An embedded document (${relation.target}) was not read.`);
}

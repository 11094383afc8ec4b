import { openZip } from "../archive/open-zip.ts";
import type { TextContent } from "./blocks.ts";
import { decodeText } from "./decode.ts";
import { readMarkdown } from "./markdown.ts";
import type { TextMediaType } from "./media-types.ts";
import { readPlain } from "./plain.ts";
import { screenMarkdown } from "./screen-markdown.ts";

export interface TextInput {
  readonly bytes: Uint8Array;
  /** What errors call the file. */
  readonly source: string;
  readonly mediaType: TextMediaType;
  /** The document's version where `bytes` were converted from others. Default: that of `bytes`. */
  readonly version?: string;
}

/**
 * What a document without pages of its own says, before it has a place on one.
 *
 * @throws IngestError `file.empty`, `text.binary`, `html.*`, `docx.*`, `archive.*`, `xml.*`
 */
export async function readContent({ bytes, source, mediaType }: TextInput): Promise<TextContent> {
  switch (mediaType) {
    case "text/plain":
      return withWarning(decodeText(bytes, source), readPlain);
    case "text/markdown":
      return withWarning(decodeText(bytes, source), markdownContent);
    case "text/html": {
      // Parsers that not every run needs are loaded when the first such file comes.
      const { declaredEncoding } = await import("../html/declared-encoding.ts");
      const { readHtml } = await import("../html/read-html.ts");
      return withWarning(decodeText(bytes, source, declaredEncoding(bytes)), (text) =>
        readHtml(text, source),
      );
    }
    default: {
      const { readDocx } = await import("../docx/read-docx.ts");
      return readDocx(await openZip(bytes, source), source);
    }
  }
}

function withWarning(
  { text, warning }: ReturnType<typeof decodeText>,
  read: (text: string) => TextContent,
): TextContent {
  const content = read(text);
  return warning === undefined ? content : { ...content, warnings: [warning, ...(content.warnings ?? [])] };
}

function markdownContent(text: string): TextContent {
  const screened = screenMarkdown(text);
  if (screened !== undefined) return readMarkdown(screened);
  const warning = "Lines too long or nested too deep for Markdown; it was read as plain text.";
  return { ...readPlain(text), warnings: [warning] };
}

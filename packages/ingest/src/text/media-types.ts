/** Kinds of documents without pages of their own, and those that LibreOffice makes into one of them. */
export type TextMediaType =
  | "text/plain"
  | "text/markdown"
  | "text/html"
  | typeof DOCX
  | "application/msword"
  | "application/vnd.oasis.opendocument.text"
  | "application/rtf";

export const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

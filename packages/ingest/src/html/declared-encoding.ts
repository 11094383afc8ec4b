/** Bytes that the HTML standard looks at is 1,024; pages with long comments at their top declare it later. */
const LOOKED_AT = 4096;

const META = /<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i;
const XML_DECLARATION = /^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/i;

/** What a page calls its encoding: by `<meta>` (of either form) or the XML declaration. */
export function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, LOOKED_AT)).toString("latin1");
  const label = META.exec(head)?.[1] ?? XML_DECLARATION.exec(head)?.[1];
  // What can be read this way is no UTF-16, whatever it says.
  return label !== undefined && /^utf-?16/i.test(label) ? "utf-8" : label;
}

/** Kinds of picture that can be read, as their first bytes tell. Source: the formats' specifications. */
const SIGNATURES: readonly (readonly [mediaType: string, pattern: RegExp])[] = [
  ["image/png", /^\x89PNG\r\n/],
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/gif", /^GIF8[79]a/],
  ["image/webp", /^RIFF[^]{4}WEBP/],
  // Both byte orders, and BigTIFF.
  ["image/tiff", /^(?:II[*+]\0|MM\0[*+])/],
];

/** The media type of a picture by its first bytes, whatever the file is called. */
export function imageSignature(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  return SIGNATURES.find(([, pattern]) => pattern.test(head))?.[0];
}

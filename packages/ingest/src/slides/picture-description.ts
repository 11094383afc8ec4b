/** Names that programs give a picture when nobody describes it. */
const NO_DESCRIPTION =
  /^(?:[\w .()-]+\.(?:png|jpe?g|gif|bmp|emf|wmf|tiff?|svg|webp)|(?:picture|image|grafik|bild) ?\d*|https?:\S+)$/i;
const MACHINE_REMARK =
  /\s*(?:Description automatically generated(?: with \w+ confidence)?|AI-generated content may be incorrect\.?)\s*/gi;

/** What a picture shows, as its author says; `undefined` where nobody did. */
export function pictureDescription(written: string): string | undefined {
  const text = written.replace(MACHINE_REMARK, " ").replace(/\s+/g, " ").trim();
  return text === "" || NO_DESCRIPTION.test(text) ? undefined : `Picture: ${text}`;
}

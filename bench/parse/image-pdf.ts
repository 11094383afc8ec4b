/** A PDF of one page that holds nothing but a JPEG picture: a scan. */
export function imagePdf(jpeg: Uint8Array, pixelsPerInch: number): Uint8Array {
  const { width, height, components } = jpegSize(jpeg);
  const [across, down] = [(width * 72) / pixelsPerInch, (height * 72) / pixelsPerInch];
  const content = `q ${across} 0 0 ${down} 0 0 cm /I Do Q`;
  const objects = [
    [Buffer.from("<< /Type /Catalog /Pages 2 0 R >>")],
    [Buffer.from("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")],
    [
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${across} ${down}] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>`,
      ),
    ],
    [Buffer.from(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`)],
    [
      Buffer.from(
        `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent 8 /ColorSpace /Device${components === 1 ? "Gray" : "RGB"} /Filter /DCTDecode /Length ${jpeg.length} >>\nstream\n`,
      ),
      jpeg,
      Buffer.from("\nendstream"),
    ],
  ];
  const parts: Uint8Array[] = [Buffer.from("%PDF-1.4\n")];
  const length = (): number => parts.reduce((sum, part) => sum + part.length, 0);
  const offsets = objects.map((object, index) => {
    const offset = length();
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), ...object, Buffer.from("\nendobj\n"));
    return offset;
  });
  const start = length();
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  parts.push(
    Buffer.from(
      `xref\n0 6\n0000000000 65535 f \n${entries}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

/** From the frame header (markers 0xC0 to 0xC2). */
function jpegSize(jpeg: Uint8Array): { width: number; height: number; components: number } {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  let at = 2;
  while (at + 9 < jpeg.length) {
    const marker = view.getUint16(at);
    if (marker >= 0xffc0 && marker <= 0xffc2) {
      return {
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        components: view.getUint8(at + 9),
      };
    }
    at += 2 + view.getUint16(at + 2);
  }
  throw new Error("The picture is no JPEG.");
}

import { describeDocument } from "./describe.ts";
import type { ReadRequest } from "./messages.ts";
import { readPages } from "./read-pages.ts";
import { open, send, serve } from "./serve.ts";

serve(read);

async function read(request: ReadRequest): Promise<void> {
  const pdf = await open(request, "text");
  try {
    await send(await describeDocument(pdf.document, pdf.version));
    const pages = readPages(pdf.document, {
      firstPage: request.firstPage,
      skip: request.skip,
      estimate: request.estimate,
      onStart: (number) => void send({ type: "page-started", number }),
    });
    // A page is written while the next one is read; no more than one waits, so that memory stays flat.
    let written = Promise.resolve();
    for await (const page of pages) {
      await written;
      written = send(page);
    }
    await written;
  } finally {
    await pdf.close();
  }
  await send({ type: "done" });
}

import { drawPage } from "./draw-page.ts";
import type { DrawRequest } from "./messages.ts";
import { open, send, serve } from "./serve.ts";

serve(draw);

async function draw(request: DrawRequest): Promise<void> {
  const pdf = await open(request, "draw");
  try {
    await send({ type: "drawn", ...(await drawPage(pdf.document, request)) });
  } finally {
    await pdf.close();
  }
}

import { IngestError } from "@longdoc/core";

export function ocrTimeout(): IngestError {
  return new IngestError("ocr.timeout", "Recognising the text took too long.");
}

export function ocrCancelled(): IngestError {
  return new IngestError("file.cancelled", "Recognising the text was cancelled.");
}

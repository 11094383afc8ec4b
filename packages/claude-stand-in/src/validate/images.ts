import { ApiError, invalid } from "../api-error.ts";
import { imageBlocks, sentImage } from "../images/sent-image.ts";
import { isObject, type JsonObject, textOf } from "../json.ts";
import type { ServedModel } from "../models.ts";

const MEDIA_TYPES = ["image/jpeg", "image/png", "image/gif", "image/webp"];
const MAX_BASE64 = 10 * 1024 * 1024;
const MAX_EDGE = 8_000;
/** Of requests with more images than `MANY`. */
const MAX_EDGE_OF_MANY = 2_000;
const MANY = 20;

/** Checks image blocks: their kind, that they hold what they say, how large and how many they are. */
export function checkImages(messages: readonly JsonObject[], { model }: ServedModel): void {
  const placed = imageBlocks(messages);
  const limit = model.window < 1_000_000 ? 100 : 600;
  if (placed.length > limit) throw invalid(`A maximum of ${limit} images may be provided.`);
  const edge = placed.length > MANY ? MAX_EDGE_OF_MANY : MAX_EDGE;
  for (const { block, path } of placed) checkImage(block, path, edge);
}

function checkImage(block: JsonObject, path: string, edge: number): void {
  const source = block["source"];
  if (!isObject(source)) throw invalid(`${path}.source: Field required`);
  if (source["type"] === "url" || source["type"] === "file") return;
  if (source["type"] !== "base64") {
    throw invalid(
      `${path}.source: Input tag '${String(source["type"])}' does not match any of the expected tags`,
    );
  }
  const mediaType = String(source["media_type"]);
  if (!MEDIA_TYPES.includes(mediaType)) {
    throw invalid(`${path}.source.base64.media_type: Input should be ${MEDIA_TYPES.join(", ")}`);
  }
  const data = textOf(source["data"]);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(data) || data.length % 4 !== 0) {
    throw invalid(`${path}.source.base64.data: invalid base64 data`);
  }
  if (data.length > MAX_BASE64) {
    throw invalid(
      `${path}.source.base64: image exceeds 10 MB maximum: ${data.length} bytes > ${MAX_BASE64} bytes`,
    );
  }
  const image = sentImage(block);
  if (!image) throw invalid("Could not process image");
  if (image.mediaType !== mediaType) {
    throw invalid(
      `${path}.source.base64: The image was specified using the ${mediaType} media type, but the image appears to be a ${image.mediaType} image`,
    );
  }
  if (Math.max(image.width, image.height) > edge) {
    throw new ApiError(
      400,
      `${path}.source.base64.data: At least one of the image dimensions exceed max allowed size: ${edge} pixels`,
      {
        details: {
          error_code: "image_dimensions_too_large",
          max_side_length_pixels: edge,
          paths: [path],
        },
      },
    );
  }
}

import { createHash } from "node:crypto";

import type { SentImage } from "../images/sent-image.ts";
import { isObject, type JsonObject } from "../json.ts";

/**
 * A value that fits a JSON Schema, made of what was sent: the same request always gets the same one. Arrays have one
 * item, texts name their property and the picture, and numbers lie within the picture's edges.
 */
export function structuredReply(schema: JsonObject, image: SentImage | undefined, text: string): unknown {
  const seed = image?.sha256 ?? createHash("sha256").update(text).digest("hex");
  const most = image ? Math.min(image.width, image.height) : 100;
  return valueOf(schema, "value");

  function valueOf(of: unknown, name: string): unknown {
    if (!isObject(of)) return null;
    if (Array.isArray(of["enum"])) return of["enum"][0];
    if (of["const"] !== undefined) return of["const"];
    switch (of["type"]) {
      case "object":
        return Object.fromEntries(
          Object.entries(isObject(of["properties"]) ? of["properties"] : {}).map(([key, property]) => [
            key,
            valueOf(property, key),
          ]),
        );
      case "array":
        return [valueOf(of["items"], name)];
      case "string":
        return `${name} of ${seed.slice(0, 8)}`;
      case "number":
      case "integer":
        return numberFor(name);
      case "boolean":
        return true;
      default:
        return null;
    }
  }

  /** Of its own for every name: x0 and x1 differ. */
  function numberFor(name: string): number {
    const digest = createHash("sha256").update(`${seed} ${name}`).digest();
    return digest.readUInt32BE(0) % Math.max(1, most);
  }
}

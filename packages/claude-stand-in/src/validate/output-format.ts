import { invalid } from "../api-error.ts";
import { isObject, type JsonObject } from "../json.ts";

/** Keywords of JSON Schema that structured outputs do not know. */
const UNSUPPORTED = new Set(
  (
    "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength maxItems uniqueItems " +
    "minProperties maxProperties patternProperties if then else not"
  ).split(" "),
);

/** Checks `output_config.format`: a JSON Schema whose objects are closed, of what structured outputs can hold. */
export function checkOutputFormat(body: JsonObject): void {
  const format = isObject(body["output_config"]) ? body["output_config"]["format"] : undefined;
  if (format === undefined || format === null) return;
  if (!isObject(format) || format["type"] !== "json_schema" || !isObject(format["schema"])) {
    throw invalid("output_config.format: Input should be {type: 'json_schema', schema: object}");
  }
  checkSchema(format["schema"], "output_config.format.schema");
}

function checkSchema(schema: unknown, path: string): void {
  if (!isObject(schema)) return;
  for (const key of Object.keys(schema)) {
    if (UNSUPPORTED.has(key)) throw invalid(`${path}: For this type, property '${key}' is not supported`);
  }
  if (schema["type"] === "object" && schema["additionalProperties"] !== false) {
    throw invalid(`${path}: For 'object' type, 'additionalProperties' must be explicitly set to false`);
  }
  checkSchema(schema["items"], `${path}.items`);
  const { properties } = schema;
  if (!isObject(properties)) return;
  for (const [name, property] of Object.entries(properties)) {
    checkSchema(property, `${path}.properties.${name}`);
  }
}

import { existsSync, readFileSync } from "node:fs";

import { Ajv, type ValidateFunction } from "ajv";

/** Checks a message against Qdrant's own description; says what is wrong with it, `undefined` when nothing is. */
export interface Validator {
  request(method: string, path: string, query: URLSearchParams, body: unknown): string | undefined;
  response(method: string, path: string, status: number, body: unknown): string | undefined;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}
interface Content {
  readonly content?: { readonly "application/json"?: { readonly schema: Json } };
}

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** Reads Qdrant's OpenAPI description; `undefined` where there is no such file. */
export function openValidator(file: URL | string): Validator | undefined {
  if (!existsSync(file)) return undefined;
  const description = toJsonSchema(JSON.parse(readFileSync(file, "utf8")) as Json) as unknown as {
    paths: Record<string, Record<string, Operation>>;
    components: Json;
  };
  const ajv = new Ajv({ strict: false, formats: { uuid: UUID }, logger: false });
  ajv.addSchema({ $id: "qdrant", components: description.components });
  const compiled = new Map<string, ValidateFunction>();
  const paths = Object.entries(description.paths).map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`),
    path,
    operations,
  }));

  const find = (method: string, path: string): { name: string; operation: Operation } | undefined => {
    // Where both fit, the path without parameters is meant.
    const fitting = paths.filter(({ pattern }) => pattern.test(path));
    const found = fitting.sort((a, b) => a.path.split("{").length - b.path.split("{").length)[0];
    const operation = found?.operations[method.toLowerCase()];
    return operation && { name: `${method} ${found.path}`, operation };
  };
  const check = (name: string, schema: Json, body: unknown): string | undefined => {
    let validate = compiled.get(name);
    if (!validate) {
      validate = ajv.compile(schema as object);
      compiled.set(name, validate);
    }
    return validate(body) ? undefined : `${name}: ${ajv.errorsText(validate.errors?.slice(-3))}`;
  };

  return {
    request(method, path, query, body) {
      const { name, operation } = find(method, path) ?? {};
      if (!name || !operation) return `${method} ${path} is no operation of Qdrant`;
      const known = (operation.parameters ?? []).filter((one) => one.in === "query").map((one) => one.name);
      const unknown = [...query.keys()].filter((key) => !known.includes(key));
      if (unknown.length > 0) return `${name}: unknown parameters ${unknown.join(", ")}`;
      const schema = operation.requestBody?.content?.["application/json"]?.schema;
      if (!schema) return body === undefined ? undefined : `${name}: takes no body`;
      return check(`${name} request`, schema, body);
    },
    response(method, path, status, body) {
      const { name, operation } = find(method, path) ?? {};
      if (!name || !operation) return undefined;
      const { responses } = operation;
      const described = responses[String(status)] ?? (status < 500 ? responses["4XX"] : responses["default"]);
      const schema = described?.content?.["application/json"]?.schema;
      return schema === undefined ? undefined : check(`${name} response ${status}`, schema, body);
    },
  };
}

/** OpenAPI 3.0 as JSON Schema: `nullable` becomes a type, references get the schema's id. */
function toJsonSchema(value: Json): Json {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (value === null || typeof value !== "object") return value;
  const { nullable, ...rest } = value;
  const schema = Object.fromEntries(
    Object.entries(rest).map(([key, inner]) => [
      key,
      key === "$ref" && typeof inner === "string" ? `qdrant${inner}` : toJsonSchema(inner),
    ]),
  );
  if (nullable !== true) return schema;
  if (Object.keys(schema).length === 0) return { type: "null" };
  return { anyOf: [schema, { type: "null" }] };
}

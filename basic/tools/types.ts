/** The words behind PARAM ... AS, and what each is in JSON Schema (reference 4.3). */

export type JsonType = "string" | "integer" | "number" | "boolean" | "array" | "object";

export interface SchemaType {
  type: JsonType;
  format?: string;
}

const TEXT: SchemaType = { type: "string" };
const FILE: SchemaType = { type: "string", format: "file" };
const INTEGER: SchemaType = { type: "integer" };
const NUMBER: SchemaType = { type: "number" };

const TYPES: ReadonlyMap<string, SchemaType> = new Map<string, SchemaType>([
  ["EMAIL", { type: "string", format: "email" }],
  ["URL", { type: "string", format: "uri" }],
  ["LINK", { type: "string", format: "uri" }],
  ["UUID", { type: "string", format: "uuid" }],
  ["GUID", { type: "string", format: "uuid" }],
  ["DATE", { type: "string", format: "date" }],
  ["DATETIME", { type: "string", format: "date-time" }],
  ["FILE", FILE],
  ["IMAGE", FILE],
  ["AUDIO", FILE],
  ["VIDEO", FILE],
  ["QRCODE", FILE],
  ["DOCUMENT", FILE],
  ["INTEGER", INTEGER],
  ["INT", INTEGER],
  ["LONG", INTEGER],
  ["NUMBER", NUMBER],
  ["FLOAT", NUMBER],
  ["DOUBLE", NUMBER],
  ["SINGLE", NUMBER],
  ["DECIMAL", NUMBER],
  ["MONEY", NUMBER],
  ["CURRENCY", NUMBER],
  ["AMOUNT", NUMBER],
  ["BOOLEAN", { type: "boolean" }],
  ["BOOL", { type: "boolean" }],
  ["ARRAY", { type: "array" }],
  ["LIST", { type: "array" }],
  ["OBJECT", { type: "object" }],
  ["MAP", { type: "object" }],
]);

/** STRING, TEXT, NAME, PHONE, TIME, LANGUAGE and every word that is not listed are texts. */
export function schemaType(word: string): SchemaType {
  return TYPES.get(word.toUpperCase()) ?? TEXT;
}

/** The words that editors offer behind PARAM ... AS. */
export const PARAM_TYPES: readonly string[] = [
  "STRING",
  "TEXT",
  "NAME",
  "PHONE",
  "MOBILE",
  "TIME",
  "HOUR",
  "LANGUAGE",
  ...TYPES.keys(),
].sort();

/**
 * `value` as JSON of the schema's type: a text that shows a number, TRUE, a list or an object becomes one. Undefined where
 * it is of another type. Texts are not looked into: a format only annotates.
 */
export function toSchemaType(value: unknown, type: JsonType): unknown {
  switch (type) {
    case "string":
      if (typeof value === "string") return value;
      return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
    case "integer": {
      const number = numberOf(value);
      return number !== undefined && Number.isSafeInteger(number) ? number : undefined;
    }
    case "number":
      return numberOf(value);
    case "boolean":
      return typeof value === "boolean" ? value : BOOLEANS.get(String(value).trim().toLowerCase());
    case "array": {
      const list = typeof value === "string" ? parsed(value) : value;
      return Array.isArray(list) ? list : undefined;
    }
    case "object": {
      const object = typeof value === "string" ? parsed(value) : value;
      return typeof object === "object" && object !== null && !Array.isArray(object) ? object : undefined;
    }
  }
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["0", false],
]);

function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || !/^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?\s*$/i.test(value))
    return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

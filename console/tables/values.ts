/** Values of cells as texts that a person writes, and back. */
import type { JsonValue } from "../../contracts/json.ts";
import type { TableColumn } from "../../contracts/tables.ts";

export const shown = (value: JsonValue | undefined): string =>
  value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);

const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,20})?$/;

/**
 * What a text means in a column: as it is declared, else as the value that stood there, else as in a CSV file. An empty one
 * is no value. What the table cannot take it refuses itself.
 */
export function typed(text: string, column: TableColumn | undefined, before: JsonValue | undefined): JsonValue {
  if (text === "") return null;
  const type = column?.type ?? kindOf(before);
  switch (type) {
    case "number":
    case "integer":
      return NUMBER.test(text.trim()) ? Number(text) : text;
    case "boolean":
      return /^(?:true|false)$/i.test(text.trim()) ? text.trim().toLowerCase() === "true" : text;
    case "json":
    case "list":
      return parsed(text);
    case null:
      if (NUMBER.test(text.trim())) return Number(text);
      return /^(?:true|false)$/i.test(text.trim()) ? text.trim().toLowerCase() === "true" : text;
    default:
      return text;
  }
}

function kindOf(value: JsonValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "object") return "json";
  return typeof value === "string" ? "text" : typeof value;
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** One line of CSV (RFC 4180, with `\n`): empty for null, JSON for a list or an object. */
import type { JsonValue } from "../contracts/json.ts";

export const csvLine = (values: readonly JsonValue[]): string => `${values.map(cellOf).join(",")}\n`;

function cellOf(value: JsonValue): string {
  if (value === null) return "";
  const text = typeof value === "string" ? value : typeof value === "object" ? JSON.stringify(value) : String(value);
  // Blanks at an end would be trimmed by whoever reads it.
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The text form of every value (reference 2.1): what TALK, `+` and `${}` show. */
import { dateText } from "../dates/zone.ts";
import { BasicDate, Duration, FileValue, MASK, RecordId, SealedText, type Value } from "../values.ts";
import { checkTextLength, type OperationContext } from "./context.ts";
import { toJson } from "./json.ts";
import { numberText } from "./numbers.ts";

export function toText(value: Value, context: OperationContext): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (value instanceof BasicDate) return dateText(value, context.timeZone);
  if (value instanceof Duration) return numberText(value.ms / 1000);
  if (value instanceof FileValue) return value.label || value.path || value.url;
  if (value instanceof RecordId) return toText(value.id, context);
  if (value instanceof SealedText) return MASK;
  if (Array.isArray(value) && isTextList(value)) {
    const length = value.reduce((total, text) => total + text.length + 2, 0);
    checkTextLength(length);
    context.charge(value.length + length / 64);
    return value.join(", ");
  }
  return toJson(value, context);
}

/** A list of texts is shown with commas, every other list as JSON. */
function isTextList(list: Value[]): list is string[] {
  return list.every((element) => typeof element === "string");
}

/** What counts as true (reference 2.3). Never raises. */
import { BasicDate, Duration, FileValue, RecordId, RecordSet, SealedText, type Value } from "../values.ts";

/** False: NULL, FALSE, 0, NaN, "", "false", "0", "null", and an empty list, record set or object. */
export function truthy(value: Value): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0 && !Number.isNaN(value);
  if (typeof value === "string") return value !== "" && value !== "false" && value !== "0" && value !== "null";
  if (value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof RecordSet) return value.rows.length > 0;
  if (value instanceof BasicDate || value instanceof Duration || value instanceof FileValue) return true;
  if (value instanceof RecordId) return truthy(value.id);
  if (value instanceof SealedText) return true;
  for (const _key in value) return true;
  return false;
}

/** `IS NULL`: NULL itself or a record set without rows; "" is not. */
export function isNull(value: Value): boolean {
  return value === null || (value instanceof RecordSet && value.rows.length === 0);
}

/** `IS EMPTY` and ISEMPTY: NULL, "", and a list, record set or object without members. */
export function isEmpty(value: Value): boolean {
  if (value === null || value === "") return true;
  if (typeof value !== "object" || value instanceof RecordId) return false;
  return !truthy(value);
}

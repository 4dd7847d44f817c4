/** What a value and an id of a row may be. */
import type { JsonValue } from "../../contracts/json.ts";
import { DATA_LIMITS } from "./schema.ts";
import { isStorable } from "./sql.ts";
import { brief, type Column, DataError } from "./tables.ts";

/** Ids are equal when their texts are: 7 and "7" name the same row. */
export function idKey(id: JsonValue): string {
  if (typeof id === "string" && id.length <= DATA_LIMITS.nameLength) {
    // PostgreSQL keeps no such text.
    if (isStorable(id)) return id;
    throw new DataError("An id holds neither a NUL nor half of a surrogate pair.");
  }
  if (typeof id === "number") return String(id);
  throw new DataError(`An id is a number or a text of at most ${DATA_LIMITS.nameLength} characters.`);
}

/** Bounds the size of one value. */
export function checkValue(value: JsonValue, column: Column): void {
  const length =
    typeof value === "string"
      ? value.length
      : typeof value === "object" && value !== null
        ? checkDepth(value, column).length
        : 0;
  if (length > DATA_LIMITS.valueLength) {
    throw new DataError(
      `The value of "${brief(column.name)}" is longer than ${DATA_LIMITS.valueLength / 1024} KB: keep it in a file.`,
    );
  }
}

/** SQLite's JSON functions refuse a whole table for one row nested deeper than 1,000 levels. */
function checkDepth(value: JsonValue, column: Column): string {
  let level: JsonValue[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DATA_LIMITS.depth) {
      throw new DataError(`The value of "${brief(column.name)}" is nested deeper than ${DATA_LIMITS.depth} levels.`);
    }
    level = level.flatMap((member) => (typeof member === "object" && member !== null ? Object.values(member) : []));
  }
  return JSON.stringify(value);
}

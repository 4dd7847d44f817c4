/** Fields and elements of the reference evaluator (reference 1.1, 1.7, 2.2, 2.9, 3.1). */
import {
  BasicDate,
  type BasicObject,
  FileValue,
  newObject,
  RecordId,
  RecordSet,
  type Value,
} from "../../basic/values.ts";
import { dateField } from "./dates.ts";
import { codePoints, findKey, isObject, numberOf, numericText, raise, type Setting, textOf } from "./values.ts";

const LARGEST_INDEX = 1_000_000;

export function getField(v: Value, name: string, s: Setting): Value {
  if (v === null) return null;
  if (v instanceof RecordSet) return fieldOfRows(v, name);
  if (isObject(v)) {
    const key = findKey(v, name);
    return key === null ? null : v[key]!;
  }
  const lower = name.toLowerCase();
  if (Array.isArray(v)) {
    if (["length", "size", "count"].includes(lower)) return v.length;
  }
  if (typeof v === "string" && (lower === "length" || lower === "size")) return codePoints(v).length;
  if (v instanceof BasicDate) {
    const field = dateField(v, name, s);
    if (field !== undefined) return field;
  }
  if (v instanceof FileValue) {
    const fields: Record<string, Value> = {
      path: v.path,
      name: v.name,
      filename: v.name,
      size: v.size,
      mime_type: v.mime,
      url: v.url,
    };
    if (Object.hasOwn(fields, lower)) return fields[lower]!;
  }
  if (v instanceof RecordId) {
    if (lower === "id") return v.id;
    if (lower === "rows_affected") return v.rowsAffected;
    if (lower === "success") return true;
  }
  return s.strict ? raise(438, `There is no field ${name}.`) : null;
}

/** Reference 2.2: a column of row 0, else one of the set's own words, else NULL. */
function fieldOfRows(v: RecordSet, name: string): Value {
  const row = v.rows[0];
  const lower = name.toLowerCase();
  const isColumn = v.rows.some((r) => findKey(r, name) !== null) || v.columns.some((c) => c.toLowerCase() === lower);
  if (isColumn) {
    const key = row ? findKey(row, name) : null;
    return row && key !== null ? row[key]! : null;
  }
  if (["count", "length", "size"].includes(lower)) return v.rows.length;
  if (lower === "items" || lower === "rows") return v.rows;
  if (lower === "first") return row ?? null;
  if (lower === "last") return v.rows.at(-1) ?? null;
  return null;
}

export function setField(v: Value, name: string, value: Value, _s: Setting): void {
  if (v instanceof RecordSet) {
    if (!v.rows[0]) v.rows[0] = newObject();
    setField(v.rows[0], name, value, _s);
    return;
  }
  if (!isObject(v)) raise(438, `A value without fields cannot get the field ${name}.`);
  (v as BasicObject)[findKey(v as BasicObject, name) ?? name] = value;
}

/** An index as a whole number; null where it is none, as a key of an object is. */
function position(index: Value, s: Setting): number | null {
  if (typeof index === "number") return Math.trunc(index);
  if (typeof index === "boolean") return index ? 1 : 0;
  if (typeof index === "string" && numericText(index) !== null) return Math.trunc(numericText(index)!);
  if (index instanceof RecordId) return position(index.id, s);
  return typeof index === "string" ? null : Math.trunc(numberOf(index, s));
}

export function getElement(v: Value, index: Value, s: Setting): Value {
  if (v === null) return null;
  if (isObject(v)) return getField(v, textOf(index, s), s);
  const list = Array.isArray(v) ? v : v instanceof RecordSet ? v.rows : typeof v === "string" ? codePoints(v) : null;
  const at = position(index, s);
  if (list && at !== null) {
    if (at >= 0 && at < list.length) return list[at] ?? null;
    return s.strict ? raise(9, `There is no element ${at}.`) : null;
  }
  if (v instanceof RecordSet) return getField(v, textOf(index, s), s);
  return s.strict && at !== null ? raise(438, "The value has no elements.") : null;
}

export function setElement(v: Value, index: Value, value: Value, s: Setting): void {
  if (isObject(v)) {
    setField(v, textOf(index, s), value, s);
    return;
  }
  const at = position(index, s);
  if (v instanceof RecordSet) {
    if (at === null) {
      setField(v, textOf(index, s), value, s);
      return;
    }
    if (at < 0 || at > v.rows.length) raise(9, `There is no row ${at}.`);
    if (!isObject(value)) raise(13, "A row is an object.");
    v.rows[at] = value as BasicObject;
    return;
  }
  if (!Array.isArray(v)) raise(13, "Only lists and objects have elements.");
  if (at === null) raise(438, "A list has no fields of its own.");
  if (at < 0) raise(9, `There is no element ${at}.`);
  if (at >= LARGEST_INDEX) raise(14, "The list would be too long.");
  while (v.length < at) v.push(null);
  v[at] = value;
}

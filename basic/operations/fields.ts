/** Fields of values: `a.b`, `a["b"]` (reference 1.1, 2.2, 2.6). Exact spelling first, then ignoring case. */
import { dateField } from "../dates/fields.ts";
import { BasicError, ERR } from "../errors.ts";
import {
  BasicDate,
  type BasicObject,
  behindOf,
  Duration,
  FileValue,
  newObject,
  RecordId,
  RecordSet,
  type Value,
} from "../values.ts";
import { textLength } from "./code-points.ts";
import { isObject } from "./compare.ts";
import { describe, type OperationContext, SLOT_BYTES } from "./context.ts";
import { fileFields, fromJson } from "./json.ts";

/** Objects with more fields are dictionaries: their names are found by an index, not one by one. */
const INDEXED_FROM = 32;

/** Names of large objects in small letters, with the first spelling of each. Kept up by `assign`. */
const indexes = new WeakMap<BasicObject, Map<string, string>>();

/** The spelling under which an object holds a field, or undefined. */
export function findKey(object: BasicObject, name: string, context?: OperationContext): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const lower = name.toLowerCase();
  const index = indexes.get(object);
  if (index) return index.get(lower);
  let count = 0;
  for (const key in object) {
    if (key.length === name.length && key.toLowerCase() === lower) return key;
    if (++count > INDEXED_FROM) return makeIndex(object, context).get(lower);
  }
  return undefined;
}

function makeIndex(object: BasicObject, context: OperationContext | undefined): Map<string, string> {
  const index = new Map<string, string>();
  for (const key in object) {
    const lower = key.toLowerCase();
    if (!index.has(lower)) index.set(lower, key);
  }
  context?.charge(index.size * 4);
  indexes.set(object, index);
  return index;
}

/**
 * The field of a value, NULL where it is missing. A scalar without such a field raises error 438 in strict mode unless
 * `safe` (`a?.b`).
 */
export function getField(value: Value, name: string, context: OperationContext, safe = false): Value {
  if (value === null) return null;
  if (isObject(value)) return objectField(value, name, context);
  if (value instanceof RecordSet) return recordSetField(value, name, context);
  const lower = name.toLowerCase();
  if (value instanceof BasicDate)
    return dateField(value, lower, context.timeZone) ?? missing(value, name, context, safe);
  if (value instanceof FileValue) return Object.entries(fileFields(value)).find(([key]) => key === lower)?.[1] ?? null;
  if (value instanceof RecordId) return recordIdField(value, lower) ?? missing(value, name, context, safe);
  if (Array.isArray(value)) {
    if (lower === "length" || lower === "size" || lower === "count") return value.length;
    const behind = behindOf(value);
    if (behind !== undefined) return fieldBehind(value, behind, name, context);
  }
  if (typeof value === "string") {
    if (lower === "length" || lower === "size") return textLength(value);
    // The answer to HEAR AS MOBILE is a formatted text; its digits are what a database wants.
    if (lower === "digits") return value.replace(/\D/g, "");
  }
  return missing(value, name, context, safe);
}

function objectField(object: BasicObject, name: string, context: OperationContext): Value {
  const key = findKey(object, name, context);
  if (key !== undefined) return object[key] ?? null;
  const behind = behindOf(object);
  return behind === undefined ? null : fieldBehind(object, behind, name, context);
}

/** One step only: an answer can be put into itself. */
function fieldBehind(value: BasicObject | Value[], behind: string, name: string, context: OperationContext): Value {
  const isJson = behind.startsWith("{");
  const target = isJson ? fromJson(behind, context) : Array.isArray(value) ? null : (value[behind] ?? null);
  if (!isObject(target)) return getField(target, name, context, true);
  const key = findKey(target, name, context);
  return key === undefined ? null : (target[key] ?? null);
}

/** A column answers with row 0; other names are properties of the set. */
function recordSetField(set: RecordSet, name: string, context: OperationContext): Value {
  const lower = name.toLowerCase();
  const isColumn = set.columns.some((column) => column.toLowerCase() === lower) || hasField(set.rows, name, context);
  const [first] = set.rows;
  if (isColumn) return first ? objectField(first, name, context) : null;
  switch (lower) {
    case "count":
    case "length":
    case "size":
      return set.rows.length;
    case "items":
    case "rows":
      return set.rows;
    case "first":
      return first ?? null;
    case "last":
      return set.rows.at(-1) ?? null;
    default:
      return null;
  }
}

/** Some row has it though no column is named so: every row may have to be looked at. */
function hasField(rows: readonly BasicObject[], name: string, context: OperationContext): boolean {
  context.charge(rows.length / 4);
  return rows.some((row) => findKey(row, name, context) !== undefined);
}

function recordIdField(value: RecordId, name: string): Value {
  if (name === "id") return value.id;
  if (name === "rows_affected") return value.rowsAffected;
  return name === "success" ? true : null;
}

function missing(value: Value, name: string, context: OperationContext, safe: boolean): null {
  if (context.strict && !safe) throw new BasicError(ERR.noField, `There is no field "${name}" in ${describe(value)}.`);
  return null;
}

/**
 * Sets a field and returns what the variable must hold afterwards: the same value, or a new object where it was NULL.
 * In a record set it is the field of row 0, which is made if there is none.
 */
export function setField(target: Value, name: string, value: Value, context: OperationContext): Value {
  if (target === null) return assign(newObject(), name, value, context);
  if (isObject(target)) return assign(target, name, value, context);
  if (target instanceof RecordSet) {
    let [row] = target.rows;
    if (!row) {
      row = newObject();
      target.rows.push(row);
    }
    const lower = name.toLowerCase();
    if (!target.columns.some((column) => column.toLowerCase() === lower)) target.columns.push(name);
    assign(row, name, value, context);
    return target;
  }
  const kind = target instanceof Duration ? "a duration" : describe(target);
  throw new BasicError(ERR.noField, `The field "${name}" cannot be set: ${kind} has no fields of its own.`);
}

function assign(object: BasicObject, name: string, value: Value, context: OperationContext): BasicObject {
  const key = findKey(object, name, context);
  if (key === undefined) {
    context.allocate(2 * SLOT_BYTES + 2 * name.length);
    indexes.get(object)?.set(name.toLowerCase(), name);
  }
  object[key ?? name] = value;
  return object;
}

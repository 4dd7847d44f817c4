/**
 * What the writing keywords of tables ask for: SAVE, INSERT, UPDATE, SET of three texts, DELETE and MERGE, in all the forms that
 * reference 3.9 lists, as one change of a table, and what the script gets back. Pure: who makes the change is not known here.
 */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { filterOf, rowOperand } from "../../../basic/filter/from-value.ts";
import { isObject, listOf } from "../../../basic/operations/compare.ts";
import type { OperationContext } from "../../../basic/operations/context.ts";
import { findKey } from "../../../basic/operations/fields.ts";
import { fromPlain, toJson } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { type BasicObject, newObject, plainId, RecordId, RecordSet, type Value } from "../../../basic/values.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import type { DataChange, DataChanged, RowSelection, SaveRow } from "../../../contracts/objects.ts";

type Args = Readonly<Record<string, Value>>;

/** The change that a keyword asks for; null for MERGE of two lists, which changes no table. Throws BasicError. */
export function changeOf(keyword: string, args: Args, context: OperationContext): DataChange {
  const table = tableName(keyword, args["table"] ?? null, context);
  switch (keyword) {
    case "SAVE":
    case "INSERT":
      return { kind: keyword === "SAVE" ? "save" : "insert", table, rows: savedRows(keyword, args, context) };
    case "SAVE FROM UNSTRUCTURED":
      return { kind: "save", table, rows: unstructuredRows(args["text"] ?? null, context) };
    case "UPDATE":
      return updateOf(table, args, context);
    case "DELETE":
    case "DELETE FROM": {
      const where = args["where"];
      const filter = where === undefined ? (args["filter"] ?? null) : where;
      return { kind: "delete", table, where: filter === null ? { filter: null } : selection(filter, context) };
    }
    default:
      return mergeOf(table, args, context);
  }
}

/** What the script gets of a change. */
export function changedValue(
  keyword: string,
  change: DataChange,
  changed: DataChanged,
  context: OperationContext,
): Value {
  const ids = changed.ids.map((id) => fromPlain(id, context));
  const [id = null] = ids;
  switch (keyword) {
    case "SAVE":
    case "SAVE FROM UNSTRUCTURED":
      if (change.kind === "save" && change.rows.length !== 1) return ids;
      return typeof id === "string" || typeof id === "number" ? new RecordId(id, changed.affected) : id;
    case "INSERT":
      return newObject([
        ["id", change.kind === "insert" && change.rows.length !== 1 ? ids : id],
        ["success", true],
      ]);
    case "MERGE":
      return newObject([
        ["inserted", changed.inserted],
        ["updated", changed.updated],
        ["unchanged", changed.unchanged],
        ["total", changed.inserted + changed.updated + changed.unchanged],
      ]);
    default:
      return changed.affected;
  }
}

/** A write that is refused is an error; only INSERT tells it by its result (reference 3.9). */
export function refusedValue(keyword: string, message: string): Value {
  if (keyword !== "INSERT") throw new BasicError(ERR.badCall, message);
  return newObject([
    ["id", null],
    ["success", false],
    ["error", message],
  ]);
}

/** MERGE of two lists: both in one, or by a key the rows of the first with the fields of the second. */
export function mergedLists(args: Args, context: OperationContext): Value | undefined {
  const first = args["table"] ?? null;
  const left = listOf(first);
  if (!left) return undefined;
  const right = listOf(args["rows"] ?? null) ?? [];
  const key = keyColumns(args, context)?.[0];
  context.charge(left.length + right.length);
  context.allocate(16 * (left.length + right.length));
  if (key === undefined) {
    const rows = [...left, ...right];
    return first instanceof RecordSet && rows.every(isObject)
      ? new RecordSet(rows, [...new Set(rows.flatMap((row) => Object.keys(row)))])
      : rows;
  }
  const merged = new Map<string, BasicObject>();
  for (const row of [...left, ...right]) {
    if (!isObject(row)) throw new BasicError(ERR.type, "MERGE by a key needs rows on both sides.");
    const name = findKey(row, key);
    const id = toText(name === undefined ? null : (row[name] ?? null), context).toLowerCase();
    const known = merged.get(id);
    merged.set(id, newObject([...Object.entries(known ?? {}), ...Object.entries(row)]));
  }
  const rows = [...merged.values()];
  return new RecordSet(rows, [...new Set(rows.flatMap((row) => Object.keys(row)))]);
}

/** Rows that the script holds itself. */
export function rowsOf(value: Value): BasicObject[] | null {
  if (value instanceof RecordSet) return value.rows;
  return Array.isArray(value) ? value.filter(isObject) : null;
}

function tableName(keyword: string, value: Value, context: OperationContext): string {
  const name = typeof value === "string" ? value.trim() : value === null ? "" : toText(value, context).trim();
  if (name === "") throw new BasicError(ERR.badCall, `${keyword} needs the name of a table, in quotes.`);
  return name;
}

/** `t, object` · `t, rows` · `t, id, object` · `t, v1, v2, ...` with the columns that the operands' names give · WITH a = x. */
function savedRows(keyword: string, args: Args, context: OperationContext): SaveRow[] {
  const set = args["set"];
  if (Array.isArray(set)) {
    const fields = assignments(set, context).map(({ column, value }) => ({ name: column, value: literalOf(value) }));
    return [rowOf(null, fields)];
  }
  const values = Array.isArray(args["values"]) ? args["values"] : [];
  const [first = null, second] = values;
  if (values.length === 1) {
    const rows = rowsOf(first) ?? (isObject(first) ? [first] : null);
    if (rows && rows.length > 0) return rows.map((row) => objectRow(null, row, context));
    if (rows) throw new BasicError(ERR.badCall, `${keyword} has no rows to save.`);
  }
  if (keyword === "SAVE" && values.length === 2 && second !== undefined && isObject(second)) {
    return [objectRow(plain(plainId(first), context), second, context)];
  }
  if (values.length === 0) throw new BasicError(ERR.badCall, `${keyword} needs something to save.`);
  return [{ id: null, fields: listedFields(values, args["columns"] ?? null, context), list: true }];
}

/** Whether a text is data already. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON, or an object, as it stands. */
function unstructuredRows(value: Value, context: OperationContext): SaveRow[] {
  const data = typeof value === "string" ? fromPlain(JSON.parse(value), context) : value;
  const rows = rowsOf(data) ?? (isObject(data) ? [data] : []);
  if (rows.length === 0) throw new BasicError(ERR.badCall, "SAVE FROM UNSTRUCTURED has no object to save.");
  return rows.map((row) => objectRow(null, row, context));
}

function updateOf(table: string, args: Args, context: OperationContext): DataChange {
  const changes = args["changes"];
  if (changes !== undefined) {
    const where = selection(args["filter"] ?? null, context);
    return { kind: "update", table, where, set: assignments([changes], context) };
  }
  if (Array.isArray(args["set"])) {
    const where = args["where"] ?? null;
    return {
      kind: "update",
      table,
      where: where === null ? { filter: null } : selection(where, context),
      set: assignments(args["set"], context),
    };
  }
  const row = args["row"];
  if (row !== undefined) {
    const rows = rowsOf(row) ?? (isObject(row) ? [row] : null);
    const [only] = rows ?? [];
    const saved = rows?.length === 1 && only ? objectRow(null, only, context) : null;
    if (!saved || saved.id === null) {
      throw new BasicError(ERR.badCall, "UPDATE with one object needs its field id, to know the row.");
    }
    return { kind: "update", table, where: { id: saved.id }, set: fieldSet(saved) };
  }
  const where = selection(args["filter"] ?? null, context);
  const values = Array.isArray(args["values"]) ? args["values"] : [];
  const [first = null, second] = values;
  const only = rowsOf(first)?.[0] ?? first;
  if (values.length === 1 && isObject(only)) {
    const { id, ...given } = objectRow(null, only, context);
    return { kind: "update", table, where, set: fieldSet({ ...given, id: null }) };
  }
  if ("id" in where && values.length === 2 && typeof first === "string") {
    return { kind: "update", table, where, set: [{ column: first, value: literal(second ?? null, context) }] };
  }
  const fields = listedFields(values, args["columns"] ?? null, context);
  const set = fields.map(({ name, value }) => ({ column: name, value: { kind: "literal", value } }));
  return { kind: "update", table, where, set, list: true };
}

function mergeOf(table: string, args: Args, context: OperationContext): DataChange {
  const rows = rowsOf(args["rows"] ?? null) ?? (isObject(args["rows"] ?? null) ? [args["rows"] as BasicObject] : null);
  if (!rows) throw new BasicError(ERR.badCall, "MERGE needs the rows to merge: a list of objects.");
  return { kind: "merge", table, rows: rows.map((row) => flatRow(row, context)), key: keyColumns(args, context) };
}

function keyColumns(args: Args, context: OperationContext): string[] | null {
  if (Array.isArray(args["on"])) return assignments(args["on"], context).map(({ column }) => column);
  const key = args["key"] ?? null;
  if (key === null) return null;
  const names = toText(key, context)
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return names.length > 0 ? names : null;
}

/** A tree of a filter text or of WHERE, or the id of a row. */
function selection(value: Value, context: OperationContext): RowSelection {
  const object = rowObject(value);
  if (Object.hasOwn(object, "id") && !Object.hasOwn(object, "where"))
    return { id: plain(object["id"] ?? null, context) };
  // A filter tree holds plain JSON only.
  return { filter: filterOf(object) as unknown as JsonValue };
}

function rowObject(value: Value): BasicObject {
  if (!isObject(value)) throw new BasicError(ERR.badFilter, "The filter is damaged.");
  return value;
}

function assignments(set: readonly Value[], context: OperationContext): { column: string; value: JsonValue }[] {
  return set.map((item) => {
    const { column = null, value = null } = rowObject(item);
    // An operand whose literals may be lists or objects: as JSON it crosses to the other object.
    const operand = rowOperand(value);
    return {
      column: toText(column, context),
      value: operand.kind === "literal" ? literal(operand.value, context) : (operand as unknown as JsonValue),
    };
  });
}

const literal = (value: Value, context: OperationContext): JsonValue => ({
  kind: "literal",
  value: plain(value, context),
});

/** INSERT has no row to compute from: what reads a column is NULL. */
function literalOf(operand: JsonValue): JsonValue {
  if (typeof operand !== "object" || operand === null || Array.isArray(operand)) return null;
  return operand["kind"] === "literal" ? (operand["value"] ?? null) : null;
}

/** The operands of SAVE t, a, b: each with the column that its name gives. */
function listedFields(values: readonly Value[], columns: Value, context: OperationContext): SaveRow["fields"] {
  const names = Array.isArray(columns) ? columns : [];
  return values.map((value, i) => {
    const name = names[i];
    return { name: typeof name === "string" ? name : null, value: plain(value, context) };
  });
}

function objectRow(id: JsonValue, row: BasicObject, context: OperationContext): SaveRow {
  return rowOf(
    id,
    Object.entries(row).map(([name, value]) => ({ name, value: plain(value, context) })),
  );
}

function rowOf(id: JsonValue, fields: SaveRow["fields"]): SaveRow {
  const own = fields.find((field) => field.name?.toLowerCase() === "id");
  return { id: id ?? own?.value ?? null, fields: fields.filter((field) => field !== own) };
}

const MAX_FLAT_DEPTH = 5;
const MAX_FLAT_FIELDS = 500;

/** Nested objects as `parent_child` beside themselves: the table takes those of them that it declares (reference 3.9). */
function flatRow(row: BasicObject, context: OperationContext): SaveRow {
  const saved = objectRow(null, row, context);
  const flat: { name: string; value: JsonValue }[] = [];
  const spread = (name: string, value: Value, depth: number): void => {
    if (flat.length >= MAX_FLAT_FIELDS) return;
    const inner = listOf(value) ?? (isObject(value) ? Object.entries(value) : undefined);
    if (!inner || depth > MAX_FLAT_DEPTH) {
      if (depth > 0) flat.push({ name, value: plain(value, context) });
      return;
    }
    if (isObject(value)) for (const [key, member] of Object.entries(value)) spread(`${name}_${key}`, member, depth + 1);
    else for (const [i, member] of (listOf(value) ?? []).entries()) spread(`${name}_${i}`, member, depth + 1);
  };
  for (const [name, value] of Object.entries(row)) spread(name, value, 0);
  return flat.length > 0 ? { ...saved, flat } : saved;
}

const fieldSet = (row: SaveRow): { column: string | null; value: JsonValue }[] =>
  row.fields.map(({ name, value }) => ({ column: name, value: { kind: "literal", value } }));

export function plain(value: Value, context: OperationContext): JsonValue {
  return JSON.parse(toJson(value, context));
}

/** SAVE and FIND: the bot's tables, data files of the package, and lists of rows (reference 3.9). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { applyFilter } from "../../../basic/filter/apply.ts";
import { filterOf as filterTree } from "../../../basic/filter/from-value.ts";
import { parseFilter } from "../../../basic/filter/parse.ts";
import type { FilterTree } from "../../../basic/filter/tree.ts";
import { parseCsv } from "../../../basic/functions/csv.ts";
import { isObject } from "../../../basic/operations/compare.ts";
import { fromPlain, toJson } from "../../../basic/operations/json.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { type BasicObject, RecordId, RecordSet, type Value } from "../../../basic/values.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import type { SaveRow } from "../../../contracts/objects.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { callObject, dataObject } from "./objects.ts";
import { findPackageFile, readPackageText } from "./package-files.ts";

/** Rows that one FIND brings, whatever LIMIT says. */
const MAX_ROWS = 10_000;
const DATA_FILE = /\.(csv|json)$/i;
const ALL_ROWS: FilterTree = { where: null, order: [], limit: null, offset: 0 };

// ---------------------------------------------------------------------------------------------------- FIND

const find: EffectHandler = {
  async run(args, context) {
    const { tree, first } = filterOf(args, context);
    const limit = Math.min(tree.limit ?? context.config.keys["find-max-rows"], MAX_ROWS);
    const bounded = { ...tree, limit: first ? 1 : limit };
    const source = args["source"] ?? null;
    const rows = rowsOf(source);
    const found = rows
      ? filterRows(rows, bounded, context)
      : await findByName(toText(source, context.values).trim(), bounded, context);
    return new RecordSet(found.rows, found.columns, bounded.limit === 1 && found.rows.length === 1);
  },
};

interface Found {
  rows: BasicObject[];
  columns: string[];
}

async function findByName(name: string, tree: FilterTree, context: EffectContext): Promise<Found> {
  if (name === "") throw new BasicError(ERR.badCall, "FIND needs the name of a table, a file or a list of rows.");
  if (DATA_FILE.test(name)) {
    const file = findPackageFile(context.release, name);
    if (file) {
      const text = await readPackageText(file, context);
      return filterRows(
        /\.csv$/i.test(name) ? parseCsv(text, context.values).rows : jsonRows(text, context),
        tree,
        context,
      );
    }
  }
  const data = dataObject(context.env, context.identity.key);
  const result = await callObject(context.clock, context.signal, () =>
    data.find(name, {
      // A filter tree holds plain JSON only; the compiler cannot tell that of an interface.
      filter: tree as unknown as JsonValue,
      orderBy: [],
      limit: tree.limit ?? MAX_ROWS,
      offset: 0,
      now: context.session.now,
      timeZone: context.config.timeZone,
    }),
  );
  if (!result.ok) throw new BasicError(ERR.badFilter, result.detail);
  if (result.value.warning !== null) context.warn(result.value.warning);
  const rows = result.value.rows.map((row) => fromPlain(row, context.values)).filter(isObject);
  return { rows, columns: result.value.columns };
}

function filterRows(rows: readonly BasicObject[], tree: FilterTree, context: EffectContext): Found {
  const now = context.session.now;
  const found = applyFilter(tree, rows, { ...context.values, now: () => now });
  const columns = new Set(rows.slice(0, 1000).flatMap((row) => Object.keys(row)));
  return { rows: found, columns: [...columns] };
}

function jsonRows(text: string, context: EffectContext): BasicObject[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new BasicError(ERR.badCall, "The data file is not JSON.");
  }
  const value = fromPlain(data, context.values);
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

/** A WHERE tail, a filter text, or a column and its value. */
function filterOf(args: Record<string, Value>, context: EffectContext): { tree: FilterTree; first: boolean } {
  const where = args["where"];
  if (where !== undefined && where !== null) {
    // The machine builds a WHERE tail in the form of a filter tree, with `first` beside it.
    const { first, ...tree } = JSON.parse(toJson(where, context.values)) as FilterTree & { first: boolean };
    return { tree, first };
  }
  const filter = args["filter"];
  if (filter !== undefined) {
    if (isObject(filter)) return { tree: filterTree(filter), first: false };
    // Programs of the first instruction set bring the text itself.
    const text = toText(filter, context.values).trim();
    return { tree: text === "" ? ALL_ROWS : parseFilter(text), first: false };
  }
  if (args["column"] === undefined) return { tree: ALL_ROWS, first: false };
  const value = args["value"] ?? null;
  const literal = value !== null && typeof value === "object" ? toText(value, context.values) : value;
  const name = toText(args["column"], context.values);
  const right = { kind: "literal", value: literal } as const;
  const condition = { kind: "compare", op: "=", left: { kind: "column", name }, right } as const;
  return { tree: { ...ALL_ROWS, where: condition }, first: false };
}

/** Rows that the script holds itself. */
function rowsOf(value: Value): BasicObject[] | null {
  if (value instanceof RecordSet) return value.rows;
  return Array.isArray(value) ? value.filter(isObject) : null;
}

// ---------------------------------------------------------------------------------------------------- SAVE

const save: EffectHandler = {
  async run(args, context) {
    const table = toText(args["table"] ?? null, context.values).trim();
    if (table === "") throw new BasicError(ERR.badCall, "SAVE needs the name of a table.");
    if (DATA_FILE.test(table) && findPackageFile(context.release, table)) {
      throw new BasicError(
        ERR.path,
        `"${table}" is a file of the package, which a script cannot change: save to a table.`,
      );
    }
    const rows = saveRows(args, context);
    const data = dataObject(context.env, context.identity.key);
    const result = await callObject(context.clock, context.signal, () => data.save(context.effectKey, table, rows));
    if (!result.ok) throw new BasicError(ERR.badCall, result.detail);
    if (result.value.warning !== null) context.warn(result.value.warning);
    const ids = result.value.ids.map((id) => fromPlain(id, context.values));
    if (rows.length !== 1) return ids;
    const [id = null] = ids;
    return typeof id === "string" || typeof id === "number" ? new RecordId(id, 1) : id;
  },
};

/** `t, object` · `t, rows` · `t, id, object` · `t, v1, v2, ...` with the columns that the operands' names give. */
function saveRows(args: Record<string, Value>, context: EffectContext): SaveRow[] {
  const values = Array.isArray(args["values"]) ? args["values"] : [];
  const names = Array.isArray(args["columns"]) ? args["columns"] : [];
  const [first = null, second] = values;
  if (values.length === 1) {
    const rows = rowsOf(first) ?? (isObject(first) ? [first] : null);
    if (rows && rows.length > 0) return rows.map((row) => objectRow(null, row, context));
    if (rows) throw new BasicError(ERR.badCall, "SAVE has no rows to save.");
  }
  if (values.length === 2 && second !== undefined && isObject(second)) {
    return [objectRow(plain(first, context), second, context)];
  }
  if (values.length === 0) throw new BasicError(ERR.badCall, "SAVE needs something to save.");
  const fields = values.map((value, i) => {
    const name = names[i];
    return { name: typeof name === "string" ? name : null, value: plain(value, context) };
  });
  return [{ id: null, fields, list: true }];
}

function objectRow(id: JsonValue, row: BasicObject, context: EffectContext): SaveRow {
  const fields = Object.entries(row).map(([name, value]) => ({ name, value: plain(value, context) }));
  const own = fields.find((field) => field.name.toLowerCase() === "id");
  return { id: id ?? own?.value ?? null, fields: fields.filter((field) => field !== own) };
}

function plain(value: Value, context: EffectContext): JsonValue {
  return JSON.parse(toJson(value, context.values));
}

export const TABLE_EFFECTS: Readonly<Record<string, EffectHandler>> = { FIND: find, SAVE: save };

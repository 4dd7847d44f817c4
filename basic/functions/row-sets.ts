/** Functions that make new rows of rows: joining, grouping, sums by row and column, templates (reference 3.9). */
import { BasicError, ERR } from "../errors.ts";
import { add } from "../operations/arithmetic.ts";
import { isObject, listOf } from "../operations/compare.ts";
import { checkListLength, SLOT_BYTES } from "../operations/context.ts";
import { findKey, getField } from "../operations/fields.ts";
import { toText } from "../operations/text-form.ts";
import { type BasicObject, newObject, RecordSet, type Value } from "../values.ts";
import { argument, define, textArgument, wrongArgument } from "./arguments.ts";
import type { BasicFunction, FunctionContext } from "./function.ts";
import { copied } from "./lists.ts";

/** The rows of an argument; one object is one row, NULL none. */
export function rowsOf(what: string, value: Value): BasicObject[] {
  if (value === null) return [];
  if (isObject(value)) return [value];
  const list = listOf(value);
  if (!list) throw wrongArgument(what, "rows", value);
  return list.map((row) => {
    if (isObject(row)) return row;
    throw wrongArgument(what, "rows", row);
  });
}

export function columnsOf(source: Value, rows: readonly BasicObject[]): string[] {
  if (source instanceof RecordSet) return [...source.columns];
  const names = new Set<string>();
  for (const row of rows.slice(0, 1000)) for (const key of Object.keys(row)) names.add(key);
  return [...names];
}

/** Texts are equal as they stand, numbers and their texts too; NULL meets nothing. */
const keyOf = (value: Value, context: FunctionContext): string | null =>
  value === null ? null : toText(value, context);

/** Each pair of rows that agree in the column, as one row. A column of both keeps the left value; the right one gets a 2 behind its name. */
export function joinRows(left: Value, right: Value, column: string, context: FunctionContext): RecordSet {
  const leftRows = rowsOf("JOIN", left);
  const rightRows = rowsOf("JOIN", right);
  const byKey = new Map<string, BasicObject[]>();
  for (const row of rightRows) {
    const key = keyOf(getField(row, column, context, true), context);
    if (key === null) continue;
    const known = byKey.get(key);
    if (known) known.push(row);
    else byKey.set(key, [row]);
  }
  context.charge(leftRows.length + rightRows.length);
  const joined: BasicObject[] = [];
  for (const row of leftRows) {
    const key = keyOf(getField(row, column, context, true), context);
    for (const other of key === null ? [] : (byKey.get(key) ?? [])) {
      joined.push(pair(row, other, column, context));
      checkListLength(joined.length);
    }
  }
  return new RecordSet(copied(joined, context), columnsOf(null, joined));
}

function pair(left: BasicObject, right: BasicObject, column: string, context: FunctionContext): BasicObject {
  const row = newObject(Object.entries(left));
  for (const [name, value] of Object.entries(right)) {
    if (name.toLowerCase() === column.toLowerCase()) continue;
    let free = name;
    for (let n = 2; findKey(row, free) !== undefined; n++) free = `${name}${n}`;
    row[free] = value;
  }
  const count = Object.keys(row).length;
  context.charge(count);
  context.allocate(2 * SLOT_BYTES * count);
  return row;
}

/** The different values of a column as keys, each with its rows, in the order in which they come. */
export function groupRows(source: Value, column: string, context: FunctionContext): BasicObject {
  const rows = rowsOf("GROUP BY", source);
  const columns = columnsOf(source, rows);
  const groups = newObject();
  context.charge(rows.length);
  context.allocate(SLOT_BYTES * rows.length);
  for (const row of rows) {
    const key = toText(getField(row, column, context, true), context);
    const known = groups[key];
    if (known instanceof RecordSet) known.rows.push(row);
    else groups[key] = new RecordSet([row], columns);
  }
  return groups;
}

function pivot(args: readonly Value[], context: FunctionContext): Value {
  const source = argument(args, 0);
  const rows = rowsOf("PIVOT", source);
  const rowColumn = textArgument(args, 1, context);
  const isTable = args.length > 3;
  const valueColumn = textArgument(args, isTable ? 3 : 2, context);
  const across = isTable ? textArgument(args, 2, context) : null;
  const heads = new Set<string>();
  const sums = new Map<string, BasicObject>();
  for (const row of rows) {
    const label = getField(row, rowColumn, context, true);
    const key = toText(label, context);
    const sum = sums.get(key) ?? newObject([[rowColumn, label]]);
    sums.set(key, sum);
    const head = across === null ? valueColumn : toText(getField(row, across, context, true), context);
    heads.add(head);
    const value = getField(row, valueColumn, context, true);
    sum[head] = add(sum[head] ?? 0, typeof value === "string" ? Number(value) || 0 : (value ?? 0), context);
  }
  const columns = [rowColumn, ...heads];
  context.charge(rows.length + sums.size * columns.length);
  context.allocate(2 * SLOT_BYTES * sums.size * columns.length);
  // A combination that does not occur is 0, so that every row has every column.
  const table = [...sums.values()].map((sum) => newObject(columns.map((name) => [name, sum[name] ?? 0] as const)));
  return new RecordSet(copied(table, context), columns);
}

const MAX_TEMPLATE_DEPTH = 20;

function fill(args: readonly Value[], context: FunctionContext): Value {
  const source = argument(args, 0);
  if (typeof source === "string") {
    throw new BasicError(ERR.badCall, "FILL of a document whose name is computed is written FILL DOCUMENT name, data.");
  }
  const template = argument(args, 1);
  return copied(
    rowsOf("FILL", source).map((row) => filled(template, row, context, 0)),
    context,
  );
}

function filled(template: Value, row: BasicObject, context: FunctionContext, depth: number): Value {
  context.charge(1);
  if (depth > MAX_TEMPLATE_DEPTH)
    throw new BasicError(ERR.memory, `The template is nested deeper than ${MAX_TEMPLATE_DEPTH} levels.`);
  if (typeof template === "string") {
    // The blanks around the name are cut off behind the match: a pattern that did it would go over long runs again and again.
    const text = template.replace(/\{\{([^{}]{1,200})\}\}/g, (_, name: string) =>
      toText(getField(row, name.trim(), context, true), context),
    );
    context.allocate(text.length);
    return text;
  }
  if (Array.isArray(template)) return template.map((item) => filled(item, row, context, depth + 1));
  if (!isObject(template)) return template;
  return newObject(
    Object.entries(template).map(([key, value]) => [key, filled(value, row, context, depth + 1)] as const),
  );
}

export const ROW_SET_FUNCTIONS: readonly BasicFunction[] = [
  define(
    "GROUP_BY(rows, column)",
    "An object of the different values of a column, each with its rows.",
    (args, context) => groupRows(argument(args, 0), textArgument(args, 1, context), context),
  ),
  define(
    "PIVOT(rows, row, value[, third])",
    "Sums of a value column by a row column; with four operands (rows, row, column, value) a table of rows by columns.",
    pivot,
  ),
  define(
    "FILL(rows[, template][, path])",
    "For each row a copy of the template, in whose texts {{column}} is replaced.",
    fill,
  ),
];

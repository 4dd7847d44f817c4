/** Functions of rows: sorting, filtering, picking columns and ends. They take plain lists too. */
import { BasicError, ERR } from "../errors.ts";
import { applyFilter } from "../filter/apply.ts";
import { filterOf } from "../filter/from-value.ts";
import { parseFilter } from "../filter/parse.ts";
import { compare, isObject, listOf } from "../operations/compare.ts";
import { SLOT_BYTES } from "../operations/context.ts";
import { getField } from "../operations/fields.ts";
import { toText } from "../operations/text-form.ts";
import { newObject, RecordSet, type Value } from "../values.ts";
import { argument, define, textArgument, wrongArgument } from "./arguments.ts";
import type { BasicFunction, FunctionContext } from "./function.ts";
import { copied, elements } from "./lists.ts";
import { columnsOf, ROW_SET_FUNCTIONS } from "./row-sets.ts";

/** No column of rows has a longer name. */
const MAX_COLUMN_NAME = 1000;

function sort(args: readonly Value[], context: FunctionContext): Value {
  const source = argument(args, 0);
  const list = elements("SORT", args);
  // SORT rows BY total DESC brings column and direction in one text.
  const by = argument(args, 1);
  const text = typeof by === "string" ? by.slice(0, MAX_COLUMN_NAME).trim() : "";
  const ending = /\s(asc|desc)$/i.exec(text)?.[1] ?? "";
  const name = text.slice(0, text.length - ending.length).trimEnd();
  const words = [name, typeof args[2] === "string" ? args[2] : ending];
  // SORT(list, "desc"): without a column of that name the word is the direction.
  const isDirection = (word: string): boolean => /^(?:asc|desc)$/i.test(word);
  const column = words[0] !== undefined && words[0] !== "" && !isDirection(words[0]) ? words[0] : undefined;
  const direction = words.some((word) => word.toLowerCase() === "desc") ? -1 : 1;
  context.charge(list.length * Math.max(1, Math.ceil(Math.log2(list.length + 1))));
  const keyOf = (element: Value): Value => (column === undefined ? element : getField(element, column, context, true));
  const sorted = <T extends Value>(values: readonly T[]): T[] =>
    copied(
      values.toSorted((a, b) => direction * order(keyOf(a), keyOf(b), context)),
      context,
    );
  return source instanceof RecordSet ? new RecordSet(sorted(source.rows), source.columns) : sorted(list);
}

/** The order of `<`; what has none (NULL, lists) comes first, as it is. */
function order(a: Value, b: Value, context: FunctionContext): number {
  const known = compare(a, b, context);
  if (known !== undefined) return known;
  return (a === null ? 0 : 1) - (b === null ? 0 : 1);
}

/** First or last row, element or word; of rows, a column of that row. */
function endOf(args: readonly Value[], context: FunctionContext, last: boolean): Value {
  const source = argument(args, 0);
  if (source === null) return null;
  const list = listOf(source) ?? (isObject(source) ? Object.values(source) : undefined);
  if (list === undefined) {
    const text = toText(source, context);
    context.charge(1 + text.length / 8);
    const words = text.trim().split(/\s+/);
    return words.at(last ? -1 : 0) ?? "";
  }
  const element = list.at(last ? -1 : 0) ?? null;
  return args.length > 1 ? getField(element, textArgument(args, 1, context), context, true) : element;
}

function filter(args: readonly Value[], context: FunctionContext): Value {
  const rows = elements("FILTER", args).map((row) => {
    if (isObject(row)) return row;
    throw wrongArgument("FILTER", "rows", row);
  });
  // The machine has made a tree of the text; programs of the first instruction set bring the text itself.
  const asked = argument(args, 1);
  const tree = isObject(asked) ? filterOf(asked) : parseFilter(toText(asked, context));
  const found = applyFilter(tree, rows, context);
  return new RecordSet(copied(found, context), columnsOf(argument(args, 0), rows));
}

/** `MAP(rows, "a, b -> c")`: the named columns, renamed behind an arrow. */
function map(args: readonly Value[], context: FunctionContext): Value {
  const wanted = textArgument(args, 1, context);
  context.charge(1 + wanted.length / 4);
  const pairs = wanted
    .split(",")
    .map((pair) => pair.split("->").map((name) => name.trim()))
    .map(([from = "", to]) => [from, to || from] as const)
    .filter(([from]) => from !== "");
  if (pairs.length === 0)
    throw new BasicError(ERR.badCall, 'MAP needs the columns to take, such as "name, price -> cost".');
  const source = argument(args, 0);
  const rows = elements("MAP", args).map((row) => {
    context.charge(pairs.length);
    context.allocate(2 * SLOT_BYTES * pairs.length);
    return newObject(pairs.map(([from, to]) => [to, getField(row, from, context, true)] as const));
  });
  return source instanceof RecordSet
    ? new RecordSet(
        copied(rows, context),
        pairs.map(([, to]) => to),
      )
    : copied(rows, context);
}

export const ROW_FUNCTIONS: readonly BasicFunction[] = [
  define("SORT(list[, column][, order])", 'Sorted, by a column of rows; "desc" for the largest first.', sort),
  define("FIRST(value[, column])", "The first row, element or word.", (args, context) => endOf(args, context, false)),
  define("LAST(value[, column])", "The last row, element or word; or a column of the last row.", (args, context) =>
    endOf(args, context, true),
  ),
  define(
    "FILTER(rows, filter)",
    'The rows that match, as a record set: FILTER(rows, "status = open ORDER BY date DESC").',
    filter,
  ),
  define(
    "MAP(rows, columns)",
    'Only the named columns, renamed behind an arrow: MAP(rows, "name, price -> cost").',
    map,
  ),
  ...ROW_SET_FUNCTIONS,
];

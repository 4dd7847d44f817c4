/** What list functions and methods have in common (reference, Annex B; H-41). */
import { type BasicObject, RecordSet, type Value } from "../../basic/values.ts";
import { isEqual, order } from "./operators.ts";
import {
  codePoints,
  elementsOf,
  findKey,
  isObject,
  numberOf,
  raise,
  type Setting,
  textOf,
  typeName,
} from "./values.ts";

/** The elements of a list, or error 13. */
export function needList(v: Value): Value[] {
  if (v === null) return [];
  return elementsOf(v) ?? raise(13, `A list is needed, not a value of type ${typeName(v)}.`);
}

/** A part from `start` up to, not including, `end`; negative ones count from the end. */
export function slice(v: Value, bounds: readonly Value[], s: Setting): Value {
  const [from, to] = [0, 1].map((i) => {
    const bound = bounds[i];
    return bound === undefined || bound === null ? undefined : Math.trunc(numberOf(bound, s));
  });
  if (typeof v === "string")
    return codePoints(v)
      .slice(from ?? 0, to)
      .join("");
  return sameKind(v, needList(v).slice(from ?? 0, to));
}

/** Some rows of a record set are a record set again. */
export function sameKind(v: Value, made: Value[]): Value {
  return v instanceof RecordSet ? new RecordSet(made as BasicObject[], v.columns) : made;
}

/** An own column of a row, in any case; NULL without it. */
export function column(row: Value, name: string): Value {
  if (!isObject(row)) return null;
  const key = findKey(row as BasicObject, name);
  return key === null ? null : (row as BasicObject)[key]!;
}

/** `[column][, "desc"]`; NULLs come first. */
export function sorted(v: Value, args: readonly Value[], s: Setting): Value {
  const list = needList(v);
  const words = args.filter((a) => a !== null).map((a) => textOf(a, s));
  const isWay = (word: string | undefined) => word !== undefined && /^(asc|desc)$/i.test(word);
  const by = words.length > 0 && !(words.length === 1 && isWay(words[0])) ? words[0]! : null;
  const descending = words.at(-1)?.toLowerCase() === "desc";
  const key = (item: Value) => (by === null ? item : column(item, by));
  const way = descending ? -1 : 1;
  return sameKind(
    v,
    [...list].sort((a, b) => way * compareForSort(key(a), key(b), s)),
  );
}

export function compareForSort(x: Value, y: Value, s: Setting): number {
  if (x === null || y === null) return Number(y === null) - Number(x === null) === 0 ? 0 : x === null ? -1 : 1;
  return order(x, y, s) ?? 0;
}

export function unique(list: readonly Value[], s: Setting): Value[] {
  const kept: Value[] = [];
  for (const item of list) if (!kept.some((other) => isSame(other, item, s))) kept.push(item);
  return kept;
}

/** Equal and of one kind: TRUE, 1 and "1" are three elements. */
function isSame(x: Value, y: Value, s: Setting): boolean {
  return typeof x === typeof y && isEqual(x, y, s);
}

/** Lists, record sets and objects have members to count; NULL has none. */
export function countOf(v: Value): number {
  if (v === null) return 0;
  const list = elementsOf(v);
  if (list) return list.length;
  if (isObject(v)) return Object.keys(v).length;
  return 0;
}

export function isRows(v: Value): v is RecordSet {
  return v instanceof RecordSet;
}

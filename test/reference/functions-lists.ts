/** Functions of lists, rows and objects (reference 2.9, Annex B). */
import { type BasicObject, DIM_BOUND, newObject, RecordSet, type Value } from "../../basic/values.ts";
import { selectRows, textQuery } from "./filter.ts";
import type { Builtin } from "./functions.ts";
import { isNull } from "./functions-values.ts";
import { column, countOf, needList, sameKind, slice, sorted, unique } from "./lists.ts";
import { isEqual, joined } from "./operators.ts";
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

const at = (args: readonly Value[], i: number): Value => args[i] ?? null;
const whole = (args: readonly Value[], i: number, s: Setting) => Math.trunc(numberOf(at(args, i), s));
const LARGEST_LIST = 1_000_000;

/** A list that may be changed in place. */
function ownList(v: Value): Value[] {
  if (v instanceof RecordSet) return v.rows;
  return Array.isArray(v) ? v : raise(13, `A list is needed, not a value of type ${typeName(v)}.`);
}

const listOrNone = (v: Value): Value => (elementsOf(v) ? v : []);

const length: Builtin = (args, s) => {
  const v = at(args, 0);
  if (v === null) return 0;
  return elementsOf(v) || isObject(v) ? countOf(v) : codePoints(textOf(v, s)).length;
};

const count: Builtin = (args, s) => {
  const v = at(args, 0);
  if (v === null) return 0;
  return elementsOf(v) || isObject(v) ? countOf(v) : codePoints(textOf(v, s)).length;
};

/** The declared bound of a DIM array, the number of elements of any other list. */
const upperBound: Builtin = (args, s) => {
  let v = at(args, 0);
  for (let i = args.length > 1 ? whole(args, 1, s) : 1; i > 1; i--) v = elementsOf(v)?.[0] ?? null;
  const declared = Array.isArray(v) ? (v as Value[] & { [DIM_BOUND]?: number })[DIM_BOUND] : undefined;
  return declared ?? countOf(v);
};

const append: Builtin = (args) => {
  const v = at(args, 0);
  const list = isNull(v) ? [] : ownList(v);
  if (v instanceof RecordSet && !args.slice(1).every(isObject)) raise(13, "A row is an object.");
  list.push(...args.slice(1));
  return v instanceof RecordSet && !isNull(v) ? v : list;
};
const prepend: Builtin = (args) => {
  const list = ownList(at(args, 0));
  list.unshift(...args.slice(1));
  return list;
};

function end(way: "first" | "last"): Builtin {
  return (args, s) => {
    const v = at(args, 0);
    if (v === null) return null;
    const list = elementsOf(v);
    if (list) {
      const item = (way === "first" ? list[0] : list.at(-1)) ?? null;
      return args.length > 1 && args[1] !== null ? column(item, textOf(at(args, 1), s)) : item;
    }
    if (isObject(v)) return (way === "first" ? Object.values(v)[0] : Object.values(v).at(-1)) ?? null;
    const words = textOf(v, s).trim().split(/\s+/);
    return (way === "first" ? words[0] : words.at(-1)) ?? "";
  };
}

function chunks(args: readonly Value[], s: Setting): Value {
  const [list, size] = [needList(at(args, 0)), whole(args, 1, s)];
  if (size < 1) raise(5, "CHUNK needs a size of at least 1.");
  const parts: Value[] = [];
  for (let i = 0; i < list.length; i += size) parts.push(list.slice(i, i + size));
  return parts;
}

function range(args: readonly Value[], s: Setting): Value {
  const [from, to] = [numberOf(at(args, 0), s), numberOf(at(args, 1), s)];
  const step = args.length > 2 ? numberOf(at(args, 2), s) : from <= to ? 1 : -1;
  if (step === 0) raise(5, "RANGE needs a step other than 0.");
  const size = Math.floor((to - from) / step + 1e-9) + 1;
  if (size > LARGEST_LIST) raise(14, "The list is too long.");
  return Array.from({ length: Math.max(0, size) }, (_, i) => from + i * step);
}

function flatten(list: readonly Value[]): Value[] {
  return list.flatMap((item) => (Array.isArray(item) ? flatten(item) : [item]));
}

function indexOf(last: boolean): Builtin {
  return (args, s) => {
    const v = at(args, 0);
    if (typeof v === "string") return v === "" ? -1 : v[last ? "lastIndexOf" : "indexOf"](textOf(at(args, 1), s));
    const list = needList(v);
    const matches = (item: Value) => isEqual(item, at(args, 1), s);
    return last ? list.findLastIndex(matches) : list.findIndex(matches);
  };
}

const filter: Builtin = (args, s) => {
  const members = needList(at(args, 0));
  if (!members.every(isObject)) raise(13, "FILTER needs rows.");
  const rows = members as BasicObject[];
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return new RecordSet(selectRows(rows, textQuery(textOf(at(args, 1), s), s), s), names);
};

/** `"a, b"` picks columns, `"a -> b"` renames one. */
const map: Builtin = (args, s) => {
  const columns = textOf(at(args, 1), s)
    .split(",")
    .map((part) => part.split("->").map((name) => name.trim()))
    .filter(([name]) => name !== "");
  const made = needList(at(args, 0)).map((row) =>
    newObject(
      columns.map(([from = "", to]) => {
        const key = isObject(row) ? findKey(row, from) : null;
        return [to ?? key ?? from, column(row, from)] as const;
      }),
    ),
  );
  return sameKind(at(args, 0), made);
};

const concat: Builtin = (args, s) => {
  if (args.some((v) => elementsOf(v))) return args.flatMap((v) => elementsOf(v) ?? (v === null ? [] : [v]));
  return joined(args.map((v) => textOf(v, s)).join(""), s);
};

export const LIST_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  LEN: length,
  LENGTH: length,
  COUNT: count,
  SIZE: count,
  UBOUND: upperBound,
  LBOUND: () => 0,
  ARRAY: (args) => [...args],
  RANGE: range,
  APPEND: append,
  PUSH: append,
  PREPEND: prepend,
  UNSHIFT: prepend,
  POP: (args) => ownList(at(args, 0)).pop() ?? null,
  SHIFT: (args) => ownList(at(args, 0)).shift() ?? null,
  TAKE: (args, s) => slice(listOrNone(at(args, 0)), [0, Math.max(0, whole(args, 1, s))], s),
  DROP: (args, s) => slice(listOrNone(at(args, 0)), [Math.max(0, whole(args, 1, s))], s),
  HEAD: (args, s) => {
    const list = needList(at(args, 0));
    return args.length > 1 ? list.slice(0, Math.max(0, whole(args, 1, s))) : (list[0] ?? null);
  },
  TAIL: (args, s) => {
    const list = needList(at(args, 0));
    return args.length > 1 ? list.slice(Math.max(0, list.length - Math.max(0, whole(args, 1, s)))) : list.slice(1);
  },
  FLATTEN: (args) => flatten(needList(at(args, 0))),
  CHUNK: chunks,
  BATCH: chunks,
  UNIQUE: (args, s) => sameKind(at(args, 0), unique(needList(at(args, 0)), s)),
  DISTINCT: (args, s) => sameKind(at(args, 0), unique(needList(at(args, 0)), s)),
  SORT: (args, s) => sorted(at(args, 0), args.slice(1), s),
  INDEX_OF: indexOf(false),
  INDEXOF: indexOf(false),
  LAST_INDEX_OF: indexOf(true),
  LASTINDEXOF: indexOf(true),
  CONCAT: concat,
  FIRST: end("first"),
  LAST: end("last"),
  KEYS: (args) => {
    const v = at(args, 0);
    if (v instanceof RecordSet) return v.rows[0] ? Object.keys(v.rows[0]) : [];
    if (Array.isArray(v)) return v.map((_, i) => i);
    return isObject(v) ? Object.keys(v) : v === null ? [] : raise(13, "KEYS needs an object.");
  },
  VALUES: (args) => {
    const v = at(args, 0);
    const list = elementsOf(v);
    if (list) return [...list];
    return isObject(v) ? Object.values(v) : v === null ? [] : raise(13, "VALUES needs an object.");
  },
  FILTER: filter,
  MAP: map,
};

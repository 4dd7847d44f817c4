/** Functions of values and their types (reference, Annex B). */
import { newObject, RecordSet, type Value } from "../../basic/values.ts";
import { getElement } from "./fields.ts";
import type { Builtin } from "./functions.ts";
import { isEqual } from "./operators.ts";
import {
  elementsOf,
  fromPlain,
  isObject,
  jsonOf,
  numberOf,
  numericText,
  raise,
  type Setting,
  textOf,
  typeName,
} from "./values.ts";

const at = (args: readonly Value[], i: number): Value => args[i] ?? null;

export function isNull(v: Value): boolean {
  return v === null || (v instanceof RecordSet && v.rows.length === 0);
}

export function isEmpty(v: Value): boolean {
  if (v === null || v === "") return true;
  const list = elementsOf(v);
  return list ? list.length === 0 : isObject(v) && Object.keys(v).length === 0;
}

const test =
  (action: (v: Value) => boolean): Builtin =>
  (args) =>
    action(at(args, 0));
const isNumeric = test(
  (v) =>
    typeof v === "number" ||
    (typeof v === "string" && numericText(v) !== null) ||
    (typeName(v) === "string" && typeof v !== "string" && numericText(textOfId(v)) !== null),
);
function textOfId(v: Value): string {
  return isObject(v) ? "" : String((v as { id?: unknown }).id ?? "");
}

/** NULL and "" count as missing. */
const otherwise: Builtin = (args) => args.find((v) => v !== null && v !== "" && !isNull(v)) ?? args.at(-1) ?? null;
const json: Builtin = (args, s) => jsonOf(at(args, 0), s, args.length > 1 ? indentOf(at(args, 1), s) : 0);

function indentOf(v: Value, s: Setting): number {
  return typeof v === "boolean" ? (v ? 2 : 0) : Math.min(10, Math.max(0, Math.trunc(numberOf(v, s))));
}

const parse: Builtin = (args, s) => {
  const v = at(args, 0);
  if (v === null || typeof v !== "string") return v;
  let plain: unknown;
  try {
    plain = JSON.parse(v);
  } catch {
    return raise(5, `The text is no JSON: ${textOf(v, s).slice(0, 40)}`);
  }
  return fromPlain(plain);
};

/** A path such as `items[0].price`. */
const jsonGet: Builtin = (args, s) => {
  let v = parse([at(args, 0)], s);
  for (const part of textOf(at(args, 1), s).split(/[.[\]]+/)) {
    if (part !== "") v = getElement(v, part, s);
  }
  return v;
};

export const VALUE_FUNCTIONS: Readonly<Record<string, Builtin>> = {
  ISNULL: test(isNull),
  IS_NULL: test(isNull),
  ISEMPTY: test(isEmpty),
  IS_EMPTY: test(isEmpty),
  EXISTS: test((v) => !isNull(v)),
  ISARRAY: test((v) => elementsOf(v) !== null),
  IS_ARRAY: test((v) => elementsOf(v) !== null),
  ISSTRING: test((v) => typeName(v) === "string"),
  IS_STRING: test((v) => typeName(v) === "string"),
  ISNUMBER: test((v) => typeof v === "number"),
  IS_NUMBER: test((v) => typeof v === "number"),
  ISBOOL: test((v) => typeof v === "boolean"),
  ISBOOLEAN: test((v) => typeof v === "boolean"),
  IS_BOOL: test((v) => typeof v === "boolean"),
  ISOBJECT: test(isObject),
  IS_OBJECT: test(isObject),
  ISNUMERIC: isNumeric,
  IS_NUMERIC: isNumeric,
  TYPEOF: (args) => typeName(at(args, 0)),
  TYPENAME: (args) => typeName(at(args, 0)),
  NVL: otherwise,
  COALESCE: otherwise,
  IFNULL: otherwise,
  CHOOSE: (args, s) => {
    const i = Math.trunc(numberOf(at(args, 0), s));
    return i >= 1 ? at(args, i) : null;
  },
  SWITCH: (args, s) => {
    let i = 1;
    for (; i + 1 < args.length; i += 2) if (isEqual(at(args, 0), at(args, i), s)) return at(args, i + 1);
    return i < args.length ? at(args, i) : null;
  },
  JSON: json,
  TOJSON: json,
  TO_JSON: json,
  JSON_STRINGIFY: json,
  JSON_PARSE: parse,
  PARSE_JSON: parse,
  FROM_JSON: parse,
  JSON_GET: jsonGet,
  ERROR: (args, s) =>
    newObject([
      ["error", true],
      ["message", textOf(at(args, 0), s)],
    ]),
  IS_ERROR: test((v) => isObject(v) && v["error"] === true),
  GET_ERROR_MESSAGE: (args, s) => {
    const v = at(args, 0);
    return isObject(v) && v["error"] === true ? textOf(v["message"] ?? null, s) : "";
  },
};

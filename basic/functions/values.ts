/** Functions of any value: tests, conversions, choices, and the text formats that hold values. */
import { equals, isObject, listOf } from "../operations/compare.ts";
import { getIndex } from "../operations/elements.ts";
import { getField } from "../operations/fields.ts";
import { fromJson, toJson } from "../operations/json.ts";
import { wholeNumber } from "../operations/numbers.ts";
import { toText } from "../operations/text-form.ts";
import { isEmpty, isNull, truthy } from "../operations/truth.ts";
import { BasicDate, Duration, newObject, plainId, RecordId, SealedText, type Value } from "../values.ts";
import { argument, define, integerArgument, textArgument } from "./arguments.ts";
import { parseCsv, toCsv } from "./csv.ts";
import { format } from "./format.ts";
import type { BasicFunction, FunctionContext } from "./function.ts";
import { toWorkbook } from "./xlsx.ts";
import { toXml } from "./xml.ts";
import { toYaml } from "./yaml.ts";

/** The names of reference 2.1. */
export function typeName(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "double";
  if (typeof value !== "object") return typeof value;
  if (value instanceof RecordId) return typeName(value.id);
  if (value instanceof SealedText) return "string";
  if (listOf(value)) return "array";
  if (value instanceof BasicDate) return "date";
  return value instanceof Duration ? "duration" : "object";
}

function test(
  signature: string,
  summary: string,
  holds: (value: Value) => boolean,
  aliases: readonly string[] = [],
): BasicFunction {
  return define(signature, summary, (args) => holds(plainId(argument(args, 0))), aliases);
}

function isNumeric(value: Value): boolean {
  return typeof value === "number" || (typeof value === "string" && wholeNumber(value) !== undefined);
}

/** An error value of ERROR(): an object whose `error` is set. */
function isErrorValue(value: Value): boolean {
  return isObject(value) && truthy(value["error"] ?? null);
}

/** The first value that is neither NULL nor "", else the last. */
function firstFilled(args: readonly Value[]): Value {
  return args.find((value) => !isNull(value) && value !== "") ?? args.at(-1) ?? null;
}

function switchValue(args: readonly Value[], context: FunctionContext): Value {
  const [value = null, ...rest] = args;
  for (let i = 0; i + 1 < rest.length; i += 2) if (equals(value, rest[i] ?? null, context)) return rest[i + 1] ?? null;
  return rest.length % 2 === 1 ? (rest.at(-1) ?? null) : null;
}

/** `JSON_GET(order, "items[0].price")`; the value may be JSON text. */
function jsonGet(args: readonly Value[], context: FunctionContext): Value {
  const source = argument(args, 0);
  let value = typeof source === "string" ? fromJson(source, context) : source;
  for (const step of textArgument(args, 1, context).matchAll(/[^.[\]]+/g)) {
    context.charge(1);
    const name = step[0].replace(/^(["'])(.*)\1$/, "$2");
    value =
      listOf(value) && wholeNumber(name) !== undefined
        ? getIndex(value, Number(name), context)
        : getField(value, name, context, true);
  }
  return value;
}

/** A version 4 UUID from the script's generator: unique, repeatable in a replay, and so no secret. */
function uuid(context: FunctionContext): string {
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (mark) => {
    const digit = Math.floor(context.random() * 16);
    return (mark === "x" ? digit : (digit & 3) | 8).toString(16);
  });
}

const TRUE_WORDS = ["true", "yes", "on"];
const FALSE_WORDS = ["false", "no", "off", "0", "null", ""];

function toBoolean(value: Value): boolean {
  if (typeof value !== "string") return truthy(value);
  const word = value.trim().toLowerCase();
  if (TRUE_WORDS.includes(word)) return true;
  return !FALSE_WORDS.includes(word) && wholeNumber(word) !== 0;
}

export const VALUE_FUNCTIONS: readonly BasicFunction[] = [
  test("ISNULL(value)", "It is NULL or a record set without rows.", isNull, ["IS_NULL"]),
  test("ISEMPTY(value)", 'It is NULL, "", or a list, object or record set without members.', isEmpty, ["IS_EMPTY"]),
  test("EXISTS(value)", "It is not NULL, and not a record set without rows.", (value) => !isNull(value)),
  test("ISARRAY(value)", "It is a list or record set.", (value) => listOf(value) !== undefined, ["IS_ARRAY"]),
  test("ISSTRING(value)", "It is a text.", (value) => typeof value === "string", ["IS_STRING"]),
  test("ISNUMBER(value)", "It is a number.", (value) => typeof value === "number", ["IS_NUMBER"]),
  test("ISBOOL(value)", "It is TRUE or FALSE.", (value) => typeof value === "boolean", ["IS_BOOL", "ISBOOLEAN"]),
  test("ISOBJECT(value)", "It is an object.", isObject, ["IS_OBJECT"]),
  test("ISNUMERIC(value)", "It is a number or a text that is one.", isNumeric, ["IS_NUMERIC"]),
  test("IS_ERROR(value)", "It is an error value.", isErrorValue),
  define("ERROR(message)", "An error value: an object with `error` TRUE and the message.", (args, context) =>
    newObject([
      ["error", true],
      ["message", textArgument(args, 0, context)],
    ]),
  ),
  define("GET_ERROR_MESSAGE(value)", "The message of an error value, else an empty text.", (args, context) => {
    const value = argument(args, 0);
    return isErrorValue(value) ? toText(getField(value, "message", context), context) : "";
  }),
  define(
    "TYPEOF(value)",
    "null, boolean, integer, double, string, date, duration, array or object.",
    (args) => typeName(argument(args, 0)),
    ["TYPENAME"],
  ),
  define("STR(value)", "The text form of a value.", (args, context) => textArgument(args, 0, context), [
    "CSTR",
    "TOSTRING",
  ]),
  define("CBOOL(value)", "TRUE or FALSE; of texts, no, off, false, 0 and an empty one are FALSE.", (args) =>
    toBoolean(argument(args, 0)),
  ),
  define(
    "FORMAT(value[, pattern])",
    'A number, date or text in a pattern: FORMAT(n, "#,##0.00"), FORMAT(d, "DD/MM/YYYY").',
    (args, context) => format(argument(args, 0), argument(args, 1), context),
  ),
  define("NVL(value, otherwise, ...)", 'The first value that is neither NULL nor "".', firstFilled, [
    "COALESCE",
    "IFNULL",
  ]),
  define(
    "IIF(condition, yes, no)",
    "One of two values; only the chosen one is evaluated.",
    (args) => (truthy(argument(args, 0)) ? argument(args, 1) : argument(args, 2)),
    ["IF"],
  ),
  define("CHOOSE(index, value, ...)", "The value at a 1-based position, NULL outside.", (args, context) => {
    const index = integerArgument(args, 0, context);
    return index < 1 ? null : argument(args, index);
  }),
  define(
    "SWITCH(value, case, result, ...)",
    "The result behind the equal case, else the last argument if it stands alone.",
    switchValue,
  ),
  define("GUID()", "A new unique identifier; not for secrets.", (_args, context) => uuid(context), ["UUID"]),
  define(
    "JSON(value[, indent])",
    "The value as JSON.",
    (args, context) => toJson(argument(args, 0), context, Math.min(10, Math.max(0, integerArgument(args, 1, context)))),
    ["TOJSON", "TO_JSON", "JSON_STRINGIFY"],
  ),
  define(
    "JSON_PARSE(text)",
    "The value of a JSON text.",
    (args, context) => {
      const value = argument(args, 0);
      return typeof value === "string" ? fromJson(value, context) : value;
    },
    ["PARSE_JSON", "FROM_JSON"],
  ),
  define("JSON_GET(value, path)", 'What lies under a path such as "items[0].price", NULL without it.', jsonGet),
  define("CSV(rows)", "Rows as CSV with a header.", (args, context) => toCsv(argument(args, 0), context), [
    "TOCSV",
    "TO_CSV",
  ]),
  define(
    "PARSE_CSV(text)",
    "The rows of a CSV text.",
    (args, context) => parseCsv(textArgument(args, 0, context), context),
    ["CSV_PARSE"],
  ),
  define("XML(value)", "The value as XML.", (args, context) => toXml(argument(args, 0), context), ["TOXML", "TO_XML"]),
  define("TOYAML(value)", "The value as YAML.", (args, context) => toYaml(argument(args, 0), context), [
    "YAML",
    "TO_YAML",
  ]),
  define(
    "EXCEL(rows[, name])",
    "The rows as an Excel file, to send or to store; its content stands in its URL until then.",
    (args, context) => toWorkbook(argument(args, 0), textArgument(args, 1, context) || "table.xlsx", context),
    ["TOEXCEL", "TO_EXCEL", "XLSX"],
  ),
];

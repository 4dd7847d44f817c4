/** Functions of texts. Positions are 1-based and count code points, so an emoji is one character. */
import { BasicError, ERR } from "../errors.ts";
import { isWideText, textIndexOf, textLength, textSlice } from "../operations/code-points.ts";
import { isObject, listOf } from "../operations/compare.ts";
import { checkListLength, checkTextLength, MAX_LIST, SLOT_BYTES } from "../operations/context.ts";
import { contains } from "../operations/membership.ts";
import { findText, splitText } from "../operations/search.ts";
import { toText } from "../operations/text-form.ts";
import type { Value } from "../values.ts";
import { argument, define, integerArgument, textArgument } from "./arguments.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import type { BasicFunction, FunctionContext } from "./function.ts";
import { sizeOf, slice } from "./lists.ts";
import { joinRows } from "./row-sets.ts";

/** Going over a text, in steps. */
function chargeText(text: string, context: FunctionContext): void {
  context.charge(1 + text.length / 16);
}

/** A function of one text that gives a text; NULL gives "". */
function onText(
  signature: string,
  summary: string,
  change: (text: string) => string,
  aliases: readonly string[] = [],
): BasicFunction {
  return define(
    signature,
    summary,
    (args, context) => {
      const text = textArgument(args, 0, context);
      chargeText(text, context);
      const result = change(text);
      checkTextLength(result.length);
      return result;
    },
    aliases,
  );
}

function mid(args: readonly Value[], context: FunctionContext): Value {
  const source = argument(args, 0);
  const list = listOf(source);
  if (list) {
    const start = Math.max(0, integerArgument(args, 1, context));
    const count = args.length > 2 ? Math.max(0, integerArgument(args, 2, context)) : list.length;
    return slice(source, start, start + count, context);
  }
  const text = textArgument(args, 0, context);
  const start = Math.max(1, integerArgument(args, 1, context));
  const count = args.length > 2 ? integerArgument(args, 2, context) : Number.POSITIVE_INFINITY;
  if (!isWideText(text, context)) {
    // A slice costs the same wherever it lies.
    context.charge(1);
    return count > 0 ? text.slice(start - 1, start - 1 + count) : "";
  }
  chargeText(text, context);
  return textSlice(text, start - 1, start - 1 + count);
}

function instr(args: readonly Value[], context: FunctionContext): number {
  const hasStart = args.length > 2;
  const text = textArgument(args, hasStart ? 1 : 0, context);
  const find = textArgument(args, hasStart ? 2 : 1, context);
  if (find === "") return 0;
  chargeText(text, context);
  return textIndexOf(text, find, hasStart ? Math.max(1, integerArgument(args, 0, context)) - 1 : 0) + 1;
}

function replace(args: readonly Value[], context: FunctionContext): string {
  const text = textArgument(args, 0, context);
  const find = textArgument(args, 1, context);
  const by = textArgument(args, 2, context);
  if (find === "") return text;
  chargeText(text, context);
  const length = text.length + countOf(text, find) * (by.length - find.length);
  checkTextLength(length);
  context.charge(length / 64);
  return splitText(text, find).join(by);
}

function countOf(text: string, find: string): number {
  let count = 0;
  for (let at = findText(text, find); at >= 0; at = findText(text, find, at + find.length)) count++;
  return count;
}

function split(args: readonly Value[], context: FunctionContext): Value {
  const text = textArgument(args, 0, context);
  if (text === "") return [];
  chargeText(text, context);
  const separator = args.length > 1 ? textArgument(args, 1, context) : ",";
  if (separator === "") checkListLength(textLength(text));
  const parts = separator === "" ? Array.from(text) : splitText(text, separator, MAX_LIST + 1);
  checkListLength(parts.length);
  context.charge(parts.length / 8);
  context.allocate(SLOT_BYTES * parts.length + 2 * text.length);
  return parts;
}

function join(args: readonly Value[], context: FunctionContext): string {
  const source = argument(args, 0);
  const separator = args.length > 1 ? textArgument(args, 1, context) : ",";
  const parts = joinable(source).map((part) => toText(part, context));
  context.charge(1 + parts.length / 8);
  checkTextLength(parts.reduce((length, part) => length + part.length + separator.length, 0));
  return parts.join(separator);
}

/** The elements of a list; of an object its scalar values, or the `name` fields of its object values. */
function joinable(source: Value): readonly Value[] {
  const list = listOf(source);
  if (list) return list;
  if (!isObject(source)) return source === null ? [] : [source];
  return Object.values(source).flatMap((value) => {
    if (isObject(value)) return Object.hasOwn(value, "name") ? [value["name"] ?? null] : [];
    return listOf(value) ? [] : [value];
  });
}

function repeat(text: string, count: number, context: FunctionContext): string {
  const times = Math.max(0, count);
  if (text === "" || times === 0) return "";
  checkTextLength(text.length * times);
  context.charge(1 + (text.length * times) / 64);
  return text.repeat(times);
}

function capitalize(text: string): string {
  return text
    .toLowerCase()
    .replace(/(^|[^\p{L}\p{N}'’])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

function character(args: readonly Value[], context: FunctionContext): string {
  const code = integerArgument(args, 0, context);
  if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw new BasicError(ERR.badCall, `CHR needs the number of a character, 0 to 1114111; ${code} is none.`);
  }
  return String.fromCodePoint(code);
}

function between(args: readonly Value[], context: FunctionContext): string {
  const text = textArgument(args, 0, context);
  const open = textArgument(args, 1, context);
  chargeText(text, context);
  const at = findText(text, open);
  if (at < 0) return "";
  const start = at + open.length;
  const end = findText(text, textArgument(args, 2, context), start);
  return end < 0 ? "" : text.slice(start, end);
}

function randomText(args: readonly Value[], context: FunctionContext): string {
  const count = Math.max(0, integerArgument(args, 0, context));
  checkTextLength(count);
  context.charge(count);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  let text = "";
  for (let i = 0; i < count; i++) text += letters.charAt(Math.floor(context.random() * letters.length));
  return text;
}

function reverse(args: readonly Value[], context: FunctionContext): Value {
  const list = listOf(argument(args, 0));
  if (list) {
    context.charge(list.length / 8);
    context.allocate(SLOT_BYTES * list.length);
    return list.toReversed();
  }
  const text = textArgument(args, 0, context);
  chargeText(text, context);
  return reversed(text);
}

/** In pieces, so that a text of megabytes does not become a list of as many elements. */
function reversed(text: string): string {
  const pieces: string[] = [];
  for (let end = text.length; end > 0; ) {
    let start = Math.max(0, end - 8192);
    if (start > 0 && /^[\udc00-\udfff]/.test(text.charAt(start))) start--;
    pieces.push(Array.from(text.slice(start, end)).reverse().join(""));
    end = start;
  }
  return pieces.join("");
}

export const TEXT_FUNCTIONS: readonly BasicFunction[] = [
  define(
    "LEN(value)",
    "Number of characters of a text, of elements of a list, of keys of an object.",
    (args, context) => sizeOf(argument(args, 0), context),
    ["LENGTH"],
  ),
  define("LEFT(text, count)", "The first characters.", (args, context) => {
    const text = textArgument(args, 0, context);
    const count = integerArgument(args, 1, context);
    if (!isWideText(text, context)) return count <= 0 ? "" : text.slice(0, count);
    chargeText(text, context);
    return textSlice(text, 0, count);
  }),
  define("RIGHT(text, count)", "The last characters.", (args, context) => {
    const text = textArgument(args, 0, context);
    const count = integerArgument(args, 1, context);
    if (!isWideText(text, context)) return count <= 0 ? "" : text.slice(Math.max(0, text.length - count));
    chargeText(text, context);
    return count <= 0 ? "" : textSlice(text, textLength(text) - count, Number.POSITIVE_INFINITY);
  }),
  define("MID(value, start[, count])", "Part of a text from a 1-based position, or of a list from a 0-based one.", mid),
  define("INSTR([start, ]text, find)", "1-based position of a text in another, 0 if it is not there or empty.", instr),
  define("REPLACE(text, find, by)", "Every occurrence replaced.", replace),
  onText("TRIM(text)", "Without blanks at both ends.", (text) => text.trim()),
  onText("LTRIM(text)", "Without blanks at the start.", (text) => text.trimStart()),
  onText("RTRIM(text)", "Without blanks at the end.", (text) => text.trimEnd()),
  onText("UCASE(text)", "In capital letters.", (text) => text.toUpperCase(), ["UPPER", "UPPERCASE"]),
  onText("LCASE(text)", "In small letters.", (text) => text.toLowerCase(), ["LOWER", "LOWERCASE"]),
  onText("CAPITALIZE(text)", "The first letter of each word as a capital, the others small.", capitalize, ["PROPER"]),
  define(
    "SPLIT(text[, separator])",
    "The parts between separators (a comma by default); an empty separator gives the characters.",
    split,
  ),
  define(
    "JOIN(list[, separator][, key])",
    "The elements as one text, separated by a comma by default; of two lists of rows and a column, the rows that agree in it.",
    (args, context) =>
      args.length > 2
        ? joinRows(argument(args, 0), argument(args, 1), textArgument(args, 2, context), context)
        : join(args, context),
  ),
  define(
    "CONTAINS(container, value)",
    "A text holds the part, a list the element, an object the key.",
    (args, context) => contains(argument(args, 0), argument(args, 1), context),
  ),
  define(
    "STARTSWITH(text, start)",
    "The text begins so; capitals count.",
    (args, context) => textArgument(args, 0, context).startsWith(textArgument(args, 1, context)),
    ["STARTS_WITH"],
  ),
  define(
    "ENDSWITH(text, end)",
    "The text ends so; capitals count.",
    (args, context) => textArgument(args, 0, context).endsWith(textArgument(args, 1, context)),
    ["ENDS_WITH"],
  ),
  define(
    "ASC(text)",
    "Unicode number of the first character, 0 for an empty text.",
    (args, context) => textArgument(args, 0, context).codePointAt(0) ?? 0,
  ),
  define("CHR(code)", "The character of a Unicode number.", character),
  define("SPACE(count)", "So many blanks.", (args, context) => repeat(" ", integerArgument(args, 0, context), context)),
  define("STRING(count, character)", "A character, given as text or number, repeated.", (args, context) => {
    const what = argument(args, 1);
    return repeat(
      typeof what === "number" ? character([what], context) : textSlice(toText(what, context), 0, 1),
      integerArgument(args, 0, context),
      context,
    );
  }),
  define("REPEAT(text, count)", "The text repeated.", (args, context) =>
    repeat(textArgument(args, 0, context), integerArgument(args, 1, context), context),
  ),
  define("REVERSE(value)", "A text or list backwards.", reverse),
  define("EXTRACT_BETWEEN(text, open, close)", "What stands between two marks, or an empty text.", between),
  define("EXTRACT_BEFORE(text, mark)", "What stands before the mark; the whole text without one.", (args, context) => {
    const text = textArgument(args, 0, context);
    chargeText(text, context);
    const at = findText(text, textArgument(args, 1, context));
    return at < 0 ? text : text.slice(0, at);
  }),
  define("EXTRACT_AFTER(text, mark)", "What stands behind the mark; an empty text without one.", (args, context) => {
    const text = textArgument(args, 0, context);
    const mark = textArgument(args, 1, context);
    chargeText(text, context);
    const at = findText(text, mark);
    return at < 0 ? "" : text.slice(at + mark.length);
  }),
  onText("URLENCODE(text)", "Percent-encoded for use in a URL.", (text) => encodeURIComponent(text.toWellFormed()), [
    "URL_ENCODE",
  ]),
  onText("BASE64(text)", "The UTF-8 bytes as base64.", (text) => encodeBase64(new TextEncoder().encode(text)), [
    "BASE64_ENCODE",
  ]),
  define("BASE64_DECODE(text)", "The text whose UTF-8 bytes the base64 holds.", (args, context) => {
    const text = textArgument(args, 0, context);
    chargeText(text, context);
    return base64Text(text);
  }),
  define("RANDOM_STRING(length)", "Random letters and digits; not for passwords or keys.", randomText),
];

function base64Text(text: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(decodeBase64(text));
  } catch {
    throw new BasicError(ERR.badCall, "BASE64_DECODE: this is not the base64 form of a UTF-8 text.");
  }
}

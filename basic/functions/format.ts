/** FORMAT (reference 2.8): a date, number or text in a pattern, or the value in a file format. */
import { parseDate } from "../dates/parse.ts";
import { formatDate, isDatePattern } from "../dates/pattern.ts";
import { toJson } from "../operations/json.ts";
import { wholeNumber } from "../operations/numbers.ts";
import { toText } from "../operations/text-form.ts";
import { BasicDate, type Value } from "../values.ts";
import { toCsv } from "./csv.ts";
import { formatNumber } from "./format-number.ts";
import type { FunctionContext } from "./function.ts";
import { toXml } from "./xml.ts";
import { toYaml } from "./yaml.ts";

/** A pattern longer than this is no pattern; it bounds the work per call. */
const MAX_PATTERN = 1000;

export function format(value: Value, pattern: Value, context: FunctionContext): string {
  if (pattern === null || pattern === "") return toText(value, context);
  const text = toText(pattern, context);
  context.charge(1 + text.length / 8);
  switch (text.trim().toUpperCase()) {
    case "JSON":
      return toJson(value, context);
    case "CSV":
      return toCsv(value, context);
    case "XML":
      return toXml(value, context);
    case "YAML":
      return toYaml(value, context);
  }
  if (value === null) return "";
  if (text.length > MAX_PATTERN) return toText(value, context);
  const date = value instanceof BasicDate ? value : dateOf(value, text, context);
  if (date) return formatDate(date, text, context.timeZone, context.locale);
  const number = typeof value === "number" ? value : typeof value === "string" ? wholeNumber(value) : undefined;
  const shown = number !== undefined && Number.isFinite(number) ? formatNumber(number, text) : undefined;
  return shown ?? textPattern(toText(value, context), text);
}

/** A text with a separator of dates that parses as one; digits alone are a number, whatever the pattern. */
function dateOf(value: Value, pattern: string, context: FunctionContext): BasicDate | undefined {
  if (typeof value !== "string" || !/\d.*[-/. ]|\p{L}/u.test(value.slice(0, 64)) || !isDatePattern(pattern))
    return undefined;
  return parseDate(value, context);
}

/** `@` is the text, `!` and `>` the text in capitals, `&` and `<` in small letters; a pattern without them is ignored. */
function textPattern(text: string, pattern: string): string {
  if (!/[@!><&]/.test(pattern)) return text;
  return pattern.replace(/[@!><&]/g, (mark) =>
    mark === "@" ? text : mark === "!" || mark === ">" ? text.toUpperCase() : text.toLowerCase(),
  );
}

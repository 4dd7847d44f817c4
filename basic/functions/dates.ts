/** Functions of dates (reference 2.7). A date argument is a date value or a text that shows one. */
import { addUnits, type DateUnit, MS_PER, unitOf, unitsBetween } from "../dates/arithmetic.ts";
import { dateField } from "../dates/fields.ts";
import { fromLocal, local } from "../dates/zone.ts";
import { BasicError, ERR } from "../errors.ts";
import { toText } from "../operations/text-form.ts";
import { BasicDate, Duration, type Value } from "../values.ts";
import { argument, asDate, define, integerArgument, notADate, numberArgument } from "./arguments.ts";
import { format } from "./format.ts";
import type { BasicFunction, FunctionContext } from "./function.ts";

const UNITS = "second, minute, hour, day, week, month, quarter or year";

/** The instant of the turn, in whole milliseconds. */
function now(context: FunctionContext): BasicDate {
  return new BasicDate(context.now());
}

function startOfDay(date: BasicDate, context: FunctionContext): BasicDate {
  return fromLocal(local(date, context.timeZone).startOf("day"), true);
}

/** A calendar field of a date; bad input is 0, or NULL in strict mode; without an argument it is that of now. */
function field(name: string): BasicFunction {
  const isOfTime = name === "HOUR" || name === "MINUTE" || name === "SECOND";
  return define(
    `${name}([date])`,
    `The ${name.toLowerCase()} of a date${name === "WEEKDAY" ? ", 1 = Sunday to 7 = Saturday" : ""}.`,
    (args, context) => {
      const date =
        args.length === 0
          ? now(context)
          : (asDate(argument(args, 0), context) ?? (isOfTime ? timeOfDay(argument(args, 0), context) : undefined));
      if (!date) return context.strict ? null : 0;
      return dateField(date, name.toLowerCase(), context.timeZone) ?? null;
    },
  );
}

/** `14:30` for HOUR, MINUTE and SECOND: a time alone, on the day of the turn. */
function timeOfDay(value: Value, context: FunctionContext): BasicDate | undefined {
  if (typeof value !== "string" || !/^\d{1,2}:\d{2}/.test(value.trim())) return undefined;
  return asDate(`${toText(startOfDay(now(context), context), context)} ${value.trim()}`, context);
}

/** DATEADD by content: the unit is the known word, the date is the date, the rest is the count. */
function dateAdd(args: readonly Value[], context: FunctionContext): Value {
  const unitAt = args.findIndex((value) => typeof value === "string" && unitOf(value) !== undefined);
  const unit = unitOf(String(args[unitAt] ?? ""));
  if (unit === undefined) throw new BasicError(ERR.badCall, `DATEADD needs a unit: ${UNITS}.`);
  const rest = args.filter((_, i) => i !== unitAt);
  const dateAt = rest.findIndex((value) => asDate(value, context) !== undefined);
  const date = asDate(rest[dateAt] ?? null, context);
  if (!date) return notADate(rest.find((value) => typeof value === "string") ?? rest[0] ?? null, "DATEADD", context);
  return addUnits(date, numberArgument(rest, dateAt === 0 ? 1 : 0, context), unit, context.timeZone);
}

/**
 * DATEDIFF(d1, d2, unit) and DATEDIFF(unit, d1, d2) are d2 - d1; with two dates alone it is d1 - d2 in days, as in SQL.
 */
function dateDiff(args: readonly Value[], context: FunctionContext): Value {
  const first = argument(args, 0);
  const last = argument(args, 2);
  const unitFirst = typeof first === "string" ? unitOf(first) : undefined;
  const unit = args.length === 2 ? "day" : (unitFirst ?? (typeof last === "string" ? unitOf(last) : undefined));
  if (unit === undefined) throw new BasicError(ERR.badCall, `DATEDIFF needs a unit: ${UNITS}.`);
  const dates = unitFirst && args.length > 2 ? args.slice(1) : args.slice(0, 2);
  const difference = between(dates, unit, "DATEDIFF", context);
  return difference === null || args.length > 2 ? difference : -difference || 0;
}

function between(args: readonly Value[], unit: DateUnit, what: string, context: FunctionContext): number | null {
  const from = asDate(argument(args, 0), context);
  const to = asDate(argument(args, 1), context);
  if (!from) return notADate(argument(args, 0), what, context);
  return to ? unitsBetween(from, to, unit, context.timeZone) : notADate(argument(args, 1), what, context);
}

function betweenFunction(name: string, unit: DateUnit): BasicFunction {
  return define(`${name}_BETWEEN(from, to)`, `Whole ${name.toLowerCase()} from one date to another.`, (args, context) =>
    between(args, unit, `${name}_BETWEEN`, context),
  );
}

function addFunction(name: string, unit: DateUnit): BasicFunction {
  return define(`ADD_${name}(date, count)`, `The date so many ${name.toLowerCase()} later.`, (args, context) => {
    const date = asDate(argument(args, 0), context);
    return date
      ? addUnits(date, numberArgument(args, 1, context), unit, context.timeZone)
      : notADate(argument(args, 0), `ADD_${name}`, context);
  });
}

function durationFunction(name: string, unit: keyof typeof MS_PER): BasicFunction {
  return define(
    `${name}(count)`,
    `A duration of so many ${name.toLowerCase()}.`,
    (args, context) => new Duration(numberArgument(args, 0, context) * MS_PER[unit]),
  );
}

/** Changes a date argument; what is no date is NULL. */
function onDate(
  signature: string,
  summary: string,
  change: (date: BasicDate, args: readonly Value[], context: FunctionContext) => Value,
  aliases: readonly string[] = [],
): BasicFunction {
  const name = signature.slice(0, signature.indexOf("("));
  return define(
    signature,
    summary,
    (args, context) => {
      const date = asDate(argument(args, 0), context);
      return date ? change(date, args, context) : notADate(argument(args, 0), name, context);
    },
    aliases,
  );
}

export const DATE_FUNCTIONS: readonly BasicFunction[] = [
  define("NOW()", "Date and time of the turn.", (_args, context) => now(context)),
  define("TODAY()", "The date of the turn, without a time.", (_args, context) => startOfDay(now(context), context)),
  define("DATE([date])", "A date without its time; that of the turn without an argument.", (args, context) => {
    if (args.length === 0) return startOfDay(now(context), context);
    const date = asDate(argument(args, 0), context);
    return date ? startOfDay(date, context) : notADate(argument(args, 0), "DATE", context);
  }),
  define("TIME([date])", "The time of day as HH:mm:ss.", (args, context) => {
    const date = args.length === 0 ? now(context) : asDate(argument(args, 0), context);
    return date ? (dateField(date, "time", context.timeZone) ?? null) : notADate(argument(args, 0), "TIME", context);
  }),
  define(
    "TIMER()",
    "Seconds since midnight.",
    (_args, context) => (context.now() - startOfDay(now(context), context).ms) / 1000,
  ),
  define("TIMESTAMP([date])", "Seconds since 1970-01-01 00:00 UTC.", (args, context) => {
    const date = args.length === 0 ? now(context) : asDate(argument(args, 0), context);
    return date ? Math.floor(date.ms / 1000) : notADate(argument(args, 0), "TIMESTAMP", context);
  }),
  define("NOW_UTC()", "Date and time of the turn in UTC as text, such as 2025-01-31T09:05:00Z.", (_args, context) =>
    local(now(context), "UTC").toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'"),
  ),
  ...["YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "WEEKDAY"].map(field),
  define(
    "DATEADD(date, count, unit)",
    `A date moved by so many units: ${UNITS}. The three may stand in any order.`,
    dateAdd,
  ),
  define(
    "DATEDIFF(from, to[, unit])",
    "Whole units from one date to another. With two dates alone: the first minus the second, in days.",
    dateDiff,
  ),
  onDate("DATEVALUE(text)", "The date that a text shows, without its time.", (date, _args, context) =>
    startOfDay(date, context),
  ),
  define("TIMEVALUE(text)", "The time of day that a text shows, as HH:mm:ss.", (args, context) => {
    const value = argument(args, 0);
    const date = asDate(value, context) ?? timeOfDay(value, context);
    return date ? (dateField(date, "time", context.timeZone) ?? null) : notADate(value, "TIMEVALUE", context);
  }),
  onDate("CDATE(value)", "The date that a text shows.", (date) => date),
  onDate("EOMONTH(date[, months])", "The last day of the month, so many months later.", (date, args, context) =>
    fromLocal(
      local(date, context.timeZone)
        .plus({ months: integerArgument(args, 1, context) })
        .endOf("month")
        .startOf("day"),
      true,
    ),
  ),
  define(
    "ISDATE(value)",
    "It is a date or a text that shows one.",
    (args, context) => asDate(argument(args, 0), context) !== undefined,
    ["IS_DATE"],
  ),
  onDate("FORMAT_TIME(date[, pattern])", "The time of day, as HH:mm.", (date, args, context) =>
    format(date, args[1] ?? "HH:mm", context),
  ),
  onDate("FORMAT_DATE(date[, pattern])", "The date, as YYYY-MM-DD.", (date, args, context) =>
    format(date, args[1] ?? "YYYY-MM-DD", context),
  ),
  durationFunction("SECONDS", "second"),
  durationFunction("MINUTES", "minute"),
  durationFunction("HOURS", "hour"),
  durationFunction("DAYS", "day"),
  durationFunction("WEEKS", "week"),
  betweenFunction("DAYS", "day"),
  betweenFunction("HOURS", "hour"),
  betweenFunction("MINUTES", "minute"),
  betweenFunction("SECONDS", "second"),
  addFunction("SECONDS", "second"),
  addFunction("MINUTES", "minute"),
  addFunction("HOURS", "hour"),
  addFunction("DAYS", "day"),
  addFunction("WEEKS", "week"),
  addFunction("MONTHS", "month"),
  addFunction("YEARS", "year"),
];

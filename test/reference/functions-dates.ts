/** Date functions (reference 2.7, Annex B). */
import { BasicDate, Duration, type Value } from "../../basic/values.ts";
import { addTo, dateField, dateOf, difference, inZone, type Unit, unitOf } from "./dates.ts";
import { format } from "./format.ts";
import type { Builtin } from "./functions.ts";
import { numberOf, raise, type Setting, textOf } from "./values.ts";

/** Thrown and caught in this file: what is no date gives NULL, an error in strict mode. */
class NoDate {}

function needDate(v: Value | undefined, s: Setting): BasicDate {
  const date = dateOf(v ?? null, s);
  if (date) return date;
  const isMissing = v === null || v === undefined || v === "";
  if (s.strict && !isMissing) return raise(5, `"${textOf(v ?? null, s)}" is no date.`);
  throw new NoDate();
}

function orNull(builtin: Builtin): Builtin {
  return (args, s) => {
    try {
      return builtin(args, s);
    } catch (error) {
      if (error instanceof NoDate) return null;
      throw error;
    }
  };
}

const now: Builtin = (_args, s) => new BasicDate(s.now());
const today: Builtin = (_args, s) => new BasicDate(inZone(new BasicDate(s.now()), s).startOf("day").toMillis(), true);

/** Bad input gives 0, NULL in strict mode. A time alone has hour, minute and second. */
function field(name: string): Builtin {
  return (args, s) => {
    const given = args[0] ?? null;
    const isTime = /^(hour|minute|second)$/.test(name) && typeof given === "string" && /^\s*\d{1,2}:\d{2}/.test(given);
    const date = dateOf(given, s) ?? (isTime ? dateOf(`2025-06-02 ${String(given).trim()}`, s) : null);
    return date ? (dateField(date, name, s) ?? null) : s.strict ? null : 0;
  };
}

/** The unit is known by its word, the date is a date, the rest is the count. */
const dateAdd: Builtin = (args, s) => {
  const rest = [...args];
  const unitAt = rest.findIndex((v) => unitOf(v) !== null);
  if (unitAt < 0) return raise(5, "DATEADD needs a unit.");
  const unit = unitOf(rest.splice(unitAt, 1)[0]!)!;
  const dateAt = rest.findIndex((v) => dateOf(v, s) !== null);
  if (dateAt < 0) return needDate(args[0], s);
  const date = dateOf(rest.splice(dateAt, 1)[0]!, s)!;
  return addTo(date, Math.trunc(numberOf(rest[0] ?? null, s)), unit, s);
};

const dateDiff: Builtin = (args, s) => {
  if (args.length === 2) return difference(needDate(args[1], s), needDate(args[0], s), "day", s);
  const rest = [...args];
  const unitAt = rest.findIndex((v) => unitOf(v) !== null);
  if (unitAt < 0) return raise(5, "DATEDIFF needs a unit.");
  const unit = unitOf(rest.splice(unitAt, 1)[0]!)!;
  return difference(needDate(rest[0], s), needDate(rest[1], s), unit, s);
};

function between(unit: Unit): Builtin {
  return (args, s) => difference(needDate(args[0], s), needDate(args[1], s), unit, s);
}

function adding(unit: Unit): Builtin {
  return (args, s) => addTo(needDate(args[0], s), Math.trunc(numberOf(args[1] ?? null, s)), unit, s);
}

function duration(ms: number): Builtin {
  return (args, s) => new Duration(numberOf(args[0] ?? null, s) * ms);
}

const FUNCTIONS: Readonly<Record<string, Builtin>> = {
  NOW: now,
  NOW_UTC: now,
  TODAY: today,
  TIME: (_args, s) => inZone(new BasicDate(s.now()), s).toFormat("HH:mm:ss"),
  TIMER: (_args, s) => {
    const at = inZone(new BasicDate(s.now()), s);
    return at.hour * 3600 + at.minute * 60 + at.second + at.millisecond / 1000;
  },
  TIMESTAMP: (_args, s) => Math.floor(s.now() / 1000),
  YEAR: field("year"),
  MONTH: field("month"),
  DAY: field("day"),
  HOUR: field("hour"),
  MINUTE: field("minute"),
  SECOND: field("second"),
  WEEKDAY: field("weekday"),
  DATEADD: dateAdd,
  DATEDIFF: dateDiff,
  DATEVALUE: (args, s) => {
    const date = needDate(args[0], s);
    return new BasicDate(inZone(date, s).startOf("day").toMillis(), true);
  },
  FORMAT_DATE: (args, s) => format(needDate(args[0], s), args[1] ?? "YYYY-MM-DD", s),
  FORMAT_TIME: (args, s) => format(needDate(args[0], s), args[1] ?? "HH:mm", s),
  CDATE: (args, s) => needDate(args[0], s),
  ISDATE: (args, s) => dateOf(args[0] ?? null, s) !== null,
  EOMONTH: (args, s) => {
    const at = inZone(needDate(args[0], s), s).plus({ months: Math.trunc(numberOf(args[1] ?? 0, s)) });
    return new BasicDate(at.endOf("month").startOf("day").toMillis(), true);
  },
  DAYS: duration(86_400_000),
  HOURS: duration(3_600_000),
  MINUTES: duration(60_000),
  SECONDS: duration(1000),
  WEEKS: duration(604_800_000),
  DAYS_BETWEEN: between("day"),
  HOURS_BETWEEN: between("hour"),
  MINUTES_BETWEEN: between("minute"),
  SECONDS_BETWEEN: between("second"),
  ADD_DAYS: adding("day"),
  ADD_HOURS: adding("hour"),
  ADD_MONTHS: adding("month"),
  ADD_MINUTES: adding("minute"),
  ADD_SECONDS: adding("second"),
  ADD_WEEKS: adding("week"),
  ADD_YEARS: adding("year"),
};

export const DATE_FUNCTIONS: Readonly<Record<string, Builtin>> = Object.fromEntries(
  Object.entries(FUNCTIONS).map(([name, builtin]) => [name, orNull(builtin)]),
);

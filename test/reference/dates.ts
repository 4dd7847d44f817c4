/** Dates of the reference evaluator (reference 2.7): zones through luxon, the rest in the open. */
import { DateTime } from "luxon";
import { BasicDate, type Value } from "../../basic/values.ts";
import { raise, type Setting } from "./values.ts";

export function inZone(d: BasicDate, s: Setting): DateTime<true> {
  return DateTime.fromMillis(d.ms, { zone: s.timeZone, locale: "en" }) as DateTime<true>;
}

/** Dates are of the years 1 to 9999. */
export function checkYear(ms: number): void {
  if (!(ms >= Date.parse("0001-01-01T00:00:00Z") && ms < Date.parse("+010000-01-01T00:00:00Z")))
    raise(6, "The date is out of range.");
}

export function dateText(d: BasicDate, s: Setting): string {
  return inZone(d, s).toFormat(d.dateOnly ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss");
}

const MONTHS: readonly (readonly string[])[] = [
  ["january", "jan", "janeiro"],
  ["february", "feb", "fevereiro", "fev"],
  ["march", "mar", "março", "marco"],
  ["april", "apr", "abril", "abr"],
  ["may", "maio", "mai"],
  ["june", "jun", "junho"],
  ["july", "jul", "julho"],
  ["august", "aug", "agosto", "ago"],
  ["september", "sep", "sept", "setembro", "set"],
  ["october", "oct", "outubro", "out"],
  ["november", "nov", "novembro"],
  ["december", "dec", "dezembro", "dez"],
];

function monthNumber(word: string): number {
  const lower = word.toLowerCase().replace(/\.$/, "");
  return MONTHS.findIndex((names) => names.includes(lower)) + 1;
}

interface Clock {
  hour: number;
  minute: number;
  second: number;
  /** Minutes from UTC; null for the setting's zone. */
  offset: number | null;
}

/** ` HH:mm[:ss]`, `THH:mm[:ss][Z|±hh:mm]`; null where it is none. An empty text has no time. */
function parseClock(text: string): Clock | "none" | null {
  if (text.trim() === "") return "none";
  const found = /^(?:\s+|T)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*$/i.exec(text);
  if (!found) return null;
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const zone = found[4];
  let offset: number | null = null;
  if (zone !== undefined) {
    const digits = zone.replace(":", "");
    const sign = digits.startsWith("-") ? -1 : 1;
    offset = /z/i.test(zone) ? 0 : sign * (Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5)));
  }
  return { hour, minute, second, offset };
}

function make(year: number, month: number, day: number, rest: string, s: Setting): BasicDate | null {
  const clock = parseClock(rest);
  if (clock === null) return null;
  const fields = { year, month, day };
  if (clock === "none") {
    const date = DateTime.fromObject(fields, { zone: s.timeZone });
    return date.isValid ? new BasicDate(date.toMillis(), true) : null;
  }
  const { hour, minute, second, offset } = clock;
  const zone = offset === null ? s.timeZone : "UTC";
  const date = DateTime.fromObject({ ...fields, hour, minute, second }, { zone });
  return date.isValid ? new BasicDate(date.toMillis() - (offset ?? 0) * 60_000, false) : null;
}

/** Text to date, in the order of the reference; null where it is none. */
export function parseDate(text: string, s: Setting): BasicDate | null {
  const t = text.trim();
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(.*)$/s.exec(t);
  if (iso) return make(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso[4] ?? "", s);
  const other = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(.*)$/s.exec(t);
  if (other) {
    const [a, b, year, rest] = [Number(other[1]), Number(other[3]), Number(other[4]), other[5] ?? ""];
    const [day, month] = s.dayFirst ? [a, b] : [b, a];
    return make(year, month, day, rest, s) ?? make(year, day, month, rest, s);
  }
  const dayFirst = /^(\d{1,2})\.?(?:\s+de)?\s+([\p{L}.]+),?(?:\s+de)?\s+(\d{4})(.*)$/su.exec(t);
  if (dayFirst) return named(dayFirst[1]!, dayFirst[2]!, dayFirst[3]!, dayFirst[4] ?? "", s);
  const monthFirst = /^([\p{L}.]+)\s+(\d{1,2}),?\s+(\d{4})(.*)$/su.exec(t);
  if (monthFirst) return named(monthFirst[2]!, monthFirst[1]!, monthFirst[3]!, monthFirst[4] ?? "", s);
  return null;
}

function named(day: string, month: string, year: string, rest: string, s: Setting): BasicDate | null {
  const number = monthNumber(month);
  return number === 0 ? null : make(Number(year), number, Number(day), rest, s);
}

/** A date, or a text that is one; null for anything else. */
export function dateOf(v: Value, s: Setting): BasicDate | null {
  if (v instanceof BasicDate) return v;
  return typeof v === "string" ? parseDate(v, s) : null;
}

const UNITS: Readonly<Record<string, Unit>> = {};
export type Unit = "day" | "week" | "hour" | "minute" | "second" | "month" | "quarter" | "year";
function unit(name: Unit, ...words: string[]): void {
  for (const word of words) (UNITS as Record<string, Unit>)[word] = name;
}
unit("day", "day", "days", "d");
unit("week", "week", "weeks", "w", "ww");
unit("hour", "hour", "hours", "h");
unit("minute", "minute", "minutes", "min", "n");
unit("second", "second", "seconds", "sec", "s");
unit("month", "month", "months", "m", "mm");
unit("quarter", "quarter", "quarters", "q");
unit("year", "year", "years", "y", "yyyy");

export function unitOf(v: Value): Unit | null {
  if (typeof v !== "string") return null;
  const word = v.trim().toLowerCase();
  return Object.hasOwn(UNITS, word) ? UNITS[word]! : null;
}

const FIXED: Partial<Record<Unit, number>> = {
  week: 604_800_000,
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
};

/** Months clamp to the end of the month; days and weeks keep the time of day. */
export function addTo(d: BasicDate, n: number, of: Unit, s: Setting): BasicDate {
  const at = inZone(d, s);
  let moved: DateTime;
  if (of === "month") moved = at.plus({ months: n });
  else if (of === "quarter") moved = at.plus({ months: 3 * n });
  else if (of === "year") moved = at.plus({ years: n });
  else if (of === "day" || of === "week") moved = at.plus({ days: of === "week" ? 7 * n : n });
  else moved = at.plus({ milliseconds: n * FIXED[of]! });
  const ms = moved.toMillis();
  checkYear(ms);
  const keepsDate = d.dateOnly && of !== "hour" && of !== "minute" && of !== "second";
  return new BasicDate(ms, keepsDate);
}

/** b - a in whole units, truncated; months, quarters and years by their calendar fields. */
export function difference(a: BasicDate, b: BasicDate, of: Unit, s: Setting): number {
  const [x, y] = [inZone(a, s), inZone(b, s)];
  const months = (y.year - x.year) * 12 + y.month - x.month;
  if (of === "month") return months;
  if (of === "quarter") return (y.year - x.year) * 4 + y.quarter - x.quarter;
  if (of === "year") return y.year - x.year;
  return Math.trunc((b.ms - a.ms) / FIXED[of]!) + 0;
}

/** Reference 2.7: the fields of a date; undefined where there is no such field. */
export function dateField(d: BasicDate, name: string, s: Setting): Value | undefined {
  const at = inZone(d, s);
  switch (name.toLowerCase()) {
    case "year":
      return at.year;
    case "month":
      return at.month;
    case "day":
      return at.day;
    case "hour":
      return at.hour;
    case "minute":
      return at.minute;
    case "second":
      return at.second;
    case "weekday":
      return (at.weekday % 7) + 1;
    case "weekday_name":
      return at.toFormat("cccc");
    case "month_name":
      return at.toFormat("LLLL");
    case "timestamp":
      return Math.floor(d.ms / 1000);
    case "formatted":
      return dateText(d, s);
    case "date":
      return at.toFormat("yyyy-MM-dd");
    case "time":
      return at.toFormat("HH:mm:ss");
    case "iso":
      return at.toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
    case "quarter":
      return at.quarter;
    case "day_of_year":
      return at.ordinal;
    case "is_weekend":
      return at.weekday >= 6;
    case "is_pm":
      return at.hour >= 12;
    case "ampm":
      return at.hour >= 12 ? "PM" : "AM";
    case "hour12":
      return at.hour % 12 === 0 ? 12 : at.hour % 12;
    default:
      return undefined;
  }
}

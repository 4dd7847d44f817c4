/** Adding to dates and measuring between them, by calendar units (reference 2.7). */
import type { BasicDate } from "../values.ts";
import { addMs, fromLocal, local, moved } from "./zone.ts";

export type DateUnit = "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";

const UNIT_WORDS: Readonly<Record<DateUnit, string>> = {
  second: "second seconds sec s",
  minute: "minute minutes min n",
  hour: "hour hours h",
  day: "day days d",
  week: "week weeks w ww",
  month: "month months m mm",
  quarter: "quarter quarters q",
  year: "year years y yyyy",
};

const UNITS: ReadonlyMap<string, DateUnit> = new Map(
  (Object.keys(UNIT_WORDS) as DateUnit[]).flatMap((unit) =>
    UNIT_WORDS[unit].split(" ").map((word) => [word, unit] as const),
  ),
);

/** The unit that a word names, ignoring case, or undefined. `m` is months, `n` minutes. */
export function unitOf(word: string): DateUnit | undefined {
  return UNITS.get(word.trim().toLowerCase());
}

export const MS_PER: Readonly<Record<"second" | "minute" | "hour" | "day" | "week", number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/**
 * Moves a date by `count` units. Days, weeks, months, quarters and years go by the calendar of the zone and keep the
 * local time; a month too short for the day ends the result at its last day. Months and longer take whole counts.
 */
export function addUnits(date: BasicDate, count: number, unit: DateUnit, timeZone: string): BasicDate {
  if (unit === "second" || unit === "minute" || unit === "hour")
    return moved(date.ms + count * MS_PER[unit], date, timeZone);
  const time = local(date, timeZone);
  if (unit === "day" || unit === "week") {
    const days = unit === "week" ? count * 7 : count;
    if (!Number.isInteger(days)) return addMs(date, days * MS_PER.day, timeZone);
    return fromLocal(time.plus({ days }), date.dateOnly);
  }
  const months = Math.trunc(count) * (unit === "year" ? 12 : unit === "quarter" ? 3 : 1);
  return fromLocal(time.plus({ months }), date.dateOnly);
}

/**
 * Whole units from `from` to `to`, cut toward zero. Months, quarters and years are the difference of the calendar
 * fields; days are calendar days, so that a day of 23 hours counts as one.
 */
export function unitsBetween(from: BasicDate, to: BasicDate, unit: DateUnit, timeZone: string): number {
  if (unit === "second" || unit === "minute" || unit === "hour") return whole((to.ms - from.ms) / MS_PER[unit]);
  const start = local(from, timeZone);
  const end = local(to, timeZone);
  switch (unit) {
    case "year":
      return end.year - start.year;
    case "quarter":
      return (end.year - start.year) * 4 + end.quarter - start.quarter;
    case "month":
      return (end.year - start.year) * 12 + end.month - start.month;
    default: {
      const days = end.diff(start, "days").days;
      return whole(unit === "week" ? days / 7 : days);
    }
  }
}

function whole(value: number): number {
  return Math.trunc(value) || 0;
}

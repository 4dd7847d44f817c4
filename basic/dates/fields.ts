/** The fields of a date that a script may read: `d.year`, `d.weekday_name` (reference 2.7). */
import type { BasicDate, Value } from "../values.ts";
import { dateText, local } from "./zone.ts";

/** 1 = Sunday to 7 = Saturday; luxon counts 1 = Monday to 7 = Sunday. */
function weekdayNumber(isoWeekday: number): number {
  return (isoWeekday % 7) + 1;
}

/** The value of a field by its lower-case name, or undefined if a date has no such field. */
export function dateField(date: BasicDate, name: string, timeZone: string): Value | undefined {
  const time = local(date, timeZone).setLocale("en");
  switch (name) {
    case "year":
      return time.year;
    case "month":
      return time.month;
    case "day":
      return time.day;
    case "hour":
      return time.hour;
    case "minute":
      return time.minute;
    case "second":
      return time.second;
    case "weekday":
      return weekdayNumber(time.weekday);
    case "weekday_name":
      return time.toFormat("cccc");
    case "month_name":
      return time.toFormat("LLLL");
    case "timestamp":
      return Math.floor(date.ms / 1000);
    case "formatted":
      return dateText(date, timeZone);
    case "date":
      return time.toFormat("yyyy-MM-dd");
    case "time":
      return time.toFormat("HH:mm:ss");
    case "iso":
      return time.toISO({ suppressMilliseconds: true });
    case "quarter":
      return time.quarter;
    case "day_of_year":
      return time.ordinal;
    case "is_weekend":
      return time.weekday >= 6;
    case "is_pm":
      return time.hour >= 12;
    case "ampm":
      return time.hour >= 12 ? "PM" : "AM";
    case "hour12":
      return time.hour % 12 || 12;
    default:
      return undefined;
  }
}

/** Text → date, in the forms of reference 2.7: ISO first, then day-month-year, then month-day-year. */
import type { BasicDate } from "../values.ts";
import { dateFromMs, instantOf } from "./zone.ts";

export interface DateParseOptions {
  timeZone: string;
  /** Which number of `3/4/2025` is the day; the other order is tried where the first is impossible. */
  dayFirst?: boolean;
}

const MAX_DATE_TEXT = 64;

const TIME = String.raw`(?:(?:[ T]|,\s*| at | às )\s*(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?(?:\s*(?<half>am|pm))?\s*(?<offset>Z|[+-]\d{2}:?\d{2})?)?`;
const YEAR_FIRST = new RegExp(`^(?<a>\\d{4})([-/])(?<b>\\d{1,2})\\2(?<c>\\d{1,2})${TIME}$`, "i");
const YEAR_LAST = new RegExp(`^(?<a>\\d{1,2})([-/.])(?<b>\\d{1,2})\\2(?<c>\\d{4})${TIME}$`, "i");
const DAY_MONTH_NAME = new RegExp(
  `^(?<a>\\d{1,2})(?:º|st|nd|rd|th)?(?:\\s+(?:de\\s+|of\\s+)?|-)(?<name>\\p{L}{3,12})\\.?(?:,?\\s+(?:de\\s+)?|-)(?<c>\\d{4})${TIME}$`,
  "iu",
);
const MONTH_NAME_DAY = new RegExp(
  `^(?<name>\\p{L}{3,12})\\.?\\s+(?<a>\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?<c>\\d{4})${TIME}$`,
  "iu",
);

const MONTHS = [
  "january janeiro",
  "february fevereiro",
  "march março marco",
  "april abril",
  "may maio",
  "june junho",
  "july julho",
  "august agosto",
  "september setembro",
  "october outubro",
  "november novembro",
  "december dezembro",
].map((names) => names.split(" "));

/** 1 to 12 for an English or Portuguese month name or its first three letters (`sept` too), else undefined. */
function monthOf(word: string): number | undefined {
  const lower = word.toLowerCase();
  const index = MONTHS.findIndex((names) =>
    names.some((n) => n === lower || n.slice(0, 3) === lower || (lower === "sept" && n.startsWith(lower))),
  );
  return index < 0 ? undefined : index + 1;
}

/** The date that a text shows, or undefined. A text without a time gives a date-only value. */
export function parseDate(input: string, options: DateParseOptions): BasicDate | undefined {
  if (input.length > MAX_DATE_TEXT) return undefined;
  const text = input.trim();
  let groups = YEAR_FIRST.exec(text)?.groups;
  if (groups) return build(groups, Number(groups["a"]), Number(groups["b"]), Number(groups["c"]), options);
  groups = YEAR_LAST.exec(text)?.groups;
  if (groups) {
    const year = Number(groups["c"]);
    const first = Number(groups["a"]);
    const second = Number(groups["b"]);
    const dayFirst = build(groups, year, second, first, options);
    const monthFirst = build(groups, year, first, second, options);
    return options.dayFirst === false ? (monthFirst ?? dayFirst) : (dayFirst ?? monthFirst);
  }
  groups = DAY_MONTH_NAME.exec(text)?.groups ?? MONTH_NAME_DAY.exec(text)?.groups;
  const month = groups ? monthOf(groups["name"] ?? "") : undefined;
  return groups && month ? build(groups, Number(groups["c"]), month, Number(groups["a"]), options) : undefined;
}

function build(
  groups: Record<string, string | undefined>,
  year: number,
  month: number,
  day: number,
  options: DateParseOptions,
): BasicDate | undefined {
  const hasTime = groups["hour"] !== undefined;
  const hour = clockHour(Number(groups["hour"] ?? 0), groups["half"]);
  if (hour === undefined) return undefined;
  const fields = {
    year,
    month,
    day,
    hour,
    minute: Number(groups["minute"] ?? 0),
    second: Number(groups["second"] ?? 0),
    millisecond: Math.floor(Number(`0.${groups["fraction"] ?? 0}`) * 1000),
  };
  const offset = groups["offset"];
  const ms = instantOf(fields, offset === undefined ? options.timeZone : "UTC");
  if (ms === undefined) return undefined;
  if (offset === undefined) return dateFromMs(ms, !hasTime);
  const minutes = offsetMinutes(offset);
  return minutes === undefined ? undefined : dateFromMs(ms - minutes * 60_000);
}

/** The hour of the day of a clock reading with or without AM/PM, or undefined if there is no such hour. */
export function clockHour(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour <= 23 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
}

function offsetMinutes(offset: string): number | undefined {
  if (offset.toUpperCase() === "Z") return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(-2));
  if (hours > 14 || minutes > 59) return undefined;
  return (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/**
 * Dates: text forms, calendar arithmetic, fields and patterns (reference 2.7). A date is an instant; the calendar comes
 * from the bot's time zone through luxon. Nothing here reads the clock: luxon fills missing units of `fromObject` from
 * today, so every call names all of them.
 */
import { DateTime, IANAZone } from "luxon";
import { BasicError, ERR } from "../errors.ts";
import { BasicDate } from "../values.ts";

/** The instants that a calendar with four-digit years can show: 0001-01-01 to 9999-12-31, in UTC. */
const FIRST_MS = -62_135_596_800_000;
const LAST_MS = 253_402_300_799_999;

const zones = new Map<string, IANAZone>();

/** The zone of an IANA name; error 5 for a name that is none. The set of valid names bounds the cache. */
function zoneOf(name: string): IANAZone {
  const known = zones.get(name);
  if (known) return known;
  const zone = IANAZone.create(name);
  if (!zone.isValid)
    throw new BasicError(ERR.badCall, `"${name}" is no time zone; use a name such as "America/Sao_Paulo".`);
  zones.set(name, zone);
  return zone;
}

export function local(date: BasicDate, timeZone: string): DateTime {
  return DateTime.fromMillis(date.ms, { zone: zoneOf(timeZone) });
}

/** A date value of a luxon date; error 6 outside the years 1 to 9999. */
export function fromLocal(time: DateTime, dateOnly: boolean): BasicDate {
  return dateFromMs(time.toMillis(), dateOnly);
}

export function dateFromMs(ms: number, dateOnly = false): BasicDate {
  if (!(ms >= FIRST_MS && ms <= LAST_MS))
    throw new BasicError(ERR.overflow, "The date is outside the years 1 to 9999.");
  return new BasicDate(ms, dateOnly);
}

export interface CalendarFields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

/** The instant of a local date and time, or undefined where the calendar has no such day or hour. */
export function instantOf(fields: CalendarFields, timeZone: string): number | undefined {
  if (fields.year < 1 || fields.year > 9999) return undefined;
  const time = DateTime.fromObject(fields, { zone: zoneOf(timeZone) });
  return time.isValid ? time.toMillis() : undefined;
}

/** `YYYY-MM-DD HH:mm:ss`, or `YYYY-MM-DD` for a date without a time. */
export function dateText(date: BasicDate, timeZone: string): string {
  return local(date, timeZone).toFormat(date.dateOnly ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss");
}

/** A moved date keeps its "date only" flag while it still falls on a midnight. */
export function moved(ms: number, source: BasicDate, timeZone: string): BasicDate {
  const result = dateFromMs(ms);
  if (!source.dateOnly) return result;
  const time = local(result, timeZone);
  return dateFromMs(ms, time.hour === 0 && time.minute === 0 && time.second === 0 && time.millisecond === 0);
}

const DAY_MS = 86_400_000;

/**
 * Adds a span of time. Whole days added to a date without a time go by the calendar: 24 hours over a change to summer
 * time would end at 23:00 or 01:00.
 */
export function addMs(date: BasicDate, ms: number, timeZone: string): BasicDate {
  if (date.dateOnly && ms % DAY_MS === 0) return fromLocal(local(date, timeZone).plus({ days: ms / DAY_MS }), true);
  return moved(date.ms + ms, date, timeZone);
}

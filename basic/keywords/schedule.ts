/** SET SCHEDULE: cron texts, schedules in words, and the forms of the statement, told apart by what their operands are (reference 3.13). */
import { BasicDate, type Value } from "../values.ts";
import { isDateText, textOf } from "./operands.ts";

interface Schedule {
  /** Five fields, or six with the seconds first; null for a single run. */
  cron: string | null;
  /** When the schedule begins, or the time of the single run: a date or its text. */
  from: Value;
  /** Null for the script that holds the statement. */
  script: string | null;
  argument: Value;
  /** The name of a named job. */
  job: string | null;
}

/** The operands in their order; a sentence where they make no schedule. */
export function readSchedule(values: readonly Value[]): Schedule | string {
  const [first = null, second = null, third = null, fourth = null] = values;
  if (values.length > 4) return "SET SCHEDULE takes four operands at most";
  const cron = typeof first === "string" ? cronOf(first) : null;
  if (cron !== null) {
    if (isDate(second)) return named({ cron, from: second, script: textOf(third), argument: fourth, job: null });
    if (values.length === 4) return "SET SCHEDULE takes a schedule, a script and one argument";
    return named({ cron, from: null, script: textOf(second), argument: third, job: null });
  }
  if (isDate(first)) return named({ cron: null, from: first, script: textOf(second), argument: third, job: null });
  const later = typeof second === "string" ? cronOf(second) : null;
  if (later !== null && values.length === 2)
    return { cron: later, from: null, script: null, argument: null, job: textOf(first) };
  return `"${(textOf(first) ?? "").slice(0, 80)}" is no schedule: write a cron text such as "0 9 * * *", or a phrase such as "every monday at 9am"`;
}

function named(schedule: Schedule): Schedule | string {
  if (schedule.cron === null && schedule.script === null)
    return "A single run needs the name of a script behind its date";
  return schedule;
}

function isDate(value: Value): boolean {
  return value instanceof BasicDate || (typeof value === "string" && isDateText(value));
}

// ------------------------------------------------------------------------------------------------------- cron

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const DAYS = "sun mon tue wed thu fri sat".split(" ");
const FIELDS: readonly { low: number; high: number; names: readonly string[] }[] = [
  { low: 0, high: 59, names: [] },
  { low: 0, high: 23, names: [] },
  { low: 1, high: 31, names: [] },
  { low: 1, high: 12, names: MONTHS },
  { low: 0, high: 7, names: DAYS },
];

/** The cron text of a cron text or phrase, in lower case with single blanks; null where it is neither. */
export function cronOf(text: string): string | null {
  const clean = text.trim().toLowerCase().replace(/\s+/g, " ");
  if (clean.length > 200) return null;
  return isCron(clean) ? clean : phraseCron(clean);
}

function isCron(text: string): boolean {
  const fields = text.split(" ");
  if (fields.length === 6) {
    // Once a minute is the least: of the seconds only one may be named.
    const seconds = fields.shift()!;
    if (!/^\d{1,2}$/.test(seconds) || Number(seconds) > 59) return false;
  }
  return fields.length === 5 && fields.every((field, i) => isField(field, FIELDS[i]!));
}

function isField(field: string, { low, high, names }: (typeof FIELDS)[number]): boolean {
  const number = (word: string): number => {
    const at = names.indexOf(word.slice(0, 3));
    if (at >= 0) return at + low;
    return /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
  };
  return field.split(",").every((part) => {
    const [range = "", step, ...more] = part.split("/");
    if (more.length > 0 || (step !== undefined && !(/^\d{1,3}$/.test(step) && Number(step) > 0))) return false;
    if (range === "*" || range === "?") return true;
    const [from = "", to, ...others] = range.split("-");
    const start = number(from);
    const end = to === undefined ? start : number(to);
    return others.length === 0 && start >= low && start <= end && end <= high;
  });
}

// ---------------------------------------------------------------------------------------------------- phrases

const SIMPLE: Readonly<Record<string, string>> = {
  "every minute": "* * * * *",
  "every hour": "0 * * * *",
  hourly: "0 * * * *",
  "every day": "0 0 * * *",
  daily: "0 0 * * *",
  "every week": "0 0 * * 0",
  weekly: "0 0 * * 0",
  "every month": "0 0 1 * *",
  monthly: "0 0 1 * *",
  "every year": "0 0 1 1 *",
  yearly: "0 0 1 1 *",
  "business hours": "0 9-17 * * 1-5",
  "every hour during business hours": "0 9-17 * * 1-5",
};
const WEEKDAY = "sunday|monday|tuesday|wednesday|thursday|friday|saturday";

function phraseCron(phrase: string): string | null {
  if (Object.hasOwn(SIMPLE, phrase)) return SIMPLE[phrase]!;
  const every = /^every (\d{1,4}) (minutes?|hours?|days?)( during business hours)?$/.exec(phrase);
  if (every) return everyCron(Number(every[1]), every[2]!, every[3] !== undefined);
  const between = /^every hour from (\d{1,2}) to (\d{1,2})$/.exec(phrase);
  if (between) {
    const [from, to] = [Number(between[1]), Number(between[2])];
    return from <= to && to <= 23 ? `0 ${from}-${to} * * *` : null;
  }
  const days = new RegExp(
    `^(?:(every day|daily)|(?:every )?(weekdays?|weekends?)|every (${WEEKDAY})s?)?(?: ?at (.+))?$`,
  );
  const match = days.exec(phrase);
  if (!match || phrase === "") return null;
  const [, , kind, weekday, at] = match;
  const time = at === undefined ? { hour: 0, minute: 0 } : timeOf(at);
  if (!time) return null;
  const day = weekday
    ? String(DAYS.indexOf(weekday.slice(0, 3)))
    : kind?.startsWith("weekd")
      ? "1-5"
      : kind
        ? "0,6"
        : "*";
  return `${time.minute} ${time.hour} * * ${day}`;
}

function everyCron(count: number, unit: string, business: boolean): string | null {
  if (count < 1) return null;
  const hours = business ? "9-17" : "*";
  const days = business ? "1-5" : "*";
  if (unit.startsWith("minute")) {
    if (count % 60 === 0 && !business) return everyCron(count / 60, "hours", false);
    return count < 60 ? `${count === 1 ? "*" : `*/${count}`} ${hours} * * ${days}` : null;
  }
  if (unit.startsWith("hour")) {
    if (count > 23) return null;
    return `0 ${count === 1 ? hours : `${business ? hours : "*"}/${count}`} * * ${days}`;
  }
  return business || count > 31 ? null : `0 0 ${count === 1 ? "*" : `*/${count}`} * *`;
}

/** 9am, 9:30 am, 14:00, noon, midnight. */
function timeOf(text: string): { hour: number; minute: number } | null {
  if (text === "noon") return { hour: 12, minute: 0 };
  if (text === "midnight") return { hour: 0, minute: 0 };
  const match = /^(\d{1,2})(?::(\d{2}))? ?(am|pm)?$/.exec(text);
  if (!match) return null;
  const [, hours, minutes = "0", half] = match;
  let hour = Number(hours);
  const minute = Number(minutes);
  if (half) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half === "pm" ? 12 : 0);
  }
  return hour <= 23 && minute <= 59 ? { hour, minute } : null;
}

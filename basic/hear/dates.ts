/** Answers that are a date, a time, or yes and no (reference 5.2). */
import { clockHour, parseDate } from "../dates/parse.ts";
import { fromLocal, local } from "../dates/zone.ts";
import { BasicDate } from "../values.ts";
import type { HearContext } from "./answer.ts";

/** Days from today. */
const DAY_WORDS: Readonly<Record<string, number>> = {
  today: 0,
  tomorrow: 1,
  yesterday: -1,
  hoje: 0,
  amanhã: 1,
  amanha: 1,
  ontem: -1,
  hoy: 0,
  mañana: 1,
  manana: 1,
  ayer: -1,
  heute: 0,
  morgen: 1,
  gestern: -1,
};

/** A date without a time; a time in the answer is dropped. */
export function parseHearDate(text: string, context: HearContext): BasicDate | undefined {
  const word = text.normalize("NFC").toLowerCase();
  const today = fromLocal(local(new BasicDate(context.now()), context.timeZone).startOf("day"), true);
  if (Object.hasOwn(DAY_WORDS, word))
    return fromLocal(local(today, context.timeZone).plus({ days: DAY_WORDS[word] ?? 0 }), true);
  const date = parseDate(text, context);
  return date && fromLocal(local(date, context.timeZone).startOf("day"), true);
}

/** A date with a time: `31/01/2025 14:30`, `tomorrow 9:00`, `amanhã às 14h30`. */
export function parseHearDateTime(text: string, context: HearContext): BasicDate | undefined {
  const whole = parseDate(text, context);
  if (whole) return whole.dateOnly ? undefined : whole;
  const match = /^(\S+),?\s+(?:(?:at|às|as|a las|um)\s+)?(\d.{0,11})$/iu.exec(text);
  const day = match ? parseHearDate(match[1] ?? "", context) : undefined;
  const time = match ? parseHour(match[2] ?? "") : undefined;
  if (!day || time === undefined) return undefined;
  const [hour, minute] = time.split(":").map(Number);
  return fromLocal(local(day, context.timeZone).set({ hour: hour ?? 0, minute: minute ?? 0 }), false);
}

/** `H:mm`, `HH:mm`, `14h30`, `2:30 PM`, `2 PM`; stored as `HH:mm`. */
export function parseHour(text: string): string | undefined {
  const match = /^(\d{1,2})(?:[:h](\d{2})(?::\d{2})?)?\s*([ap]\.?m\.?)?$/i.exec(text);
  if (!match || (match[2] === undefined && match[3] === undefined)) return undefined;
  const hour = clockHour(Number(match[1]), match[3]?.replaceAll(".", ""));
  const minute = Number(match[2] ?? 0);
  if (hour === undefined || minute > 59) return undefined;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

const YES = words("yes y true 1 sim s si sí oui ja da ok okay yeah yep sure confirm confirmed accept agree agreed");
const NO = words("no n false 0 não nao non nein net nope cancel deny denied reject declined disagree");

export function parseBoolean(text: string): boolean | undefined {
  const word = text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s.!]+$/, "");
  return YES.has(word) ? true : NO.has(word) ? false : undefined;
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

/** Keys, values and durations of the keywords that remember something (reference 3.8). */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { toJson } from "../../../basic/operations/json.ts";
import { toNumber } from "../../../basic/operations/numbers.ts";
import { toText } from "../../../basic/operations/text-form.ts";
import { Duration, type Value } from "../../../basic/values.ts";
import type { JsonValue } from "../../../contracts/json.ts";
import type { EffectContext } from "./effect.ts";

const MAX_KEY = 200;
const MAX_VALUE = 100_000;

export function keyOf(args: Record<string, Value>, context: Pick<EffectContext, "values">): string {
  const key = toText(args["key"] ?? null, context.values).trim();
  if (key === "" || key.length > MAX_KEY) {
    throw new BasicError(ERR.badCall, `A memory key has 1 to ${MAX_KEY} characters.`);
  }
  return key;
}

export function storedValue(args: Record<string, Value>, context: Pick<EffectContext, "values">): JsonValue {
  const json = toJson(args["value"] ?? null, context.values);
  if (json.length > MAX_VALUE) {
    throw new BasicError(ERR.memory, `A value that is remembered has at most ${MAX_VALUE} characters.`);
  }
  return JSON.parse(json);
}

const DAY_S = 86_400;
const UNITS: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: DAY_S,
  week: 7 * DAY_S,
  month: 30 * DAY_S,
  year: 365 * DAY_S,
};
const MAX_S = 100 * 365 * DAY_S;

/** Seconds that REMEMBER keeps a value; null = for good. A plain number is days. */
export function secondsKept(duration: Value | undefined, context: Pick<EffectContext, "values">): number | null {
  if (duration === undefined || duration === null) return null;
  const seconds = duration instanceof Duration ? duration.ms / 1000 : secondsOf(duration, context);
  if (seconds !== null && !(seconds > 0 && seconds <= MAX_S))
    throw new BasicError(ERR.badCall, "REMEMBER keeps a value for more than 0 days and at most 100 years, or forever.");
  return seconds;
}

function secondsOf(duration: Exclude<Value, null>, context: Pick<EffectContext, "values">): number | null {
  if (typeof duration === "number") return duration * DAY_S;
  const text = toText(duration, context.values).trim().toLowerCase();
  if (text === "forever" || text === "permanent") return null;
  const [, count, unit] = /^(\d+(?:\.\d+)?)\s*(?:(second|minute|hour|day|week|month|year)s?)?$/.exec(text) ?? [];
  if (count === undefined)
    throw new BasicError(
      ERR.badCall,
      `"${text.slice(0, 50)}" is no duration: write "30 days", "2 hours", "forever" or a number of days.`,
    );
  return toNumber(count, context.values) * (UNITS[unit ?? "day"] ?? DAY_S);
}

/** The types of values in config.csv: what people write, checked and turned into what the product computes with. */
import * as z from "zod";

export const text = (longest: number) => z.string().max(longest, `must have at most ${longest} characters`).default("");

export const number = (low: number, high: number, value: number) =>
  z
    .string()
    .regex(/^[+-]?\d+(\.\d+)?$/, "must be a number such as 30 or 0.7")
    .transform(Number)
    .refine((n) => n >= low && n <= high, `must be from ${low} to ${high}`)
    .default(value);

export const whole = (low: number, high: number, value: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, "must be a whole number")
    .transform(Number)
    .refine((n) => n >= low && n <= high, `must be from ${low} to ${high}`)
    .default(value);

export const flag = (value: boolean) =>
  z
    .string()
    .transform((word) => word.trim().toLowerCase())
    .pipe(z.enum(["true", "false", "yes", "no", "on", "off", "1", "0"], "must be true or false"))
    .transform((word) => ["true", "yes", "on", "1"].includes(word))
    .default(value);

export const list = (value: string[]) =>
  z
    .string()
    .transform((items) =>
      items
        .split(/[,;]/)
        .map((item) => item.trim())
        .filter((item) => item !== ""),
    )
    .default(value);

/** One of some words, in any case. */
export const choice = <const W extends readonly [string, ...string[]]>(words: W, value: W[number]) =>
  z
    .string()
    .transform((word) => word.trim().toLowerCase())
    .pipe(z.enum(words, `must be ${new Intl.ListFormat("en", { type: "disjunction" }).format(words)}`))
    // zod keeps the words as a type of its own, which is exactly W; the compiler cannot see that through the generic.
    .default(value as never);

const SIZES: Readonly<Record<string, number>> = { "": 1, B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };
const SIZE = /^(\d{1,15}(?:\.\d{1,3})?)\s*(B|[KMG]B|)$/i;

/** Bytes; `25 MB` is 25 times 1024 times 1024. */
export const size = (high: number, value: number) =>
  z
    .string()
    .regex(SIZE, "must be a size such as 25 MB or 26214400")
    .transform((said) => {
      const [, count = "", unit = ""] = SIZE.exec(said) ?? [];
      return Math.floor(Number(count) * (SIZES[unit.toUpperCase()] ?? 1));
    })
    .refine((bytes) => bytes <= high, `must be at most ${high / 1024 ** 2} MB`)
    .default(value);

const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
const DURATION = /^(\d{1,9})\s*([smhdw]?)$/i;

/** Seconds; `1d` is a day. */
export const duration = (high: number, value: number) =>
  z
    .string()
    .regex(DURATION, "must be a time such as 90, 30m, 12h or 1d")
    .transform((said) => {
      const [, count = "", unit = ""] = DURATION.exec(said) ?? [];
      return Number(count) * (UNITS[unit.toLowerCase()] ?? 1);
    })
    .refine((seconds) => seconds <= high, `must be at most ${high} seconds`)
    .default(value);

export const color = z
  .string()
  .regex(/^(#([0-9a-f]{3}|[0-9a-f]{6})|[a-z]{3,30})?$/i, "must be a colour such as #0D7C66 or teal")
  .default("");

export const url = z
  .string()
  .refine((value) => value === "" || (URL.canParse(value) && /^https?:\/\//i.test(value)), "must be an http(s) address")
  .default("");

export const timeZone = z.string().refine(isTimeZone, "must be a time zone such as Europe/Lisbon").default("UTC");

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** FORMAT's patterns for dates (reference 2.8): `YYYY-MM-DD`, `dd/MM/yyyy HH:mm`, `DD de MMMM`. */
import type { BasicDate } from "../values.ts";
import { local } from "./zone.ts";

type TokenKind = "year" | "month" | "day" | "hour" | "hour12" | "minute" | "second" | "fraction" | "half";
type Part = { kind: "literal"; text: string } | { kind: TokenKind; text: string };

/** Longest first; year and day letters in either case, the others by case. */
const TOKENS: readonly (readonly [RegExp, TokenKind])[] = [
  [/^(?:yyyy|yy)/i, "year"],
  [/^(?:dddd|ddd|dd|d)/i, "day"],
  [/^(?:MMMM|MMM|MM|M)/, "month"],
  [/^(?:HH|H)/, "hour"],
  [/^(?:hh|h)/, "hour12"],
  [/^(?:mm|m)/, "minute"],
  [/^(?:ss|SS|s)/, "second"],
  [/^fff/, "fraction"],
  [/^tt/i, "half"],
];

/**
 * The date in the pattern. A run of letters is read as tokens only if all of it is: the `de` of `DD de MMMM` stays. A `T`
 * between tokens and an `h` behind the hour (`HHhmm`) are literal too. Names are those of `locale`.
 */
export function formatDate(date: BasicDate, pattern: string, timeZone: string, locale: string): string {
  const parts = datePattern(pattern);
  const time = local(date, timeZone).setLocale(locale);
  const hasDay = parts.some((part) => part.kind === "day");
  return parts
    .map(({ kind, text }) => {
      const size = text.length;
      switch (kind) {
        case "literal":
          return text;
        case "year":
          return size === 4 ? padded(time.year, 4) : padded(time.year % 100, 2);
        case "month":
          // Languages with cases name a month otherwise beside a day than alone.
          if (size >= 3) return time.toFormat((hasDay ? "M" : "L").repeat(size));
          return padded(time.month, size);
        case "day":
          return size >= 3 ? time.toFormat(size === 4 ? "cccc" : "ccc") : padded(time.day, size);
        case "hour":
          return padded(time.hour, size);
        case "hour12":
          return padded(time.hour % 12 || 12, size);
        case "minute":
          return padded(time.minute, size);
        case "second":
          return padded(time.second, size);
        case "fraction":
          return padded(time.millisecond, 3);
        case "half":
          return time.hour >= 12 ? "PM" : "AM";
      }
      return text;
    })
    .join("");
}

/** A pattern of date tokens, digits and punctuation, with at least one token: what makes a text with a date be read as one. */
export function isDatePattern(pattern: string): boolean {
  const parts = datePattern(pattern);
  return (
    parts.some((part) => part.kind !== "literal") &&
    !parts.some((part) => part.kind === "literal" && /[@#<>&!\p{L}]/u.test(part.text.replace(/^[Th]$/, "")))
  );
}

function padded(value: number, size: number): string {
  return String(value).padStart(size, "0");
}

function datePattern(pattern: string): Part[] {
  const parts: Part[] = [];
  for (const piece of pattern.match(/AM\/PM|\p{L}+|[^\p{L}]+/gu) ?? []) {
    if (piece === "AM/PM") parts.push({ kind: "half", text: piece });
    else parts.push(...(/^\p{L}/u.test(piece) ? (tokens(piece, parts) ?? [literal(piece)]) : [literal(piece)]));
  }
  return monthsWrittenSmall(parts);
}

/** The tokens of a run of letters, or undefined if it holds anything else. `before` is what stands in front of it. */
function tokens(run: string, before: readonly Part[]): Part[] | undefined {
  const parts: Part[] = [];
  let rest = run;
  while (rest !== "") {
    const previous = parts.at(-1);
    const afterHour = (previous ?? (rest === run ? undefined : before.at(-1)))?.kind === "hour";
    if ((afterHour && rest.startsWith("h")) || (previous && rest.startsWith("T") && !rest.startsWith("TT"))) {
      parts.push(literal(rest.charAt(0)));
      rest = rest.slice(1);
      continue;
    }
    const found = TOKENS.map(([expression, kind]) => ({ kind, text: expression.exec(rest)?.[0] })).find(
      (token) => token.text !== undefined,
    );
    if (!found?.text) return undefined;
    parts.push({ kind: found.kind, text: found.text });
    rest = rest.slice(found.text.length);
  }
  return parts;
}

/** `mm` is the month beside a year or a day (`yyyy-mm-dd`, `mm/yyyy`) and minutes elsewhere. */
function monthsWrittenSmall(parts: readonly Part[]): Part[] {
  return parts.map((part, i) => {
    if (part.kind !== "minute") return part;
    const previous = neighbour(parts, i, -1);
    const next = neighbour(parts, i, 1);
    const isMonth =
      previous === "year" || previous === "day" || (previous === undefined && (next === "year" || next === "day"));
    return isMonth ? { kind: "month", text: part.text.toUpperCase() } : part;
  });
}

/** The token beside a part, across one of the separators of a date. */
function neighbour(parts: readonly Part[], index: number, step: -1 | 1): TokenKind | undefined {
  const beside = parts[index + step];
  const token = beside?.kind === "literal" && /^[-/.]$/.test(beside.text) ? parts[index + 2 * step] : beside;
  return token === undefined || token.kind === "literal" ? undefined : token.kind;
}

function literal(text: string): Part {
  return { kind: "literal", text };
}

/** FORMAT's patterns for numbers (reference 2.8): pictures such as `#,##0.00` and shorthands such as `C2[pt]`. */
import { roundDecimal, roundDigits, shortestDigits } from "../operations/decimal.ts";

interface Separators {
  group: string;
  decimal: string;
  /** Currency sign with its blank, before or behind the number. */
  before: string;
  behind: string;
}

/** No-break space: a number must not be torn apart at the end of a line. */
const NBSP = "\u00a0";
const ENGLISH: Separators = { group: ",", decimal: ".", before: "$", behind: "" };
const LOCALES: Readonly<Record<string, Separators>> = {
  en: ENGLISH,
  pt: { group: ".", decimal: ",", before: "R$ ", behind: "" },
  fr: { group: NBSP, decimal: ",", before: "", behind: `${NBSP}€` },
  de: { group: ".", decimal: ",", before: "", behind: `${NBSP}€` },
  es: { group: ".", decimal: ",", before: "", behind: `${NBSP}€` },
  it: { group: ".", decimal: ",", before: "", behind: `${NBSP}€` },
};

const PICTURE = /[#0][#0,]*(?:\.[#0]*)?|\.[#0]+/;
const SHORTHAND = /^([NC])(\d{1,2})?(?:\[(\p{L}{2})[^\]]{0,10}\])?$/u;

/** The number in the pattern, or undefined if the pattern is none for numbers. `value` is finite. */
export function formatNumber(value: number, pattern: string): string | undefined {
  return shorthand(value, pattern) ?? picture(value, pattern);
}

function shorthand(value: number, pattern: string): string | undefined {
  if (pattern === "n" || pattern === "F") return plain(value, 2);
  if (pattern === "f") return plain(value, 0);
  const word = pattern.toLowerCase();
  if (word === "currency") return grouped(value, 2, ENGLISH, true);
  if (word === "percent") return picture(value, "0.00%");
  const match = SHORTHAND.exec(pattern);
  if (!match) return undefined;
  const language = match[3]?.toLowerCase() ?? "en";
  const locale = Object.hasOwn(LOCALES, language) ? LOCALES[language] : undefined;
  return grouped(value, Number(match[2] ?? 2), locale ?? ENGLISH, match[1] === "C");
}

function plain(value: number, decimals: number): string {
  const parts = roundDecimal(value, decimals);
  return `${parts.negative ? "-" : ""}${parts.integer}${decimals > 0 ? `.${parts.fraction}` : ""}`;
}

function grouped(value: number, decimals: number, locale: Separators, currency: boolean): string {
  const parts = roundDecimal(value, decimals);
  const number = groupDigits(parts.integer, locale.group) + (decimals > 0 ? locale.decimal + parts.fraction : "");
  return (parts.negative ? "-" : "") + (currency ? locale.before + number + locale.behind : number);
}

function picture(value: number, pattern: string): string | undefined {
  const found = PICTURE.exec(pattern);
  if (!found) return undefined;
  const prefix = pattern.slice(0, found.index);
  const rest = pattern.slice(found.index + found[0].length);
  const [wholePicture = "", fractionPicture = ""] = found[0].split(".");
  const exponent = /^[Ee]([+-]?)(0+)/.exec(rest);
  if (exponent) {
    return signed(
      prefix,
      scientific(value, fractionPicture, exponent[1] === "+", exponent[2]?.length ?? 1),
      value < 0,
      rest.slice(exponent[0].length),
    );
  }
  const shift = prefix.includes("%") || rest.includes("%") ? 2 : 0;
  const parts = roundDecimal(value, fractionPicture.length, shift);
  const least = wholePicture.replace(/[^0]/g, "").length;
  const integer = parts.integer.padStart(least, "0");
  const fraction = cutFraction(parts.fraction, fractionPicture);
  const number =
    (wholePicture.includes(",") ? groupDigits(integer, ",") : integer) + (fraction === "" ? "" : `.${fraction}`);
  return signed(prefix, number, parts.negative, rest);
}

/** Zeros at the end that stand for `#` are not shown. */
function cutFraction(fraction: string, fractionPicture: string): string {
  const least = fractionPicture.lastIndexOf("0") + 1;
  let end = fraction.length;
  while (end > least && fraction.charAt(end - 1) === "0") end--;
  return fraction.slice(0, end);
}

/** A `+` before the picture always shows the sign, a minus stands before everything otherwise. */
function signed(prefix: string, number: string, negative: boolean, suffix: string): string {
  if (prefix.includes("+")) return prefix.replace("+", negative ? "-" : "+") + number + suffix;
  return (negative ? "-" : "") + prefix + number + suffix;
}

/** One digit before the point. */
function scientific(value: number, fractionPicture: string, alwaysSign: boolean, exponentDigits: number): string {
  const { digits, exponent } = shortestDigits(value);
  const places = fractionPicture.length;
  const rounded = roundDigits(digits, places + 1);
  const carried = rounded.length > places + 1;
  const power = value === 0 ? 0 : exponent + (carried ? 1 : 0);
  const mantissa = rounded.slice(0, places + 1).padEnd(places + 1, "0");
  const fraction = cutFraction(mantissa.slice(1), fractionPicture);
  const sign = power < 0 ? "-" : alwaysSign ? "+" : "";
  return `${mantissa.charAt(0)}${fraction === "" ? "" : `.${fraction}`}E${sign}${String(Math.abs(power)).padStart(exponentDigits, "0")}`;
}

function groupDigits(integer: string, separator: string): string {
  const first = integer.length % 3 || 3;
  let text = integer.slice(0, first);
  for (let i = first; i < integer.length; i += 3) text += separator + integer.slice(i, i + 3);
  return text;
}

/** FORMAT of the reference evaluator (reference 2.8). */
import { BasicDate, type Value } from "../../basic/values.ts";
import { dateOf, inZone } from "./dates.ts";
import { numberOf, numericText, raise, type Setting, textOf } from "./values.ts";

const DATE_PATTERN = /^(?:[YyMDdHhmsf]|tt|AM\/PM|am\/pm|\d|[^A-Za-z])*$/;

export function format(v: Value, pattern: Value, s: Setting): string {
  if (v === null) return "";
  if (pattern === null) return textOf(v, s);
  const p = textOf(pattern, s);
  const date = dateToFormat(v, p, s);
  if (date) return formatDate(date, p, s);
  const number = typeof v === "number" ? v : typeof v === "string" ? numericText(v) : null;
  // A text of a number that is too large is a text.
  if (number !== null && Number.isFinite(number) && isNumberPattern(p)) return formatNumber(number, p);
  return formatText(textOf(v, s), p);
}

function dateToFormat(v: Value, p: string, s: Setting): BasicDate | null {
  if (!DATE_PATTERN.test(p)) return null;
  if (v instanceof BasicDate) return v;
  return /[YyMDdHhmsft]/.test(p) && typeof v === "string" && /[-/.:]|\p{L}/u.test(v) ? dateOf(v, s) : null;
}

export function formatDate(d: BasicDate, p: string, s: Setting): string {
  const at = inZone(d, s);
  const pad = (n: number, size: number) => String(n).padStart(size, "0");
  let out = "";
  let rest = p;
  let before = "";
  while (rest !== "") {
    const run = /^(?:[Yy]+|M+|[Dd]+|H+|h+|m+|s+|f+|tt|AM\/PM|am\/pm)/.exec(rest)?.[0];
    const size = run?.length ?? 1;
    const after = rest.slice(size);
    if (!run) out += rest[0]!;
    else if (/^[Yy]/.test(run)) out += size <= 2 ? pad(at.year % 100, 2) : pad(at.year, 4);
    else if (/^[Dd]/.test(run)) {
      out += size >= 4 ? at.toFormat("cccc") : size === 3 ? at.toFormat("ccc") : pad(at.day, size);
    } else if (run.startsWith("M") || (run === "mm" && isMonthHere(before, after))) {
      out += size >= 4 ? at.toFormat("LLLL") : size === 3 ? at.toFormat("LLL") : pad(at.month, size);
    } else if (run.startsWith("H")) out += pad(at.hour, Math.min(size, 2));
    else if (run.startsWith("h")) out += pad(at.hour % 12 === 0 ? 12 : at.hour % 12, Math.min(size, 2));
    else if (run.startsWith("m")) out += pad(at.minute, Math.min(size, 2));
    else if (run.startsWith("s")) out += pad(at.second, Math.min(size, 2));
    else if (run.startsWith("f")) out += pad(at.millisecond, 3);
    else out += at.hour >= 12 ? "PM" : "AM";
    before += rest.slice(0, size);
    rest = after;
  }
  return out;
}

/** `mm` is the month right after `yyyy-` or `dd/`, and before `/yyyy`. */
function isMonthHere(before: string, after: string): boolean {
  return /(?:[Yy]{2,4}|[Dd]{1,2})[-/.]$/.test(before) || /^[-/.][Yy]{2,4}/.test(after);
}

function isNumberPattern(p: string): boolean {
  return /[0#]/.test(p) || /^(?:n|f|F|currency|percent|[NC]\d*(?:\[\w+\])?)$/.test(p);
}

/** Rounds the shortest decimal text, times 10^tens, half away from zero, and gives whole digits and digits behind the point. */
export function roundedDigits(n: number, places: number, tens = 0): { whole: string; fraction: string } {
  const [mantissa = "0", exponent = "0"] = Math.abs(n).toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const scale = Number(exponent) + tens - (digits.length - 1) + places;
  // The number times 10^places is `digits` times 10^scale.
  let units: bigint;
  if (scale >= 0) units = BigInt(digits) * 10n ** BigInt(scale);
  else if (-scale > digits.length) units = 0n;
  else {
    const divisor = 10n ** BigInt(-scale);
    units = (BigInt(digits) * 2n + divisor) / (2n * divisor);
  }
  const text = units.toString().padStart(places + 1, "0");
  return { whole: text.slice(0, text.length - places), fraction: places === 0 ? "" : text.slice(-places) };
}

function grouped(whole: string, separator: string): string {
  return whole.replace(/\B(?=(?:\d{3})+$)/g, separator);
}

const LOCALES: Readonly<Record<string, { thousand: string; decimal: string; money(n: string): string }>> = {
  en: { thousand: ",", decimal: ".", money: (n) => `$${n}` },
  pt: { thousand: ".", decimal: ",", money: (n) => `R$ ${n}` },
  de: { thousand: ".", decimal: ",", money: (n) => `${n} €` },
  es: { thousand: ".", decimal: ",", money: (n) => `${n} €` },
  it: { thousand: ".", decimal: ",", money: (n) => `${n} €` },
  fr: { thousand: "\u202f", decimal: ",", money: (n) => `${n} €` },
};

export function formatNumber(n: number, p: string): string {
  if (p === "n" || p === "F") return plainDecimals(n, 2);
  if (p === "f") return plainDecimals(n, 0);
  if (p === "percent") return formatNumber(n, "0.00%");
  if (p === "currency") return formatNumber(n, "C2");
  const short = /^([NC])(\d*)(?:\[(\w+)\])?$/.exec(p);
  if (short) {
    const locale = LOCALES[(short[3] ?? "en").slice(0, 2).toLowerCase()] ?? LOCALES["en"]!;
    const { whole, fraction } = roundedDigits(n, short[2] === "" ? 2 : Math.min(20, Number(short[2])));
    const digits = grouped(whole, locale.thousand) + (fraction === "" ? "" : locale.decimal + fraction);
    const sign = n < 0 && /[1-9]/.test(digits) ? "-" : "";
    return sign + (short[1] === "C" ? locale.money(digits) : digits);
  }
  return picture(n, p);
}

function plainDecimals(n: number, places: number): string {
  const { whole, fraction } = roundedDigits(n, places);
  const text = whole + (fraction === "" ? "" : `.${fraction}`);
  return n < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

function picture(n: number, p: string): string {
  const found = /^([^0#]*?)([+-]?)([#0,]*)(\.[#0]*)?(E[+-]?0+)?([^0#]*)$/.exec(
    p.replace(/^([^0#.]*?)(\.[0#])/, "$1$2"),
  );
  if (!found) return raise(5, `The pattern ${p} is none of a number.`);
  const [, prefix = "", plus = "", whole = "", fraction = "", exponent, suffix = ""] = found;
  const places = Math.max(0, fraction.length - 1);
  const least = fraction.lastIndexOf("0") < 1 ? 0 : fraction.lastIndexOf("0");
  if (exponent !== undefined) return scientific(n, places, exponent, prefix, suffix, plus);
  const rounded = roundedDigits(n, places, suffix.includes("%") ? 2 : 0);
  let digits = rounded.fraction;
  while (digits.length > least && digits.endsWith("0")) digits = digits.slice(0, -1);
  const zeros = whole.replace(/[^0]/g, "").length;
  let front = rounded.whole.replace(/^0+/, "").padStart(zeros, "0");
  if (whole.includes(",")) front = grouped(front, ",");
  if (front === "") front = "0";
  const text = front + (digits === "" ? "" : `.${digits}`);
  const sign = n < 0 && /[1-9]/.test(text) ? "-" : plus === "+" ? "+" : "";
  return sign + prefix + text + suffix;
}

function scientific(n: number, places: number, exponent: string, prefix: string, suffix: string, plus: string): string {
  const [mantissa = "0", power = "0"] = Math.abs(n).toExponential().split("e");
  let { whole, fraction } = roundedDigits(Number(mantissa), places);
  let e = Number(power);
  if (whole === "10") {
    whole = "1";
    e++;
  }
  const size = exponent.replace(/[^0]/g, "").length;
  const mark = e < 0 ? "-" : exponent.includes("+") ? "+" : "";
  const sign = n < 0 ? "-" : plus === "+" ? "+" : "";
  return `${sign}${prefix}${whole}${fraction === "" ? "" : `.${fraction}`}E${mark}${String(Math.abs(e)).padStart(size, "0")}${suffix}`;
}

function formatText(text: string, p: string): string {
  if (p === "!" || p === ">") return text.toUpperCase();
  if (p === "&" || p === "<") return text.toLowerCase();
  if (p === "@") return text;
  return text;
}

/** ROUND: half away from zero, on the shortest decimal text. */
export function round(v: Value, places: number, s: Setting): number {
  const n = numberOf(v, s);
  if (places > 20 || n === 0) return n;
  if (places < 0) {
    const unit = 10 ** Math.min(400, -places);
    return Number.isFinite(unit) ? Number(roundedDigits(n / unit, 0).whole) * unit * Math.sign(n) : 0;
  }
  const { whole, fraction } = roundedDigits(n, places);
  return Number(`${whole}.${fraction}0`) * Math.sign(n) + 0;
}

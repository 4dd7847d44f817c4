/**
 * PRINT USING (reference 7.2): a picture with fields for numbers (`# . , + - $$ ** **$ ^^^^`) and texts (`! \  \ &`);
 * `_` takes the next character as it is. The picture is used again while values are left.
 */
import { BasicError, ERR } from "../errors.ts";
import { textLength, textSlice } from "../operations/code-points.ts";
import { checkTextLength } from "../operations/context.ts";
import { roundDecimal, roundDigits, shortestDigits } from "../operations/decimal.ts";
import { numberText } from "./number-text.ts";

interface NumberField {
  kind: "number";
  /** Places before the point, with those that `**`, `$$`, and commas give. */
  whole: number;
  decimals: number;
  point: boolean;
  grouped: boolean;
  stars: boolean;
  dollar: boolean;
  sign: "none" | "before" | "behind" | "minus behind";
  /** Digits of the exponent; 0 for a field without one. */
  exponent: number;
}

/** Width 0: the whole text. */
type Field = NumberField | { kind: "text"; width: number };
type Part = Field | string;

/** Digit places of a field; a number has no more to show. */
const MOST_PLACES = 24;
const NUMBER_FIELD = /^(\+?)(\*\*\$|\*\*|\$\$)?([#,]*)(\.#*)?(\^{4,5})?([+-]?)/;
const TEXT_FIELD = /^(?:[!&]|\\ *\\)/;

/** The text of the values in the picture. Error 5 for a picture without a field, 13 for a value of the wrong kind. */
export function formatUsing(picture: string, values: readonly (number | string)[]): string {
  const parts = partsOf(picture);
  const fields = parts.filter((part): part is Field => typeof part !== "string");
  if (fields.length === 0)
    throw new BasicError(ERR.badCall, "PRINT USING needs a picture with a field, such as ##.##.");
  const written: string[] = [];
  let length = 0;
  let next = 0;
  for (let at = 0; ; at = (at + 1) % parts.length) {
    const part = parts[at] ?? "";
    if (typeof part === "string") written.push(part);
    else {
      if (next === values.length) break;
      written.push(fill(part, values[next++] ?? 0));
    }
    length += (written.at(-1) ?? "").length;
    checkTextLength(length);
    // The texts behind the last field belong to the values before it.
    if (next === values.length && at === parts.length - 1) break;
  }
  return written.join("");
}

function partsOf(picture: string): Part[] {
  const parts: Part[] = [];
  let literal = "";
  let rest = picture;
  const put = (part: Field, length: number): void => {
    if (literal !== "") parts.push(literal);
    literal = "";
    parts.push(part);
    rest = rest.slice(length);
  };
  while (rest !== "") {
    const number = numberField(rest);
    const text = TEXT_FIELD.exec(rest)?.[0];
    if (number) put(number.field, number.length);
    else if (text !== undefined) put({ kind: "text", width: text === "&" ? 0 : text.length }, text.length);
    else {
      const escaped = rest.startsWith("_") && rest.length > 1;
      literal += rest.charAt(escaped ? 1 : 0);
      rest = rest.slice(escaped ? 2 : 1);
    }
  }
  if (literal !== "") parts.push(literal);
  return parts;
}

function numberField(source: string): { field: NumberField; length: number } | null {
  // A picture is at most a few fields long where it stands; the limit keeps the pattern off a long rest.
  const match = NUMBER_FIELD.exec(source.slice(0, 4 * MOST_PLACES));
  if (!match) return null;
  const [, plus = "", lead = "", digits = "", fraction = "", power = "", behind = ""] = match;
  // `+`, `.` and `,` alone are texts: a field has a place for a digit.
  if (lead === "" && !digits.includes("#") && fraction.length < 2) return null;
  if (lead === "" && digits.startsWith(",")) return null;
  const whole = lead.length + digits.length;
  const decimals = Math.max(0, fraction.length - 1);
  if (whole + decimals > MOST_PLACES)
    throw new BasicError(ERR.badCall, `A field of PRINT USING has at most ${MOST_PLACES} digits.`);
  const sign = plus ? "before" : behind === "+" ? "behind" : behind === "-" ? "minus behind" : "none";
  const taken = plus && behind ? match[0].length - 1 : match[0].length;
  return {
    field: {
      kind: "number",
      whole,
      decimals,
      point: fraction !== "",
      grouped: digits.includes(","),
      stars: lead.startsWith("*"),
      dollar: lead.endsWith("$"),
      sign,
      exponent: power === "" ? 0 : power.length - 2,
    },
    length: taken,
  };
}

function fill(field: Field, value: number | string): string {
  if (field.kind === "text") {
    if (typeof value !== "string") throw new BasicError(ERR.type, "This field of PRINT USING is for a text.");
    if (field.width === 0) return value;
    const cut = textSlice(value, 0, field.width);
    return cut + " ".repeat(field.width - textLength(cut));
  }
  if (typeof value !== "number") throw new BasicError(ERR.type, "This field of PRINT USING is for a number.");
  if (!Number.isFinite(value)) return `%${numberText(value).trim()}`;
  return field.exponent > 0 ? scaled(field, value) : plain(field, value);
}

function plain(field: NumberField, value: number): string {
  const { negative, integer, fraction } = roundDecimal(value, field.decimals);
  const grouped = field.grouped ? integer.replace(/\B(?=(?:\d{3})+$)/g, ",") : integer;
  const { before, behind } = signs(field, negative);
  const decimals = field.point ? `.${fraction}` : "";
  const lead = before + (field.dollar ? "$" : "");
  // The sign before a field of `+` has a place of its own.
  const width = field.whole + (field.sign === "before" ? 1 : 0);
  // A zero before the point shows only where there is room for it.
  const digits = integer === "0" && field.point && lead.length + 1 > width ? "" : grouped;
  return padded(field, lead + digits, width, decimals + behind);
}

/** Without a sign in the picture the first place is for it. */
function scaled(field: NumberField, value: number): string {
  const places = Math.max(0, field.whole - (field.sign === "none" || field.dollar ? 1 : 0));
  const kept = places + field.decimals;
  if (kept === 0) throw new BasicError(ERR.badCall, "A field of PRINT USING with an exponent needs two digits.");
  const { digits, exponent } = shortestDigits(value);
  const rounded = roundDigits(digits, kept);
  // 9.99 to two digits is 10: one digit more, and the exponent grows.
  const carried = rounded.length > kept;
  const shown = rounded.slice(0, kept).padStart(kept, "0");
  const power = value === 0 ? 0 : exponent - places + 1 + (carried ? 1 : 0);
  const powerText = String(Math.abs(power)).padStart(field.exponent, "0");
  const { before, behind } = signs(field, value < 0);
  const lead = before + (field.dollar ? "$" : "") + shown.slice(0, places);
  const decimals = field.point ? `.${shown.slice(places)}` : "";
  const tail = `${decimals}E${power < 0 ? "-" : "+"}${powerText}${behind}`;
  const text = padded(field, lead, field.whole + (field.sign === "before" ? 1 : 0), tail);
  return powerText.length > field.exponent ? `%${text}` : text;
}

function signs(field: NumberField, negative: boolean): { before: string; behind: string } {
  if (field.sign === "before") return { before: negative ? "-" : "+", behind: "" };
  if (field.sign === "behind") return { before: "", behind: negative ? "-" : "+" };
  if (field.sign === "minus behind") return { before: "", behind: negative ? "-" : " " };
  return { before: negative ? "-" : "", behind: "" };
}

/** `%` marks a number that does not fit; all of it is shown. */
function padded(field: NumberField, lead: string, width: number, tail: string): string {
  if (lead.length > width) return `%${lead}${tail}`;
  return lead.padStart(width, field.stars ? "*" : " ") + tail;
}

/** PRINT USING as QBasic has it, with the points that decision 6 settles. */
import { raise } from "./values.ts";

const NUMBER_FIELD = /^(\+?)(\*\*\$|\*\*|\$\$)?([#,]*)(\.#*)?(\^\^\^\^\^?)?([+-]?)/;
const MOST_DIGITS = 24;

type Part =
  | { kind: "literal"; text: string }
  | { kind: "text"; width: number | null }
  | { kind: "number"; field: NumberField };

interface NumberField {
  plus: boolean;
  fill: boolean;
  dollar: boolean;
  /** Places before the point, those of `**`, `$$` and commas among them. */
  places: number;
  commas: boolean;
  /** Null without a point. */
  decimals: number | null;
  exponent: number;
  trailing: "" | "+" | "-";
}

export function usingText(picture: string, values: readonly (number | string)[]): string {
  const parts = partsOf(picture);
  const fields = parts.filter((part) => part.kind !== "literal");
  if (fields.length === 0 && values.length > 0) raise(5, "The picture has no field.");
  let out = "";
  let at = 0;
  let next = 0;
  // Literals up to the first field, then each value with the literals behind its field; the picture begins again when it ends.
  while (next < values.length) {
    const part = parts[at]!;
    if (part.kind === "literal") out += part.text;
    else out += fieldText(part, values[next++]!);
    at = (at + 1) % parts.length;
  }
  for (; at > 0 && at < parts.length; at++) {
    const part = parts[at]!;
    if (part.kind !== "literal") break;
    out += part.text;
  }
  return out;
}

function partsOf(picture: string): Part[] {
  const parts: Part[] = [];
  const literal = (text: string) => {
    const last = parts.at(-1);
    if (last?.kind === "literal") last.text += text;
    else parts.push({ kind: "literal", text });
  };
  for (let at = 0; at < picture.length; ) {
    const rest = picture.slice(at);
    const width = /^\\ *\\/.exec(rest)?.[0].length;
    if (rest[0] === "_" && rest.length > 1) {
      const shown = String.fromCodePoint(rest.codePointAt(1)!);
      literal(shown);
      at += 1 + shown.length;
    } else if (rest[0] === "!" || rest[0] === "&") {
      parts.push({ kind: "text", width: rest[0] === "!" ? 1 : null });
      at++;
    } else if (width) {
      parts.push({ kind: "text", width });
      at += width;
    } else {
      const found = numberField(rest);
      if (found) parts.push({ kind: "number", field: found.field });
      else literal(rest[0]!);
      at += found?.length ?? 1;
    }
  }
  return parts;
}

function numberField(rest: string): { field: NumberField; length: number } | null {
  const match = NUMBER_FIELD.exec(rest);
  if (!match) return null;
  const [, plus = "", start = "", marks = "", point = "", carets = "", behind = ""] = match;
  const hasDigits = start !== "" || /^#/.test(marks) || (marks === "" && point.length > 1);
  if (!hasDigits) return null;
  const trailing = plus === "" ? behind : "";
  const field: NumberField = {
    plus: plus !== "",
    fill: start.startsWith("*"),
    dollar: start.endsWith("$"),
    places: start.length + marks.length,
    commas: marks.includes(","),
    decimals: point === "" ? null : point.length - 1,
    exponent: carets.length,
    trailing: trailing as NumberField["trailing"],
  };
  if (field.places + (field.decimals ?? 0) > MOST_DIGITS) raise(5, "The field is too wide.");
  return { field, length: match[0].length - (behind.length - trailing.length) };
}

function fieldText(part: Exclude<Part, { kind: "literal" }>, value: number | string): string {
  if (part.kind === "text") {
    if (typeof value !== "string") return raise(13, "The field is for a text.");
    if (part.width === null) return value;
    return [...value, ...Array(part.width).fill(" ")].slice(0, part.width).join("");
  }
  if (typeof value !== "number") return raise(13, "The field is for a number.");
  return numberFieldText(part.field, value);
}

function numberFieldText(f: NumberField, v: number): string {
  if (!Number.isFinite(v)) return v < 0 ? "%-INF" : "%INF";
  const [digits, tail] = f.exponent > 0 ? scaled(f, Math.abs(v)) : plain(f, Math.abs(v));
  const isNegative = v < 0 && /[1-9]/.test(digits);
  const hasOwnSign = f.plus || f.trailing !== "";
  const before = f.plus ? (isNegative ? "-" : "+") : isNegative && !hasOwnSign ? "-" : "";
  const after = f.trailing === "" ? "" : isNegative ? "-" : f.trailing === "+" ? "+" : " ";
  const [whole = "", decimals = ""] = digits.split(".");
  const point = f.decimals === null ? "" : `.${decimals}`;
  const width = f.places + (f.plus ? 1 : 0);
  const make = (w: string) => `${before}${f.dollar ? "$" : ""}${w}`;
  let front = make(whole);
  // A nought before the point gives way where there is no place for it.
  if (front.length > width && whole === "0" && f.decimals !== null) front = make("");
  // An exponent of too many digits stands out as a number of too many does.
  const isTooLong = tail.length > f.exponent;
  if (f.exponent > 0) return `${isTooLong ? "%" : ""}${front.padStart(width)}${point}${tail}${after}`;
  if (front.length > width) return `%${front}${point}${after}`;
  return `${front.padStart(width, f.fill ? "*" : " ")}${point}${after}`;
}

function plain(f: NumberField, v: number): [string, string] {
  const text = fixed(v, f.decimals ?? 0);
  const [whole = "", decimals = ""] = text.split(".");
  const grouped = f.commas ? whole.replaceAll(/\B(?=(\d{3})+$)/g, ",") : whole;
  return [`${grouped}.${decimals}`, ""];
}

/** Beyond the whole numbers that are exact: the digits that tell the number from others, and noughts. */
function fixed(v: number, decimals: number): string {
  if (v <= Number.MAX_SAFE_INTEGER) return v.toFixed(decimals);
  const [mantissa = "", exponent = "0"] = v.toExponential().split("e");
  return `${mantissa.replace(".", "").padEnd(Number(exponent) + 1, "0")}.${"0".repeat(decimals)}`;
}

/** The digits fill the places before the point, of which the first is the sign's unless the field has one of its own. */
function scaled(f: NumberField, v: number): [string, string] {
  const before = Math.max(0, f.places - (f.plus || f.trailing !== "" ? 0 : 1));
  const decimals = f.decimals ?? 0;
  const count = before + decimals;
  if (count < 1) raise(5, "The field has no place for a digit.");
  const [mantissa = "", power = "0"] = v.toExponential(count - 1).split("e");
  const digits = mantissa.replace(".", "");
  const exponent = v === 0 ? 0 : Number(power) - before + 1;
  const places = f.exponent - 2;
  const tail = `E${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(places, "0")}`;
  return [`${digits.slice(0, before)}.${digits.slice(before)}`, tail];
}

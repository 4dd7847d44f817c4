/**
 * The reference evaluator, for tests only: a second reading of the language's definition, in the plainest code, with which
 * the machine must agree. It has the parser and the classes of values in common with the product and nothing else.
 *
 * This file: what a value is, its truth, its text, its JSON, its number.
 */
import {
  BasicDate,
  type BasicObject,
  Duration,
  FileValue,
  newObject,
  RecordId,
  RecordSet,
  type Value,
} from "../../basic/values.ts";
import { dateText } from "./dates.ts";

/** An error of the running script: what TRY and ON ERROR can take. */
export class RaisedError extends Error {
  readonly number: number;
  /** Own fields of a thrown object. */
  readonly data: BasicObject | null;
  line = 0;
  /** The script has overstepped its limit for good: no handler and no FINALLY sees it. */
  isFinal = false;
  constructor(number: number, message: string, data: BasicObject | null = null) {
    super(message);
    this.number = number;
    this.data = data;
  }
}

export function raise(number: number, message: string): never {
  throw new RaisedError(number, message);
}

/** What operators and functions need to know of the run. */
export interface Setting {
  timeZone: string;
  locale: string;
  strict: boolean;
  maxTextLength: number;
  /** `D/M/Y` before `M/D/Y` where both are possible. */
  dayFirst: boolean;
  now(): number;
  random(): number;
  /** Counts members of values and steps; a random program that does too much is given up. */
  spend(units: number): void;
}

export function isObject(v: Value): v is BasicObject {
  return (
    typeof v === "object" &&
    v !== null &&
    !Array.isArray(v) &&
    !(v instanceof RecordSet) &&
    !(v instanceof BasicDate) &&
    !(v instanceof Duration) &&
    !(v instanceof FileValue) &&
    !(v instanceof RecordId)
  );
}

/** The elements of a list or the rows of a record set, themselves and not a copy; null for anything else. */
export function elementsOf(v: Value): Value[] | null {
  if (Array.isArray(v)) return v;
  if (v instanceof RecordSet) return v.rows;
  return null;
}

/** Reference 2.1: the name that TYPEOF gives. */
export function typeName(v: Value): string {
  if (v === null) return "null";
  if (typeof v === "number") return Number.isInteger(v) ? "integer" : "double";
  if (typeof v === "string" || v instanceof RecordId) return "string";
  if (typeof v === "boolean") return "boolean";
  if (v instanceof BasicDate) return "date";
  if (v instanceof Duration) return "duration";
  return elementsOf(v) ? "array" : "object";
}

/** Reference 2.3. */
export function isTrue(v: Value): boolean {
  if (v === null || v === false || v === 0 || v === "" || Number.isNaN(v)) return false;
  if (typeof v === "string") return v !== "false" && v !== "0" && v !== "null";
  const list = elementsOf(v);
  if (list) return list.length > 0;
  if (isObject(v)) return Object.keys(v).length > 0;
  if (v instanceof RecordId) return isTrue(v.id);
  return true;
}

/** Shortest decimal; with an exponent from 1e15 on and below 1e-6. */
export function numberText(n: number): string {
  if (n === 0) return "0";
  const size = Math.abs(n);
  const [digits = "", exponent = "0"] = size.toExponential().split("e");
  const sign = n < 0 ? "-" : "";
  const power = Number(exponent);
  if (size >= 1e15 || size < 1e-6) return `${sign}${digits}E${power < 0 ? "-" : "+"}${Math.abs(power)}`;
  const all = digits.replace(".", "");
  if (power < 0) return `${sign}0.${"0".repeat(-power - 1)}${all}`;
  if (all.length <= power + 1) return sign + all.padEnd(power + 1, "0");
  return `${sign}${all.slice(0, power + 1)}.${all.slice(power + 1)}`;
}

/** Reference 2.1: the text form. */
export function textOf(v: Value, s: Setting): string {
  if (v === null) return "";
  if (typeof v === "string") return v;
  if (typeof v === "number") return numberText(v);
  if (typeof v === "boolean") return v ? "true" : "false";
  if (v instanceof BasicDate) return dateText(v, s);
  if (v instanceof Duration) return numberText(v.ms / 1000);
  if (v instanceof RecordId) return String(v.id);
  if (v instanceof FileValue) return v.path || v.url;
  if (Array.isArray(v)) {
    s.spend(v.length);
    if (v.every((item) => typeof item === "string")) return v.join(", ");
  }
  return jsonOf(v, s);
}

/** JSON as text; `indent` as in JavaScript. Error 14 where a value is nested too deeply, as one inside of itself is. */
export function jsonOf(v: Value, s: Setting, indent = 0): string {
  return JSON.stringify(plainOf(v, s, []), null, indent);
}

function plainOf(v: Value, s: Setting, around: readonly Value[]): unknown {
  if (v === null || typeof v === "string" || typeof v === "boolean" || typeof v === "number") return v;
  if (around.length > 100) raise(14, "The value is nested deeper than 100 levels. Does it contain itself?");
  s.spend(1 + around.length);
  const inside = [...around, v];
  if (Array.isArray(v)) return v.map((item) => plainOf(item, s, inside));
  if (v instanceof RecordSet) {
    if (v.rows.length === 1) return plainOf(v.rows[0]!, s, inside);
    return v.rows.map((row) => plainOf(row, s, inside));
  }
  if (isObject(v)) {
    // Entries keep a key such as __proto__ as a key.
    return Object.fromEntries(Object.keys(v).map((key) => [key, plainOf(v[key]!, s, inside)]));
  }
  if (v instanceof FileValue) return { path: v.path, name: v.name, size: v.size, mime_type: v.mime, url: v.url };
  if (v instanceof RecordId) return v.id;
  if (v instanceof Duration) return v.ms / 1000;
  return textOf(v, s);
}

/** A value out of parsed JSON. */
export function fromPlain(plain: unknown): Value {
  if (plain === null || plain === undefined) return null;
  if (typeof plain === "string" || typeof plain === "number" || typeof plain === "boolean") return plain;
  if (Array.isArray(plain)) return plain.map(fromPlain);
  return newObject(Object.entries(plain as object).map(([key, value]) => [key, fromPlain(value)] as const));
}

const LEADING_NUMBER = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/;
const WHOLE_NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** Reference 2.4, "VAL rules": the number that the text begins with, or null. */
export function leadingNumber(text: string): number | null {
  const found = LEADING_NUMBER.exec(text);
  return found ? Number(found[1]) : null;
}

/** The text is a number as a whole. */
export function numericText(text: string): number | null {
  return WHOLE_NUMBER.test(text) ? Number(text) : null;
}

/** The operand of arithmetic. */
export function numberOf(v: Value, s: Setting): number {
  if (typeof v === "number") return v;
  if (v === null) return 0;
  if (typeof v === "boolean") return v ? 1 : 0;
  if (v instanceof Duration) return v.ms / 1000;
  const plain = v instanceof RecordId ? v.id : v;
  if (typeof plain === "number") return plain;
  if (typeof plain === "string") {
    const found = leadingNumber(plain);
    if (found === null && s.strict) raise(13, `"${plain}" is not a number.`);
    return finite(found ?? 0);
  }
  return raise(13, `A value of type ${typeName(v)} is not a number.`);
}

/** The dialect never shows infinity. */
export function finite(n: number): number {
  return Number.isFinite(n) ? n : raise(6, "The number is too large.");
}

/** A list's own spelling of a key: exactly so, else the first in any case; null without one. */
export function findKey(o: BasicObject, name: string): string | null {
  if (Object.hasOwn(o, name)) return name;
  const lower = name.toLowerCase();
  return Object.keys(o).find((key) => key.toLowerCase() === lower) ?? null;
}

export function codePoints(text: string): string[] {
  return Array.from(text);
}

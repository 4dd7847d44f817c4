/**
 * What stands in an index for a value: a text whose byte order is the order of the values, so that one table of texts
 * serves equality, ranges and sorting in SQLite and PostgreSQL alike. An index only narrows: every row that a filter could
 * accept is among those that its ranges give (test/data/index-entries.test.ts), and the filter decides.
 *
 * The first character is the class: 0 nothing, 1 a number or a boolean, 2 a text or the JSON of a list or object, 3 a text
 * that is a number, once more by its value, 4 a text that databases cannot hold as it is.
 */
import { wholeNumber } from "../../basic/operations/numbers.ts";
import type { JsonValue } from "../../contracts/json.ts";
import { isStorable } from "./sql.ts";

/** Code points of a text that an entry keeps. Longer ones share entries, so the order among them is not known. */
const KEPT = 200;
/** Above every entry of its class. */
const TOP = "\u{10ffff}";

export interface Range {
  from: string;
  /** Included. */
  to: string;
}

export const NUMBERS: Range = { from: "1", to: `1${TOP}` };
export const TEXTS: Range = { from: "2", to: `2${TOP}` };
export const ODD_TEXTS: Range = { from: "4", to: "4" };
export const NOTHING: Range = { from: "0", to: "0" };

export interface Entries {
  entries: string[];
  /** Whether the entries tell the value's place among the others exactly. */
  exact: boolean;
}

/** `folded`: texts are kept in small letters, as files compare them. */
export function entriesOf(value: JsonValue, folded: boolean): Entries {
  if (value === null) return { entries: [NOTHING.from], exact: true };
  if (typeof value === "number" || typeof value === "boolean")
    return { entries: [numberEntry(Number(value))], exact: true };
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const kept = textEntry(text, folded);
  const number = typeof value === "string" ? wholeNumber(value) : undefined;
  const entries = number === undefined ? [kept] : [kept, `3${sortable(number)}`];
  return { entries, exact: kept !== ODD_TEXTS.from && !folded && text.length <= KEPT };
}

export const numberEntry = (value: number): string => `1${sortable(value)}`;

export function textEntry(text: string, folded: boolean): string {
  if (!isStorable(text)) return ODD_TEXTS.from;
  return `2${start(folded ? text.toLowerCase() : text)}`;
}

/** Several columns: the values as they are, for a key of all of them. */
export function tupleEntry(values: readonly JsonValue[]): string {
  return `5${start(JSON.stringify(values.map((value) => (typeof value === "boolean" ? Number(value) : value))))}`;
}

/** Code points and not units: where the cut fell between surrogates, the order of cut texts would not be theirs. */
const start = (text: string): string => (text.length <= KEPT ? text : Array.from(text).slice(0, KEPT).join(""));

/** Numbers near this one: decimal fractions may differ in their last bit where they came from elsewhere. */
export const numberRange = (from: number, to: number): Range => ({ from: numberEntry(from), to: numberEntry(to) });
export const numericTextRange = (from: number, to: number): Range => ({
  from: `3${sortable(from)}`,
  to: `3${sortable(to)}`,
});

/** Texts that begin with this one. */
export const prefixRange = (prefix: string, folded: boolean): Range => {
  const from = textEntry(prefix, folded);
  return { from, to: `${from}${TOP}` };
};

const view = new DataView(new ArrayBuffer(8));

/** The bits of the number as 16 hexadecimal digits in the order of the numbers (IEEE 754, sign made comparable). */
function sortable(value: number): string {
  view.setFloat64(0, value === 0 ? 0 : value);
  const high = view.getUint32(0);
  const low = view.getUint32(4);
  const negative = high >>> 31 === 1;
  return hex(negative ? ~high >>> 0 : (high | 0x80000000) >>> 0) + hex(negative ? ~low >>> 0 : low);
}

const hex = (word: number): string => word.toString(16).padStart(8, "0");

/**
 * The lists of datums that DATA lines and INPUT replies are made of (reference 7.5.6, 7.5.7). A quoted datum holds any
 * characters but `"`; an unquoted one letters, digits, `+`, `-`, `.` and blanks between them.
 *
 * A program without line numbers is a QBasic program: there an unquoted datum holds anything but a comma (`free`).
 */

export interface Datum {
  text: string;
  quoted: boolean;
}

export interface DatumProblem {
  /** 0-based offset in UTF-16 units where the list goes wrong. */
  at: number;
  message: string;
}

export type DatumList = { datums: Datum[]; problem: null } | { datums: null; problem: DatumProblem };

const BLANKS = /[ \t]*/y;
const UNQUOTED = /[A-Za-z0-9+\-. \t]*/y;
const FREE = /[^,]*/y;

/** Reads the whole list. An empty place (`A,,B`, a comma at the end, nothing at all) is a problem. */
export function readDatums(source: string, free = false): DatumList {
  const datums: Datum[] = [];
  let at = skipBlanks(source, 0);
  for (;;) {
    const found = source[at] === '"' ? quoted(source, at) : unquoted(source, at, free);
    if ("message" in found) return { datums: null, problem: found };
    datums.push(found.datum);
    at = skipBlanks(source, found.end);
    if (at >= source.length) return { datums, problem: null };
    if (source[at] !== ",") return { datums: null, problem: outside(source, at) };
    at = skipBlanks(source, at + 1);
  }
}

type Found = { datum: Datum; end: number };

function quoted(source: string, start: number): Found | DatumProblem {
  const close = source.indexOf('"', start + 1);
  if (close < 0) return { at: start, message: 'This quote is not closed; put a " behind the text.' };
  return { datum: { text: source.slice(start + 1, close), quoted: true }, end: close + 1 };
}

function unquoted(source: string, start: number, free: boolean): Found | DatumProblem {
  const end = endOf(free ? FREE : UNQUOTED, source, start);
  const text = source.slice(start, end).trimEnd();
  if (text === "") {
    const next = source[start];
    return next === undefined || next === ","
      ? { at: start, message: "A value is missing here; an empty text is written as two quotes." }
      : outside(source, start);
  }
  return { datum: { text, quoted: false }, end };
}

/** A character that may stand neither inside nor behind a datum. */
function outside(source: string, at: number): DatumProblem {
  const found = source[at] === '"' ? "A quote" : `The character ${source.slice(at, at + 1)}`;
  return { at, message: `${found} may not stand here; put texts with such characters between two quotes.` };
}

function skipBlanks(source: string, from: number): number {
  return endOf(BLANKS, source, from);
}

function endOf(pattern: RegExp, source: string, from: number): number {
  pattern.lastIndex = from;
  pattern.exec(source);
  return Math.max(from, pattern.lastIndex);
}

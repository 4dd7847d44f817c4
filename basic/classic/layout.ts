/**
 * How PRINT fills lines (reference 7.5.5): zones of 16 columns, a margin of 80. The state between two PRINTs is one
 * number, the columns already filled; texts count code points, as all lengths of the language do.
 */
import { textLength, textSlice } from "../operations/code-points.ts";
import { numberText } from "./number-text.ts";

export const ZONE_WIDTH = 16;
/** The last column of a line. */
export const MARGIN = 80;

export type PrintItem =
  | { kind: "number"; value: number }
  | { kind: "text"; text: string }
  /** `,`: on to the next zone. `;` is no item: it adds nothing. */
  | { kind: "zone" }
  | { kind: "tab"; to: number }
  | { kind: "blanks"; count: number }
  /** The end of a PRINT that does not end with a separator. */
  | { kind: "end" };

export interface LaidOut {
  /** What is added to the output; line ends are `\n`. */
  text: string;
  /** Columns filled afterwards, 0 to 80. */
  column: number;
}

/** Reports a recoverable exception: its number (reference 7.5.10) and what happened. */
export type Warn = (number: number, message: string) => void;

/** One item after `column` filled columns. */
export function place(column: number, item: PrintItem, warn: Warn): LaidOut {
  switch (item.kind) {
    case "number":
      return placeNumber(column, numberText(item.value));
    case "text":
      return placeText(column, item.text);
    case "zone":
      return nextZone(column);
    case "tab":
      return tabulate(column, tabColumn(item.to, warn));
    case "blanks":
      return skip(column, item.count);
    case "end":
      return { text: "\n", column: 0 };
  }
}

/** A whole PRINT list. */
export function layout(column: number, items: readonly PrintItem[], warn: Warn): LaidOut {
  let filled = column;
  const parts: string[] = [];
  for (const item of items) {
    const placed = place(filled, item, warn);
    parts.push(placed.text);
    filled = placed.column;
  }
  return { text: parts.join(""), column: filled };
}

/** The blank behind a number is dropped where only it does not fit. */
function placeNumber(column: number, digits: string): LaidOut {
  const wraps = column > 0 && column + digits.length > MARGIN;
  const end = (wraps ? 0 : column) + digits.length;
  const blank = end < MARGIN ? " " : "";
  return { text: `${wraps ? "\n" : ""}${digits}${blank}`, column: end + blank.length };
}

/** Line ends inside the text start lines of their own. */
function placeText(column: number, text: string): LaidOut {
  if (!text.includes("\n")) return placeLine(column, text);
  let filled = column;
  const lines = text.split("\n").map((line, index) => {
    const placed = placeLine(index === 0 ? filled : 0, line);
    filled = placed.column;
    return placed.text;
  });
  return { text: lines.join("\n"), column: filled };
}

function placeLine(column: number, text: string): LaidOut {
  const length = textLength(text);
  const wraps = column > 0 && column + length > MARGIN;
  const start = wraps ? 0 : column;
  const lead = wraps ? "\n" : "";
  if (start + length <= MARGIN) return { text: lead + text, column: start + length };
  const pieces: string[] = [];
  // One pass over the code points: slicing by position from the start each time would be quadratic.
  let rest = text;
  for (let left = length; left > 0; left -= MARGIN) {
    const piece = textSlice(rest, 0, MARGIN);
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return { text: lead + pieces.join("\n"), column: length - MARGIN * (pieces.length - 1) };
}

/** At the first column of a zone it moves one full zone. */
function nextZone(column: number): LaidOut {
  const next = (Math.floor(column / ZONE_WIDTH) + 1) * ZONE_WIDTH;
  if (next >= MARGIN) return { text: "\n", column: 0 };
  return { text: " ".repeat(next - column), column: next };
}

/** The 1-based column that TAB(e) means. An infinite one counts as 1: its overflow was reported where it arose. */
function tabColumn(to: number, warn: Warn): number {
  const column = Math.floor(to + 0.5);
  if (column < 1) {
    warn(5, `TAB(${numberText(to).trim()}) stands for no column; TAB(1) is used.`);
    return 1;
  }
  if (!Number.isFinite(column)) return 1;
  return column > MARGIN ? ((column - 1) % MARGIN) + 1 : column;
}

function tabulate(column: number, to: number): LaidOut {
  if (to - 1 < column) return { text: `\n${" ".repeat(to - 1)}`, column: to - 1 };
  return { text: " ".repeat(to - 1 - column), column: to - 1 };
}

/** SPC(n): n blanks, at most a line of them; what does not fit on this line stands on the next. */
function skip(column: number, count: number): LaidOut {
  const whole = Math.floor(count + 0.5);
  const blanks = whole > 0 && Number.isFinite(whole) ? whole % MARGIN : 0;
  const end = column + blanks;
  if (end > MARGIN) return { text: `\n${" ".repeat(end - MARGIN)}`, column: end - MARGIN };
  return { text: " ".repeat(blanks), column: end };
}

/** What the text before the cursor is in the middle of. The line may be half written, so only its characters are looked at. */
import type { Position } from "vscode-languageserver";
import { type Analysis, offsetAt } from "./analysis.ts";

export type Cursor =
  | { place: "nothing" }
  /** Inside of a string; `code` is what stands before it on the line, `text` what of it is written. */
  | { place: "string"; code: string; text: string; start: number }
  /** In code; `code` is the statement so far, `word` its last word, which may be empty. */
  | { place: "code"; code: string; word: string; wordStart: number; inHole: boolean };

/** Longest line that is looked at. */
const MAX_LINE = 5_000;

export function cursorAt(analysis: Analysis, position: Position): Cursor {
  const offset = offsetAt(analysis, position);
  const lineStart = analysis.lineStarts[position.line] ?? analysis.source.length;
  if (offset - lineStart > MAX_LINE || inBlockText(analysis, offset)) return { place: "nothing" };
  return scan(analysis.source.slice(lineStart, offset), lineStart);
}

/** Inside of BEGIN TALK ... END TALK, a TABLE, or a string that began on an earlier line. */
function inBlockText({ lines, lineStarts, source }: Analysis, offset: number): boolean {
  return lines.some(({ pieces }) =>
    pieces.some(({ token }) => {
      if (token.start >= offset || token.end <= offset) return false;
      if (token.kind === "text") return true;
      // In a string of several lines, only the first is judged by its characters.
      return token.kind === "string" && source.lastIndexOf("\n", offset - 1) > token.start && lineStarts.length > 0;
    }),
  );
}

function scan(line: string, lineStart: number): Cursor {
  let statement = 0;
  let depth = 0;
  for (let at = 0; at < line.length; at++) {
    const c = line[at];
    if (c === '"') {
      const string = readString(line, at);
      if (string.end < 0) {
        if (string.hole >= 0) return codeAt(line, string.hole, lineStart, true);
        return {
          place: "string",
          code: line.slice(statement, at),
          text: line.slice(at + 1),
          start: lineStart + at + 1,
        };
      }
      at = string.end;
    } else if (c === "'" || (/^[ \t]*(?:REM\b|#(?!\{)|\/\/)/i.test(line.slice(statement)) && depth === 0)) {
      return { place: "nothing" };
    } else if (c === "(" || c === "[" || c === "{") depth++;
    else if (c === ")" || c === "]" || c === "}") depth = Math.max(0, depth - 1);
    else if (c === ":" && depth === 0) statement = at + 1;
    else if (depth === 0 && /\s/.test(c ?? "")) {
      const branch = /\b(?:THEN|ELSE)$/i.exec(line.slice(statement, at));
      if (branch) statement = at + 1;
    }
  }
  return codeAt(line, statement, lineStart, false);
}

/** Where the string ends, or -1, and then where the hole begins that the text is inside of, or -1. */
function readString(line: string, from: number): { end: number; hole: number } {
  for (let at = from + 1; at < line.length; at++) {
    const c = line[at];
    if (c === "\\") at++;
    else if (c === '"' && line[at + 1] === '"') at++;
    else if (c === '"') return { end: at, hole: -1 };
    else if (c === "$" && line[at + 1] === "{" && line[at + 2] !== "{") {
      const close = line.indexOf("}", at);
      if (close < 0) return { end: -1, hole: at + 2 };
      at = close;
    }
  }
  return { end: -1, hole: -1 };
}

function codeAt(line: string, statement: number, lineStart: number, inHole: boolean): Cursor {
  const code = line.slice(statement);
  const word = /[\p{L}_@$][\p{L}\p{M}\p{Nd}_]*[$%&!#]?$|$/u.exec(code)?.[0] ?? "";
  return { place: "code", code, word, wordStart: lineStart + line.length - word.length, inHole };
}

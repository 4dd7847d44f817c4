/** String literals: `"..."` with escapes, holes and line breaks; `'...'` on one line without holes. */

import { SOFT_WORDS } from "../catalogue/index.ts";
import { isBlank, isLineEnd, isNamePart } from "./characters.ts";
import { BROKEN, type Lexer } from "./lexer.ts";
import type { Hole, Token } from "./token.ts";
import { CLAUSE_WORDS, INFIX_WORDS } from "./words.ts";

/** Longest hole that is looked for. */
const MAX_HOLE = 4000;

/** Raised when a string turns out not to be closed: the file is read again with this offset known. */
export class UnclosedString {
  readonly offset: number;
  constructor(offset: number) {
    this.offset = offset;
  }
}

export function scanDoubleQuoted(lexer: Lexer): void {
  const start = lexer.pos;
  const line = lexer.line;
  const column = start - lexer.lineStart + 1;
  const forced = lexer.unclosed.has(start);
  const parts: (string | Hole)[] = [];
  let text = "";
  lexer.pos++;
  for (;;) {
    const c = lexer.code();
    if (c === -1) {
      if (forced) break;
      throw new UnclosedString(blame(lexer, start));
    }
    if (isLineEnd(c)) {
      if (forced) break;
      text += "\n";
      lexer.newLine();
    } else if (c === 34) {
      if (lexer.code(lexer.pos + 1) !== 34) {
        lexer.pos++;
        break;
      }
      text += '"';
      lexer.pos += 2;
    } else if (c === 92) {
      text += readEscape(lexer);
    } else if (c === 36 && opensHole(lexer)) {
      const hole = findHole(lexer, true);
      if (hole) {
        if (text) parts.push(text);
        text = "";
        parts.push(hole);
        lexer.pos = hole.end + 1;
      } else {
        text += "${";
        lexer.pos += 2;
      }
    } else if (c === 36 && lexer.code(lexer.pos + 1) === 36 && lexer.code(lexer.pos + 2) === 123) {
      text += "${";
      lexer.pos += 3;
    } else {
      // Plain characters in one slice.
      let at = lexer.pos + 1;
      while (at < lexer.end && !isSpecial(lexer.source.charCodeAt(at))) at++;
      text += lexer.source.slice(lexer.pos, at);
      lexer.pos = at;
    }
  }
  // A string over several lines with a name right behind it is most likely one that was not closed.
  if (lexer.line > line && operandAt(lexer, lexer.pos)) throw new UnclosedString(blame(lexer, start));
  const token = lexer.push("string", start, line, column);
  if (forced) {
    lexer.report.add(
      "BAS101",
      { line, column, endLine: line, endColumn: token.endColumn },
      "This string is not closed",
      'put a " where it ends',
    );
    // What was meant to follow the string is lost in it: the parser gives this statement up in silence.
    lexer.push("symbol", lexer.pos, lexer.line, token.endColumn).upper = BROKEN;
    lexer.depth = 0;
  }
  finish(token, parts, text);
}

function finish(token: Token, parts: (string | Hole)[], text: string): void {
  if (parts.length === 0) {
    token.value = text;
    return;
  }
  if (text) parts.push(text);
  token.parts = parts;
}

function isSpecial(c: number): boolean {
  return c === 34 || c === 92 || c === 36 || c === 10 || c === 13;
}

/** `${`, and not `${{`, which is text. */
export function opensHole(lexer: Lexer): boolean {
  return lexer.code(lexer.pos + 1) === 123 && lexer.code(lexer.pos + 2) !== 123;
}

/** One escape at the cursor. An unknown one keeps its backslash, so that Windows paths survive. */
function readEscape(lexer: Lexer): string {
  const c = lexer.code(lexer.pos + 1);
  lexer.pos += 2;
  switch (c) {
    case 110:
      return "\n";
    case 116:
      return "\t";
    case 114:
      return "\r";
    case 92:
      return "\\";
    case 34:
      return '"';
    case 39:
      return "'";
    case 36:
      return lexer.code() === 123 ? "$" : "\\$";
    case 117: {
      const digits = lexer.source.slice(lexer.pos, Math.min(lexer.pos + 4, lexer.end));
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) return "\\u";
      lexer.pos += 4;
      return String.fromCharCode(parseInt(digits, 16));
    }
    default:
      // The character itself is read again: it may be a line end or a hole.
      lexer.pos--;
      return "\\";
  }
}

/**
 * The hole that opens at the cursor, or null where its brace does not close on the line. A hole may hold strings; then it
 * counts only if it parses as an expression. One that begins with a quote counts only where that quote cannot close the
 * string instead: `"a ${" + x + "}"` is two strings and a variable, `"${"a" + x}"` is a hole.
 */
export function findHole(lexer: Lexer, inString: boolean): Hole | null {
  const start = lexer.pos + 2;
  const limit = Math.min(lexer.end, start + MAX_HOLE, start + lexer.holeBudget);
  let depth = 0;
  let quotes = false;
  let at = start;
  for (; at < limit; at++) {
    const c = lexer.source.charCodeAt(at);
    if (isLineEnd(c)) break;
    if (c === 123) {
      depth++;
    } else if (c === 125) {
      if (depth-- === 0) {
        lexer.holeBudget -= at - start;
        const hole = { start, end: at, line: lexer.line, lineStart: lexer.lineStart };
        if (!quotes || !inString) return hole;
        return lexer.options.isExpression(hole) ? hole : null;
      }
    } else if (c === 34 || (c === 92 && lexer.source.charCodeAt(at + 1) === 34)) {
      const isFirst = inString && c === 34 && lexer.source.slice(start, at).trim() === "";
      if (isFirst && !operandAt(lexer, at + 1) && lexer.code(at + 1) !== 36) break;
      quotes = true;
      at = skipNested(lexer, at + (c === 92 ? 2 : 1), limit);
    }
  }
  lexer.holeBudget -= at - start;
  return null;
}

/** Offset of the quote that closes a string inside a hole. */
function skipNested(lexer: Lexer, from: number, limit: number): number {
  let at = from;
  while (at < limit && lexer.source.charCodeAt(at) !== 34 && !isLineEnd(lexer.source.charCodeAt(at))) at++;
  return at;
}

/** True where the characters from here on this line cannot follow a string: a name or a number that is no operator or touches a quote. */
function operandAt(lexer: Lexer, from: number): boolean {
  let at = from;
  while (isBlank(lexer.code(at))) at++;
  if (!isNamePart(lexer.code(at))) return false;
  const word = /^[\p{L}\p{N}_]+/u.exec(lexer.source.slice(at, Math.min(at + 40, lexer.end)))?.[0]?.toUpperCase() ?? "";
  if (lexer.code(at + word.length) === 34) return true;
  return !(INFIX_WORDS.has(word) || SOFT_WORDS.has(word) || CLAUSE_WORDS.has(word) || FOLLOWERS.has(word));
}

/** Other words that may stand behind a string operand. */
const FOLLOWERS = new Set([
  "WITH",
  "TIMEOUT",
  "RETRIES",
  "DEFAULT",
  "DESCRIPTION",
  "ENUM",
  "OPTIONAL",
  "REQUIRED",
  "SUBJECT",
  "BODY",
  "USING",
  "BY",
  "SET",
  "VALUES",
  "FOR",
  "AT",
  "ON",
  "INTO",
  "REM",
  "READ",
  "WRITE",
  "TRIGGER",
  "TOOLS",
  "SCHEDULE",
  "REFRESH",
  "EXPIRES",
  "DATA",
  "TEMPLATE",
  "ATTACHMENT",
  "GOTO",
  "CALL",
]);

/**
 * Which string is to blame when the file ends inside one: quotes pair up wrongly from the forgotten one on, so it is the
 * first string over several lines whose last line looks like code; without such, the one that is open.
 */
function blame(lexer: Lexer, open: number): number {
  for (const token of lexer.tokens) {
    if (token.kind !== "string" || token.endLine === token.line || lexer.unclosed.has(token.start)) continue;
    const lastLine = token.text.slice(token.text.lastIndexOf("\n") + 1, -1);
    if (
      /^\s*(?:[A-Za-z_][\w.]*\s*(?:=|\(|\[)|(?:TALK|PRINT|HEAR|IF|ELSE|CASE|ADD|SET|RETURN|CALL|SAVE|FIND|GET|USE|LLM)\b)/i.test(
        lastLine,
      )
    )
      return token.start;
  }
  return open;
}

export function scanSingleQuoted(lexer: Lexer): void {
  const start = lexer.pos;
  const column = start - lexer.lineStart + 1;
  const close = lexer.singleQuotedEnd();
  let text = "";
  lexer.pos++;
  while (lexer.pos < close) {
    const c = lexer.code();
    if (c === 39) {
      text += "'";
      lexer.pos += 2;
    } else if (c === 92) {
      text += readEscape(lexer);
    } else {
      text += lexer.source[lexer.pos++];
    }
  }
  lexer.pos = close + 1;
  lexer.push("string", start, lexer.line, column).value = text;
}

/**
 * Raw texts that begin at a statement: BEGIN TALK ... END TALK and the like, TABLE bodies, and DESCRIPTION without quotes.
 * They are cut out before any other rule can see quotes, comments or brackets in them.
 */
import { isBlank } from "./characters.ts";
import { type Lexer, tokenSpan } from "./lexer.ts";
import { findHole, opensHole } from "./strings.ts";
import type { Hole, Token } from "./token.ts";

/** Called behind a word that begins a statement; reads the raw text where the word opens one. */
export function scanBlockText(lexer: Lexer, first: Token): void {
  const word = first.upper;
  if (word === "BEGIN") {
    const rest = restOfLine(lexer);
    for (const name of ["TALK", "SYSTEM PROMPT", "MAIL"]) {
      if (!new RegExp(`^[\\s_]+${name.replace(" ", "[\\s_]+")}\\b`, "i").test(rest)) continue;
      if (name !== "MAIL" && rest.trim().replace(/\s+/g, " ").length !== name.length) continue;
      scanHead(lexer);
      scanBody(lexer, first, `END ${name}`);
      return;
    }
  } else if (word === "BEGIN_TALK" || word === "BEGIN_SYSTEM_PROMPT") {
    if (restOfLine(lexer).trim() === "") scanBody(lexer, first, word.replace("BEGIN", "END").replaceAll("_", " "));
  } else if (word === "BEGIN_MAIL") {
    scanHead(lexer);
    scanBody(lexer, first, "END MAIL");
  } else if (word === "TABLE" || word === "TYPE") {
    if (/^\s+["\w]/.test(restOfLine(lexer)) && !/^\s+(?:AND|OR|IN|LIKE|IS|MOD)\b/i.test(restOfLine(lexer))) {
      scanHead(lexer);
      scanBody(lexer, first, `END ${word}`);
    }
  } else if (word === "SET" || word === "SET_SCHEDULE") {
    scanSchedule(lexer, word);
  } else if (word === "DESCRIPTION") {
    scanDescription(lexer);
  }
}

function restOfLine(lexer: Lexer): string {
  return lexer.source.slice(lexer.pos, lexer.lineEnd);
}

/** The rest of the opening line as one text token. */
function scanHead(lexer: Lexer): void {
  while (isBlank(lexer.code())) lexer.pos++;
  const start = lexer.pos;
  lexer.pos = lexer.lineEnd;
  lexer.spaced = true;
  lexer.push("text", start, lexer.line, start - lexer.lineStart + 1);
}

/** From the next line to the line that holds nothing but `end`: one text token, holes found, indentation removed. */
function scanBody(lexer: Lexer, opener: Token, end: string): void {
  lexer.pos = lexer.lineEnd;
  if (lexer.pos < lexer.end) lexer.newLine();
  const start = lexer.pos;
  const line = lexer.line;
  const endLine = new RegExp(`^\\s*${end.replaceAll(" ", "[\\s_]+")}\\s*$`, "i");
  const lines: { start: number; end: number; line: number }[] = [];
  let closed = false;
  let bodyEnd = start;
  const isMissing = lexer.missingEnds.has(end);
  const own = opener.column - 1;
  let first: number | undefined;
  while (lexer.pos < lexer.end) {
    const lineStart = lexer.pos;
    const text = restOfLine(lexer);
    lexer.pos += text.length;
    if (endLine.test(text)) {
      closed = true;
      break;
    }
    lines.push({ start: lineStart, end: lexer.pos, line: lexer.line });
    bodyEnd = lexer.pos;
    const indent = indentOf(text);
    if (indent !== Number.POSITIVE_INFINITY) first ??= indent;
    // Behind the line at which an unclosed text is taken to end there is nothing to look for.
    if (isMissing && first !== undefined && first > own && indent <= own) break;
    if (lexer.pos < lexer.end) lexer.newLine();
  }
  if (!closed) {
    lexer.missingEnds.add(end);
    const kept = presumedEnd(lexer, own, lines);
    if (kept < lines.length) {
      lines.length = kept;
      const last = lines[kept - 1]!;
      lexer.pos = last.end;
      lexer.line = last.line;
      lexer.lineStart = last.start;
      bodyEnd = last.end;
    }
  }
  const stop = { pos: lexer.pos, line: lexer.line, lineStart: lexer.lineStart };
  if (!closed) {
    lexer.report.add(
      "BAS106",
      tokenSpan(opener),
      `The text that opens here has no ${end}`,
      `put ${end} on a line of its own behind it`,
    );
  }
  const parts = bodyParts(lexer, lines);
  lexer.pos = stop.pos;
  lexer.line = stop.line;
  lexer.lineStart = stop.lineStart;
  lexer.spaced = true;
  const token = lexer.push("text", start, line, 1);
  token.text = lexer.source.slice(start, bodyEnd);
  if (parts.some((part) => typeof part !== "string")) token.parts = parts;
  else token.value = parts.join("");
  token.upper = closed ? "CLOSED" : "OPEN";
}

/** Infinite for an empty line. */
function indentOf(text: string): number {
  return text.trim() === "" ? Number.POSITIVE_INFINITY : text.length - text.trimStart().length;
}

/**
 * How many lines an unclosed text keeps, so that what follows is still read as statements: where the text is indented,
 * up to the first line that stands no deeper than its BEGIN; else all.
 */
function presumedEnd(lexer: Lexer, own: number, lines: readonly { start: number; end: number }[]): number {
  const indents = lines.map(({ start, end }) => indentOf(lexer.source.slice(start, end)));
  const first = indents.find((indent) => indent !== Number.POSITIVE_INFINITY);
  if (first === undefined || first <= own) return lines.length;
  const end = indents.findIndex((indent) => indent <= own);
  return end < 0 ? lines.length : end;
}

/** Blank lines at both ends dropped, common indentation removed, inner lines kept as they are. */
function bodyParts(lexer: Lexer, lines: { start: number; end: number; line: number }[]): (string | Hole)[] {
  const isEmpty = (at: { start: number; end: number }): boolean => lexer.source.slice(at.start, at.end).trim() === "";
  let from = 0;
  let to = lines.length;
  while (from < to && isEmpty(lines[from]!)) from++;
  while (to > from && isEmpty(lines[to - 1]!)) to--;
  let indent = Infinity;
  for (let i = from; i < to; i++) {
    const { start, end } = lines[i]!;
    if (isEmpty(lines[i]!)) continue;
    let at = start;
    while (at < end && isBlank(lexer.source.charCodeAt(at))) at++;
    indent = Math.min(indent, at - start);
  }
  const parts: (string | Hole)[] = [];
  let text = "";
  for (let i = from; i < to; i++) {
    const { start, end, line } = lines[i]!;
    if (i > from) text += "\n";
    if (isEmpty(lines[i]!)) continue;
    lexer.line = line;
    lexer.lineStart = start;
    let at = start + indent;
    let plain = at;
    while (at < end) {
      lexer.pos = at;
      const c = lexer.source.charCodeAt(at);
      if (c === 36 && lexer.source.startsWith("$${", at)) {
        text += lexer.source.slice(plain, at);
        at += 1;
        plain = at;
        at += 2;
      } else if (c === 92 && lexer.source.startsWith("\\${", at)) {
        text += lexer.source.slice(plain, at);
        plain = at + 1;
        at += 3;
      } else if (c === 36 && opensHole(lexer)) {
        const hole = findHole(lexer, false);
        if (hole && hole.end < end) {
          text += lexer.source.slice(plain, at);
          if (text) parts.push(text);
          text = "";
          parts.push(hole);
          at = hole.end + 1;
          plain = at;
        } else {
          at += 2;
        }
      } else {
        at++;
      }
    }
    text += lexer.source.slice(plain, end);
  }
  if (text) parts.push(text);
  return parts;
}

const SCHEDULE_PHRASE = /^([ \t]+)((?:every|at|weekdays?|weekends?|business)[ \t]+[a-z0-9][a-z0-9: \t]*)(?='|$)/i;

/** SET SCHEDULE every 2 hours: a phrase without quotes becomes the text that it is. */
function scanSchedule(lexer: Lexer, word: string): void {
  let rest = restOfLine(lexer);
  const second = word === "SET" ? /^([ \t]+)(schedule)(?=[ \t])/i.exec(rest) : null;
  if (word === "SET" && !second) return;
  if (second) rest = rest.slice(second[0].length);
  const phrase = SCHEDULE_PHRASE.exec(rest);
  if (!phrase) return;
  if (second) {
    const start = lexer.pos + second[1]!.length;
    lexer.pos = start + second[2]!.length;
    lexer.spaced = true;
    const token = lexer.push("word", start, lexer.line, start - lexer.lineStart + 1);
    token.upper = token.text.toUpperCase();
  }
  const start = lexer.pos + phrase[1]!.length;
  const text = phrase[2]!.trimEnd();
  lexer.pos = start + text.length;
  lexer.spaced = true;
  const token = lexer.push("string", start, lexer.line, start - lexer.lineStart + 1);
  token.value = text.replace(/\s+/g, " ");
}

/** DESCRIPTION takes a string, or else the rest of its line as it stands. */
function scanDescription(lexer: Lexer): void {
  const rest = restOfLine(lexer);
  if (!/^\s+[^\s"=.[(+\-*/,:]/.test(rest)) return;
  while (isBlank(lexer.code())) lexer.pos++;
  const start = lexer.pos;
  lexer.pos = start + rest.trim().length;
  lexer.spaced = true;
  const token = lexer.push("text", start, lexer.line, start - lexer.lineStart + 1);
  token.value = token.text;
}

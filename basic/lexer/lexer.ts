/**
 * Turns the text of a script into tokens. Line ends come out as tokens; `joiner.ts` then removes those at which a
 * statement goes on. The lexer itself decides what only the characters can tell: comments, strings that span lines,
 * whether `'` quotes or comments, type marks, and raw block texts.
 */
import type { Span } from "../ast.ts";
import { PHRASE_END_WORDS, SOFT_WORDS } from "../catalogue/index.ts";
import type { Report } from "../check/report.ts";
import { headingTitle } from "../tools/segment-name.ts";
import { scanBlockText } from "./block-text.ts";
import { isBlank, isDigit, isLineEnd, isNamePart, isNameStart } from "./characters.ts";
import { scanNumber } from "./numbers.ts";
import { scanDoubleQuoted, scanSingleQuoted } from "./strings.ts";
import type { Token, TokenKind } from "./token.ts";
import { ARGUMENT_WORDS, CLAUSE_WORDS, DECLARING_WORDS, INFIX_WORDS } from "./words.ts";

export interface LexOptions {
  /** Says whether a range of the source is one expression; needed where a hole of a string holds quotes itself. */
  isExpression: (hole: { start: number; end: number; line: number; lineStart: number }) => boolean;
}

export interface Range {
  start: number;
  end: number;
  line: number;
  lineStart: number;
}

/** What other programs and languages write for ", above all word processors. */
const QUOTES = "`\u201C\u201D\u201E\u2018\u2019\u201A\u00AB\u00BB";

/** A character as a message names it: by its number where nothing of it can be seen. */
export function shownCharacter(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return /[\p{C}\p{Z}\p{M}]/u.test(character) ? `U+${code}` : character;
}

/** Cursor over the source and the tokens made so far. The scan functions beside this file advance it. */
export class Lexer {
  readonly source: string;
  readonly report: Report;
  readonly options: LexOptions;
  readonly end: number;
  pos: number;
  line: number;
  lineStart: number;
  tokens: Token[] = [];
  /** Open brackets, as far as the lexer needs to know. */
  depth = 0;
  spaced = true;
  /** Offsets of strings that are known not to be closed: they end with their line. */
  readonly unclosed: ReadonlySet<number>;
  /** Names declared with their mark (DIM c%(9)), in lower case: they keep it before a parenthesis. */
  readonly markedArrays = new Set<string>();
  /** Characters that holes may still be searched through; bounds the work on texts full of "${". */
  holeBudget: number;
  /** Ends of block texts that do not stand in the rest of the source. */
  readonly missingEnds = new Set<string>();
  firstComment = "";
  readonly headings: { line: number; title: string }[] = [];
  private commentLine = -1;
  /** A stretch without a line end, and the place of the one behind it. */
  private known = { from: 0, to: -1 };

  constructor(source: string, report: Report, options: LexOptions, range: Range | null, unclosed: ReadonlySet<number>) {
    this.source = source;
    this.report = report;
    this.options = options;
    this.pos = range ? range.start : 0;
    this.end = range ? range.end : source.length;
    this.line = range ? range.line : 1;
    this.lineStart = range ? range.lineStart : 0;
    this.unclosed = unclosed;
    this.holeBudget = 4 * (this.end - this.pos) + 1000;
  }

  code(at = this.pos): number {
    return at < this.end ? this.source.charCodeAt(at) : -1;
  }

  /** Where the line at the cursor ends. A long line of many statements is gone over once. */
  get lineEnd(): number {
    if (this.pos < this.known.from || this.pos > this.known.to) {
      let to = this.pos;
      while (to < this.end && !isLineEnd(this.code(to))) to++;
      this.known = { from: this.pos, to };
    }
    return this.known.to;
  }

  /** Moves over one line end (\n, \r\n or \r). */
  newLine(): void {
    this.pos += this.code() === 13 && this.code(this.pos + 1) === 10 ? 2 : 1;
    this.line++;
    this.lineStart = this.pos;
  }

  push(kind: TokenKind, start: number, line: number, column: number): Token {
    const text = this.source.slice(start, this.pos);
    const token: Token = {
      kind,
      text,
      upper: text,
      value: 0,
      parts: null,
      start,
      end: this.pos,
      line,
      column,
      endLine: this.line,
      endColumn: this.pos - this.lineStart + 1,
      spaced: this.spaced,
      match: -1,
    };
    this.tokens.push(token);
    this.spaced = false;
    return token;
  }

  last(back = 1): Token | undefined {
    return this.tokens[this.tokens.length - back];
  }

  /** True where the next token begins a statement: after a line end, a separator, THEN or ELSE. */
  atStatementStart(): boolean {
    const last = this.last();
    if (!last || last.kind === "eol") return true;
    if (this.depth > 0) return false;
    return last.kind === "symbol"
      ? last.text === ":"
      : last.kind === "word" && (last.upper === "THEN" || last.upper === "ELSE");
  }

  /** True where a value is due, judged by the token before. */
  operandDue(): boolean {
    const last = this.last();
    if (!last) return false;
    if (last.kind === "symbol") {
      if (last.text === ":") return this.depth > 0 || this.afterQuestion();
      return !(last.text === ")" || last.text === "]" || last.text === "}" || last.text === "*");
    }
    if (last.kind !== "word") return false;
    const before = this.last(2);
    if (before?.kind === "symbol" && (before.text === "." || before.text === "?.")) return false;
    const word = last.upper.includes("_") ? last.upper.slice(last.upper.lastIndexOf("_") + 1) : last.upper;
    return ARGUMENT_WORDS.has(word) || PHRASE_END_WORDS.has(word) || SOFT_WORDS.has(word);
  }

  /** True where a line inside brackets begins with the next value or key of a literal, which ends at `close`. */
  private memberDue(close: number): boolean {
    const before = this.last(2);
    if (this.depth === 0 || before?.kind !== "symbol") return false;
    if (before.text === "[" || before.text === "(" || before.text === ",") return true;
    // A brace may also open a block of statements; only a key has a colon behind it.
    let at = close + 1;
    while (isBlank(this.code(at))) at++;
    return before.text.endsWith("{") && this.code(at) === 58;
  }

  /** True where the colon before the cursor can be that of `c ? a : b`. */
  private afterQuestion(): boolean {
    for (let i = this.tokens.length - 2; i >= 0 && i > this.tokens.length - 64; i--) {
      const token = this.tokens[i]!;
      if (token.kind === "eol") return false;
      if (token.kind === "symbol" && token.text === "?") return true;
    }
    return false;
  }

  span(start: number, end: number): Span {
    return {
      line: this.line,
      column: start - this.lineStart + 1,
      endLine: this.line,
      endColumn: end - this.lineStart + 1,
    };
  }

  run(): void {
    while (this.pos < this.end) this.next();
    const { line, lineStart, pos } = this;
    this.push("end", pos, line, pos - lineStart + 1);
  }

  private next(): void {
    const c = this.code();
    if (isBlank(c)) {
      this.pos++;
      this.spaced = true;
      if (c === 32 || c === 9) this.continuation();
      return;
    }
    if (isLineEnd(c)) {
      const last = this.last();
      if (last && last.kind !== "eol") this.push("eol", this.pos, this.line, this.pos - this.lineStart + 1);
      this.newLine();
      this.spaced = true;
      return;
    }
    if (this.comment(c)) return;
    const start = this.pos;
    const line = this.line;
    const column = start - this.lineStart + 1;
    if (c === 34) {
      scanDoubleQuoted(this);
    } else if (isNameStart(c) || ((c === 36 || c === 64) && isNameStart(this.code(start + 1)))) {
      this.word(start, line, column);
    } else if (isDigit(c) || (c === 46 && isDigit(this.code(start + 1)) && !this.afterOperand())) {
      scanNumber(this);
    } else if (c === 38 && this.operandDueOrStart() && /[0-7HhOoBb]/.test(this.source[start + 1] ?? "")) {
      scanNumber(this);
    } else if (c === 35 && this.operandDueOrStart() && isDigit(this.code(start + 1))) {
      this.date(start, line, column);
    } else if (c === 39) {
      scanSingleQuoted(this);
    } else {
      this.symbol(start, line, column);
    }
  }

  /** `a.5` cannot be: after a name or a closing bracket a point selects a field. */
  private afterOperand(): boolean {
    const last = this.last();
    if (!last || this.spaced) return false;
    return (
      last.kind === "word" || (last.kind === "symbol" && (last.text === ")" || last.text === "]" || last.text === "}"))
    );
  }

  private operandDueOrStart(): boolean {
    const last = this.last();
    return this.operandDue() || !last || last.kind === "eol";
  }

  /** ` _` at the end of a line: the next line belongs to it. */
  private continuation(): void {
    if (this.code() !== 95) return;
    let at = this.pos + 1;
    while (isBlank(this.code(at))) at++;
    if (at < this.end && !isLineEnd(this.code(at))) return;
    this.pos = at;
    if (at < this.end) this.newLine();
  }

  /** Comments: `'`, REM, whole-line `#` and `//`. True when one was read. */
  private comment(c: number): boolean {
    const start = this.pos;
    const last = this.last();
    const lineBegins = !last || last.kind === "eol" || last.endLine < this.line;
    let length = 0;
    if (c === 39) {
      const close = this.singleQuotedEnd();
      if (close >= 0 && (last?.kind === "eol" ? this.memberDue(close) : this.operandDue())) return false;
      length = 1;
    } else if (c === 47 && lineBegins && this.code(start + 1) === 47) {
      length = 2;
    } else if (c === 35 && lineBegins && this.code(start + 1) !== 123) {
      length = 1;
    } else if ((c === 82 || c === 114) && this.atStatementStart() && this.remark()) {
      length = 3;
    } else {
      return false;
    }
    let at = start;
    while (at < this.end && !isLineEnd(this.code(at))) at++;
    if (lineBegins) this.noteComment(this.source.slice(start + length, at).trim());
    this.pos = at;
    return true;
  }

  /** REM, and not the beginning of REMEMBER or of `rem = 1`. */
  private remark(): boolean {
    if (!/^rem$/i.test(this.source.slice(this.pos, this.pos + 3))) return false;
    const after = this.code(this.pos + 3);
    if (isNamePart(after) || after === 46 || after === 91 || after === 40) return false;
    return !/^[ \t]*=(?!=)/.test(this.source.slice(this.pos + 3, this.pos + 20));
  }

  /** Keeps the first run of whole-line comments, which describes a tool that has no DESCRIPTION, and the titles of tools. */
  private noteComment(text: string): void {
    const title = headingTitle(text);
    if (title !== null) this.headings.push({ line: this.line, title });
    if (this.commentLine === -1) this.firstComment = text;
    else if (this.commentLine === this.line - 1) this.firstComment += `\n${text}`;
    else return;
    this.commentLine = this.line;
  }

  /**
   * Where a `'` at the cursor begins a string: the offset of its closing quote, else -1. A second quote must follow on
   * the line, and what stands behind it must be able to follow a string.
   */
  singleQuotedEnd(): number {
    let at = this.pos + 1;
    for (;;) {
      const c = this.code(at);
      if (c === -1 || isLineEnd(c)) return -1;
      if (c === 92) at += 2;
      else if (c !== 39) at++;
      else if (this.code(at + 1) === 39) at += 2;
      else break;
    }
    let after = at + 1;
    while (isBlank(this.code(after))) after++;
    const c = this.code(after);
    if (c === -1 || isLineEnd(c) || ",)]}:'=<>+-*/\\^&|?;!.%".includes(String.fromCharCode(c))) return at;
    const word = /^[A-Za-z_]+/.exec(this.source.slice(after, after + 24))?.[0]?.toUpperCase();
    if (!word) return -1;
    return INFIX_WORDS.has(word) || SOFT_WORDS.has(word) || CLAUSE_WORDS.has(word) ? at : -1;
  }

  private word(start: number, line: number, column: number): void {
    const atStart = this.atStatementStart();
    this.pos = start + 1;
    while (isNamePart(this.code())) this.pos++;
    this.typeMark(start);
    const token = this.push("word", start, line, column);
    token.upper = token.text.toUpperCase();
    if (atStart && this.depth === 0) scanBlockText(this, token);
  }

  /**
   * `$ % & ! #` right behind a name is its type mark unless what follows can start or continue an operand: `n% + 1`
   * carries one, `x%2`, `n&" items"` and `a!="x"` do not.
   */
  private typeMark(start: number): void {
    const mark = this.code();
    if (mark === 36) {
      this.pos++;
      return;
    }
    if (mark !== 37 && mark !== 38 && mark !== 33 && mark !== 35) return;
    const name = this.source.slice(start, this.pos + 1).toLowerCase();
    let at = this.pos + 1;
    const attached = this.code(at);
    // `&=` and `!=` are operators, `&&` is AND, `#{` an object.
    if (attached === mark || (attached === 61 && (mark === 38 || mark === 33)) || (attached === 123 && mark === 35))
      return;
    while (isBlank(this.code(at))) at++;
    const c = this.code(at);
    if (c === 40) {
      if (this.declares()) this.markedArrays.add(name);
      else if (!this.markedArrays.has(name)) return;
    } else if (
      c === 34 ||
      c === 39 ||
      c === 91 ||
      c === 123 ||
      isDigit(c) ||
      (c === 46 && isDigit(this.code(at + 1)))
    ) {
      return;
    } else if (isNameStart(c)) {
      const word = /^\w+/.exec(this.source.slice(at, at + 24))?.[0]?.toUpperCase() ?? "";
      if (!INFIX_WORDS.has(word) && !CLAUSE_WORDS.has(word)) return;
    }
    this.pos++;
  }

  /** True inside a DIM or a procedure head, where `c%(` declares a marked name. */
  private declares(): boolean {
    for (let i = this.tokens.length - 1; i >= 0 && i > this.tokens.length - 64; i--) {
      const token = this.tokens[i]!;
      if (token.kind === "eol") return false;
      if (token.kind === "word" && DECLARING_WORDS.has(token.upper)) return true;
    }
    return false;
  }

  /** `#2025-01-31#`, a classic date literal. */
  private date(start: number, line: number, column: number): void {
    let at = start + 1;
    while (at < this.end && at - start < 40 && this.code(at) !== 35 && !isLineEnd(this.code(at))) at++;
    const closed = this.code(at) === 35;
    this.pos = closed ? at + 1 : at;
    const token = this.push("date", start, line, column);
    token.value = this.source.slice(start + 1, at).trim();
    if (!closed)
      this.report.add(
        "BAS102",
        tokenSpan(token),
        "A date literal wants a # at its end",
        'write #2025-01-31# or DATEVALUE("2025-01-31")',
      );
  }

  private symbol(start: number, line: number, column: number): void {
    const two = this.source.slice(start, Math.min(start + 2, this.end));
    // `?.5` is a conditional followed by a fraction.
    const isTwo = TWO.has(two) && !(two === "?." && isDigit(this.code(start + 2)));
    const one = this.source[start]!;
    if (!isTwo && !ONE.has(one)) {
      // Surrogate pairs are one character to the reader.
      const character = String.fromCodePoint(this.source.codePointAt(start) ?? 0);
      this.pos = start + character.length;
      this.report.add(
        "BAS102",
        this.span(start, this.pos),
        `The character ${shownCharacter(character)} has no meaning here`,
        QUOTES.includes(character) ? 'write strings with "' : "remove it, or put it into a string",
      );
      this.skipLine();
      return;
    }
    this.pos = start + (isTwo ? 2 : 1);
    const token = this.push("symbol", start, line, column);
    token.upper = SAME.get(token.text) ?? token.text;
    const symbol = token.upper;
    if (symbol === "(" || symbol === "[" || symbol === "{") this.depth++;
    else if ((symbol === ")" || symbol === "]" || symbol === "}") && this.depth > 0) this.depth--;
  }

  /** After an unknown character the rest of the line means nothing; it becomes a token that the parser steps over in silence. */
  private skipLine(): void {
    while (this.pos < this.end && !isLineEnd(this.code())) this.pos++;
    const start = this.pos;
    const token = this.push("symbol", start, this.line, start - this.lineStart + 1);
    token.upper = BROKEN;
    this.depth = 0;
  }
}

/** Symbol of a token that stands for characters already reported. */
export const BROKEN = "broken";

export function tokenSpan(token: Token): Span {
  return { line: token.line, column: token.column, endLine: token.endLine, endColumn: token.endColumn };
}

const TWO = new Set([
  "==",
  "<>",
  "!=",
  "<=",
  "=<",
  ">=",
  "=>",
  "&&",
  "||",
  "??",
  "?.",
  "+=",
  "-=",
  "*=",
  "/=",
  "&=",
  "#{",
  "${",
]);
const ONE = new Set([
  "+",
  "-",
  "*",
  "/",
  "\\",
  "^",
  "&",
  "%",
  "=",
  "<",
  ">",
  "!",
  "?",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ",",
  ";",
  ":",
  ".",
]);
/** Spellings of one operator. */
const SAME = new Map([
  ["==", "="],
  ["!=", "<>"],
  ["=<", "<="],
  ["=>", ">="],
  ["#{", "{"],
  ["${", "{"],
]);

/**
 * The lexer of the classic profile (reference 7.5.1, 7.5.2): a line is a statement or several, strings end on their line,
 * `'` is always a comment, `_` at the end alone goes on. Its tokens are those of the dialect, so that one parser reads both.
 */
import type { Span } from "../ast.ts";
import type { DiagnosticCode } from "../check/codes.ts";
import type { Report } from "../check/report.ts";
import type { ProfileChoice } from "../profile.ts";
import { isBlank, isDigit, isLineEnd, isNamePart, isNameStart } from "./characters.ts";
import { BROKEN, tokenSpan } from "./lexer.ts";
import type { Token, TokenKind } from "./token.ts";

/** A line of the program with the tokens of its statements. */
interface ClassicLine {
  /** Its BASIC line number; null where it has none. */
  number: number | null;
  tokens: Token[];
}

const RADIX = /&(?:[hH]([0-9a-fA-F]{1,8})|[oO]([0-7]{1,11}))/y;
const DECIMAL = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eEdD][+-]?\d+)?/y;
/** The numeral of Minimal BASIC has no D; QBasic's double has. */
const MINIMAL = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const SYMBOLS = ["<=", ">=", "<>", "=<", "=>"];
const SAME = new Map([
  ["=<", "<="],
  ["=>", ">="],
]);
const SINGLE = "+-*/\\^=<>(),;:?.#&[]{}@";

/** Tokens of all lines, each ended by `eol`; the last is `end`. Lines out of order are sorted by their numbers. */
export function lexClassic(source: string, report: Report, choice: ProfileChoice): Token[] {
  const lexer = new ClassicLexer(source, report, choice);
  const lines = lexer.run();
  const tokens = orderLines(lines, report, choice).flatMap((line) => line.tokens);
  const last = tokens[tokens.length - 1];
  const end: Token = lexer.make("end", source.length, source.length);
  // Findings about what is missing at the end stand behind the last token.
  tokens.push(
    last ? { ...end, line: last.line, column: last.column, endLine: last.line, endColumn: last.column } : end,
  );
  pairBrackets(tokens);
  return tokens;
}

class ClassicLexer {
  private readonly source: string;
  private readonly report: Report;
  private readonly choice: ProfileChoice;
  private pos = 0;
  private line = 1;
  private lineStart = 0;
  /** Where the line of the file ends. */
  private lineEnd = 0;
  private spaced = true;
  private lines: ClassicLine[] = [];
  private tokens: Token[] = [];

  constructor(source: string, report: Report, choice: ProfileChoice) {
    this.source = source;
    this.report = report;
    this.choice = choice;
    this.findLineEnd();
  }

  run(): ClassicLine[] {
    while (this.pos < this.source.length) this.logicalLine();
    return this.lines;
  }

  make(kind: TokenKind, start: number, end: number): Token {
    const text = this.source.slice(start, end);
    const column = start - this.lineStart + 1;
    const endColumn = end - this.lineStart + 1;
    const { line, spaced } = this;
    const place = { line, column, endLine: line, endColumn };
    return { kind, text, upper: text, value: 0, parts: null, start, end, ...place, spaced, match: -1 };
  }

  private push(kind: TokenKind, start: number): Token {
    const token = this.make(kind, start, this.pos);
    this.tokens.push(token);
    this.spaced = false;
    return token;
  }

  private fail(code: DiagnosticCode, span: Span, message: string, hint: string): void {
    this.report.add(code, span, message, hint);
  }

  private spanAt(start: number, end: number): Span {
    const { line, lineStart } = this;
    return { line, column: start - lineStart + 1, endLine: line, endColumn: end - lineStart + 1 };
  }

  private code(at = this.pos): number {
    return at < this.source.length ? this.source.charCodeAt(at) : -1;
  }

  private findLineEnd(): void {
    this.lineEnd = this.lineStart;
    while (this.lineEnd < this.source.length && !isLineEnd(this.source.charCodeAt(this.lineEnd))) this.lineEnd++;
  }

  /** What the pattern (a sticky one) finds at this place. */
  private match(pattern: RegExp, at: number): RegExpExecArray | null {
    pattern.lastIndex = at;
    return pattern.exec(this.source);
  }

  private logicalLine(): void {
    this.tokens = [];
    this.spaced = true;
    this.lineForm();
    const number = this.choice.numbered ? this.lineNumber() : null;
    for (;;) {
      const c = this.code();
      if (c === -1 || isLineEnd(c)) break;
      if (isBlank(c)) {
        this.pos++;
        this.spaced = true;
        this.continuation();
      } else this.next(c);
    }
    if (this.tokens.length > 0) {
      this.push("eol", this.pos);
      this.lines.push({ number, tokens: this.tokens });
    }
    this.newLine();
  }

  private newLine(): void {
    if (this.pos >= this.source.length) return;
    this.pos += this.code() === 13 && this.code(this.pos + 1) === 10 ? 2 : 1;
    this.line++;
    this.lineStart = this.pos;
    this.findLineEnd();
  }

  /** ` _` at the end of a line: the next line belongs to it. */
  private continuation(): void {
    if (this.code() !== 95) return;
    let at = this.pos + 1;
    while (isBlank(this.code(at))) at++;
    if (at < this.source.length && !isLineEnd(this.code(at))) return;
    this.extension(this.spanAt(this.pos, this.pos + 1), "Going on behind _");
    this.pos = at;
    this.newLine();
  }

  /** What only --ecma minds: the length of a line, and letters that Minimal BASIC does not have. */
  private lineForm(): void {
    if (this.choice.profile !== "ecma") return;
    const end = this.lineEnd;
    const text = this.source.slice(this.pos, end);
    if (/^\s*(?:'|$)/.test(text)) return;
    if (text.length > 72) {
      const span = this.spanAt(this.pos + 72, end);
      this.fail("BAS511", span, "A line of Minimal BASIC has at most 72 characters", "divide it into two lines");
    }
    const remark = /^\s*(?:\d+\s*)?REM\b/i.exec(text);
    const lower = /[a-z]/.exec(remark ? remark[0] : text);
    if (lower) {
      const at = this.pos + lower.index;
      this.fail("BAS511", this.spanAt(at, at + 1), "Minimal BASIC has no lower-case letters", "write capital letters");
    }
  }

  private extension(span: Span, what: string): void {
    if (this.choice.profile !== "ecma") return;
    this.fail("BAS511", span, `${what} is not part of Minimal BASIC`, "leave it out, or run without --ecma");
  }

  /** The number at the start of a line, which becomes its first token. */
  private lineNumber(): number | null {
    let start = this.pos;
    while (isBlank(this.code(start))) start++;
    if (!isDigit(this.code(start))) {
      const c = this.code(start);
      const isChoice = /^OPTION[ \t]+ECMA\b/i.test(this.source.slice(start, start + 40));
      if (c !== -1 && !isLineEnd(c) && !isChoice)
        this.extension(this.spanAt(start, start + 1), "A line without a number");
      return null;
    }
    if (start > this.pos) this.extension(this.spanAt(this.pos, start), "An indented line");
    this.pos = start;
    while (isDigit(this.code())) this.pos++;
    const token = this.push("number", start);
    const digits = token.text.replace(/^0+(?=\d)/, "");
    token.text = digits;
    token.upper = digits;
    token.value = Number(digits);
    const span = tokenSpan(token);
    const c = this.code();
    const isAlone = c === -1 || isLineEnd(c);
    if (!isAlone && !isBlank(c))
      this.fail("BAS502", span, `A blank is due behind the line number ${digits}`, `write ${digits} and a blank`);
    if (token.value > 65_529)
      this.fail("BAS501", span, `${digits} is no line number: 65529 is the largest`, "number the lines anew");
    else if (this.choice.profile === "ecma" && (token.value > 9999 || token.value < 1 || this.pos - start > 4))
      this.fail("BAS511", span, `${digits} is no line number of Minimal BASIC: 1 to 9999 are`, "number the lines anew");
    return token.value;
  }

  private atStatementStart(): boolean {
    const last = this.tokens[this.tokens.length - 1];
    if (!last) return true;
    if (last.kind === "number") return this.tokens.length === 1 && this.choice.numbered;
    if (last.kind === "symbol") return last.upper === ":";
    return last.kind === "word" && (last.upper === "THEN" || last.upper === "ELSE");
  }

  private next(c: number): void {
    const start = this.pos;
    if (c === 39) {
      this.extension(this.spanAt(start, start + 1), "A comment behind '");
      this.pos = this.lineEnd;
    } else if (c === 34) this.string(start);
    else if (isNameStart(c)) this.word(start);
    else if (isDigit(c) || (c === 46 && isDigit(this.code(start + 1)))) this.number(start);
    else if (c === 38 && this.match(RADIX, start)) this.number(start);
    else this.symbol(start);
  }

  private string(start: number): void {
    let text = "";
    this.pos++;
    for (;;) {
      const close = this.source.indexOf('"', this.pos);
      const end = this.lineEnd;
      if (close < 0 || close > end) {
        this.pos = end;
        const span = this.spanAt(start, end);
        this.fail("BAS101", span, "This string is not closed", 'put a " where it ends');
        this.broken();
        return;
      }
      text += this.source.slice(this.pos, close);
      this.pos = close + 1;
      if (this.code() !== 34) break;
      this.extension(this.spanAt(close, close + 2), 'A quote inside a string, written ""');
      text += '"';
      this.pos++;
    }
    this.push("string", start).value = text;
  }

  private number(start: number): void {
    const radix = this.match(RADIX, start);
    let value: number;
    if (radix) {
      this.pos += radix[0].length;
      // &HFFFF is -1 in QBasic, whose integers have 16 bits; longer ones have 32.
      const bits = parseInt(radix[1] ?? radix[2] ?? "0", radix[1] ? 16 : 8);
      value = bits > 0xffff ? bits | 0 : bits > 0x7fff ? bits - 0x1_0000 : bits;
      if (this.code() === 38) {
        this.pos++;
        value = bits | 0;
      }
      this.extension(this.spanAt(start, this.pos), "A number in another base");
    } else {
      const numeral = this.match(this.choice.numbered ? MINIMAL : DECIMAL, start)![0];
      this.pos += numeral.length;
      value = Number(numeral.replace(/[dD]/, "E"));
      const mark = this.code();
      if ((mark === 33 || mark === 35 || mark === 37 || mark === 38) && !isNamePart(this.code(this.pos + 1))) {
        this.extension(this.spanAt(this.pos, this.pos + 1), "A type mark");
        this.pos++;
      }
    }
    // `IF X=1THEN 100`: QBasic reads it; in a program with line numbers the blank is missing, which is found later.
    const bad = isNamePart(this.code()) && !BEHIND_NUMBER.test(this.source.slice(this.pos, this.pos + 10));
    while (bad && isNamePart(this.code())) this.pos++;
    const token = this.push("number", start);
    token.value = value;
    if (bad)
      this.fail(
        "BAS103",
        tokenSpan(token),
        `${clip(token.text)} is no number`,
        "put a blank between a number and the word behind it",
      );
  }

  private word(start: number): void {
    const atStart = this.atStatementStart();
    while (isNamePart(this.code())) this.pos++;
    const bare = this.source.slice(start, this.pos).toUpperCase();
    const mark = this.code();
    // `#` behind a keyword is a channel: PRINT #1.
    const isMark = mark === 36 || mark === 37 || mark === 33 || mark === 38 || (mark === 35 && !CHANNELS.has(bare));
    if (isMark && !(mark === 38 && this.match(RADIX, this.pos))) this.pos++;
    if (atStart && bare === "REM" && !isMark) {
      this.remark();
      return;
    }
    const token = this.push("word", start);
    token.upper = token.text.toUpperCase();
    if (atStart && bare === "DATA") this.data();
  }

  /** The rest of the line is a remark; a line number before it stays a target of jumps. */
  private remark(): void {
    this.pos = this.lineEnd;
    this.spaced = true;
  }

  /** What DATA holds is read by its own grammar: one token of raw text, up to a colon outside of quotes. */
  private data(): void {
    const start = this.pos;
    const end = this.lineEnd;
    let quoted = false;
    while (this.pos < end) {
      const c = this.code();
      if (c === 34) quoted = !quoted;
      else if (c === 58 && !quoted) break;
      this.pos++;
    }
    this.spaced = isBlank(this.code(start));
    const token = this.push("text", start);
    token.value = token.text;
  }

  private symbol(start: number): void {
    const two = this.source.slice(start, start + 2);
    const one = this.source[start]!;
    if (SYMBOLS.includes(two)) this.pos += 2;
    else if (SINGLE.includes(one)) this.pos++;
    else {
      const character = String.fromCodePoint(this.source.codePointAt(start) ?? 0);
      const span = this.spanAt(start, start + character.length);
      this.fail("BAS102", span, `The character ${character} has no meaning here`, "remove it, or put it into a string");
      this.broken();
      return;
    }
    const atStart = this.atStatementStart();
    const token = this.push("symbol", start);
    token.upper = SAME.get(token.text) ?? token.text;
    if (one === "?" && atStart) {
      this.extension(tokenSpan(token), "? in place of PRINT");
      token.kind = "word";
      token.upper = "PRINT";
    }
  }

  /** The rest of the line means nothing; it becomes a token that the parser steps over in silence. */
  private broken(): void {
    this.pos = this.lineEnd;
    this.push("symbol", this.pos).upper = BROKEN;
  }
}

/** Keywords that may follow a number without a blank. */
const BEHIND_NUMBER = /^(?:THEN|TO|STEP|GOTO|GOSUB|ELSE|AND|OR|XOR|EQV|IMP|MOD)(?![A-Za-z0-9_])/i;

/** Statements behind which `#` begins a channel. */
const CHANNELS: ReadonlySet<string> = new Set(["PRINT", "INPUT", "WRITE", "CLOSE", "AS", "GET", "PUT", "SEEK"]);

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

/** Lines by their numbers; one without a number stays behind the one before it. */
function orderLines(lines: ClassicLine[], report: Report, choice: ProfileChoice): ClassicLine[] {
  if (!choice.numbered) return lines;
  const groups: { number: number; lines: ClassicLine[] }[] = [];
  const seen = new Map<number, number>();
  let largest = -1;
  let sorted = true;
  for (const line of lines) {
    if (line.number === null) {
      const last = groups[groups.length - 1];
      if (last) last.lines.push(line);
      else groups.push({ number: -1, lines: [line] });
      continue;
    }
    const token = line.tokens[0]!;
    const first = seen.get(line.number);
    if (first !== undefined)
      report.add(
        "BAS501",
        tokenSpan(token),
        `The line number ${line.number} stands in line ${first} of the file already`,
        "give the line another number",
      );
    else if (line.number < largest) {
      sorted = false;
      if (choice.profile === "ecma")
        report.add(
          "BAS511",
          tokenSpan(token),
          `Line ${line.number} stands behind line ${largest}: Minimal BASIC wants them in order`,
          "sort the lines by their numbers",
        );
    }
    seen.set(line.number, token.line);
    largest = Math.max(largest, line.number);
    groups.push({ number: line.number, lines: [line] });
  }
  if (!sorted) groups.sort((a, b) => a.number - b.number);
  return groups.flatMap((group) => group.lines);
}

/** Sets `match` of the brackets that have a partner on their line. */
function pairBrackets(tokens: Token[]): void {
  let open: number[] = [];
  tokens.forEach((token, at) => {
    if (token.kind === "eol") open = [];
    if (token.kind !== "symbol") return;
    if (token.upper === "(" || token.upper === "[" || token.upper === "{") open.push(at);
    else if (token.upper === ")" || token.upper === "]" || token.upper === "}") {
      const partner = open.pop();
      if (partner === undefined) return;
      tokens[partner]!.match = at;
      token.match = partner;
    }
  });
}

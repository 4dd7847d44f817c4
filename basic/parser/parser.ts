/** The parser's state: a cursor over joined tokens, the names of the script, and how it fails. */
import type { Procedure, Span } from "../ast.ts";
import type { DiagnosticCode } from "../check/codes.ts";
import type { Report } from "../check/report.ts";
import { BROKEN, tokenSpan } from "../lexer/lexer.ts";
import type { Token } from "../lexer/token.ts";
import type { ScriptNames } from "./names.ts";

/** Blocks and brackets may be nested this deep. */
export const MAX_DEPTH = 200;
/** Operators chained in one expression, so that no later stage recurses too deep. */
export const MAX_CHAIN = 500;

/** Why a statement could not be parsed. Caught at the statement; `code` null means that it has been reported already. */
export class Fault {
  readonly code: DiagnosticCode | null;
  readonly span: Span;
  readonly message: string;
  readonly hint: string;
  constructor(code: DiagnosticCode | null, span: Span, message: string, hint: string) {
    this.code = code;
    this.span = span;
    this.message = message;
    this.hint = hint;
  }
}

/** Ends the whole parse: nested too deeply to go on. */
export class Abort {}

export type BlockKind =
  | "if"
  | "brace"
  | "for"
  | "while"
  | "do"
  | "repeat"
  | "select"
  | "sub"
  | "function"
  | "def"
  | "try"
  | "with"
  | "event"
  | "schedule";

export interface OpenBlock {
  kind: BlockKind;
  /** What opened it, for messages: "IF", "FOR EACH". */
  name: string;
  token: Token;
}

export class Parser {
  readonly source: string;
  readonly tokens: readonly Token[];
  readonly report: Report;
  readonly names: ScriptNames;
  at = 0;
  /** Depth of expressions being parsed. */
  depth = 0;
  /** Operators chained so far in the statement's expression. */
  chain = 0;
  /** A nested value keyword may take optional operands behind a comma (reference 1.9 R4). */
  optionalCommas = true;
  readonly blocks: OpenBlock[] = [];
  /** Single-line IFs that are open: their ELSE ends a statement. */
  lineIfs = 0;
  /** Loops that `NEXT i, j` still has to close. */
  pendingNext = 0;
  /** Procedures found inside blocks: definitions are hoisted. */
  readonly hoisted: Procedure[] = [];
  /** How often each head of a handler's block stood so far. */
  readonly handlerHeads = new Map<string, number>();
  /** WITH blocks around, in which `.field` is a value. */
  withDepth = 0;
  /** A branch without its block was reported at this depth: the rest of that block is stepped over in silence. */
  orphan: { kind: BlockKind; depth: number } | null = null;
  /** Tokens that may still be looked over to tell how a broken block goes on. */
  scanBudget: number;
  /** Set in the classic profile: whether line numbers bind the form, whether extensions are refused, the names of DEF. */
  classic: { numbered: boolean; ecma: boolean; functions: ReadonlySet<string> } | null = null;
  /** Names behind the first of `NEXT i, j`, for the loops around, which they close. */
  nextNames: Token[] = [];
  /** Depth of strings inside holes of strings. */
  readonly holeDepth: number;

  constructor(source: string, tokens: readonly Token[], report: Report, names: ScriptNames, holeDepth: number) {
    this.source = source;
    this.tokens = tokens;
    this.report = report;
    this.names = names;
    this.holeDepth = holeDepth;
    this.scanBudget = 20 * tokens.length + 1000;
  }

  get token(): Token {
    return this.tokens[this.at]!;
  }

  peek(distance = 1): Token {
    return this.tokens[Math.min(this.at + distance, this.tokens.length - 1)]!;
  }

  /** The token before the cursor; the first token where there is none. */
  get previous(): Token {
    return this.tokens[Math.max(this.at - 1, 0)]!;
  }

  advance(): Token {
    const token = this.tokens[this.at]!;
    if (this.at < this.tokens.length - 1) this.at++;
    return token;
  }

  isWord(word: string, distance = 0): boolean {
    const token = this.peek(distance);
    return token.kind === "word" && token.upper === word;
  }

  isSymbol(symbol: string, distance = 0): boolean {
    const token = this.peek(distance);
    return token.kind === "symbol" && token.upper === symbol;
  }

  takeWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.advance();
    return true;
  }

  takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.advance();
    return true;
  }

  expectSymbol(symbol: string, where: string): Token {
    if (this.isSymbol(symbol)) return this.advance();
    return this.fail(
      "BAS201",
      this.token,
      `${symbol} is due ${where}, found ${describe(this.token)}`,
      `write ${symbol}`,
    );
  }

  expectWord(word: string, where: string): Token {
    if (this.isWord(word)) return this.advance();
    return this.fail("BAS201", this.token, `${word} is due ${where}, found ${describe(this.token)}`, `write ${word}`);
  }

  /** A word as a name: variables, parameters, procedures. */
  expectName(what: string): Token {
    if (this.token.kind === "word") return this.advance();
    return this.fail(
      "BAS201",
      this.token,
      `${what} is due, found ${describe(this.token)}`,
      "write a name: letters, digits and _",
    );
  }

  /** End of the logical line or of the statement. */
  atStatementEnd(distance = 0): boolean {
    const token = this.peek(distance);
    if (token.kind === "eol" || token.kind === "end") return true;
    if (token.kind === "symbol") return token.upper === ":" || token.upper === "}block";
    return token.kind === "word" && token.upper === "ELSE" && this.lineIfs > 0;
  }

  atLineEnd(distance = 0): boolean {
    const kind = this.peek(distance).kind;
    return kind === "eol" || kind === "end";
  }

  skipLine(): void {
    while (!this.atLineEnd()) this.at++;
  }

  span(from: Token): Span {
    const last = this.tokens[Math.max(this.at - 1, 0)]!;
    const end = last.end >= from.end ? last : from;
    return { line: from.line, column: from.column, endLine: end.endLine, endColumn: end.endColumn };
  }

  /** From the beginning of one node to the cursor. */
  spanFrom(node: { span: Span }): Span {
    const last = this.previous;
    return { line: node.span.line, column: node.span.column, endLine: last.endLine, endColumn: last.endColumn };
  }

  fail(code: DiagnosticCode, at: Token | Span, message: string, hint = ""): never {
    if (this.token.kind === "symbol" && this.token.upper === BROKEN)
      throw new Fault(null, tokenSpan(this.token), "", "");
    throw new Fault(code, "kind" in at ? tokenSpan(at) : at, message, hint);
  }

  /** Reports what a statement or head failed with. */
  reportFault(fault: Fault): void {
    // The lexer has reported something on this line already: one mistake, one error.
    for (let i = this.at; i < this.tokens.length && this.tokens[i]!.kind !== "eol"; i++) {
      if (this.tokens[i]!.kind === "symbol" && this.tokens[i]!.upper === BROKEN) return;
    }
    if (fault.code) this.report.add(fault.code, fault.span, fault.message, fault.hint);
  }
}

/** A token as messages name it. */
export function describe(token: Token): string {
  switch (token.kind) {
    case "eol":
    case "end":
      return "the end of the line";
    case "string":
      return "a text";
    case "number":
      return `the number ${token.text}`;
    case "text":
      return "a block text";
    default:
      return token.text.length > 40 ? `${token.text.slice(0, 40)}...` : token.text;
  }
}

export function unexpected(p: Parser): never {
  const token = p.token;
  if (
    token.kind === "symbol" &&
    (token.upper === ")" || token.upper === "]" || token.upper === "}" || token.upper === "}block")
  ) {
    p.fail("BAS105", token, `This ${token.text} has no partner`, `remove it, or open a bracket before it`);
  }
  if (token.kind === "eol" || token.kind === "end")
    p.fail("BAS207", token, "The line ends where a value is due", "complete the statement");
  p.fail(
    "BAS201",
    token,
    `${describe(token)} cannot stand here`,
    "end the statement before it, or put an operator or a comma between",
  );
}

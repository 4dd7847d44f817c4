/** One statement: tells by its first words which it is, and keeps a failure to itself (reference 1.8, 1.10). */
import type { Statement } from "../ast.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import type { Token } from "../lexer/token.ts";
import { parseCall, parseNameStatement } from "./assignment.ts";
import { bad } from "./blocks.ts";
import { normalKey } from "./classic/parts.ts";
import { parseClassicStatement } from "./classic/statements.ts";
import { parseIf, parseSelect } from "./conditionals.ts";
import { parseExpression, parseListItem } from "./expressions.ts";
import { parseHearStatement } from "./hear.ts";
import { parseKeywordStatement, parseRaw, statementPhrase } from "./keyword-statements.ts";
import { notAvailable } from "./keyword-values.ts";
import { parseDo, parseFor, parseRepeat, parseWhile } from "./loops.ts";
import { describe, Fault, type Parser, unexpected } from "./parser.ts";
import { followsElement, followsName } from "./phrases.ts";
import { parseDescription, parseParam, parseProcedure } from "./procedures.ts";
import { parseSet } from "./set.ts";
import {
  parseConst,
  parseContinue,
  parseDim,
  parseExit,
  parseGoto,
  parseLet,
  parseOnError,
  parseResume,
  parseThrow,
} from "./simple-statements.ts";
import { parseTry, parseWith } from "./try-with.ts";

/** Parses one statement into `out`. A failure is reported, and the rest of its line becomes a bad statement. Always moves on. */
export function parseStatement(p: Parser, out: Statement[]): void {
  const start = p.token;
  const at = p.at;
  const before = out.length;
  const { lineIfs, withDepth } = p;
  const blocks = p.blocks.length;
  try {
    p.depth = 0;
    p.optionalCommas = true;
    parse(p, out);
    // A block that was not closed stops before the line that belongs to another one.
    if (!p.atStatementEnd() && p.previous.kind !== "eol" && !endsWithItself(out[out.length - 1])) unexpected(p);
    if (p.at === at) p.advance();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    p.reportFault(error);
    out.length = before;
    p.lineIfs = lineIfs;
    p.withDepth = withDepth;
    p.blocks.length = blocks;
    if (p.at === at) p.advance();
    p.skipLine();
    out.push(bad(p, start));
  }
}

/** A label may be followed by a statement on its line. */
function endsWithItself(statement: Statement | undefined): boolean {
  return statement?.kind === "label";
}

/** Statements up to the end of the line or to the ELSE of a single-line IF. A number alone is the target of a jump. */
export function parseLineStatements(p: Parser, out: Statement[]): void {
  let first = true;
  for (;;) {
    if (p.isSymbol(":")) {
      p.advance();
      continue;
    }
    if (p.atStatementEnd()) return;
    if (first && p.token.kind === "number" && p.atStatementEnd(1)) {
      const token = p.advance();
      const key = p.classic ? normalKey(token.text) : token.text;
      out.push({ kind: "goto", key, sub: false, span: tokenSpan(token) });
    } else {
      parseStatement(p, out);
    }
    first = false;
  }
}

/** Words that are statements of their own, by what parses them. The cursor is at the word. */
const HANDLERS = new Map<string, (p: Parser, out: Statement[]) => void>([
  ["IF", (p, out) => out.push(parseIf(p))],
  ["SELECT", (p, out) => out.push(selectsRows(p) ? rowsAlone(p) : parseSelect(p))],
  ["SWITCH", (p, out) => out.push(parseSelect(p))],
  ["FOR", (p, out) => out.push(parseFor(p))],
  ["WHILE", (p, out) => out.push(parseWhile(p))],
  ["DO", (p, out) => out.push(parseDo(p))],
  ["REPEAT", (p, out) => out.push(parseRepeat(p))],
  ["TRY", (p, out) => out.push(parseTry(p))],
  ["WITH", (p, out) => out.push(parseWith(p))],
  ["SUB", parseProcedure],
  ["FUNCTION", parseProcedure],
  ["PARAM", (p, out) => out.push(parseParam(p))],
  ["DESCRIPTION", (p, out) => out.push(parseDescription(p))],
  [
    "HEAR",
    (p, out) => {
      p.advance();
      out.push(parseHearStatement(p));
    },
  ],
  [
    "CALL",
    (p, out) => {
      p.advance();
      out.push(parseCall(p));
    },
  ],
  [
    "RUN",
    (p, out) => {
      p.advance();
      out.push(parseCall(p));
    },
  ],
  [
    "INCLUDE",
    (p, out) => {
      p.advance();
      out.push(parseCall(p));
    },
  ],
  ["LET", parseLet],
  ["SET", parseLet],
  ["DIM", (p, out) => out.push(parseDim(p))],
  ["REDIM", (p, out) => out.push(parseDim(p))],
  ["LOCAL", (p, out) => out.push(parseDim(p))],
  ["CONST", parseConst],
  ["EXIT", (p, out) => out.push(parseExit(p))],
  ["BREAK", (p, out) => out.push({ kind: "exit", what: "loop", span: tokenSpan(p.advance()) })],
  ["CONTINUE", (p, out) => out.push(parseContinue(p))],
  ["STOP", (p, out) => out.push({ kind: "exit", what: "script", span: tokenSpan(p.advance()) })],
  ["END", parseEnd],
  [
    "RETURN",
    (p, out) => {
      const start = p.advance();
      const value = p.atStatementEnd() ? null : parseExpression(p);
      out.push({ kind: "return", value, span: p.span(start) });
    },
  ],
  ["GOTO", parseGoto],
  ["GOSUB", parseGoto],
  ["GO", parseGoto],
  [
    "LABEL",
    (p, out) => {
      const start = p.advance();
      const name = p.expectName("The name of the label");
      out.push({ kind: "label", key: name.text.toLowerCase(), span: p.span(start) });
    },
  ],
  ["THROW", parseThrow],
  ["RAISE", parseThrow],
  [
    "ASSERT",
    (p, out) => {
      const start = p.advance();
      const test = parseListItem(p);
      const message = p.takeSymbol(",") ? parseListItem(p) : null;
      out.push({ kind: "assert", test, message, span: p.span(start) });
    },
  ],
  ["ON", parseOnError],
  ["RESUME", parseResume],
  [
    "CLEAR",
    (p, out) => {
      const start = p.advance();
      p.advance();
      const span = p.span(start);
      out.push({
        kind: "expr-statement",
        expr: { kind: "call", name: "ERR_CLEAR", key: "err_clear", args: [], span },
        span,
      });
    },
  ],
  [
    "OPTION",
    (p) => {
      // OPTION DIALECT says what is the default here; it leaves no trace in the tree.
      p.at += 2;
    },
  ],
]);

/** END alone ends the script. The ENDs of blocks have been told apart before; what is left belongs to a text. */
function parseEnd(p: Parser, out: Statement[]): void {
  const start = p.advance();
  if (p.token.kind === "word" && !p.atStatementEnd()) {
    const name = p.token.upper;
    p.fail(
      "BAS205",
      start,
      `END ${name} has no beginning before it`,
      name === "TALK" ? "write BEGIN TALK before the text" : "remove it",
    );
  }
  out.push({ kind: "exit", what: "script", span: tokenSpan(start) });
}

/** Statement words that are names where nothing that they need follows. */
function handles(p: Parser): boolean {
  const word = p.token.upper;
  if (followsName(p, 1)) return false;
  const ends = p.atStatementEnd(1);
  const assigned = p.names.assigned.has(word) || p.names.procedures.has(p.names.keyOf(p.token.text));
  switch (word) {
    case "CLEAR":
      return p.isWord("ERROR", 1) && p.atStatementEnd(2);
    case "OPTION":
      return p.isWord("DIALECT", 1);
    case "ON":
      return p.isWord("ERROR", 1);
    case "GO":
      return p.isWord("TO", 1) || p.isWord("SUB", 1);
    case "HEAR":
      return !p.isWord("NOWAIT", 1) && !(p.isWord("FROM", 1) && p.isWord("MEET", 2));
    case "RUN":
    case "INCLUDE":
      return p.peek().kind === "string";
    case "LABEL":
      return p.peek().kind === "word" && p.atStatementEnd(2);
    case "SET":
      return setsName(p);
    case "SWITCH":
    case "REPEAT":
    case "LOCAL":
    case "BREAK":
    case "CONTINUE":
    case "STOP":
    case "RESUME":
    case "RAISE":
    case "THROW":
    case "CALL":
    case "TRY":
      return !(assigned && (p.isSymbol("(", 1) || ends));
    default:
      return true;
  }
}

/** SELECT of rows as a statement, where nothing takes them. */
function selectsRows(p: Parser): boolean {
  if (p.isWord("CASE", 1)) return false;
  for (let i = 1; !p.atLineEnd(i); i++) if (p.isWord("FROM", i)) return true;
  return false;
}

function rowsAlone(p: Parser): never {
  return p.fail("BAS201", p.token, "SELECT yields rows, and nothing takes them", "assign them: rows = SELECT ...");
}

/** SET name = value, SET name.field = value; not SET "key" and not the SET phrases of the catalogue. */
function setsName(p: Parser): boolean {
  if (p.peek().kind !== "word") return false;
  return followsName(p, 2) || followsElement(p, 2);
}

function parse(p: Parser, out: Statement[]): void {
  const token = p.token;
  if (token.kind === "number" && isLineStart(p) && (p.peek().kind === "word" || p.atStatementEnd(1))) {
    p.advance();
    out.push({ kind: "label", key: token.text, span: tokenSpan(token) });
    return;
  }
  if (token.kind === "string" || token.kind === "number") {
    p.fail(
      "BAS201",
      token,
      `${describe(token)} alone is no statement`,
      token.kind === "string" ? "write TALK before it" : "assign it: name = value",
    );
  }
  if (token.kind !== "word") {
    if (token.kind === "symbol" && token.upper === "." && p.peek().kind === "word") {
      p.fail(
        "BAS210",
        token,
        `.${p.peek().text} has no object before it`,
        "write the variable before the point; only inside WITH it may be left out",
      );
    }
    unexpected(p);
  }
  const next = p.peek();
  if (next.kind === "symbol" && next.upper === ":" && isLineStart(p) && isLabel(token)) {
    p.at += 2;
    out.push({ kind: "label", key: token.text.toLowerCase(), span: tokenSpan(token) });
    return;
  }
  if (p.classic && parseClassicStatement(p, out)) return;
  if (next.kind === "text" && token.upper !== "DESCRIPTION") {
    parseRaw(p, out);
    return;
  }
  if (followsName(p, 1)) {
    parseNameStatement(p, out);
    return;
  }
  const handler = HANDLERS.get(token.upper);
  const match = statementPhrase(p);
  // A longer phrase of the catalogue wins: ON FORM SUBMIT, RUN PYTHON, SET BOT MEMORY, CLEAR KB.
  if (handler && (!match || match.length < 2 || token.upper === "SELECT") && handles(p)) {
    handler(p, out);
    return;
  }
  if (token.upper === "ON" && !match && jumps(p)) notAvailable(p, "ON ... GOTO");
  if (token.upper === "SET" && (!match || match.length < 2)) {
    parseSet(p, out);
    return;
  }
  if (match) {
    parseKeywordStatement(p, match, out);
    return;
  }
  parseNameStatement(p, out);
}

/** The classic ON n GOTO a, b. */
function jumps(p: Parser): boolean {
  for (let i = 1; !p.atLineEnd(i); i++) if (p.isWord("GOTO", i) || p.isWord("GOSUB", i)) return true;
  return false;
}

function isLineStart(p: Parser): boolean {
  return p.at === 0 || p.previous.kind === "eol";
}

/** A single word before a colon is a label, unless it is a whole statement by itself. */
function isLabel(token: Token): boolean {
  return !WHOLE_STATEMENTS.has(token.upper);
}

const WHOLE_STATEMENTS = new Set([
  "ELSE",
  "CLS",
  "BEEP",
  "END",
  "STOP",
  "EXIT",
  "BREAK",
  "RETURN",
  "HEAR",
  "DO",
  "REPEAT",
  "TRY",
  "CONTINUE",
  "PRINT",
  "NEXT",
  "WEND",
  "LOOP",
  "DEFAULT",
  "CATCH",
  "FINALLY",
  "RESUME",
]);

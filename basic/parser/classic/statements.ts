/** The statements that only the classic profile has (reference 7.2), told by their first word. */
import type { Expr, Statement } from "../../ast.ts";
import type { End, Nothing } from "../../ast-classic.ts";
import { readDatums } from "../../classic/datum.ts";
import { tokenSpan } from "../../lexer/lexer.ts";
import type { Token } from "../../lexer/token.ts";
import { parseAssignment, parseNameStatement, parseTarget } from "../assignment.ts";
import { parseExpression, parseListItem } from "../expressions.ts";
import { describe, type Parser } from "../parser.ts";
import { followsElement, followsName, isAssignment } from "../phrases.ts";
import { parseCommon, parseDeclare, parseDefType, parseErase, parseOption, parseType } from "./declarations.ts";
import { parseFile, parseOpen } from "./files.ts";
import { extension, jumpKey, parseTargets } from "./parts.ts";
import { parseInput, parseLineInput, parsePrint, parseWrite } from "./print-input.ts";
import { parseClassicProcedure, parseDef } from "./procedures.ts";

type Handler = (p: Parser, out: Statement[]) => void;

const HANDLERS = new Map<string, Handler>([
  ["PRINT", (p, out) => out.push(parsePrint(p))],
  ["WRITE", (p, out) => out.push(parseWrite(p))],
  ["INPUT", (p, out) => out.push(parseInput(p))],
  ["LINE", (p, out) => out.push(parseLineInput(p))],
  ["READ", parseRead],
  ["DATA", parseData],
  ["RESTORE", parseRestore],
  ["ON", parseOnJump],
  ["DIM", (p, out) => out.push(parseDeclare(p, "dim"))],
  ["REDIM", (p, out) => out.push(parseDeclare(p, "redim"))],
  ["SHARED", (p, out) => out.push(parseDeclare(p, "shared"))],
  ["STATIC", (p, out) => out.push(parseDeclare(p, "static"))],
  ["COMMON", (p, out) => out.push(parseCommon(p))],
  ["ERASE", (p, out) => out.push(parseErase(p))],
  ["OPTION", (p, out) => parseOption(p, out)],
  ["DEF", (p, out) => parseDef(p, out)],
  ["DEFINT", (p, out) => out.push(parseDefType(p, "integer"))],
  ["DEFLNG", (p, out) => out.push(parseDefType(p, "integer"))],
  ["DEFSNG", (p, out) => out.push(parseDefType(p, "number"))],
  ["DEFDBL", (p, out) => out.push(parseDefType(p, "number"))],
  ["DEFSTR", (p, out) => out.push(parseDefType(p, "text"))],
  ["SUB", (p, out) => parseClassicProcedure(p, out)],
  ["FUNCTION", (p, out) => parseClassicProcedure(p, out)],
  ["DECLARE", (p, out) => out.push(nothing(p))],
  ["TYPE", (p, out) => out.push(parseType(p))],
  ["SWAP", parseSwap],
  ["RANDOMIZE", parseRandomize],
  ["END", parseEnd],
  ["STOP", parseEnd],
  ["SYSTEM", parseEnd],
  ["CLS", (p, out) => out.push(nothing(p))],
  ["BEEP", (p, out) => out.push(nothing(p))],
  ["LOCATE", (p, out) => out.push(nothing(p))],
  ["COLOR", (p, out) => out.push(nothing(p))],
  ["SLEEP", parseSleep],
  ["MID$", parseMid],
  ["ERROR", parseError],
  ["LET", parseLet],
  ["EXIT", parseExitDef],
  ["OPEN", (p, out) => out.push(parseOpen(p))],
  ["CLOSE", (p, out) => out.push(parseFile(p, "CLOSE"))],
  ["KILL", (p, out) => out.push(parseFile(p, "KILL"))],
  ["NAME", (p, out) => out.push(parseFile(p, "NAME"))],
  ["MKDIR", (p, out) => out.push(parseFile(p, "MKDIR"))],
]);

/** The first words of the statements of Minimal BASIC. */
const MINIMAL: ReadonlySet<string> = new Set(
  `DATA DEF DIM END FOR GO GOSUB GOTO IF INPUT LET NEXT ON OPTION PRINT RANDOMIZE READ RESTORE RETURN STOP`.split(" "),
);

const BLOCKS: ReadonlySet<string> = new Set(["WHILE", "DO", "SELECT", "SUB", "FUNCTION", "TYPE"]);

/** The cursor is at the first word of a statement. False where the dialect's parser reads it. */
export function parseClassicStatement(p: Parser, out: Statement[]): boolean {
  const token = p.token;
  if (token.kind !== "word") return false;
  if (token.upper === "MID$" ? !followsElement(p, 1) : followsName(p, 1) || followsElement(p, 1)) {
    extension(p, token, "An assignment without LET");
    return false;
  }
  if (!MINIMAL.has(token.upper)) {
    extension(p, token, token.upper);
    // A block is read on, or its end would be reported too.
    if (p.classic?.ecma && !BLOCKS.has(token.upper)) {
      while (!p.atStatementEnd()) p.at++;
      out.push(nothingAt(token));
      return true;
    }
  }
  // A SUB may have the name of a keyword of the dialect: Ask, Raise.
  if (p.names.procedures.has(p.names.keyOf(token.text))) {
    parseNameStatement(p, out);
    return true;
  }
  const handler = HANDLERS.get(token.upper);
  if (!handler || !begins(p)) return false;
  handler(p, out);
  return true;
}

/** Words that are statements of the dialect, or names, where what follows says so. */
function begins(p: Parser): boolean {
  const word = p.token.upper;
  switch (word) {
    case "ON":
      return !p.isWord("ERROR", 1) && jumps(p);
    case "LINE":
      return p.isWord("INPUT", 1);
    case "EXIT":
      return p.isWord("DEF", 1);
    case "NAME":
    case "OPEN":
    case "KILL":
    case "MKDIR":
      return !p.atStatementEnd(1);
    default:
      return true;
  }
}

/** ON ... GOTO and ON ... GOSUB; any other ON is the dialect's. */
function jumps(p: Parser): boolean {
  for (let i = 1; !p.atStatementEnd(i); i++)
    if (p.isWord("GOTO", i) || p.isWord("GOSUB", i) || (p.isWord("GO", i) && i > 1)) return true;
  return p.classic?.numbered === true;
}

function nothingAt(token: Token): Nothing {
  return { kind: "nothing", word: token.upper, span: tokenSpan(token) };
}

/** A statement without effect, with whatever stands on it. */
function nothing(p: Parser): Nothing {
  const start = p.advance();
  while (!p.atStatementEnd()) p.at++;
  return { kind: "nothing", word: start.upper, span: p.span(start) };
}

function parseRead(p: Parser, out: Statement[]): void {
  const start = p.advance();
  const targets = parseTargets(p, "READ");
  out.push({ kind: "read", targets, span: p.span(start) });
}

function parseData(p: Parser, out: Statement[]): void {
  const start = p.advance();
  const raw = p.advance();
  const { datums, problem } = readDatums(raw.text, p.classic?.numbered === false);
  if (problem) {
    const column = raw.column + problem.at;
    const span = { line: raw.line, column, endLine: raw.line, endColumn: column + 1 };
    p.fail("BAS510", span, problem.message.replace(/\.$/, ""), "write values with commas between");
  }
  if (p.classic?.ecma) for (const { quoted, text } of datums) if (!quoted && text === "") extension(p, raw, "Nothing");
  out.push({ kind: "data", items: datums, span: p.span(start) });
}

function parseRestore(p: Parser, out: Statement[]): void {
  const start = p.advance();
  if (p.atStatementEnd()) {
    out.push({ kind: "restore", key: null, span: tokenSpan(start) });
    return;
  }
  extension(p, p.token, "RESTORE with a line number");
  const { key } = jumpKey(p);
  out.push({ kind: "restore", key, span: p.span(start) });
}

function parseOnJump(p: Parser, out: Statement[]): void {
  const start = p.advance();
  const index = parseExpression(p);
  const word = p.token;
  let sub = p.isWord("GOSUB");
  if (p.takeWord("GO")) {
    sub = p.isWord("SUB");
    if (!sub) p.expectWord("TO", "behind ON and GO");
    else p.advance();
  } else if (sub || p.isWord("GOTO")) p.advance();
  else p.fail("BAS201", word, `GOTO or GOSUB is due behind ON, found ${describe(word)}`, "write ON n GOTO 100, 200");
  if (sub) extension(p, word, "ON with GOSUB");
  const targets = [jumpKey(p)];
  while (p.takeSymbol(",")) targets.push(jumpKey(p));
  out.push({ kind: "on-jump", index, sub, targets, span: p.span(start) });
}

function parseSwap(p: Parser, out: Statement[]): void {
  const start = p.advance();
  const left = parseTarget(p);
  p.expectSymbol(",", "between the variables of SWAP");
  const right = parseTarget(p);
  out.push({ kind: "swap", left, right, span: p.span(start) });
}

function parseRandomize(p: Parser, out: Statement[]): void {
  const start = p.advance();
  let seed: Expr | null = null;
  if (!p.atStatementEnd()) {
    extension(p, p.token, "RANDOMIZE with a number");
    seed = parseExpression(p);
  }
  out.push({ kind: "randomize", seed, span: p.span(start) });
}

function parseEnd(p: Parser, out: Statement[]): void {
  const start = p.advance();
  if (start.upper === "END" && p.token.kind === "word" && !p.atStatementEnd())
    p.fail("BAS205", start, `END ${p.token.upper} has no beginning before it`, "remove it");
  out.push({ kind: "end", word: start.upper as End["word"], span: tokenSpan(start) });
}

/** SLEEP n waits; alone it waits for a key, which a chat does not have. */
function parseSleep(p: Parser, out: Statement[]): void {
  const start = p.advance();
  if (p.atStatementEnd()) {
    out.push(nothingAt(start));
    return;
  }
  const seconds = parseExpression(p);
  out.push({ kind: "keyword-statement", keyword: "WAIT", operands: { seconds }, span: p.span(start) });
}

/** MID$(a$, start[, length]) = value. */
function parseMid(p: Parser, out: Statement[]): void {
  const start = p.advance();
  p.expectSymbol("(", "behind MID$");
  const target = parseTarget(p);
  p.expectSymbol(",", "behind the variable of MID$");
  const first = parseListItem(p);
  const length = p.takeSymbol(",") ? parseListItem(p) : null;
  p.expectSymbol(")", "behind the operands of MID$");
  p.expectSymbol("=", "behind MID$(...)");
  const value = parseExpression(p);
  out.push({ kind: "mid-assign", target, start: first, length, value, span: p.span(start) });
}

function parseError(p: Parser, out: Statement[]): void {
  const start = p.advance();
  const number = parseExpression(p);
  out.push({ kind: "raise-number", number, span: p.span(start) });
}

function parseLet(p: Parser, out: Statement[]): void {
  const start = p.advance();
  if (p.isWord("MID$") && followsElement(p, 1)) {
    parseMid(p, out);
    return;
  }
  const target = parseTarget(p);
  if (!isAssignment(p.token))
    p.fail(
      "BAS201",
      p.token,
      `= is due behind LET and a variable, found ${describe(p.token)}`,
      "write LET name = value",
    );
  parseAssignment(p, target, start, out);
}

function parseExitDef(p: Parser, out: Statement[]): void {
  const start = p.advance();
  p.advance();
  out.push({ kind: "exit", what: "function", span: p.span(start) });
}

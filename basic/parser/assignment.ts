/** Assignments and the statements that look like them: calls of procedures and methods. */
import type { CallStatement, CallValue, Expr, LValue, Statement } from "../ast.ts";
import { ALL_PHRASES } from "../catalogue/index.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import type { Token } from "../lexer/token.ts";
import { parseExpression, parseListItem } from "./expressions.ts";
import { parseHearValue } from "./hear.ts";
import { describe, type Parser } from "./parser.ts";
import { isAssignment, startsOperand } from "./phrases.ts";
import { parseItems, parseName, parseTail } from "./primary.ts";
import { STATEMENT_STARTS } from "./statement-words.ts";
import { nearest } from "./suggest.ts";

/** A variable, field or element as the target of an assignment, HEAR or WITH. */
export function parseTarget(p: Parser): LValue {
  const token = p.token;
  if (token.kind === "symbol" && token.upper === "." && p.withDepth > 0) {
    p.advance();
    const name = p.expectName("A field name");
    return asTarget(
      p,
      parseTail(p, { kind: "member", object: null, name: name.text, safe: false, span: p.span(token) }),
      token,
    );
  }
  if (token.kind !== "word")
    p.fail("BAS201", token, `A variable is due, found ${describe(token)}`, "write the name of a variable");
  return asTarget(p, parseTail(p, parseName(p)), token);
}

function asTarget(p: Parser, expr: Expr, token: Token): LValue {
  // Classic: a function of DEF without parameters sets its own name.
  if (p.classic && expr.kind === "call" && expr.args.length === 0) return { ...expr, kind: "name" };
  if (expr.kind === "name" || expr.kind === "call") return expr;
  if (expr.kind === "member" || expr.kind === "index") {
    if (expr.safe) p.fail("BAS212", token, "?. cannot be assigned to", "write . instead of ?.");
    return expr;
  }
  if (expr.kind === "method" && expr.args.length > 0 && !expr.safe) {
    // `o.list(2) = x`: an element of the list in the field.
    let target: Expr = { kind: "member", object: expr.object, name: expr.name, safe: false, span: expr.span };
    for (const index of expr.args) target = { kind: "index", object: target, index, safe: false, span: expr.span };
    return asTarget(p, target, token);
  }
  return p.fail("BAS212", expr.span, "Only a variable, a field or an element can be assigned to", "write name = value");
}

/** A statement that begins with a name: an assignment, a call, or nothing that is known. */
export function parseNameStatement(p: Parser, out: Statement[]): void {
  const token = p.token;
  const head = parseTail(p, parseName(p));
  if (isAssignment(p.token)) {
    parseAssignment(p, asTarget(p, head, token), token, out);
    return;
  }
  if (p.isSymbol("=") || p.isSymbol("<>"))
    p.fail("BAS201", p.token, `${p.token.text} compares and is no statement`, "write one = to assign");
  switch (head.kind) {
    case "call":
      // Classic: `Show (x), y` passes the first argument by value.
      if (p.classic && p.isSymbol(",") && head.args.length === 1) {
        const first = { ...head.args[0]!, parenthesised: true };
        p.advance();
        const rest = callWithList(p, { kind: "name", name: head.name, key: head.key, span: tokenSpan(token) }, token);
        out.push({ ...rest, args: [first, ...rest.args] });
        return;
      }
      out.push({
        kind: "call-statement",
        target: { kind: "name", name: head.name, key: head.key, span: tokenSpan(token) },
        args: head.args,
        span: p.span(token),
      });
      return;
    case "method":
      out.push({ kind: "expr-statement", expr: head, span: head.span });
      return;
    case "name":
      if (p.names.procedures.has(head.key) || STATEMENT_FUNCTIONS.has(token.upper)) {
        out.push(callWithList(p, head, token));
        return;
      }
      unknownStatement(p, token);
      break;
    default:
      p.fail("BAS201", p.token, `A value alone is no statement`, "assign it: name = value");
  }
}

/** The cursor is at the assignment sign. */
export function parseAssignment(p: Parser, target: LValue, start: Token, out: Statement[]): void {
  const sign = p.advance();
  const op = ASSIGN_OPS.get(sign.upper) ?? "=";
  if (p.atStatementEnd()) p.fail("BAS207", p.token, `A value is due after ${sign.text}`, "write the value to assign");
  const value = parseRightSide(p);
  out.push({ kind: "assign", target, op, value, span: p.span(start) });
}

const ASSIGN_OPS = new Map<string, "=" | "+=" | "-=" | "*=" | "/=" | "&=">([
  ["=", "="],
  ["+=", "+="],
  ["-=", "-="],
  ["*=", "*="],
  ["/=", "/="],
  ["&=", "&="],
]);

/** The whole right side of an assignment: the one place where HEAR and CALL yield values. */
function parseRightSide(p: Parser): Expr {
  const token = p.token;
  if (token.kind === "word" && !isNameHere(p)) {
    if (token.upper === "HEAR") {
      p.advance();
      const hear = parseHearValue(p);
      if (!p.atStatementEnd())
        p.fail("BAS211", token, "HEAR cannot stand inside an expression", "assign it first: answer = HEAR");
      return hear;
    }
    if (token.upper === "CALL" || (token.upper === "RUN" && p.peek().kind === "string")) {
      p.advance();
      const { target, args } = parseCallTarget(p);
      if (!p.atStatementEnd())
        p.fail("BAS211", token, "CALL cannot stand inside an expression", "assign it first: result = CALL ...");
      return { kind: "call-value", target, args, span: p.span(token) } satisfies CallValue;
    }
  }
  return parseExpression(p);
}

/** `hear` and `call` as variables of the script. */
function isNameHere(p: Parser): boolean {
  if (!p.names.assigned.has(p.token.upper)) return false;
  return !startsOperand(p, 1);
}

/** What follows CALL: a name or a text, with arguments in parentheses or behind commas. */
function parseCallTarget(p: Parser): { target: Expr; args: Expr[] } {
  const token = p.token;
  if (p.atStatementEnd())
    p.fail(
      "BAS207",
      token,
      "CALL needs the name of a procedure or script",
      'write CALL name(...) or CALL "script.bas"',
    );
  let target: Expr;
  let args: Expr[] = [];
  if (token.kind === "word") {
    p.advance();
    target = { kind: "name", name: token.text, key: p.names.keyOf(token.text), span: tokenSpan(token) };
    const open = p.token;
    if (open.kind === "symbol" && open.upper === "(") {
      p.advance();
      args = parseItems(p, ")", open);
    } else if (open.kind === "symbol" && (open.upper === "." || open.upper === "[")) {
      target = parseTail(p, target);
    }
  } else if (token.kind === "string" && p.isSymbol("(", 1)) {
    target = { kind: "literal", value: token.parts ? null : String(token.value), span: tokenSpan(token) };
    if (token.parts)
      p.fail(
        "BAS201",
        token,
        "The name of a script in CALL is a fixed text here",
        "compute the name into a variable first",
      );
    p.advance();
    const open = p.advance();
    args = parseItems(p, ")", open);
  } else {
    target = parseListItem(p);
  }
  while (p.takeSymbol(",")) args.push(parseListItem(p));
  return { target, args };
}

/** CALL or RUN as a statement; the cursor is behind the word. */
export function parseCall(p: Parser): CallStatement {
  const start = p.previous;
  const { target, args } = parseCallTarget(p);
  const script = target.kind === "literal" && typeof target.value === "string" ? target.value : null;
  return { kind: "call-statement", target: script ?? target, args, span: p.span(start) };
}

/** `name a, b`: a procedure with its arguments side by side. */
function callWithList(p: Parser, target: Expr, start: Token): CallStatement {
  const args: Expr[] = [];
  if (!p.atStatementEnd()) {
    do args.push(parseListItem(p));
    while (p.takeSymbol(","));
  }
  return { kind: "call-statement", target, args, span: p.span(start) };
}

/** Functions that are customary as statements, with their operands behind a blank. */
const STATEMENT_FUNCTIONS = new Set([
  "APPEND",
  "PUSH",
  "POP",
  "SHIFT",
  "UNSHIFT",
  "PREPEND",
  "DATEADD",
  "ERR_CLEAR",
  "RANDOMIZE",
]);

function unknownStatement(p: Parser, token: Token): never {
  const sign = p.token;
  // The sign at the end of the line continues it: only the two signs count.
  if ((sign.text === "+" || sign.text === "-") && p.peek().text === sign.text && !p.peek().spaced) {
    const both = sign.text + sign.text;
    p.fail("BAS202", token, `${token.text}${both} is no statement`, `write ${token.text} ${sign.text}= 1`);
  }
  const words = [token.upper];
  for (let i = 0; p.peek(i).kind === "word" && words.length < 4; i++) words.push(p.peek(i).upper);
  const guess = guessPhrase(words);
  const shown = token.text.length > 40 ? `${token.text.slice(0, 40)}...` : token.text;
  p.fail(
    "BAS202",
    token,
    `Unknown statement ${shown}`,
    guess ? `did you mean ${guess}?` : "write name = value to assign, or CALL name to run a procedure",
  );
}

/** Known phrases by their number of words; made again where a host has added keywords since. */
let guesses = new Map<number, string[]>();
let guessed = 0;

function phrasesOfLength(count: number): readonly string[] {
  if (guessed !== ALL_PHRASES.length) {
    guessed = ALL_PHRASES.length;
    guesses = Map.groupBy(new Set([...ALL_PHRASES, ...STATEMENT_STARTS]), (phrase) => phrase.split(" ").length);
  }
  return guesses.get(count) ?? [];
}

/** The known phrase that is nearest to the first words of a line. */
function guessPhrase(words: readonly string[]): string | null {
  for (let count = Math.min(words.length, 4); count > 0; count--) {
    const guess = nearest(words.slice(0, count).join(" "), phrasesOfLength(count));
    if (guess) return guess;
  }
  return null;
}

/** Statements of one line that are not keywords of the catalogue: declarations, jumps, errors. */
import type { Continue, Dim, Exit, Expr, Resume, Statement } from "../ast.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import { parseAssignment, parseTarget } from "./assignment.ts";
import { normalKey } from "./classic/parts.ts";
import { parseExpression, parseListItem } from "./expressions.ts";
import { describe, type Parser } from "./parser.ts";
import { isAssignment } from "./phrases.ts";
import { parseItems } from "./primary.ts";

export function parseLet(p: Parser, out: Statement[]): void {
  const start = p.advance();
  const target = parseTarget(p);
  if (!isAssignment(p.token))
    p.fail(
      "BAS201",
      p.token,
      `= is due after ${start.upper} and a variable, found ${describe(p.token)}`,
      "write name = value",
    );
  parseAssignment(p, target, start, out);
}

/** DIM, REDIM [PRESERVE] and LOCAL: all declare in the procedure around them. */
export function parseDim(p: Parser): Dim {
  const start = p.advance();
  const redim = start.upper === "REDIM";
  const preserve = redim && p.isWord("PRESERVE") && p.peek().kind === "word";
  if (preserve) p.advance();
  const items: Dim["items"] = [];
  do {
    const name = p.expectName("The name of a variable");
    const open = p.token;
    let bounds: Expr[] = [];
    if (open.kind === "symbol" && open.upper === "(") {
      p.advance();
      bounds = parseItems(p, ")", open);
    }
    const type = p.takeWord("AS") ? p.expectName("A type").upper : null;
    items.push({ name: name.text, key: p.names.keyOf(name.text), bounds, type });
  } while (p.takeSymbol(","));
  if (p.isSymbol("="))
    p.fail(
      "BAS201",
      p.token,
      `${start.upper} declares and does not assign`,
      "assign on a line of its own: name = value",
    );
  return { kind: "dim", redim, preserve, items, span: p.span(start) };
}

export function parseConst(p: Parser, out: Statement[]): void {
  const start = p.advance();
  do {
    const name = p.expectName("The name of the constant");
    p.expectSymbol("=", "after the name of a constant");
    out.push({
      kind: "const",
      name: name.text,
      key: p.names.keyOf(name.text),
      value: parseListItem(p),
      span: p.span(start),
    });
  } while (p.takeSymbol(","));
}

const EXITS = new Map<string, Exit["what"]>([
  ["FOR", "for"],
  ["WHILE", "while"],
  ["DO", "do"],
  ["LOOP", "loop"],
  ["IF", "if"],
  ["SUB", "sub"],
  ["FUNCTION", "function"],
]);

/** EXIT alone ends the script. */
export function parseExit(p: Parser): Exit {
  const start = p.advance();
  if (p.atStatementEnd()) return { kind: "exit", what: "script", span: tokenSpan(start) };
  const what = p.token.kind === "word" ? EXITS.get(p.token.upper) : undefined;
  if (!what)
    p.fail(
      "BAS201",
      p.token,
      `FOR, WHILE, DO, LOOP, IF, SUB or FUNCTION is due after EXIT, found ${describe(p.token)}`,
      "write EXIT alone to end the script",
    );
  p.advance();
  return { kind: "exit", what, span: p.span(start) };
}

const CONTINUES = new Map<string, Continue["what"]>([
  ["FOR", "for"],
  ["WHILE", "while"],
  ["DO", "do"],
  ["LOOP", "loop"],
]);

export function parseContinue(p: Parser): Continue {
  const start = p.advance();
  if (p.atStatementEnd()) return { kind: "continue", what: "loop", span: tokenSpan(start) };
  const what = p.token.kind === "word" ? CONTINUES.get(p.token.upper) : undefined;
  if (!what)
    p.fail(
      "BAS201",
      p.token,
      `FOR, WHILE or DO is due after CONTINUE, found ${describe(p.token)}`,
      "write CONTINUE alone for the innermost loop",
    );
  p.advance();
  return { kind: "continue", what, span: p.span(start) };
}

/** GOTO l, GO TO l, GOSUB l, GO SUB l. */
export function parseGoto(p: Parser, out: Statement[]): void {
  const start = p.advance();
  let sub = start.upper === "GOSUB";
  if (start.upper === "GO") sub = p.advance().upper === "SUB";
  out.push({ kind: "goto", key: labelKey(p), sub, span: p.span(start) });
}

function labelKey(p: Parser): string {
  const token = p.token;
  if (token.kind !== "word" && token.kind !== "number")
    p.fail("BAS207", token, `A label is due, found ${describe(token)}`, "write the name of a label");
  p.advance();
  return p.classic ? normalKey(token.text) : token.text.toLowerCase();
}

export function parseThrow(p: Parser, out: Statement[]): void {
  const start = p.advance();
  const value = p.atStatementEnd() ? null : parseExpression(p);
  out.push({ kind: "throw", value, span: p.span(start) });
}

/** RESUME [0], RESUME NEXT, RESUME label. */
export function parseResume(p: Parser, out: Statement[]): void {
  const start = p.advance();
  let how: Resume["how"] = "retry";
  let label: string | null = null;
  if (p.takeWord("NEXT")) how = "next";
  else if (!p.atStatementEnd()) {
    label = labelKey(p);
    how = label === "0" ? "retry" : "label";
    if (how === "retry") label = null;
  }
  out.push({ kind: "resume", how, label, span: p.span(start) });
}

/** ON ERROR RESUME NEXT | GOTO 0 | GOTO label. */
export function parseOnError(p: Parser, out: Statement[]): void {
  const start = p.advance();
  p.advance();
  if (p.takeWord("RESUME")) {
    p.expectWord("NEXT", "after ON ERROR RESUME");
    out.push({ kind: "on-error", mode: "resume-next", label: null, span: p.span(start) });
    return;
  }
  if (p.isWord("GO") && p.isWord("TO", 1)) p.advance();
  else if (!p.isWord("GOTO"))
    p.fail(
      "BAS201",
      p.token,
      `RESUME NEXT or GOTO is due after ON ERROR, found ${describe(p.token)}`,
      "write ON ERROR RESUME NEXT, ON ERROR GOTO label or ON ERROR GOTO 0",
    );
  p.advance();
  const label = labelKey(p);
  const off = label === "0";
  out.push({ kind: "on-error", mode: off ? "off" : "goto", label: off ? null : label, span: p.span(start) });
}

/** SET where it is no plain assignment and no longer phrase: keys and table updates (reference 3.8, H-17, H-18). */
import type { Name, Statement } from "../ast.ts";
import { findKeyword } from "../catalogue/index.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import { parseExpression } from "./expressions.ts";
import { parseOperands } from "./operands.ts";
import { describe, type Parser } from "./parser.ts";
import { startsOperand } from "./phrases.ts";

const SWITCHES: ReadonlyMap<string, boolean> = new Map([
  ["ON", true],
  ["YES", true],
  ["OFF", false],
  ["NO", false],
]);

/** The cursor is at SET. */
export function parseSet(p: Parser, out: Statement[]): void {
  const start = p.token;
  const next = p.peek();
  if (next.kind === "word" && p.isSymbol(",", 2)) {
    p.advance();
    setNamed(p, out);
    return;
  }
  const state = next.kind === "word" && p.peek(2).kind === "word" ? SWITCHES.get(p.peek(2).upper) : undefined;
  if (state !== undefined && p.atStatementEnd(3)) {
    p.at += 3;
    const span = p.span(start);
    const target: Name = { kind: "name", name: next.text, key: p.names.keyOf(next.text), span: tokenSpan(next) };
    out.push({ kind: "assign", target, op: "=", value: { kind: "literal", value: state, span }, span });
    return;
  }
  if (next.kind === "word" ? !startsOperand(p, 2) : !startsOperand(p, 1)) notSettable(p);
  const entry = findKeyword("SET");
  if (!entry || next.kind === "word") notSettable(p);
  p.advance();
  const operands = parseOperands(p, entry, { reach: "full", ownsCommas: true });
  // Three texts change rows of a table (H-17).
  const keyword = operands["changes"] === undefined ? entry.keyword : "UPDATE";
  out.push({ kind: "keyword-statement", keyword, operands, span: p.span(start) });
}

/** SET name, value: the variable, and the key of the conversation that is spelt like it. */
function setNamed(p: Parser, out: Statement[]): void {
  const start = p.previous;
  const token = p.advance();
  p.advance();
  const value = parseExpression(p);
  const span = p.span(start);
  const target: Name = { kind: "name", name: token.text, key: p.names.keyOf(token.text), span: tokenSpan(token) };
  out.push({ kind: "assign", target, op: "=", value, span });
  const key = { kind: "literal", value: token.text, span: tokenSpan(token) } as const;
  out.push({ kind: "keyword-statement", keyword: "SET", operands: { key, value: target }, span });
}

function notSettable(p: Parser): never {
  p.fail(
    "BAS201",
    p.peek(),
    `A variable and = are due after SET, found ${describe(p.peek())}`,
    'write name = value, or SET "key" = value for a key of the conversation',
  );
}

/** Strings and block texts as expressions: their `${...}` holes are parsed here. */
import type { Expr, Interpolation, Literal } from "../ast.ts";
import { Report } from "../check/report.ts";
import { lex } from "../lexer/lex.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import type { Hole, Token } from "../lexer/token.ts";
import { parseExpression } from "./expressions.ts";
import { ScriptNames } from "./names.ts";
import { Fault, Parser } from "./parser.ts";

/** Strings inside holes of strings inside holes: deeper ones stay text. */
const MAX_HOLE_DEPTH = 4;

export function textExpr(p: Parser, token: Token): Literal | Interpolation {
  const span = tokenSpan(token);
  if (!token.parts) return { kind: "literal", value: token.value, span };
  const parts: (string | Expr)[] = [];
  for (const part of token.parts) {
    const value = typeof part === "string" ? part : parseHole(p, part);
    const last = parts.length - 1;
    if (typeof value === "string" && typeof parts[last] === "string") parts[last] += value;
    else parts.push(value);
  }
  if (parts.every((part) => typeof part === "string")) return { kind: "literal", value: parts.join(""), span };
  return { kind: "interpolation", parts, span };
}

/** The expression that a range of the source is as a whole, or null. */
export function exprOfRange(p: Parser, range: Hole): Expr | null {
  return tryHole(p.source, range, p.names, p.holeDepth + 1, p.withDepth);
}

/** The expression of a hole; its source text, with a warning, where it is none. */
function parseHole(p: Parser, hole: Hole): Expr | string {
  const expr = p.holeDepth < MAX_HOLE_DEPTH ? tryHole(p.source, hole, p.names, p.holeDepth + 1, p.withDepth) : null;
  if (expr) return expr;
  const text = p.source.slice(hole.start, hole.end);
  const column = hole.start - hole.lineStart - 1;
  const span = { line: hole.line, column, endLine: hole.line, endColumn: column + text.length + 3 };
  const shown = text.length > 40 ? `${text.slice(0, 40)}...` : text;
  p.report.add(
    "BAS401",
    span,
    `\${${shown}} is not an expression and stays text`,
    "mend the expression, or write \\${ for the characters themselves",
  );
  return `\${${text}}`;
}

function tryHole(source: string, hole: Hole, names: ScriptNames, depth: number, withDepth: number): Expr | null {
  const report = new Report("");
  let text = source;
  let range = { start: hole.start, end: hole.end, line: hole.line, lineStart: hole.lineStart };
  const inner = source.slice(hole.start, hole.end);
  if (inner.includes('\\"')) {
    // \" delimits a string inside a hole as well; columns then count from the unescaped text.
    text = inner.replaceAll('\\"', '"');
    range = { start: 0, end: text.length, line: hole.line, lineStart: hole.lineStart - hole.start };
  }
  const { tokens } = lex(
    text,
    report,
    { isExpression: (nested) => depth < MAX_HOLE_DEPTH && isExpression(text, nested, depth + 1) },
    range,
  );
  const parser = new Parser(text, tokens, report, names, depth);
  parser.withDepth = withDepth;
  try {
    const expr = parseExpression(parser);
    return parser.token.kind === "end" && report.errors === 0 ? expr : null;
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

/** Says whether a range of the source is one expression. Names do not matter for that. */
export function isExpression(source: string, hole: Hole, depth = 1): boolean {
  return tryHole(source, hole, NO_NAMES, depth, 1) !== null;
}

const NO_NAMES = new ScriptNames([]);

/** Expressions: a Pratt parser over the precedence table of the reference (2.6). */
import type { BinaryOperator, Expr } from "../ast.ts";
import type { Token } from "../lexer/token.ts";
import { extension } from "./classic/parts.ts";
import { describe, MAX_CHAIN, MAX_DEPTH, type Parser } from "./parser.ts";
import { parseItems, parsePostfix } from "./primary.ts";

/** Binding powers, loosest first. */
export const BP = {
  conditional: 1,
  nullish: 2,
  imp: 3,
  eqv: 4,
  or: 5,
  xor: 6,
  and: 7,
  not: 8,
  relation: 9,
  add: 10,
  mod: 11,
  idiv: 12,
  mul: 13,
  unary: 14,
  pow: 15,
} as const;

interface Infix {
  power: number;
  op: BinaryOperator | "and" | "or" | "??" | "?" | "between" | "is" | "in";
  /** Words or symbols that spell it. */
  length: number;
  negated: boolean;
}

const infix = (power: number, op: Infix["op"], length = 1, negated = false): Infix => ({ power, op, length, negated });

const SYMBOLS = new Map<string, Infix>([
  ["?", infix(BP.conditional, "?")],
  ["??", infix(BP.nullish, "??")],
  ["||", infix(BP.or, "or")],
  ["&&", infix(BP.and, "and")],
  ["=", infix(BP.relation, "=")],
  ["<>", infix(BP.relation, "<>")],
  ["<", infix(BP.relation, "<")],
  ["<=", infix(BP.relation, "<=")],
  [">", infix(BP.relation, ">")],
  [">=", infix(BP.relation, ">=")],
  ["+", infix(BP.add, "+")],
  ["-", infix(BP.add, "-")],
  ["&", infix(BP.add, "&")],
  ["%", infix(BP.mod, "mod")],
  ["\\", infix(BP.idiv, "\\")],
  ["*", infix(BP.mul, "*")],
  ["/", infix(BP.mul, "/")],
  ["^", infix(BP.pow, "^")],
]);

const WORDS = new Map<string, Infix>([
  ["IMP", infix(BP.imp, "imp")],
  ["EQV", infix(BP.eqv, "eqv")],
  ["OR", infix(BP.or, "or")],
  ["XOR", infix(BP.xor, "xor")],
  ["AND", infix(BP.and, "and")],
  ["MOD", infix(BP.mod, "mod")],
  ["LIKE", infix(BP.relation, "like")],
  ["CONTAINS", infix(BP.relation, "contains")],
  ["BETWEEN", infix(BP.relation, "between")],
  ["IN", infix(BP.relation, "in")],
  ["IS", infix(BP.relation, "is")],
  ["STARTS_WITH", infix(BP.relation, "starts with")],
  ["ENDS_WITH", infix(BP.relation, "ends with")],
]);
const STARTS_WITH = infix(BP.relation, "starts with", 2);
const ENDS_WITH = infix(BP.relation, "ends with", 2);
const NEGATED = new Map<string, Infix>([
  ["LIKE", infix(BP.relation, "like", 2, true)],
  ["CONTAINS", infix(BP.relation, "contains", 2, true)],
  ["BETWEEN", infix(BP.relation, "between", 2, true)],
  ["IN", infix(BP.relation, "in", 2, true)],
]);

function infixAt(p: Parser): Infix | undefined {
  const token = p.token;
  if (token.kind === "symbol") return SYMBOLS.get(token.upper);
  if (token.kind !== "word") return undefined;
  if (token.upper === "NOT") {
    const next = p.peek();
    return next.kind === "word" ? NEGATED.get(next.upper) : undefined;
  }
  if (token.upper === "STARTS") return p.isWord("WITH", 1) ? STARTS_WITH : undefined;
  if (token.upper === "ENDS") return p.isWord("WITH", 1) ? ENDS_WITH : undefined;
  return WORDS.get(token.upper);
}

/** A whole expression. */
export function parseExpression(p: Parser): Expr {
  return parseBinary(p, BP.conditional, true);
}

/** An expression in a list: nested keyword calls leave optional commas to the list. */
export function parseListItem(p: Parser): Expr {
  const outer = p.optionalCommas;
  p.optionalCommas = false;
  const expr = parseExpression(p);
  p.optionalCommas = outer;
  return expr;
}

/**
 * An expression of operators that bind at least as tightly as `min`. `start` says that a keyword call here stands at the
 * start of an expression and so takes sums as operands (reference 1.9 R2), not only primaries (R3).
 */
export function parseBinary(p: Parser, min: number, start: boolean): Expr {
  if (++p.depth > MAX_DEPTH) tooDeep(p);
  if (p.depth === 1) p.chain = 0;
  let left = parsePrefix(p, start);
  let compared = false;
  for (;;) {
    const operator = infixAt(p);
    if (!operator || operator.power < min) break;
    if (operator.power === BP.relation) {
      if (compared)
        p.fail(
          "BAS201",
          p.token,
          "Comparisons cannot be chained",
          "join two comparisons with AND, or put one into parentheses",
        );
      compared = true;
    } else if (operator.power < BP.relation) {
      compared = false;
    }
    countChained(p);
    p.at += operator.length;
    left = parseRight(p, left, operator);
  }
  p.depth--;
  return left;
}

function tooDeep(p: Parser): never {
  p.fail(
    "BAS902",
    p.token,
    `The expression is nested more than ${MAX_DEPTH} deep`,
    "compute parts of it into variables first",
  );
}

/** Counts one more operator or field in the chain of this expression. */
export function countChained(p: Parser): void {
  if (++p.chain > MAX_CHAIN)
    p.fail(
      "BAS904",
      p.token,
      `The expression chains more than ${MAX_CHAIN} operators`,
      "compute parts of it into variables first",
    );
}

function parseRight(p: Parser, left: Expr, { op, power, negated }: Infix): Expr {
  switch (op) {
    case "?": {
      const then = parseBinary(p, BP.conditional, true);
      p.expectSymbol(":", "after the first value of ? :");
      const otherwise = parseBinary(p, BP.conditional, true);
      return { kind: "conditional", test: left, then, else: otherwise, span: p.spanFrom(left) };
    }
    case "and":
    case "or":
    case "??": {
      const right = parseBinary(p, power + 1, true);
      return { kind: "logical", op, left, right, span: p.spanFrom(left) };
    }
    case "between": {
      const low = parseBinary(p, BP.add, false);
      p.expectWord("AND", "between the bounds of BETWEEN");
      const high = parseBinary(p, BP.add, false);
      return { kind: "between", value: left, low, high, negated, span: p.spanFrom(left) };
    }
    case "is":
      return parseIs(p, left);
    case "in": {
      const right = parseInList(p);
      return negated
        ? { kind: "binary", op, left, right, negated, span: p.spanFrom(left) }
        : { kind: "binary", op, left, right, span: p.spanFrom(left) };
    }
    case "^": {
      // Classic: left to right, and a sign before the exponent reaches no further than it.
      if (p.classic) return { kind: "binary", op, left, right: signedPrimary(p), span: p.spanFrom(left) };
      const right = parseBinary(p, BP.unary, false);
      return { kind: "binary", op, left, right, span: p.spanFrom(left) };
    }
    default: {
      const right = parseBinary(p, power + 1, power < BP.relation);
      return negated
        ? { kind: "binary", op, left, right, negated, span: p.spanFrom(left) }
        : { kind: "binary", op, left, right, span: p.spanFrom(left) };
    }
  }
}

function signedPrimary(p: Parser): Expr {
  const sign = p.token;
  if (!p.isSymbol("-") && !p.isSymbol("+")) return parsePostfix(p, false);
  extension(p, sign, "A sign behind an operator");
  if (++p.depth > MAX_DEPTH) tooDeep(p);
  p.advance();
  const operand = signedPrimary(p);
  p.depth--;
  return { kind: "unary", op: sign.upper === "-" ? "-" : "+", operand, span: p.span(sign) };
}

const IS_TESTS = new Map<string, "null" | "empty" | "true" | "false">([
  ["NULL", "null"],
  ["NOTHING", "null"],
  ["NONE", "null"],
  ["UNDEFINED", "null"],
  ["EMPTY", "empty"],
  ["TRUE", "true"],
  ["FALSE", "false"],
]);

function parseIs(p: Parser, value: Expr): Expr {
  const negated = p.takeWord("NOT");
  const what = p.token.kind === "word" ? IS_TESTS.get(p.token.upper) : undefined;
  if (!what)
    p.fail(
      "BAS201",
      p.token,
      `NULL, EMPTY, TRUE or FALSE is due after IS, found ${describe(p.token)}`,
      "compare with = instead",
    );
  p.advance();
  return { kind: "is", value, what, negated, span: p.spanFrom(value) };
}

/** `IN (a, b)` lists its values; `IN (a)` and `IN a` search a list. */
function parseInList(p: Parser): Expr {
  const open = p.token;
  if (open.kind === "symbol" && open.upper === "(" && hasComma(p, p.at)) {
    p.advance();
    const items = parseItems(p, ")", open);
    return { kind: "array", items, span: p.span(open) };
  }
  return parseBinary(p, BP.add, false);
}

/** True where the parenthesis at `at` holds a comma at its own level. */
export function hasComma(p: Parser, at: number): boolean {
  const end = p.tokens[at]!.match;
  for (let i = at + 1; i < end; i++) {
    const token = p.tokens[i]!;
    if (token.kind !== "symbol") continue;
    if (token.upper === ",") return true;
    if (token.match > i) i = token.match;
  }
  return false;
}

function isOperator(token: Token): boolean {
  return token.kind === "symbol" && "+-*/^".includes(token.upper);
}

function parsePrefix(p: Parser, start: boolean): Expr {
  const token = p.token;
  if (token.kind === "symbol" && (token.upper === "-" || token.upper === "+")) {
    if (p.classic && isOperator(p.previous)) extension(p, token, "A sign behind an operator");
    p.advance();
    const operand = parseBinary(p, BP.pow, false);
    // A signed numeral is a literal: constants, DEFAULT and LIKE read it as one.
    if (token.upper === "-" && operand.kind === "literal" && typeof operand.value === "number") {
      return { kind: "literal", value: -operand.value, span: p.span(token) };
    }
    return { kind: "unary", op: token.upper, operand, span: p.span(token) };
  }
  if ((token.kind === "symbol" && token.upper === "!") || (token.kind === "word" && token.upper === "NOT")) {
    p.advance();
    const operand = parseBinary(p, BP.not, true);
    return { kind: "unary", op: "not", operand, span: p.span(token) };
  }
  return parsePostfix(p, start);
}

/** Primaries: literals, names and calls, lists, objects, parentheses, with the fields and indexes behind them. */
import type { ArrayLiteral, Expr, Interpolation, Literal, Name, ObjectLiteral } from "../ast.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import type { Token } from "../lexer/token.ts";
import { countChained, parseExpression, parseListItem } from "./expressions.ts";
import { matchValueKeyword, parseValueKeyword } from "./keyword-values.ts";
import { describe, type Parser, unexpected } from "./parser.ts";
import { atSelect, parseSelectValue } from "./select.ts";
import { textExpr } from "./text.ts";

/** A primary with its fields, indexes and calls. */
export function parsePostfix(p: Parser, start: boolean): Expr {
  return parseTail(p, parsePrimary(p, start));
}

/** Fields, indexes and calls behind `expr`. */
export function parseTail(p: Parser, head: Expr): Expr {
  let expr = head;
  for (;;) {
    const token = p.token;
    if (token.kind !== "symbol") return expr;
    const symbol = token.upper;
    if (symbol === "." || symbol === "?.") {
      if (symbol === "." && token.spaced && p.peek().spaced) return expr;
      countChained(p);
      p.advance();
      const safe = symbol === "?.";
      if (safe && p.isSymbol("[")) {
        expr = parseIndex(p, expr, true);
        continue;
      }
      const name = p.token;
      if (name.kind !== "word" && name.kind !== "number")
        p.fail(
          "BAS201",
          name,
          `A field name is due after ${token.text}, found ${describe(name)}`,
          "write the name of a field",
        );
      p.advance();
      const open = p.token;
      if (open.kind === "symbol" && open.upper === "(" && !open.spaced) {
        p.advance();
        const args = parseItems(p, ")", open);
        expr = { kind: "method", object: expr, name: name.text, args, safe, span: p.spanFrom(expr) };
      } else {
        expr = { kind: "member", object: expr, name: name.text, safe, span: p.spanFrom(expr) };
      }
    } else if (symbol === "[") {
      countChained(p);
      expr = parseIndex(p, expr, false);
    } else if (symbol === "(" && (expr.kind === "call" || expr.kind === "index") && !token.spaced) {
      countChained(p);
      p.advance();
      const args = parseItems(p, ")", token);
      for (const index of args) expr = { kind: "index", object: expr, index, safe: false, span: p.spanFrom(expr) };
    } else {
      return expr;
    }
  }
}

function parseIndex(p: Parser, object: Expr, safe: boolean): Expr {
  const open = p.advance();
  const indexes = parseItems(p, "]", open);
  if (indexes.length === 0)
    p.fail("BAS207", p.previous, "An index is due between [ and ]", "write the index, counted from 0");
  let expr = object;
  for (const index of indexes) expr = { kind: "index", object: expr, index, safe, span: p.spanFrom(object) };
  return expr;
}

/** Comma-separated values up to `close`, which is taken; a comma before it is allowed in lists. */
export function parseItems(p: Parser, close: ")" | "]", open: Token): Expr[] {
  const items: Expr[] = [];
  while (!p.isSymbol(close)) {
    if (p.atLineEnd()) unclosed(p, open);
    items.push(parseListItem(p));
    if (p.isSymbol(close)) break;
    if (!p.takeSymbol(",")) wrongClose(p, open, close);
  }
  p.advance();
  return items;
}

export function unclosed(p: Parser, open: Token): never {
  p.fail(
    "BAS104",
    open,
    `This ${open.text} is not closed`,
    `put the closing ${CLOSER[open.upper] ?? ")"} behind its last value`,
  );
}

const CLOSER: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

/** What stands where a comma or the closing bracket is due. */
function wrongClose(p: Parser, open: Token, close: string): never {
  const token = p.token;
  if (p.atLineEnd() || open.match < 0) unclosed(p, open);
  if (token.kind === "symbol" && (token.upper === ")" || token.upper === "]" || token.upper === "}")) {
    p.fail("BAS105", token, `${token.text} does not close the ${open.text} of line ${open.line}`, `write ${close}`);
  }
  p.fail(
    "BAS201",
    token,
    `A comma or ${close} is due, found ${describe(token)}`,
    "put a comma or an operator before it",
  );
}

const LITERALS = new Map<string, boolean | null>([
  ["TRUE", true],
  ["FALSE", false],
  ["NULL", null],
  ["NOTHING", null],
  ["NONE", null],
  ["EMPTY", null],
  ["UNDEFINED", null],
]);
/** Words that never name a value. */
const NEVER_VALUES = new Set(["AND", "OR", "XOR", "EQV", "IMP", "THEN", "ELSE", "LIKE", "BETWEEN", "MOD", "ELSEIF"]);

function parsePrimary(p: Parser, start: boolean): Expr {
  const token = p.token;
  switch (token.kind) {
    case "number":
      p.advance();
      return { kind: "literal", value: token.value, span: tokenSpan(token) };
    case "string":
      p.advance();
      return withHoles(p, textExpr(p, token));
    case "date":
      p.advance();
      return {
        kind: "call",
        name: "CDATE",
        key: "cdate",
        args: [{ kind: "literal", value: token.value, span: tokenSpan(token) }],
        span: tokenSpan(token),
      };
    case "word":
      return parseWord(p, token, start);
    case "symbol":
      break;
    default:
      missingOperand(p);
  }
  if (token.upper === "(") {
    p.advance();
    const outer = p.optionalCommas;
    p.optionalCommas = false;
    if (p.atLineEnd()) unclosed(p, token);
    const expr = parseExpression(p);
    p.optionalCommas = outer;
    if (!p.takeSymbol(")")) wrongClose(p, token, ")");
    return p.classic ? { ...expr, parenthesised: true } : expr;
  }
  if (token.upper === "[") {
    p.advance();
    const items = parseItems(p, "]", token);
    return { kind: "array", items, span: p.span(token) } satisfies ArrayLiteral;
  }
  if (token.upper === "{") return token.text === "${" ? withHoles(p, null) : parseObject(p, token);
  if (token.upper === "." && p.peek().kind === "word") {
    if (p.withDepth === 0)
      p.fail(
        "BAS210",
        token,
        `.${p.peek().text} has no object before it`,
        "write the variable before the point; only inside WITH it may be left out",
      );
    p.advance();
    const name = p.advance();
    return { kind: "member", object: null, name: name.text, safe: false, span: p.span(token) };
  }
  missingOperand(p);
}

/** A text with bare `${...}` holes right behind it is one text; so is a hole alone (reference 1.8). */
function withHoles(p: Parser, text: Literal | Interpolation | null): Expr {
  if (p.token.kind !== "symbol" || p.token.text !== "${") return text ?? missingOperand(p);
  const first = p.token;
  const parts: Interpolation["parts"] =
    text === null ? [] : text.kind === "interpolation" ? [...text.parts] : [String(text.value)];
  while (p.token.kind === "symbol" && p.token.text === "${") {
    const open = p.advance();
    const outer = p.optionalCommas;
    p.optionalCommas = false;
    parts.push(parseExpression(p));
    p.optionalCommas = outer;
    if (!p.takeSymbol("}")) wrongClose(p, open, "}");
  }
  return { kind: "interpolation", parts, span: text ? p.spanFrom(text) : p.span(first) };
}

function missingOperand(p: Parser): never {
  const token = p.token;
  if (token.kind === "symbol" && (token.upper === ")" || token.upper === "]" || token.upper === "}") && token.match < 0)
    unexpected(p);
  const before = p.previous;
  const after = before.kind === "eol" || p.at === 0 ? "" : ` after ${describe(before)}`;
  p.fail(
    "BAS207",
    token,
    `A value is due${after}, found ${describe(token)}`,
    "write a value, a variable or a text in quotes",
  );
}

function parseWord(p: Parser, token: Token, start: boolean): Expr {
  const next = p.peek();
  const called = next.kind === "symbol" && next.upper === "(";
  const word = token.upper;
  const literal = LITERALS.get(word);
  if (literal !== undefined && !called && !(p.classic && p.names.assigned.has(word))) {
    p.advance();
    if (p.classic && typeof literal === "boolean") {
      return { kind: "literal", value: literal ? -1 : 0, span: tokenSpan(token) };
    }
    return { kind: "literal", value: literal, span: tokenSpan(token) };
  }
  if (called && (word === "IF" || word === "IIF")) return parseIif(p, token);
  if (NEVER_VALUES.has(word) && !(called && word === "MOD")) missingOperand(p);
  if ((word === "HEAR" || word === "CALL") && !p.names.assigned.has(word) && !called) {
    p.fail(
      "BAS211",
      token,
      `${word} cannot stand inside an expression`,
      `give ${word} a line of its own: x = ${word} ...`,
    );
  }
  if (word === "ERROR" && p.isWord("MESSAGE", 1)) {
    p.at += 2;
    return { kind: "name", name: "ERROR_MESSAGE", key: "error_message", span: p.span(token) };
  }
  if (word === "IS" && p.isWord("NUMERIC", 1) && p.isSymbol("(", 2)) {
    p.at += 3;
    return {
      kind: "call",
      name: "IS_NUMERIC",
      key: "is_numeric",
      args: parseItems(p, ")", p.previous),
      span: p.span(token),
    };
  }
  if (atSelect(p)) return parseSelectValue(p);
  const match = matchValueKeyword(p);
  if (match) return parseValueKeyword(p, match, start);
  return parseName(p);
}

/** A variable, or a call where a parenthesis follows. */
export function parseName(p: Parser): Name | Expr {
  const token = p.advance();
  const key = p.names.keyOf(token.text);
  const open = p.token;
  if (open.kind === "symbol" && open.upper === "(") {
    p.advance();
    const args = parseItems(p, ")", open);
    return { kind: "call", name: token.text, key, args, span: p.span(token) };
  }
  // Classic: a function that DEF defines without a parameter, and any name of the form that only functions have.
  if (p.classic && (p.classic.functions.has(key) || (p.classic.numbered && /^fn[a-z]\$?$/.test(key))))
    return { kind: "call", name: token.text, key, args: [], span: tokenSpan(token) };
  return { kind: "name", name: token.text, key, span: tokenSpan(token) };
}

/** IF(c, a, b) and IIF(c, a, b): lazy, like ? :. */
function parseIif(p: Parser, token: Token): Expr {
  p.advance();
  const open = p.advance();
  const args = parseItems(p, ")", open);
  const [test, then, otherwise] = args;
  if (!test || !then || args.length > 3) {
    p.fail(
      "BAS303",
      token,
      `${token.upper}(...) takes a condition and two values, found ${args.length}`,
      `write ${token.upper}(condition, value, other value)`,
    );
  }
  const span = p.span(token);
  return { kind: "conditional", test, then, else: otherwise ?? { kind: "literal", value: null, span }, span };
}

function parseObject(p: Parser, open: Token): ObjectLiteral {
  p.advance();
  const entries: ObjectLiteral["entries"] = [];
  while (!p.isSymbol("}")) {
    const token = p.token;
    if (p.atLineEnd()) unclosed(p, open);
    let key: string | Expr;
    if (token.kind === "symbol" && token.upper === "[") {
      p.advance();
      key = parseListItem(p);
      p.expectSymbol("]", "after a computed key");
    } else if (token.kind === "string") {
      p.advance();
      const text = textExpr(p, token);
      key = text.kind === "literal" ? String(text.value) : text;
    } else if (token.kind === "word" || token.kind === "number") {
      p.advance();
      key = token.text;
      if (token.kind === "word" && (p.isSymbol(",") || p.isSymbol("}"))) {
        entries.push({
          key,
          value: { kind: "name", name: token.text, key: p.names.keyOf(token.text), span: tokenSpan(token) },
        });
        if (!p.isSymbol("}")) p.advance();
        continue;
      }
    } else {
      p.fail(
        "BAS201",
        token,
        `A key is due in the object, found ${describe(token)}`,
        'write key: value, or "key": value',
      );
    }
    if (!p.isSymbol(":")) {
      if (open.match < 0) unclosed(p, open);
      p.fail("BAS201", p.token, `: is due after the key ${token.text}, found ${describe(p.token)}`, "write key: value");
    }
    p.advance();
    entries.push({ key, value: parseListItem(p) });
    if (p.isSymbol("}")) break;
    if (!p.takeSymbol(",")) wrongClose(p, open, "}");
  }
  p.advance();
  return { kind: "object", entries, span: p.span(open) };
}

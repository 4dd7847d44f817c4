/** SUB and FUNCTION, and the head of a tool: PARAM and DESCRIPTION (reference 3.3, 4.3). */
import type { Description, Expr, Param, Parameter, Procedure, Statement } from "../ast.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import type { Token } from "../lexer/token.ts";
import { bad, parseBlock, parseHead, placeProcedure } from "./blocks.ts";
import { BP, parseBinary, parseListItem } from "./expressions.ts";
import { describe, type Parser } from "./parser.ts";
import { parsePostfix } from "./primary.ts";

/** The cursor is at SUB or FUNCTION. */
export function parseProcedure(p: Parser, out: Statement[]): void {
  const start = p.advance();
  const isFunction = start.upper === "FUNCTION";
  const head = parseHead(p, () => {
    const name = p.expectName(`The name of the ${start.upper}`);
    const params = p.isSymbol("(") ? parseParameters(p) : [];
    if (p.takeWord("AS")) p.expectName("A type");
    return { name, params };
  });
  const body = parseBlock(p, isFunction ? "function" : "sub", start.upper, start);
  if (!head) {
    out.push(bad(p, start, body));
    return;
  }
  const procedure: Procedure = {
    kind: "procedure",
    name: head.name.text,
    key: p.names.keyOf(head.name.text),
    isFunction,
    params: head.params,
    body,
    span: p.span(start),
  };
  placeProcedure(p, out, procedure);
}

function parseParameters(p: Parser): Parameter[] {
  const open = p.advance();
  const params: Parameter[] = [];
  while (!p.isSymbol(")")) {
    if (p.atLineEnd()) p.fail("BAS104", open, "This ( is not closed", "put ) behind the last parameter");
    if (!p.takeWord("BYVAL")) p.takeWord("BYREF");
    const name = p.expectName("The name of a parameter");
    const type = p.takeWord("AS") ? p.expectName("A type").upper : null;
    params.push({ name: name.text, key: p.names.keyOf(name.text), type, span: tokenSpan(name) });
    if (p.isSymbol(")")) break;
    p.expectSymbol(",", "between parameters");
  }
  p.advance();
  return params;
}

/** The cursor is at PARAM. */
export function parseParam(p: Parser): Param {
  const start = p.advance();
  const names: Param["names"] = [];
  do {
    const name = p.expectName("The name of a parameter");
    names.push({ name: name.text, key: p.names.keyOf(name.text) });
  } while (p.takeSymbol(","));
  const param: Omit<Param, "span"> = {
    kind: "param",
    names,
    type: "STRING",
    example: null,
    description: null,
    enum: null,
    default: null,
    optional: false,
  };
  while (!p.atStatementEnd()) {
    const token = p.advance();
    if (token.kind !== "word") p.fail("BAS201", token, `${describe(token)} cannot stand in PARAM`, EXAMPLE);
    switch (token.upper) {
      case "AS":
        parseParamType(p, param);
        break;
      case "LIKE":
        param.example = constant(p, "LIKE");
        break;
      case "DESCRIPTION":
        param.description = fixedText(p, "DESCRIPTION");
        break;
      case "ENUM":
        param.enum = parseEnum(p);
        break;
      case "DEFAULT":
        // LIKE behind it is the next clause, no comparison.
        param.default = parseBinary(p, BP.add, true);
        break;
      case "OPTIONAL":
        param.optional = true;
        break;
      case "REQUIRED":
        param.optional = false;
        break;
      default:
        p.fail("BAS201", token, `${token.text} cannot stand in PARAM`, EXAMPLE);
    }
  }
  return { ...param, span: p.span(start) };
}

const EXAMPLE = 'write for example: PARAM email AS EMAIL LIKE "ann@example.com" DESCRIPTION "Where to write"';

/** A type word; two or more texts are the values allowed; one text with a blank is a description. */
function parseParamType(p: Parser, param: Omit<Param, "span">): void {
  const token = p.token;
  if (token.kind === "word") {
    p.advance();
    param.type = token.upper;
    return;
  }
  const texts: Expr[] = [];
  do texts.push(constant(p, "AS"));
  while (p.takeSymbol(","));
  const [only] = texts;
  if (texts.length === 1 && only?.kind === "literal" && typeof only.value === "string" && only.value.includes(" "))
    param.description = only.value;
  else param.enum = texts;
}

function parseEnum(p: Parser): Expr[] {
  const values: Expr[] = [];
  do values.push(constant(p, "ENUM"));
  while (p.takeSymbol(","));
  const [only] = values;
  return values.length === 1 && only?.kind === "array" ? only.items : values;
}

/** A literal, a list or an object of such. */
function constant(p: Parser, clause: string): Expr {
  const token = p.token;
  const sign = p.isSymbol("-") || p.isSymbol("+");
  const expr = sign ? parseListItem(p) : parsePostfix(p, true);
  if (!isConstant(expr))
    p.fail(
      "BAS201",
      token,
      `${clause} wants a fixed value, found ${describe(token)}`,
      "write a text in quotes, a number, TRUE or FALSE, or a list of them",
    );
  return expr;
}

function isConstant(expr: Expr): boolean {
  if (expr.kind === "literal") return true;
  if (expr.kind === "array") return expr.items.every(isConstant);
  return (
    expr.kind === "object" && expr.entries.every((entry) => typeof entry.key === "string" && isConstant(entry.value))
  );
}

function fixedText(p: Parser, what: string): string {
  const token = p.token;
  if ((token.kind === "string" || token.kind === "text") && p.atStatementEnd(1)) {
    p.advance();
    return textOf(p, token);
  }
  if (token.kind === "string") {
    p.advance();
    return textOf(p, token);
  }
  return p.fail("BAS207", token, `${what} wants a text in quotes, found ${describe(token)}`, 'write "..." behind it');
}

/** The text of a literal; holes of a description stay as they are written. */
function textOf(p: Parser, token: Token): string {
  if (!token.parts) return String(token.value);
  return token.parts
    .map((part) => (typeof part === "string" ? part : `\${${p.source.slice(part.start, part.end)}}`))
    .join("");
}

/** The cursor is at DESCRIPTION. */
export function parseDescription(p: Parser): Description {
  const start = p.advance();
  return { kind: "description", text: fixedText(p, "DESCRIPTION"), span: p.span(start) };
}

/** DEF FN in both forms, SUB and FUNCTION of the classic profile (reference 7.2, 7.5.9). */
import type { Parameter, Procedure, Statement } from "../../ast.ts";
import { tokenSpan } from "../../lexer/lexer.ts";
import { bad, expectEnd, parseBlock, parseHead, placeProcedure } from "../blocks.ts";
import { parseExpression } from "../expressions.ts";
import type { Parser } from "../parser.ts";
import { parseTypeName } from "./declarations.ts";
import { extension } from "./parts.ts";

function parseParameters(p: Parser): Parameter[] {
  const open = p.advance();
  const params: Parameter[] = [];
  while (!p.isSymbol(")")) {
    if (p.atLineEnd()) p.fail("BAS104", open, "This ( is not closed", "put ) behind the last parameter");
    const byValue = p.takeWord("BYVAL");
    if (!byValue) p.takeWord("BYREF");
    const name = p.expectName("The name of a parameter");
    const isArray = p.isSymbol("(") && p.isSymbol(")", 1);
    if (isArray) p.at += 2;
    const type = p.takeWord("AS") ? parseTypeName(p) : null;
    const span = tokenSpan(name);
    params.push({ name: name.text, key: p.names.keyOf(name.text), type, span, isArray, byValue });
    if (p.isSymbol(")")) break;
    p.expectSymbol(",", "between parameters");
  }
  p.advance();
  return params;
}

/** DEF FNa = e, DEF FNa(x) = e, and DEF FNa(x) ... END DEF, which sets the name to its result. */
export function parseDef(p: Parser, out: Statement[]): void {
  const start = p.advance();
  const name = p.expectName("The name of the function");
  if (!/^FN./.test(name.upper) || (p.classic?.numbered && !/^FN[A-Z]\$?$/.test(name.upper)))
    p.fail("BAS509", name, `${name.text} is no name of a function`, "write DEF FNA(X) = ..., with a letter behind FN");
  const open = p.token;
  const params = p.isSymbol("(") ? parseParameters(p) : [];
  if (open !== p.token && params.length === 0)
    p.fail("BAS303", open, "A function without parameters has no parentheses", `write DEF ${name.text} = ...`);
  if (p.classic?.numbered) {
    const [param, second] = params;
    if (second) p.fail("BAS509", second.span, "DEF takes one parameter at most", "use other variables for the rest");
    if (param && /\$$/.test(param.name))
      p.fail("BAS509", param.span, `The parameter ${param.name} of DEF is not numeric`, "write a numeric name");
  }
  if (/\$$/.test(name.text)) extension(p, name, "A function that yields a text");
  const procedure: Omit<Procedure, "body" | "span"> = {
    kind: "procedure",
    name: name.text,
    key: p.names.keyOf(name.text),
    isFunction: true,
    params,
    classic: "def",
  };
  if (p.takeSymbol("=")) {
    const value = parseExpression(p);
    const span = p.span(start);
    const body: Statement[] = [{ kind: "return", value, span: value.span }];
    placeProcedure(p, out, { ...procedure, body, span });
    return;
  }
  extension(p, start, "DEF over several lines");
  expectEnd(p, `DEF ${name.text}`);
  const body = parseBlock(p, "def", "DEF", start);
  placeProcedure(p, out, { ...procedure, body, span: p.span(start) });
}

/** SUB name [(a, b())] [STATIC] and FUNCTION; the cursor is at the word. */
export function parseClassicProcedure(p: Parser, out: Statement[]): void {
  const start = p.advance();
  const isFunction = start.upper === "FUNCTION";
  const head = parseHead(p, () => {
    const name = p.expectName(`The name of the ${start.upper}`);
    const params = p.isSymbol("(") ? parseParameters(p) : [];
    if (p.takeWord("AS")) parseTypeName(p);
    return { name, params, isStatic: p.takeWord("STATIC") };
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
    classic: head.isStatic ? "static" : "own",
    span: p.span(start),
  };
  placeProcedure(p, out, procedure);
}

/** `rows = SELECT ... FROM ...`: SQL up to the end of the logical line (reference 3.9). */
import type { Expr, KeywordCall } from "../ast.ts";
import { BasicError } from "../errors.ts";
import { namesOf, sourcesOf } from "../sql/names.ts";
import { parseInlineSelect } from "../sql/parse.ts";
import type { Parser } from "./parser.ts";

/** SELECT stands where a value is due and begins one: SELECT CASE is a statement, `select = 1` and `select.x` are names. */
export function atSelect(p: Parser): boolean {
  if (!p.isWord("SELECT") || p.names.assigned.has("SELECT") || p.isWord("CASE", 1)) return false;
  const next = p.peek();
  return next.kind === "word" || next.kind === "string" || next.kind === "number" || p.isSymbol("*", 1);
}

export function parseSelectValue(p: Parser): KeywordCall {
  const start = p.token;
  let open = 0;
  while (!p.atStatementEnd()) {
    if (p.isSymbol("(")) open++;
    if (p.isSymbol(")") && open-- === 0) break;
    p.advance();
  }
  const span = p.span(start);
  const text = p.source.slice(start.start, p.previous.end);
  try {
    const select = parseInlineSelect(text);
    const names = [...new Set([...sourcesOf(select), ...namesOf(select)])].filter((name) =>
      p.names.assigned.has(name.toUpperCase()),
    );
    const values = names.map((name): Expr => ({ kind: "name", name, key: p.names.keyOf(name), span }));
    const labels = names.map((name): Expr => ({ kind: "literal", value: name, span }));
    return {
      kind: "keyword",
      keyword: "SELECT",
      operands: {
        query: { kind: "literal", value: text, span },
        names: { kind: "array", items: labels, span },
        values: { kind: "array", items: values, span },
      },
      span,
    };
  } catch (error) {
    if (!(error instanceof BasicError)) throw error;
    return p.fail("BAS213", span, error.message, "write for example: SELECT name, total FROM rows WHERE total > 10");
  }
}

/** TABLE ... END TABLE and CREATE INDEX: read when the script is parsed, applied when its package loads (reference 3.9). */
import type { KeywordStatement } from "../ast.ts";
import type { Token } from "../lexer/token.ts";
import { parseDeclaration } from "../tables/declaration.ts";
import { describe, type Parser } from "./parser.ts";

/** `head` is the rest of the line of TABLE, `body` the lines up to END TABLE. Mistakes are reported at their lines. */
export function parseTable(p: Parser, start: Token, head: Token | null, body: Token): KeywordStatement {
  const { table, problems } = parseDeclaration(head?.text ?? "", body.text);
  for (const { line, message } of problems) {
    const at = start.line + line;
    const column = line === 0 ? start.column : 1;
    const span = { line: at, column, endLine: at, endColumn: column + 1 };
    p.report.add("BAS215", span, message, "write for example: status string(20) default 'new'");
  }
  const span = p.span(start);
  // As one text: a release keeps it as data, and nothing of it is evaluated.
  const definition = JSON.stringify(table);
  return {
    kind: "keyword-statement",
    keyword: "TABLE",
    operands: { definition: { kind: "literal", value: definition, span } },
    span,
  };
}

/** CREATE INDEX name ON table(column, column); the cursor is behind INDEX. */
export function parseIndex(p: Parser, start: Token): KeywordStatement {
  const literal = (value: string) => ({ kind: "literal", value, span: p.span(start) }) as const;
  const name = nameAt(p, "The name of the index");
  p.expectWord("ON", "behind the name of the index");
  const table = nameAt(p, "The name of the table");
  p.expectSymbol("(", "before the columns");
  const columns: string[] = [];
  do {
    columns.push(nameAt(p, "A column"));
    if (!p.takeWord("ASC")) p.takeWord("DESC");
  } while (p.takeSymbol(","));
  p.expectSymbol(")", "behind the columns");
  return {
    kind: "keyword-statement",
    keyword: "CREATE INDEX",
    operands: { name: literal(name), table: literal(table), columns: literal(columns.join(",")) },
    span: p.span(start),
  };
}

function nameAt(p: Parser, what: string): string {
  const token = p.token;
  if (token.kind === "string" && !token.parts) return String(p.advance().value);
  if (token.kind !== "word") p.fail("BAS201", token, `${what} is due, found ${describe(token)}`, "write a name");
  return p.advance().text;
}

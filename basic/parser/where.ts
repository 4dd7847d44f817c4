/** The WHERE / ORDER BY / LIMIT / OFFSET / FIRST tail of FIND as a tree (reference 3.9). Clauses may stand in any order. */
import type { Expr, Operand, SetList, Where } from "../ast.ts";
import type { KeywordEntry } from "../catalogue/index.ts";
import { formsOf } from "../catalogue/spelling.ts";
import { tokenSpan } from "../lexer/lexer.ts";
import { BP, parseBinary } from "./expressions.ts";
import { describe, type Parser } from "./parser.ts";
import { parseCondition, parseRowValue, type Sources } from "./row-values.ts";

/** True where a clause of the tail begins. */
export function atWhere(p: Parser): boolean {
  const token = p.token;
  if (token.kind !== "word") return false;
  switch (token.upper) {
    case "WHERE":
    case "LIMIT":
    case "OFFSET":
      return true;
    case "ORDER":
    case "GROUP":
      return p.isWord("BY", 1);
    case "ORDER_BY":
    case "GROUP_BY":
      return true;
    case "FIRST":
      return p.atStatementEnd(1) || p.isSymbol(")", 1) || p.peek().kind === "word";
    default:
      return false;
  }
}

/** `source` is the keyword's first operand: before a point its name stands for the row. */
export function parseWhere(p: Parser, entry: KeywordEntry, source?: Operand): Where {
  const start = p.token;
  const where: Omit<Where, "span"> = {
    kind: "where",
    filter: null,
    groupBy: null,
    orderBy: [],
    limit: null,
    offset: null,
    first: false,
  };
  const seen = new Set<string>();
  while (atWhere(p)) {
    const token = p.advance();
    const clause = token.upper.split("_")[0]!;
    if (seen.has(clause))
      p.fail("BAS213", token, `${clause} stands twice in one ${entry.keyword}`, "join the conditions with AND");
    seen.add(clause);
    switch (clause) {
      case "WHERE":
        where.filter = parseCondition(p, sourcesOf(source));
        break;
      case "LIMIT":
        where.limit = parseBinary(p, BP.add, true);
        break;
      case "OFFSET":
        where.offset = parseBinary(p, BP.add, true);
        break;
      case "FIRST":
        where.first = true;
        break;
      case "ORDER":
        p.takeWord("BY");
        do where.orderBy.push(parseOrder(p));
        while (p.takeSymbol(","));
        break;
      case "GROUP":
        p.takeWord("BY");
        where.groupBy = columnName(p);
        break;
    }
  }
  return { ...where, span: p.span(start) };
}

/** The name of a literal source: `orders` of "orders" and of "shop.orders". */
function sourcesOf(source: Operand | undefined): Sources {
  if (source === undefined || Array.isArray(source)) return new Set();
  if (source.kind === "name") return new Set([source.key]);
  if (source.kind !== "literal" || typeof source.value !== "string") return new Set();
  const name = source.value.toLowerCase();
  return new Set([name, name.slice(name.lastIndexOf(".") + 1)]);
}

/** `column = value, column = value` behind SET and WITH. */
export function parseSetList(p: Parser, entry: KeywordEntry, target?: Operand): SetList {
  const start = p.token;
  const items: SetList["items"] = [];
  do {
    const column = columnName(p);
    if (!p.takeSymbol("="))
      p.fail("BAS201", p.token, `= is due behind the column ${column}, found ${describe(p.token)}`, exampleHint(entry));
    items.push({ column, value: parseRowValue(p, sourcesOf(target)) });
  } while (p.takeSymbol(","));
  return { kind: "set-list", items, span: p.span(start) };
}

/** How a keyword is written, for hints. */
export function exampleHint(entry: KeywordEntry): string {
  return `write for example: ${formsOf(entry)[0] ?? entry.keyword}`;
}

function parseOrder(p: Parser): { column: string; descending: boolean } {
  const column = columnName(p);
  if (p.takeWord("DESC") || p.takeWord("DESCENDING")) return { column, descending: true };
  if (!p.takeWord("ASC")) p.takeWord("ASCENDING");
  return { column, descending: false };
}

/** A bare name that is no variable, or an expression that yields a name; with ASC or DESC behind it where `ordered`. */
export function parseColumnName(p: Parser, ordered: boolean): Expr {
  const token = p.token;
  const isBare =
    token.kind === "word" && !p.names.assigned.has(token.upper) && !p.isSymbol("(", 1) && !p.isSymbol(".", 1);
  const name: Expr = isBare
    ? { kind: "literal", value: p.advance().text, span: tokenSpan(token) }
    : parseBinary(p, BP.add, true);
  const direction = ordered ? ["DESC", "DESCENDING", "ASC", "ASCENDING"].find((word) => p.takeWord(word)) : undefined;
  if (!direction?.startsWith("DESC")) return name;
  const right: Expr = { kind: "literal", value: " DESC", span: name.span };
  return { kind: "binary", op: "&", left: name, right, span: p.span(token) };
}

/** A column: a name, a text in quotes, or a dotted name, of which the last part counts. */
function columnName(p: Parser): string {
  const token = p.token;
  if (token.kind === "string" && !token.parts) {
    p.advance();
    return String(token.value);
  }
  if (token.kind !== "word")
    p.fail("BAS213", token, `A column is due, found ${describe(token)}`, "write the name of a column");
  p.advance();
  let name = token.text;
  while (p.isSymbol(".")) {
    p.advance();
    name = p.expectName("A column").text;
  }
  return name;
}

/** The WHERE / ORDER BY / LIMIT / OFFSET / FIRST tail of FIND as a tree (reference 3.9). Clauses may stand in any order. */
import type { Expr, FilterNode, FilterOperator, Where } from "../ast.ts";
import type { KeywordEntry } from "../catalogue/index.ts";
import { BP, hasComma, parseBinary } from "./expressions.ts";
import { describe, MAX_CHAIN, MAX_DEPTH, type Parser } from "./parser.ts";
import { parseItems } from "./primary.ts";

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

export function parseWhere(p: Parser, entry: KeywordEntry): Where {
  const start = p.token;
  const where: Omit<Where, "span"> = {
    kind: "where",
    filter: null,
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
        where.filter = parseOr(p, 0);
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
      default:
        p.fail("BAS209", token, "GROUP BY is not available yet in this version", "remove the clause");
    }
  }
  return { ...where, span: p.span(start) };
}

function parseOrder(p: Parser): { column: string; descending: boolean } {
  const column = columnName(p);
  if (p.takeWord("DESC") || p.takeWord("DESCENDING")) return { column, descending: true };
  if (!p.takeWord("ASC")) p.takeWord("ASCENDING");
  return { column, descending: false };
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

function parseOr(p: Parser, depth: number): FilterNode {
  return parseJoined(p, "or", () => parseJoined(p, "and", () => parseNot(p, depth)));
}

function parseJoined(p: Parser, kind: "and" | "or", parseItem: () => FilterNode): FilterNode {
  const items = [parseItem()];
  const word = kind === "and" ? "AND" : "OR";
  const symbol = kind === "and" ? "&&" : "||";
  while (p.takeWord(word) || p.takeSymbol(symbol)) {
    if (items.length >= MAX_CHAIN)
      p.fail(
        "BAS904",
        p.token,
        `The condition joins more than ${MAX_CHAIN} comparisons`,
        "use IN (...) or filter in steps",
      );
    items.push(parseItem());
  }
  return items.length === 1 ? items[0]! : { kind, items };
}

function parseNot(p: Parser, depth: number): FilterNode {
  if (depth > MAX_DEPTH)
    p.fail("BAS902", p.token, `The condition is nested more than ${MAX_DEPTH} deep`, "filter in steps");
  if (p.takeWord("NOT") || p.takeSymbol("!")) return { kind: "not", item: parseNot(p, depth + 1) };
  if (p.isSymbol("(")) {
    p.advance();
    const node = parseOr(p, depth + 1);
    p.expectSymbol(")", "after the condition in parentheses");
    return node;
  }
  return parseTest(p);
}

const RELATIONS: ReadonlySet<string> = new Set(["=", "<>", "<", "<=", ">", ">="]);

function isRelation(symbol: string): symbol is "=" | "<>" | "<" | "<=" | ">" | ">=" {
  return RELATIONS.has(symbol);
}

function parseTest(p: Parser): FilterNode {
  const start = p.token;
  if (start.kind !== "word" && start.kind !== "string") {
    p.fail(
      "BAS213",
      start,
      `A column is due on the left side, found ${describe(start)}`,
      'write column = value, for example WHERE status = "open"',
    );
  }
  let column: { name: string; fn: string | null };
  if (start.kind === "word" && p.isSymbol("(", 1)) {
    p.at += 2;
    column = { name: columnName(p), fn: start.upper };
    p.expectSymbol(")", "after the column");
  } else {
    column = { name: columnName(p), fn: null };
  }
  const test = (op: FilterOperator, values: Expr[]): FilterNode => ({ kind: "test", column, op, values });
  const token = p.token;
  if (token.kind === "symbol" && isRelation(token.upper)) {
    const op = token.upper;
    p.advance();
    return test(op, [value(p)]);
  }
  if (token.kind === "word") {
    const negated = token.upper === "NOT";
    const word = negated ? p.peek().upper : token.upper;
    const take = (): void => {
      p.at += negated ? 2 : 1;
    };
    switch (word) {
      case "LIKE":
        take();
        return test(negated ? "not like" : "like", [value(p)]);
      case "IN":
        take();
        return test(negated ? "not in" : "in", listValues(p));
      case "CONTAINS":
        take();
        return negate(negated, test("contains", [value(p)]));
      case "BETWEEN": {
        take();
        const low = value(p);
        p.expectWord("AND", "between the bounds of BETWEEN");
        return negate(negated, test("between", [low, value(p)]));
      }
      case "IS": {
        p.advance();
        const not = p.takeWord("NOT");
        if (!p.takeWord("NULL") && !p.takeWord("EMPTY"))
          p.fail("BAS213", p.token, `NULL is due after IS, found ${describe(p.token)}`, "write IS NULL or IS NOT NULL");
        return test(not ? "is not null" : "is null", []);
      }
      default:
        break;
    }
  }
  // A bare boolean column.
  return test("=", [{ kind: "literal", value: true, span: p.span(start) }]);
}

function negate(negated: boolean, item: FilterNode): FilterNode {
  return negated ? { kind: "not", item } : item;
}

function value(p: Parser): Expr {
  return parseBinary(p, BP.add, true);
}

function listValues(p: Parser): Expr[] {
  const open = p.token;
  if (open.kind === "symbol" && open.upper === "(" && hasComma(p, p.at)) {
    p.advance();
    return parseItems(p, ")", open);
  }
  return [value(p)];
}

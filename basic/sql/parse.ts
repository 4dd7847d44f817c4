/** SQL text to tree: one SELECT with those inside it and behind UNION, or one expression as the rules of TABLE have it. */
import { type SqlToken, scanSql, sqlError } from "./scanner.ts";
import {
  MAX_SQL_DEPTH,
  MAX_SQL_JOINS,
  MAX_SQL_QUERIES,
  type SqlExpr,
  type SqlOperator,
  type SqlQuery,
  type SqlSelect,
  type SqlSource,
} from "./tree.ts";

/** Error 93 with the place. `foreign` as in `scanSql`. Clauses behind FROM may stand in any order (reference 1.3). */
export function parseSelect(text: string, foreign: readonly number[] = []): SqlSelect {
  return new SqlParser(text, scanSql(text, foreign)).wholeSelect();
}

/** A SELECT that stands in the script itself: double quotes hold texts there. */
export function parseInlineSelect(text: string): SqlSelect {
  return new SqlParser(text, scanSql(text, [], true)).wholeSelect();
}

/** A rule of TABLE: it looks at one row only. */
export function parseSqlExpression(text: string): SqlExpr {
  return new SqlParser(text, scanSql(text, []), 0).whole();
}

const CLAUSES: ReadonlySet<string> = new Set([
  "FROM",
  "WHERE",
  "GROUP",
  "HAVING",
  "ORDER",
  "LIMIT",
  "OFFSET",
  "JOIN",
  "INNER",
  "LEFT",
  "CROSS",
  "ON",
  "UNION",
  "AS",
  "AND",
  "OR",
  "NOT",
  "ASC",
  "DESC",
]);
const RELATIONS: ReadonlyMap<string, SqlOperator> = new Map<string, SqlOperator>([
  ["=", "="],
  ["==", "="],
  ["<>", "<>"],
  ["!=", "<>"],
  ["<", "<"],
  ["<=", "<="],
  [">", ">"],
  [">=", ">="],
]);

class SqlParser {
  private readonly text: string;
  private readonly tokens: readonly SqlToken[];
  private at = 0;
  private depth = 0;
  /** SELECTs that may still follow the first one. */
  private queries: number;

  constructor(text: string, tokens: readonly SqlToken[], queries = MAX_SQL_QUERIES) {
    this.text = text;
    this.tokens = tokens;
    this.queries = queries;
  }

  whole(): SqlExpr {
    const expr = this.or();
    if (this.token.kind !== "end") this.fail("The expression ends here.");
    return expr;
  }

  wholeSelect(): SqlSelect {
    const select = this.select();
    if (this.token.kind !== "end")
      this.fail("WHERE, JOIN, GROUP BY, HAVING, ORDER BY, LIMIT, UNION or the end is due here.");
    return select;
  }

  /** With what UNION adds. ORDER BY and LIMIT stand behind the last one and belong to the whole. */
  private select(): SqlSelect {
    const first = this.single();
    let last = first;
    while (this.word("UNION")) {
      if (last.orderBy.length > 0 || last.limit !== null || last.offset !== null)
        this.fail("ORDER BY and LIMIT of a UNION stand behind its last SELECT.");
      this.countQuery();
      const all = this.word("ALL");
      last = this.single();
      first.unions.push({ all, select: last });
    }
    if (last !== first) {
      const { orderBy, limit, offset } = last;
      Object.assign(first, { orderBy, limit, offset });
      Object.assign(last, { orderBy: [], limit: null, offset: null });
    }
    return first;
  }

  private single(): SqlSelect {
    if (!this.word("SELECT")) this.fail("Only a SELECT can be run here.");
    const select: SqlSelect = {
      distinct: this.word("DISTINCT"),
      columns: [],
      from: null,
      joins: [],
      where: null,
      groupBy: [],
      having: null,
      orderBy: [],
      limit: null,
      offset: null,
      unions: [],
    };
    do select.columns.push(this.column());
    while (this.mark(","));
    if (this.word("FROM")) {
      select.from = this.source();
      while (this.mark(",")) select.joins.push({ kind: "cross", source: this.source(), on: null });
    }
    while (this.clause(select)) {
      if (select.joins.length > MAX_SQL_JOINS) this.fail(`A SELECT joins at most ${MAX_SQL_JOINS + 1} tables.`);
    }
    return select;
  }

  /** Behind the opening bracket; the closing one is read as well. */
  private nested(use: SqlQuery["use"]): SqlQuery {
    this.countQuery();
    const select = this.select();
    this.close();
    return { kind: "query", use, select };
  }

  private countQuery(): void {
    if (this.queries-- <= 0)
      this.fail(
        `A SELECT inside another, and behind UNION, may stand ${MAX_SQL_QUERIES} times in a SELECT, and in no rule of a table.`,
      );
  }

  private atQuery(): boolean {
    return this.token.kind === "word" && this.token.text === "SELECT";
  }

  private clause(select: SqlSelect): boolean {
    if (this.word("WHERE")) select.where = this.or();
    else if (this.words("GROUP", "BY")) select.groupBy = this.list();
    else if (this.word("HAVING")) select.having = this.or();
    else if (this.words("ORDER", "BY")) select.orderBy = this.order();
    else if (this.word("LIMIT")) {
      const first = this.or();
      // LIMIT offset, count.
      if (this.mark(",")) [select.offset, select.limit] = [first, this.or()];
      else select.limit = first;
    } else if (this.word("OFFSET")) select.offset = this.or();
    else return this.join(select);
    return true;
  }

  private join(select: SqlSelect): boolean {
    const start = this.at;
    const word = ["INNER", "LEFT", "CROSS"].find((name) => this.word(name)) ?? "INNER";
    if (word === "LEFT") this.word("OUTER");
    if (!this.word("JOIN")) {
      this.at = start;
      return false;
    }
    const source = this.source();
    const on = this.word("ON") ? this.or() : null;
    if (on === null && word !== "CROSS") this.fail("ON and a condition are due behind the table of a JOIN.");
    select.joins.push({ kind: word === "LEFT" ? "left" : word === "CROSS" ? "cross" : "inner", source, on });
    return true;
  }

  private column(): SqlSelect["columns"][number] {
    if (this.mark("*")) return { expr: null, table: null, name: "*" };
    const { token } = this;
    if (this.isName(token) && this.isMark(1, ".") && this.isMark(2, "*")) {
      this.at += 3;
      return { expr: null, table: token.source, name: "*" };
    }
    const from = token.at;
    const expr = this.or();
    const text = this.text.slice(from, this.token.at).trim();
    const name =
      this.word("AS") || this.isName(this.token) ? this.name("A name") : expr.kind === "column" ? expr.name : text;
    return { expr, table: null, name };
  }

  private source(): SqlSource {
    const { token } = this;
    let name = token.kind === "text" ? this.next().text : this.name("A table");
    while (this.mark(".")) name += `.${this.name("A table")}`;
    const alias = this.word("AS") || this.isName(this.token) ? this.name("A name") : name;
    return { name, alias };
  }

  private order(): SqlSelect["orderBy"] {
    const keys: SqlSelect["orderBy"] = [];
    do {
      const by = this.or();
      const descending = this.word("DESC");
      if (!descending) this.word("ASC");
      keys.push({ by, descending });
    } while (this.mark(","));
    return keys;
  }

  private list(): SqlExpr[] {
    const items = [this.or()];
    while (this.mark(",")) items.push(this.or());
    return items;
  }

  private or(): SqlExpr {
    if (++this.depth > MAX_SQL_DEPTH) this.fail(`The expression is nested deeper than ${MAX_SQL_DEPTH} levels.`);
    let left = this.and();
    while (this.word("OR")) left = operator("or", left, this.and());
    this.depth--;
    return left;
  }

  private and(): SqlExpr {
    let left = this.not();
    while (this.word("AND")) left = operator("and", left, this.not());
    return left;
  }

  private not(): SqlExpr {
    let negated = false;
    while (this.word("NOT")) negated = !negated;
    return negatedIf(negated, this.relation());
  }

  private relation(): SqlExpr {
    const left = this.sum();
    if (this.word("IS")) {
      const negated = this.word("NOT");
      if (!this.word("NULL")) this.fail("NULL is due behind IS.");
      return negatedIf(negated, operator("is null", left));
    }
    const negated = this.word("NOT");
    if (this.word("LIKE")) return negatedIf(negated, operator("like", left, this.sum()));
    if (this.word("IN")) {
      if (!this.mark("(")) this.fail("IN needs a list in brackets.");
      if (this.atQuery()) return negatedIf(negated, operator("in", left, this.nested("list")));
      const items = this.list();
      this.close();
      return negatedIf(negated, operator("in", left, ...items));
    }
    if (this.word("BETWEEN")) {
      const low = this.sum();
      if (!this.word("AND")) this.fail("BETWEEN needs AND and a second value.");
      return negatedIf(negated, operator("between", left, low, this.sum()));
    }
    const op = this.token.kind === "mark" ? RELATIONS.get(this.token.text) : undefined;
    if (negated) this.fail("LIKE, IN or BETWEEN is due behind NOT.");
    if (!op) return left;
    this.next();
    return operator(op, left, this.sum());
  }

  private sum(): SqlExpr {
    let left = this.product();
    for (;;) {
      const op = (["||", "+", "-"] as const).find((sign) => this.mark(sign));
      if (!op) return left;
      left = operator(op, left, this.product());
    }
  }

  private product(): SqlExpr {
    let left = this.sign();
    for (;;) {
      const op = (["*", "/", "%"] as const).find((sign) => this.mark(sign));
      if (!op) return left;
      left = operator(op, left, this.sign());
    }
  }

  private sign(): SqlExpr {
    if (this.mark("-")) return operator("negate", this.sign());
    this.mark("+");
    return this.primary();
  }

  private primary(): SqlExpr {
    const { token } = this;
    if (token.kind === "number") return value(Number(this.next().text));
    if (token.kind === "text") return value(this.next().text);
    if (token.kind === "word" && token.text === "EXISTS" && this.isMark(1, "(")) {
      this.at += 2;
      return this.nested("exists");
    }
    if (this.mark("(")) {
      if (this.atQuery()) return this.nested("value");
      const inner = this.or();
      this.close();
      return inner;
    }
    if (this.word("NULL")) return value(null);
    if (this.word("TRUE")) return value(true);
    if (this.word("FALSE")) return value(false);
    if (this.word("CASE")) return this.branches();
    if (!this.isName(token)) this.fail("A value or a column is due here.");
    if (token.kind === "word" && this.isMark(1, "(")) return this.call();
    const name = this.name("A column");
    return this.mark(".")
      ? { kind: "column", table: name, name: this.name("A column") }
      : { kind: "column", table: null, name };
  }

  private call(): SqlExpr {
    const name = this.next().text;
    this.next();
    if (this.mark("*")) {
      this.close();
      return { kind: "call", name, args: [{ kind: "all" }], distinct: false };
    }
    const distinct = this.word("DISTINCT");
    const args = this.isMark(0, ")") ? [] : this.list();
    this.close();
    return { kind: "call", name, args, distinct };
  }

  private branches(): SqlExpr {
    const subject = this.token.kind === "word" && this.token.text === "WHEN" ? null : this.or();
    const branches: { when: SqlExpr; result: SqlExpr }[] = [];
    while (this.word("WHEN")) {
      const when = this.or();
      if (!this.word("THEN")) this.fail("THEN is due here.");
      branches.push({ when, result: this.or() });
    }
    const otherwise = this.word("ELSE") ? this.or() : null;
    if (branches.length === 0 || !this.word("END")) this.fail("CASE needs WHEN, THEN and END.");
    return { kind: "case", subject, branches, otherwise };
  }

  private close(): void {
    if (!this.mark(")")) this.fail("The bracket ) is missing.");
  }

  private get token(): SqlToken {
    return this.tokens[this.at]!;
  }

  private next(): SqlToken {
    const { token } = this;
    if (token.kind !== "end") this.at++;
    return token;
  }

  private word(word: string): boolean {
    if (this.token.kind !== "word" || this.token.text !== word) return false;
    this.at++;
    return true;
  }

  private words(first: string, second: string): boolean {
    const next = this.tokens[this.at + 1];
    if (this.token.kind !== "word" || this.token.text !== first || next?.text !== second) return false;
    this.at += 2;
    return true;
  }

  private mark(mark: string): boolean {
    if (!this.isMark(0, mark)) return false;
    this.at++;
    return true;
  }

  private isMark(distance: number, mark: string): boolean {
    const token = this.tokens[this.at + distance];
    return token?.kind === "mark" && token.text === mark;
  }

  private isName(token: SqlToken): boolean {
    return token.kind === "name" || (token.kind === "word" && !CLAUSES.has(token.text));
  }

  private name(what: string): string {
    if (!this.isName(this.token)) this.fail(`${what} is due here.`);
    return this.next().source;
  }

  private fail(message: string): never {
    throw sqlError(this.text, this.token.at, message);
  }
}

const operator = (op: SqlOperator, ...args: SqlExpr[]): SqlExpr => ({ kind: "operator", op, args });
const value = (literal: null | boolean | number | string): SqlExpr => ({ kind: "value", value: literal });
const negatedIf = (negated: boolean, expr: SqlExpr): SqlExpr => (negated ? operator("not", expr) : expr);

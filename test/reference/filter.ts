/** Filter texts and WHERE tails of the reference evaluator (reference 3.9). */
import type { BinaryOperator, Expr, FilterNode, RowValue, Where } from "../../basic/ast.ts";
import { BasicDate, type BasicObject, Duration, type Value } from "../../basic/values.ts";
import { dateOf, difference } from "./dates.ts";
import { binary, isEqual, isLike, order } from "./operators.ts";
import { codePoints, findKey, numberOf, numericText, raise, type Setting, textOf } from "./values.ts";

/** A condition over rows: columns and values are read from the row when it is tested. */
export type Test = (row: BasicObject) => boolean;
export interface Query {
  test: Test;
  orderBy: { column: string; descending: boolean }[];
  limit: number | null;
  offset: number;
}

export function selectRows(rows: readonly BasicObject[], query: Query, s: Setting): BasicObject[] {
  let found = rows.filter((row) => query.test(row));
  if (query.orderBy.length > 0) found = [...found].sort((a, b) => compareRows(a, b, query, s));
  return found.slice(query.offset, query.limit === null ? undefined : query.offset + query.limit);
}

function compareRows(a: BasicObject, b: BasicObject, query: Query, s: Setting): number {
  for (const { column, descending } of query.orderBy) {
    const [x, y] = [cell(a, column), cell(b, column)];
    // Rows without a value come first, last when the order is turned around.
    const way = x === null || y === null ? Number(y === null) - Number(x === null) : (order(x, y, s) ?? 0);
    if (way !== 0) return descending ? -way : way;
  }
  return 0;
}

function cell(row: BasicObject, column: string): Value {
  const key = findKey(row, column);
  return key === null ? null : row[key]!;
}

/** Text is compared without case for `=`; LIKE without a wildcard means "contains". */
function same(x: Value, y: Value, s: Setting): boolean {
  if (typeof x === "string" && typeof y === "string") return x.toLowerCase() === y.toLowerCase();
  return isEqual(x, y, s);
}

function test(op: string, x: Value, values: readonly Value[], s: Setting): boolean {
  const y = values[0] ?? null;
  switch (op) {
    case "=":
      return same(x, y, s);
    case "<>":
      return !same(x, y, s);
    case "<":
      return order(x, y, s) === -1;
    case "<=":
      return order(x, y, s) === -1 || order(x, y, s) === 0;
    case ">":
      return order(x, y, s) === 1;
    case ">=":
      return order(x, y, s) === 1 || order(x, y, s) === 0;
    case "like":
      return like(x, y, s);
    case "not like":
      return !like(x, y, s);
    case "in":
      return values.some((value) => same(x, value, s));
    case "not in":
      return !values.some((value) => same(x, value, s));
    case "contains":
      return textOf(x, s).includes(textOf(y, s));
    case "starts with":
      return textOf(x, s).startsWith(textOf(y, s));
    case "ends with":
      return textOf(x, s).endsWith(textOf(y, s));
    case "is null":
      return x === null;
    case "is not null":
      return x !== null;
    default: {
      const high = values[1] ?? null;
      return test(">=", x, [y], s) && test("<=", x, [high], s);
    }
  }
}

function like(x: Value, y: Value, s: Setting): boolean {
  const pattern = textOf(y, s);
  return isLike(textOf(x, s), /[*%?_]/.test(pattern) ? pattern : `*${pattern}*`);
}

function columnFunction(fn: string, v: Value, s: Setting): Value {
  const date = dateOf(v, s);
  switch (fn.toUpperCase()) {
    case "LOWER":
      return v === null ? null : textOf(v, s).toLowerCase();
    case "UPPER":
      return v === null ? null : textOf(v, s).toUpperCase();
    case "LENGTH":
      return v === null ? null : codePoints(textOf(v, s)).length;
    case "DATE":
      return date ? dateOf(textOf(date, s).slice(0, 10), s) : null;
    case "YEAR":
      return date ? Number(textOf(date, s).slice(0, 4)) : null;
    case "MONTH":
      return date ? Number(textOf(date, s).slice(5, 7)) : null;
    case "DAY":
      return date ? Number(textOf(date, s).slice(8, 10)) : null;
    default:
      return raise(93, `The filter has no function ${fn}.`);
  }
}

/** A value that is computed for each row; values of the script are evaluated already. */
export type RowExpression =
  | { kind: "column"; name: string }
  | { kind: "call"; name: string; args: RowExpression[] }
  | { kind: "value"; value: Value };

function rowValue(e: RowExpression, row: BasicObject, s: Setting): Value {
  if (e.kind === "value") return e.value;
  if (e.kind === "column") return cell(row, e.name);
  const args = e.args.map((arg) => rowValue(arg, row, s));
  const op = e.name.toLowerCase();
  if (["+", "-", "*", "/", "\\", "mod", "&"].includes(op) && args.length === 2)
    return binary(op as BinaryOperator, args[0]!, args[1]!, s);
  return columnFunction(e.name, args[0] ?? null, s);
}

/** A WHERE tail: `once` evaluates what it takes of the script, in the order of the text. */
export function whereQuery(
  where: Where,
  once: (value: RowValue) => RowExpression,
  evaluate: (e: Expr) => Value,
  s: Setting,
): Query {
  const build = (node: FilterNode): Test => {
    if (node.kind === "not") {
      const inner = build(node.item);
      return (row) => !inner(row);
    }
    if (node.kind !== "test") {
      const items = node.items.map(build);
      return node.kind === "and" ? (row) => items.every((t) => t(row)) : (row) => items.some((t) => t(row));
    }
    const left = once(node.left);
    const right = node.values.map(once);
    return (row) => {
      let values = right.map((e) => rowValue(e, row, s));
      if (values.length === 1 && Array.isArray(values[0]) && /in$/.test(node.op)) values = values[0];
      return test(node.op, rowValue(left, row, s), values, s);
    };
  };
  const all = where.filter ? build(where.filter) : () => true;
  const count = (v: Value) => Math.max(0, Math.trunc(numberOf(v, s)));
  const limit = where.limit ? count(evaluate(where.limit)) : null;
  const offset = where.offset ? count(evaluate(where.offset)) : 0;
  return { test: all, orderBy: where.orderBy, limit: where.first ? 1 : limit, offset };
}

// ------------------------------------------------------------------------------------------------ filter texts

type Token = { kind: "word" | "text" | "number" | "sign"; text: string; from: number; to: number };

function tokens(text: string): Token[] {
  const found: Token[] = [];
  const pattern =
    /\s*(?:('(?:[^']|'')*'|"(?:[^"]|"")*")|(\d+(?:\.\d+)?(?![\w-]))|(<=|>=|<>|!=|==|[=<>(),+-])|([^\s=<>!(),'"]+))/gy;
  let at = 0;
  while (text.slice(at).trim() !== "") {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) raise(93, `The filter cannot be read at: ${text.slice(at)}`);
    const from = at + match[0].length - match[0].trimStart().length;
    at += match[0].length;
    const kind = match[1] ? "text" : match[2] ? "number" : match[3] ? "sign" : "word";
    found.push({ kind, text: match[0].trim(), from, to: at });
  }
  return found;
}

/** A filter text as a query; error 93 where it cannot be read. */
export function textQuery(text: string, s: Setting): Query {
  const reader = new FilterReader(text, s);
  return reader.query();
}

class FilterReader {
  private readonly text: string;
  private readonly s: Setting;
  private readonly list: Token[];
  private at = 0;

  constructor(text: string, s: Setting) {
    this.text = text;
    this.s = s;
    this.list = tokens(text);
  }

  query(): Query {
    const query: Query = { test: () => true, orderBy: [], limit: null, offset: 0 };
    if (!this.isWord("ORDER") && !this.isWord("LIMIT") && this.list.length > 0) query.test = this.or();
    if (this.takeWord("ORDER")) {
      this.needWord("BY");
      do {
        const column = this.next().text;
        const descending = this.takeWord("DESC") || (this.takeWord("ASC") && false);
        query.orderBy.push({ column, descending });
      } while (this.takeSign(","));
    }
    if (this.takeWord("LIMIT")) query.limit = Number(this.next().text);
    if (this.takeWord("OFFSET")) query.offset = Number(this.next().text);
    if (this.at < this.list.length) this.fail();
    return query;
  }

  private or(): Test {
    const items = [this.and()];
    while (this.takeWord("OR")) items.push(this.and());
    return (row) => items.some((t) => t(row));
  }

  private and(): Test {
    const items = [this.not()];
    while (this.takeWord("AND")) items.push(this.not());
    return (row) => items.every((t) => t(row));
  }

  private not(): Test {
    if (this.takeWord("NOT")) {
      const inner = this.not();
      return (row) => !inner(row);
    }
    if (this.takeSign("(")) {
      const inner = this.or();
      if (!this.takeSign(")")) this.fail();
      return inner;
    }
    return this.comparison();
  }

  private comparison(): Test {
    const left = this.operand();
    if (this.takeWord("IS")) {
      const negated = this.takeWord("NOT");
      this.needWord("NULL");
      return (row) => (left(row) === null) !== negated;
    }
    const negated = this.takeWord("NOT");
    const word = this.peek()?.kind === "word" ? this.peek()!.text.toUpperCase() : "";
    if (["LIKE", "IN", "CONTAINS", "BETWEEN"].includes(word)) {
      this.at++;
      return this.wordComparison(word, left, negated);
    }
    const token = this.next();
    const op = { "==": "=", "!=": "<>" }[token.text] ?? token.text;
    if (negated || !["=", "<>", "<", "<=", ">", ">="].includes(op)) this.fail();
    const right = this.value();
    return (row) => test(op, left(row), [right(row)], this.s);
  }

  private wordComparison(word: string, left: (row: BasicObject) => Value, negated: boolean): Test {
    if (word === "IN") {
      if (!this.takeSign("(")) this.fail();
      const values = [this.value()];
      while (this.takeSign(",")) values.push(this.value());
      if (!this.takeSign(")")) this.fail();
      return (row) =>
        test(
          "in",
          left(row),
          values.map((v) => v(row)),
          this.s,
        ) !== negated;
    }
    const low = this.value();
    if (word !== "BETWEEN") return (row) => test(word.toLowerCase(), left(row), [low(row)], this.s) !== negated;
    this.needWord("AND");
    const high = this.value();
    return (row) => test("between", left(row), [low(row), high(row)], this.s) !== negated;
  }

  /** A column, or a function of one. */
  private operand(): (row: BasicObject) => Value {
    const token = this.next();
    if (token.kind !== "word") this.fail();
    if (this.peek()?.text !== "(") return (row) => cell(row, token.text);
    return this.call(token.text);
  }

  private call(name: string): (row: BasicObject) => Value {
    this.at++;
    const upper = name.toUpperCase();
    if (upper === "NOW" || upper === "CURDATE") {
      if (!this.takeSign(")")) this.fail();
      const now = new BasicDate(this.s.now());
      const value = upper === "NOW" ? now : dateOf(textOf(now, this.s).slice(0, 10), this.s);
      return () => value;
    }
    if (upper === "DAYS" || upper === "HOURS") {
      const count = Number(this.next().text);
      if (!this.takeSign(")")) this.fail();
      return () => new Duration(count * (upper === "DAYS" ? 86_400_000 : 3_600_000));
    }
    if (upper === "DATEDIFF") {
      const first = this.operand();
      if (!this.takeSign(",")) this.fail();
      const second = this.operand();
      if (!this.takeSign(")")) this.fail();
      return (row) => {
        const [a, b] = [dateOf(first(row), this.s), dateOf(second(row), this.s)];
        return a && b ? difference(b, a, "day", this.s) : null;
      };
    }
    const inner = this.operand();
    if (!this.takeSign(")")) this.fail();
    return (row) => columnFunction(name, inner(row), this.s);
  }

  /** Quoted, a number, a word of truth, a function, or unquoted words up to the next AND, OR, ORDER, LIMIT. */
  private value(): (row: BasicObject) => Value {
    const token = this.peek();
    if (!token) this.fail();
    if (token.kind === "text") {
      this.at++;
      const quote = token.text[0]!;
      const inner = token.text.slice(1, -1).replaceAll(quote + quote, quote);
      return () => inner;
    }
    if (token.kind === "word" && this.list[this.at + 1]?.text === "(") {
      this.at++;
      const call = this.call(token.text);
      if (this.peek()?.text !== "-" && this.peek()?.text !== "+") return call;
      const sign = this.next().text === "-" ? -1 : 1;
      const other = this.value();
      return (row) => {
        const [date, duration] = [call(row), other(row)];
        return date instanceof BasicDate && duration instanceof Duration
          ? new BasicDate(date.ms + sign * duration.ms)
          : null;
      };
    }
    const from = token.from;
    let to = from;
    while (this.peek() && !this.endsValue()) to = this.next().to;
    if (to === from) this.fail();
    const written = this.text.slice(from, to);
    const upper = written.toUpperCase();
    const number = numericText(written);
    const plain: Value =
      number ?? (upper === "TRUE" ? true : upper === "FALSE" ? false : upper === "NULL" ? null : written);
    return () => plain;
  }

  private endsValue(): boolean {
    const token = this.peek()!;
    if (token.kind === "sign") return token.text === ")" || token.text === "," || token.text === "(";
    return token.kind === "word" && ["AND", "OR", "ORDER", "LIMIT"].includes(token.text.toUpperCase());
  }

  private peek(): Token | undefined {
    return this.list[this.at];
  }

  private next(): Token {
    return this.list[this.at++] ?? this.fail();
  }

  private isWord(word: string): boolean {
    const token = this.peek();
    return token?.kind === "word" && token.text.toUpperCase() === word;
  }

  private takeWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.at++;
    return true;
  }

  private needWord(word: string): void {
    if (!this.takeWord(word)) this.fail();
  }

  private takeSign(sign: string): boolean {
    const token = this.peek();
    if (token?.kind !== "sign" || token.text !== sign) return false;
    this.at++;
    return true;
  }

  private fail(): never {
    return raise(93, `The filter cannot be read: ${this.text}`);
  }
}

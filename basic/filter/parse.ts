/** Filter text → tree. Errors have number 93, say where, and how to write it. */
import { unitOf } from "../dates/arithmetic.ts";
import { BasicError, ERR } from "../errors.ts";
import { FilterScanner } from "./scanner.ts";
import {
  type Condition,
  FILTER_ALIASES,
  FILTER_FUNCTIONS,
  type FilterFunction,
  type FilterTree,
  MAX_FILTER_DEPTH,
  MAX_FILTER_OPERANDS,
  MAX_FILTER_TEXT,
  MAX_FUNCTION_DEPTH,
  type Operand,
  type OrderKey,
} from "./tree.ts";

/**
 * `foreign` are pairs [from, to) of the text that do not stem from the script's own literals, ascending: they may only stand
 * inside one value.
 */
export function parseFilter(text: string, foreign?: readonly number[]): FilterTree {
  checkLength(text);
  const parser = new FilterParser(new FilterScanner(text, foreign));
  return parser.filter();
}

/** `column = value`, as the third text of SET: the value reaches to the end. */
export function parseAssignment(text: string, foreign?: readonly number[]): { column: string; value: Operand } {
  checkLength(text);
  const scan: FilterScanner = new FilterScanner(text, foreign);
  const column = scan.name();
  if (column === undefined) scan.fail("The name of a column is due here, as in status=done.");
  if (!scan.mark("=")) scan.fail("= and a value are due here, as in status=done.");
  const quoted = scan.quoted();
  if (quoted !== undefined) {
    if (!scan.done()) scan.fail("The end is due here.");
    return { column, value: { kind: "literal", value: quoted } };
  }
  const start = scan.at;
  const rest = text.slice(start).trim();
  return { column, value: { kind: "literal", value: bareLiteral(rest, scan.isForeign(start, text.length)) } };
}

/** The text can only be meant as a condition: a column and what follows one. */
export function looksLikeFilter(text: string): boolean {
  return /^\s*(?:WHERE\s|NOT\b|\(|ORDER\s+BY\b|LIMIT\s|(?:\[[^\]]*\]|`[^`]*`|[\p{L}_$@][\p{L}\p{N}_$@.-]*)(?:\s*[=<>!(]|\s+(?:NOT\s+)?(?:LIKE|IN|BETWEEN|CONTAINS)\b|\s+IS\s+(?:NOT\s+)?NULL\b))/iu.test(
    text,
  );
}

function checkLength(text: string): void {
  if (text.length > MAX_FILTER_TEXT)
    throw new BasicError(ERR.badFilter, `The filter is longer than ${MAX_FILTER_TEXT} characters.`);
}

class FilterParser {
  private readonly scan: FilterScanner;
  private operands = 0;
  /** Functions open around this place. */
  private calls = 0;

  constructor(scanner: FilterScanner) {
    this.scan = scanner;
  }

  filter(): FilterTree {
    const scan: FilterScanner = this.scan;
    const tree: FilterTree = { where: null, order: [], limit: null, offset: 0 };
    scan.word("WHERE");
    if (!scan.done() && !this.atTail()) tree.where = this.or(0);
    if (scan.words("ORDER", "BY")) tree.order = this.orderKeys();
    for (;;) {
      if (scan.word("LIMIT")) tree.limit = scan.integer("LIMIT");
      else if (scan.word("OFFSET")) tree.offset = scan.integer("OFFSET");
      else break;
    }
    if (!scan.done())
      scan.fail("AND, OR, ORDER BY, LIMIT or the end is due here. Put a value that holds such a word in quotes.");
    return tree;
  }

  /** The text begins with ORDER BY or LIMIT: there is no condition. */
  private atTail(): boolean {
    const start = this.scan.at;
    const tail =
      this.scan.words("ORDER", "BY") ||
      ((this.scan.word("LIMIT") || this.scan.word("OFFSET")) && /^\s*\d/.test(this.scan.text.slice(this.scan.at)));
    this.scan.at = start;
    return tail;
  }

  private or(depth: number): Condition {
    const items = [this.and(depth)];
    while (this.scan.word("OR")) items.push(this.and(depth));
    return items.length === 1 && items[0] ? items[0] : { kind: "or", items };
  }

  private and(depth: number): Condition {
    const items = [this.not(depth)];
    while (this.scan.word("AND")) items.push(this.not(depth));
    return items.length === 1 && items[0] ? items[0] : { kind: "and", items };
  }

  private not(depth: number): Condition {
    if (depth >= MAX_FILTER_DEPTH) this.scan.fail(`The conditions are nested deeper than ${MAX_FILTER_DEPTH} levels.`);
    if (this.scan.word("NOT")) return { kind: "not", item: this.not(depth + 1) };
    if (this.scan.mark("(")) {
      const inner = this.or(depth + 1);
      if (!this.scan.mark(")")) this.scan.fail("The bracket ) is missing.");
      return inner;
    }
    return this.comparison();
  }

  private comparison(): Condition {
    const scan: FilterScanner = this.scan;
    const left = this.left();
    if (scan.word("IS")) return negatedIf(scan.word("NOT"), this.nullTest(left));
    const negated = scan.word("NOT");
    if (scan.word("LIKE")) return negatedIf(negated, { kind: "like", left, right: this.value("") });
    if (scan.word("CONTAINS")) return negatedIf(negated, { kind: "contains", left, right: this.value("") });
    if (scan.word("IN")) return negatedIf(negated, { kind: "in", left, values: this.list() });
    if (scan.word("BETWEEN")) {
      const low = this.value("");
      if (!scan.word("AND")) scan.fail("BETWEEN needs AND and a second value.");
      return negatedIf(negated, { kind: "between", left, low, high: this.value("") });
    }
    const at = scan.at;
    const op = scan.operator();
    if (negated || op === undefined)
      scan.fail("A comparison is due here: = <> < <= > >= LIKE, IN (…), BETWEEN … AND …, CONTAINS, IS NULL.", at);
    return { kind: "compare", op, left, right: this.value("") };
  }

  private nullTest(left: Operand): Condition {
    if (!this.scan.word("NULL")) this.scan.fail("NULL is due behind IS.");
    return { kind: "null", left };
  }

  /** A column or a function of one; a value cannot stand on the left. */
  private left(): Operand {
    const scan: FilterScanner = this.scan;
    scan.skipBlanks();
    const start = scan.at;
    const name = scan.name();
    if (name === undefined) scan.fail("The name of a column is due here.");
    return this.call(name, start) ?? this.count({ kind: "column", name });
  }

  private list(): Operand[] {
    const scan: FilterScanner = this.scan;
    if (!scan.mark("(")) scan.fail("IN needs a list in brackets, such as IN (1, 2).");
    const values = [this.value(",")];
    while (scan.mark(",")) values.push(this.value(","));
    if (!scan.mark(")")) scan.fail("The bracket ) of IN is missing.");
    return values;
  }

  /** What a column is compared with: a quoted text, a number, TRUE, FALSE, NULL, a function, or words without quotes. */
  private value(stops: string): Operand {
    const scan: FilterScanner = this.scan;
    const quoted = scan.quoted();
    if (quoted !== undefined) return this.count({ kind: "literal", value: quoted });
    const start = scan.at;
    const call = this.functionValue();
    if (call) return call;
    scan.at = start;
    const text = scan.bareValue(stops);
    if (text === "") scan.fail('A value is due here; write "" for an empty one.');
    return this.count({ kind: "literal", value: bareLiteral(text, scan.isForeign(start, scan.at)) });
  }

  private functionValue(): Operand | undefined {
    const start = this.scan.at;
    const word = /^\s*[A-Za-z_]+\s*\(/.exec(this.scan.text.slice(start, start + 40));
    // What came from outside is a value, also where it reads like a function.
    if (!word || this.scan.isForeign(start, start + word[0].length)) return undefined;
    const name = this.scan.name();
    return name === undefined || functionNamed(name) === undefined ? undefined : this.call(name, start);
  }

  /** `NAME(…)`, with `± DAYS(n)` or `± INTERVAL n DAY` behind it; undefined where no bracket follows. */
  private call(name: string, start: number): Operand | undefined {
    const scan: FilterScanner = this.scan;
    if (!scan.mark("(")) return undefined;
    const called = functionNamed(name);
    if (called === undefined)
      scan.fail(
        `There is no function ${name} in filters; there are ${Object.keys(FILTER_FUNCTIONS).join(", ")}.`,
        start,
      );
    if (++this.calls > MAX_FUNCTION_DEPTH)
      scan.fail(`Functions are nested deeper than ${MAX_FUNCTION_DEPTH} levels.`, start);
    const args: Operand[] = [];
    if (!scan.mark(")")) {
      do args.push(...this.functionArgument());
      while (scan.mark(","));
      if (!scan.mark(")")) scan.fail(`The bracket ) of ${name} is missing.`);
    }
    if (args.length !== FILTER_FUNCTIONS[called]) scan.fail(`${name} has the wrong number of operands.`, start);
    this.calls--;
    return this.shifted(this.count({ kind: "call", name: called, args }));
  }

  /** Inside a function a bare word is a column; INTERVAL n UNIT is two operands, count and unit. */
  private functionArgument(): Operand[] {
    const scan: FilterScanner = this.scan;
    const interval = this.interval();
    if (interval) return interval;
    const quoted = scan.quoted();
    if (quoted !== undefined) return [this.count({ kind: "literal", value: quoted })];
    scan.skipBlanks();
    const start = scan.at;
    const name = scan.name();
    if (name !== undefined) return [this.call(name, start) ?? this.count({ kind: "column", name })];
    return [this.count({ kind: "literal", value: this.signedInteger() })];
  }

  private shifted(date: Operand): Operand {
    const scan: FilterScanner = this.scan;
    let result = date;
    for (let shifts = 0; ; shifts++) {
      const start = scan.at;
      const name = scan.mark("-") ? "DATE_SUB" : scan.mark("+") ? "DATE_ADD" : undefined;
      if (name === undefined) return result;
      const span = shifts < MAX_FUNCTION_DEPTH ? (this.interval() ?? this.durationCall()) : undefined;
      if (!span)
        scan.fail("Only a few durations such as DAYS(7) or INTERVAL 7 DAY can be added or subtracted here.", start);
      result = this.count({ kind: "call", name, args: [result, ...span] });
    }
  }

  private interval(): Operand[] | undefined {
    const scan: FilterScanner = this.scan;
    if (!scan.word("INTERVAL")) return undefined;
    const count = this.signedInteger();
    const unit = scan.name();
    return this.span(count, unit);
  }

  private durationCall(): Operand[] | undefined {
    const unit = this.scan.name();
    if (unit === undefined || !this.scan.mark("(")) return undefined;
    const count = this.signedInteger();
    if (!this.scan.mark(")")) this.scan.fail("The bracket ) is missing.");
    return this.span(count, unit);
  }

  private span(count: number, word: string | undefined): Operand[] {
    const unit = word === undefined ? undefined : unitOf(word);
    if (unit === undefined)
      this.scan.fail("A unit is due here: SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER or YEAR.");
    return [this.count({ kind: "literal", value: count }), this.count({ kind: "literal", value: unit })];
  }

  private signedInteger(): number {
    const negative = this.scan.mark("-");
    return (negative ? -1 : 1) * this.scan.integer("This place");
  }

  private orderKeys(): OrderKey[] {
    const scan: FilterScanner = this.scan;
    const keys: OrderKey[] = [];
    do {
      const by = this.left();
      const descending = scan.word("DESC");
      if (!descending) scan.word("ASC");
      keys.push({ by, descending });
    } while (scan.mark(","));
    return keys;
  }

  private count<T extends Operand>(operand: T): T {
    if (++this.operands > MAX_FILTER_OPERANDS)
      this.scan.fail(`The filter has more than ${MAX_FILTER_OPERANDS} names and values.`);
    return operand;
  }
}

function functionNamed(name: string): FilterFunction | undefined {
  const upper = name.toUpperCase();
  if (Object.hasOwn(FILTER_ALIASES, upper)) return FILTER_ALIASES[upper];
  return isFunction(upper) ? upper : undefined;
}

function isFunction(name: string): name is FilterFunction {
  return Object.hasOwn(FILTER_FUNCTIONS, name);
}

function negatedIf(negated: boolean, item: Condition): Condition {
  return negated ? { kind: "not", item } : item;
}

/** A number without leading zeros is one; TRUE, FALSE and NULL only where the script wrote them; everything else is text (`007`). */
function bareLiteral(text: string, isForeign: boolean): null | boolean | number | string {
  if (/^[+-]?(?:0|[1-9]\d{0,14})(?:\.\d{1,20})?$/.test(text)) return Number(text);
  if (isForeign) return text;
  switch (text.toUpperCase()) {
    case "TRUE":
      return true;
    case "FALSE":
      return false;
    case "NULL":
      return null;
    default:
      return text;
  }
}

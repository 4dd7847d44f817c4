/**
 * Conditions and values that are computed for each row: WHERE, and the right sides of UPDATE ... SET (reference 3.9). Both are
 * written as ordinary expressions; here they are made into trees that say which names are columns.
 */
import type { Expr, FilterNode, FilterOperator, RowValue } from "../ast.ts";
import { BP, parseBinary } from "./expressions.ts";
import type { Parser } from "./parser.ts";

/** Lower-case names that stand for the rows' table before a point: the source itself and what it is joined with. */
export type Sources = ReadonlySet<string>;

/** A condition, up to where no operator goes on. */
export function parseCondition(p: Parser, sources: Sources): FilterNode {
  return condition(p, parseBinary(p, BP.imp, true), sources);
}

/** The right side of `column = value` in SET: a script's value, or one computed from the row. */
export function parseRowValue(p: Parser, sources: Sources): RowValue {
  return right(p, parseBinary(p, BP.add, true), sources, null);
}

function condition(p: Parser, e: Expr, sources: Sources): FilterNode {
  switch (e.kind) {
    case "logical":
      if (e.op === "??") break;
      return joined(p, e.op, e, sources);
    case "unary":
      if (e.op !== "not") break;
      return { kind: "not", item: condition(p, e.operand, sources) };
    case "binary":
      return relation(p, e, sources);
    case "between": {
      const column = left(p, e.value, sources);
      const values = [e.low, e.high].map((value) => right(p, value, sources, column));
      return negatedIf(e.negated, { kind: "test", left: column, op: "between", values });
    }
    case "is": {
      const column = left(p, e.value, sources);
      if (e.what === "null" || e.what === "empty")
        return { kind: "test", left: column, op: e.negated ? "is not null" : "is null", values: [] };
      const value: RowValue = { kind: "once", value: { kind: "literal", value: e.what === "true", span: e.span } };
      return negatedIf(e.negated, { kind: "test", left: column, op: "=", values: [value] });
    }
    case "name":
    case "member":
    case "call": {
      // A bare boolean column.
      const value: RowValue = { kind: "once", value: { kind: "literal", value: true, span: e.span } };
      return { kind: "test", left: left(p, e, sources), op: "=", values: [value] };
    }
    default:
      break;
  }
  return noColumn(p, e);
}

/** `a AND b AND c` as one list. */
function joined(p: Parser, op: "and" | "or", e: Expr, sources: Sources): FilterNode {
  const items: FilterNode[] = [];
  let rest: Expr = e;
  while (rest.kind === "logical" && rest.op === op) {
    items.unshift(condition(p, rest.right, sources));
    rest = rest.left;
  }
  return { kind: op, items: [condition(p, rest, sources), ...items] };
}

const RELATIONS: ReadonlyMap<string, FilterOperator> = new Map(
  (["=", "<>", "<", "<=", ">", ">=", "like", "in", "contains", "starts with", "ends with"] as const).map((op) => [
    op,
    op,
  ]),
);

function relation(p: Parser, e: Expr & { kind: "binary" }, sources: Sources): FilterNode {
  const op = RELATIONS.get(e.op);
  if (!op) return noColumn(p, e);
  const column = left(p, e.left, sources);
  const operands = op === "in" && e.right.kind === "array" ? e.right.items : [e.right];
  const values = operands.map((value) => right(p, value, sources, column));
  if (e.negated && (op === "like" || op === "in")) return { kind: "test", left: column, op: `not ${op}`, values };
  return negatedIf(e.negated === true, { kind: "test", left: column, op, values });
}

function negatedIf(negated: boolean, item: FilterNode): FilterNode {
  return negated ? { kind: "not", item } : item;
}

/** The left operand: every undotted name is a column, also inside a function. */
function left(p: Parser, e: Expr, sources: Sources): RowValue {
  const value = row(p, e, sources, true);
  if (!readsColumn(value)) return noColumn(p, e);
  return value;
}

/** The right operand: names are the script's, unless nothing in the script sets them. */
function right(p: Parser, e: Expr, sources: Sources, compared: RowValue | null): RowValue {
  const value = row(p, e, sources, false);
  // `WHERE email = email` never compares a column with itself: that would be every row.
  if (value.kind === "once" && compared?.kind === "column" && sameName(value.column, compared.name))
    return { kind: "once", value: value.value };
  return value;
}

const sameName = (a: string | undefined, b: string): boolean => a !== undefined && a.toLowerCase() === b.toLowerCase();

function row(p: Parser, e: Expr, sources: Sources, isLeft: boolean): RowValue {
  switch (e.kind) {
    case "name":
      if (isLeft) return { kind: "column", name: e.name };
      return p.names.assigned.has(e.name.toUpperCase())
        ? { kind: "once", value: e }
        : { kind: "once", value: e, column: e.name };
    case "literal":
      if (isLeft && typeof e.value === "string" && e.value !== "") return { kind: "column", name: e.value };
      return { kind: "once", value: e };
    case "member": {
      const path = pathOf(e);
      const head = path?.[0];
      if (path && head && sources.has(head.toLowerCase())) return { kind: "column", name: path.slice(1).join(".") };
      const isVariable = head === undefined || p.names.assigned.has(head.toUpperCase());
      return path && isLeft && !isVariable ? { kind: "column", name: path.join(".") } : { kind: "once", value: e };
    }
    case "call": {
      if (isLeft && p.names.procedures.has(e.key)) return noColumn(p, e);
      const args = e.args.map((arg) => inside(p, arg, sources, isLeft));
      return args.some(readsColumn) || (!isLeft && args.some(mayReadColumn))
        ? { kind: "row-call", name: e.key.toUpperCase(), args }
        : { kind: "once", value: e };
    }
    case "unary": {
      if (e.op === "not") return { kind: "once", value: e };
      const operand = inside(p, e.operand, sources, isLeft);
      if (!readsColumn(operand) && !mayReadColumn(operand)) return { kind: "once", value: e };
      if (e.op === "+") return operand;
      const zero: RowValue = { kind: "once", value: { kind: "literal", value: 0, span: e.span } };
      return { kind: "row-call", name: "-", args: [zero, operand] };
    }
    case "binary": {
      if (!ARITHMETIC.has(e.op)) return { kind: "once", value: e };
      const args = [e.left, e.right].map((side) => inside(p, side, sources, isLeft));
      if (!args.some(readsColumn) && !args.some(mayReadColumn)) return { kind: "once", value: e };
      return { kind: "row-call", name: e.op.toUpperCase(), args };
    }
    default:
      return { kind: "once", value: e };
  }
}

/** A text inside a function or an operator is a text, on either side. */
function inside(p: Parser, e: Expr, sources: Sources, isLeft: boolean): RowValue {
  return e.kind === "literal" ? { kind: "once", value: e } : row(p, e, sources, isLeft);
}

const ARITHMETIC: ReadonlySet<string> = new Set(["+", "-", "*", "/", "\\", "mod", "&"]);

function readsColumn(value: RowValue): boolean {
  return value.kind === "column" || (value.kind === "row-call" && value.args.some(readsColumn));
}

function mayReadColumn(value: RowValue): boolean {
  if (value.kind === "once") return value.column !== undefined;
  return value.kind === "row-call" ? value.args.some(mayReadColumn) : true;
}

/** The names of `a.b.c`; null where something else stands in it. */
function pathOf(e: Expr): string[] | null {
  if (e.kind === "name") return [e.name];
  if (e.kind !== "member" || e.object === null) return null;
  const head = pathOf(e.object);
  return head && [...head, e.name];
}

function noColumn(p: Parser, e: Expr): never {
  return p.fail(
    "BAS213",
    e.span,
    "A comparison with a column on its left side is due here",
    'write column = value, for example WHERE status = "open"',
  );
}

/**
 * The part of a WHERE clause that the planner of filters understands: comparisons of a column of the first table with a
 * value, joined by AND. It only narrows what is read.
 */
import type { Comparison, Condition, FilterTree, Operand } from "../../basic/filter/tree.ts";
import type { SqlExpr, SqlSelect } from "../../basic/sql/tree.ts";
import type { Value } from "../../basic/values.ts";
import { foldName, type Table } from "./tables.ts";

const COMPARISONS: ReadonlySet<string> = new Set(["=", "<", "<=", ">", ">="]);

export function sqlFilter(select: SqlSelect, table: Table, variables: ReadonlyMap<string, Value>): FilterTree | null {
  const alias = select.from?.alias.toLowerCase() ?? "";
  const isOnly = select.joins.length === 0;
  // A column without a table's name is that of the first table which has it.
  const column = (e: SqlExpr | undefined): Operand | null => {
    if (e?.kind !== "column" || (e.table !== null && e.table.toLowerCase() !== alias)) return null;
    if (e.table === null && !isOnly && !table.columns.some(({ folded }) => folded === foldName(e.name))) return null;
    return table.columns.some(
      ({ folded, name }) => folded === foldName(e.name) && name.toLowerCase() === e.name.toLowerCase(),
    )
      ? { kind: "column", name: e.name }
      : null;
  };
  const literal = (e: SqlExpr | undefined): Operand | null => {
    const value =
      e?.kind === "value"
        ? e.value
        : e?.kind === "column" && !column(e) && e.table === null
          ? variables.get(e.name.toLowerCase())
          : null;
    return typeof value === "string" || typeof value === "number" ? { kind: "literal", value } : null;
  };
  const conditions = (e: SqlExpr | null): Condition[] => {
    if (e?.kind !== "operator") return [];
    const [left, right, third] = e.args;
    if (e.op === "and") return e.args.flatMap(conditions);
    if (COMPARISONS.has(e.op)) {
      const op = e.op as Comparison;
      const [own, other] = [column(left), literal(right)];
      if (own && other) return [{ kind: "compare", op, left: own, right: other }];
      const [value, far] = [literal(left), column(right)];
      return value && far ? [{ kind: "compare", op, left: value, right: far }] : [];
    }
    const own = column(left);
    if (!own) return [];
    if (e.op === "in") {
      const values = e.args.slice(1).map(literal);
      return values.every((value) => value !== null) ? [{ kind: "in", left: own, values }] : [];
    }
    const [low, high] = [literal(right), literal(third)];
    return e.op === "between" && low && high ? [{ kind: "between", left: own, low, high }] : [];
  };
  const items = conditions(select.where);
  return items.length === 0 ? null : { where: { kind: "and", items }, order: [], limit: null, offset: 0 };
}

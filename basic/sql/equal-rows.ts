/** Finds the rows of a joined table by the equalities of ON, so that a join does not try every pair. */
import type { FilterContext } from "../filter/apply.ts";
import { findKey } from "../operations/fields.ts";
import { wholeNumber } from "../operations/numbers.ts";
import type { BasicObject, Value } from "../values.ts";
import { evaluateSql, type SqlRow } from "./evaluate.ts";
import type { SqlExpr } from "./tree.ts";

/** Fewer rows than this are tried one by one. */
const WORTH_IT = 8;

/**
 * For a row of the tables before: rows of `table` among which are all that ON can accept. Null where ON has no equality
 * between a column of the table and something of the tables before.
 */
export function equalRows(
  on: SqlExpr,
  table: { rows: readonly BasicObject[]; columns: readonly string[] },
  alias: string,
  earlier: readonly string[],
  context: FilterContext,
): ((before: SqlRow) => readonly BasicObject[]) | null {
  if (table.rows.length < WORTH_IT) return null;
  const pair = equalityIn(on, alias, earlier);
  if (!pair) return null;
  const { own, other } = pair;
  const byKey = new Map<string, { row: BasicObject; at: number }[]>();
  const odd: { row: BasicObject; at: number }[] = [];
  context.charge(table.rows.length);
  for (const [at, row] of table.rows.entries()) {
    const name = findKey(row, own);
    const value = name === undefined ? null : (row[name] ?? null);
    // NULL equals nothing in SQL.
    if (value === null) continue;
    const key = keyOf(value);
    if (key === null) {
      odd.push({ row, at });
      continue;
    }
    const known = byKey.get(key);
    if (known) known.push({ row, at });
    else byKey.set(key, [{ row, at }]);
  }
  return (before) => {
    const value = evaluateSql(other, before, context);
    if (value === null) return [];
    const key = keyOf(value);
    if (key === null) return table.rows;
    const found = byKey.get(key) ?? [];
    const all = odd.length === 0 ? found : [...found, ...odd].sort((a, b) => a.at - b.at);
    return all.map(({ row }) => row);
  };
}

/** Equal values have the same key: numbers meet numeric text and booleans, booleans their words. Null: a value of another kind. */
export function keyOf(value: Value): string | null {
  if (typeof value === "number" || typeof value === "boolean") return `n${Number(value)}`;
  if (typeof value !== "string") return null;
  const number = wholeNumber(value);
  if (number !== undefined) return `n${number}`;
  const word = value.trim().toLowerCase();
  if (word === "true" || word === "yes") return "n1";
  if (word === "false" || word === "no") return "n0";
  return `t${value}`;
}

function equalityIn(on: SqlExpr, alias: string, earlier: readonly string[]): { own: string; other: SqlExpr } | null {
  if (on.kind !== "operator") return null;
  if (on.op === "and") {
    for (const arg of on.args) {
      const found = equalityIn(arg, alias, earlier);
      if (found) return found;
    }
    return null;
  }
  if (on.op !== "=") return null;
  const [left, right] = on.args;
  if (!left || !right) return null;
  for (const [own, other] of [
    [left, right],
    [right, left],
  ] as const) {
    // Without a table's name it is not certain whose column it is.
    if (own.kind !== "column" || own.table === null || own.table.toLowerCase() !== alias.toLowerCase()) continue;
    if (earlier.some((name) => name.toLowerCase() === alias.toLowerCase())) continue;
    const isOther =
      other.kind === "value" ||
      (other.kind === "column" && other.table !== null && other.table.toLowerCase() !== alias.toLowerCase());
    if (isOther) return { own: own.name, other };
  }
  return null;
}

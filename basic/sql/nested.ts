/** SELECTs in brackets. One that asks nothing of the row around it is run once, any other for each row; all work is charged. */
import { BasicError, ERR } from "../errors.ts";
import type { FilterContext } from "../filter/apply.ts";
import { equals } from "../operations/compare.ts";
import type { RecordSet, Value } from "../values.ts";
import { keyOf } from "./equal-rows.ts";
import type { Answer, FoundRow, SqlScope } from "./rows.ts";
import type { SqlQuery } from "./tree.ts";

/** Rows of which more say nothing: one shows that there are any, two that there is not just one. */
const WANTED: Readonly<Record<SqlQuery["use"], number>> = { exists: 1, value: 2, list: Number.POSITIVE_INFINITY };

/** Error 93 where more than one column comes, or more than one row for a single value. */
export function answerFor(query: SqlQuery, left: Value, row: FoundRow, scope: SqlScope): Value {
  const known = scope.answers.get(query);
  if (known) return known(left);
  let isAsked = false;
  const outer: FoundRow = {
    aggregate: null,
    query: null,
    find(table, name) {
      const found = row.find(table, name);
      // The same names are columns in every row, so what found none here finds none in the others.
      if (found !== undefined) isAsked = true;
      return found;
    },
    column(table, name) {
      isAsked = true;
      return row.column(table, name);
    },
  };
  const result = scope.run(query.select, { ...scope, outer }, WANTED[query.use]);
  const answer = answerOf(query, result, scope.context);
  if (!isAsked) scope.answers.set(query, answer);
  return answer(left);
}

function answerOf({ use }: SqlQuery, { columns, rows }: RecordSet, context: FilterContext): Answer {
  if (use === "exists") return () => rows.length > 0;
  const [column] = columns;
  if (column === undefined || columns.length > 1)
    throw new BasicError(ERR.badFilter, `A SELECT in brackets gives one column, and this one ${columns.length}.`);
  if (use === "list")
    return listOf(
      rows.map((row) => row[column] ?? null),
      context,
    );
  if (rows.length > 1)
    throw new BasicError(
      ERR.badFilter,
      "A SELECT in brackets that stands for a value gives one row, and this one more: add LIMIT 1.",
    );
  const value = rows[0]?.[column] ?? null;
  return () => value;
}

/** NULL among the values leaves it open whether another one is there. */
function listOf(values: readonly Value[], context: FilterContext): Answer {
  const byKey = new Map<string | null, Value[]>();
  for (const value of values) {
    const key = value === null ? null : keyOf(value);
    const same = byKey.get(key);
    if (same) same.push(value);
    else byKey.set(key, [value]);
  }
  const odd = byKey.get(null) ?? [];
  const unknown = odd.includes(null) ? null : false;
  return (left) => {
    if (values.length === 0) return false;
    if (left === null) return null;
    const key = keyOf(left);
    const possible = key === null ? values : [...(byKey.get(key) ?? []), ...odd];
    context.charge(possible.length);
    return possible.some((value) => value !== null && equals(left, value, context)) ? true : unknown;
  };
}

/** The rows that a SELECT goes through: where a name of a column leads to, also from a SELECT in brackets to the row around it. */
import { BasicError, ERR } from "../errors.ts";
import type { FilterContext } from "../filter/apply.ts";
import { findKey } from "../operations/fields.ts";
import { type BasicObject, RecordSet, type Value } from "../values.ts";
import type { SqlRow } from "./evaluate.ts";
import { answerFor } from "./nested.ts";
import type { SqlCall, SqlExpr, SqlQuery, SqlSelect } from "./tree.ts";

export interface SqlTable {
  rows: readonly BasicObject[];
  columns: readonly string[];
}

/** The tables by name as FROM and JOIN write them, and variables of the script, which a name means that is no column. */
export interface SqlWorld {
  table(name: string): SqlTable | null;
  variable(name: string): Value | undefined;
}

/** What one SELECT is run in. */
export interface SqlScope {
  world: SqlWorld;
  context: FilterContext;
  /** The row of the SELECT around this one. */
  outer: FoundRow | null;
  /** Of the whole run: what SELECTs in brackets came to that asked nothing of the row around them. */
  answers: Map<SqlQuery, Answer>;
  /** Of the whole run, by WHERE: rows that it could accept for a row around (equal-rows.ts). */
  finders: Map<SqlExpr, ((outer: SqlRow) => readonly BasicObject[]) | null>;
  run(select: SqlSelect, scope: SqlScope, wanted: number): RecordSet;
}

/** `left` is what stands before IN. */
export type Answer = (left: Value) => Value;

export interface FoundRow extends SqlRow {
  /** Undefined where neither this row nor one around it has the column. */
  find(table: string | null, name: string): Value | undefined;
}

export interface Part {
  alias: string;
  columns: readonly string[];
  /** NULL for the missing side of a LEFT JOIN. */
  row: BasicObject | null;
}

/** One row of each table of a SELECT. */
export class JoinedRow implements FoundRow {
  readonly aggregate = null;
  private readonly parts: readonly Part[];
  private readonly scope: SqlScope;

  constructor(parts: readonly Part[], scope: SqlScope) {
    this.parts = parts;
    this.scope = scope;
  }

  /** A column by its table's alias or, without one, of the first table that has it. */
  find(table: string | null, name: string): Value | undefined {
    for (const part of this.parts) {
      if (table !== null && part.alias.toLowerCase() !== table.toLowerCase()) continue;
      const key = part.row ? findKey(part.row, name) : undefined;
      if (key !== undefined) return part.row?.[key] ?? null;
      if (has(part.columns, name)) return null;
    }
    return this.scope.outer?.find(table, name);
  }

  /** Where there is no column, a variable. Error 93 for neither. */
  column(table: string | null, name: string): Value {
    const found = this.find(table, name);
    if (found !== undefined) return found;
    const { world, context } = this.scope;
    const value = world.variable(table ?? name);
    if (value !== undefined) return table === null ? value : field(value, name, context);
    // Rows without any column say nothing about the names of columns.
    if (this.parts.every((part) => part.columns.length === 0)) return null;
    throw new BasicError(ERR.badFilter, `There is no column ${table === null ? "" : `${table}.`}${name}.`);
  }

  query(query: SqlQuery, left: Value): Value {
    return answerFor(query, left, this, this.scope);
  }
}

/** A group, by the first of its rows; none where no row was there to be counted. */
export class GroupRow implements FoundRow {
  readonly aggregate: (call: SqlCall) => Value;
  private readonly first: FoundRow | null;
  private readonly scope: SqlScope;

  constructor(first: FoundRow | null, aggregate: (call: SqlCall) => Value, scope: SqlScope) {
    this.first = first;
    this.aggregate = aggregate;
    this.scope = scope;
  }

  find(table: string | null, name: string): Value | undefined {
    return this.first === null ? null : this.first.find(table, name);
  }

  column(table: string | null, name: string): Value {
    return this.first?.column(table, name) ?? null;
  }

  query(query: SqlQuery, left: Value): Value {
    return answerFor(query, left, this, this.scope);
  }
}

const has = (columns: readonly string[], name: string): boolean =>
  columns.some((column) => column.toLowerCase() === name.toLowerCase());

function field(value: Value, name: string, context: FilterContext): Value {
  const row = value instanceof RecordSet ? (value.rows[0] ?? null) : value;
  if (typeof row !== "object" || row === null || Array.isArray(row)) return null;
  context.charge(1);
  const key = findKey(row as BasicObject, name);
  return key === undefined ? null : ((row as BasicObject)[key] ?? null);
}

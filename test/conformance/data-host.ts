/**
 * The data service for programs of the corpus: the data object's own code over an SQLite in memory, and the session's own
 * reading of the keywords' operands. Only the calls between objects are left out.
 */
import { BasicError, ERR } from "../../basic/errors.ts";
import { applyFilter, type FilterContext } from "../../basic/filter/apply.ts";
import type { FunctionContext } from "../../basic/functions/function.ts";
import { isObject } from "../../basic/operations/compare.ts";
import { fromPlain } from "../../basic/operations/json.ts";
import { toText } from "../../basic/operations/text-form.ts";
import type { Program } from "../../basic/program.ts";
import { sourcesOf } from "../../basic/sql/names.ts";
import { type BasicObject, RecordSet, type Value } from "../../basic/values.ts";
import type { DataChange } from "../../contracts/objects.ts";
import { applyChange } from "../../durable-objects/data/change.ts";
import { declareTables } from "../../durable-objects/data/declare.ts";
import { rowFilter } from "../../durable-objects/data/row-filter.ts";
import { eachRow } from "../../durable-objects/data/rows.ts";
import { createDataSchema } from "../../durable-objects/data/schema.ts";
import { runNow, type Sql } from "../../durable-objects/data/sql.ts";
import { DataError, findTable, isFileTable } from "../../durable-objects/data/tables.ts";
import { declaredTables } from "../../durable-objects/packages/table-directives.ts";
import {
  changedValue,
  changeOf,
  isJson,
  mergedLists,
  refusedValue,
  rowsOf,
} from "../../durable-objects/session/effects/table-changes.ts";
import {
  aggregate,
  aggregationOf,
  autocomplete,
  foundValue,
  search,
  selected,
  selectOf,
  tailOf,
} from "../../durable-objects/session/effects/table-reads.ts";

type Args = Record<string, Value>;
interface Found {
  rows: BasicObject[];
  columns: string[];
}

const WRITES: ReadonlySet<string> = new Set([
  "SAVE",
  "SAVE FROM UNSTRUCTURED",
  "INSERT",
  "UPDATE",
  "DELETE",
  "DELETE FROM",
  "MERGE",
]);
const MAX_ROWS = 1000;

/** An empty database. A program's host asks for one; who runs the corpus says where it comes from. */
export interface DataStorage {
  sql: Sql;
  /** Undone as a whole when `work` throws. */
  transaction<T>(work: () => T): T;
}

let makeStorage: () => DataStorage = () => {
  throw new Error("useDataStorage was not called");
};

export function useDataStorage(make: () => DataStorage): void {
  makeStorage = make;
}

export class DataHost {
  private readonly sql: Sql;
  private readonly storage: DataStorage;
  private readonly context: FunctionContext;
  private made = 0;

  /** `rows`: tables that are there before the program begins. */
  constructor(program: Program, rows: ReadonlyMap<string, readonly BasicObject[]>, context: FunctionContext) {
    this.context = context;
    this.storage = makeStorage();
    this.sql = this.storage.sql;
    createDataSchema(this.sql);
    const { tables, indexes } = declaredTables(program.file, program.directives);
    runNow(this.sql, declareTables({ release: "release", tables, indexes, now: context.now() }));
    for (const [table, given] of rows) {
      for (const row of given) this.change({ ...changeOf("SAVE", { table, values: [row] }, context) });
      // A table that is there and empty is one too.
      if (given.length === 0) this.change({ kind: "save", table, rows: [] });
    }
  }

  /** Undefined for a keyword that is none of data. */
  perform(keyword: string, args: Args): Value | undefined {
    const { context } = this;
    if (WRITES.has(keyword)) return this.write(keyword, args);
    switch (keyword) {
      case "FIND": {
        const tail = tailOf(args, context);
        const limit = tail.first ? 1 : (tail.tree.limit ?? MAX_ROWS);
        const { rows, columns } = this.rows(args["source"] ?? null);
        const found = applyFilter({ ...tail.tree, limit }, rows, this.filters(args["source"] ?? null));
        return foundValue(found, columns, tail, limit, context);
      }
      case "AGGREGATE": {
        const asked = aggregationOf(args, context);
        return aggregate(this.rows(asked.source).rows, asked, this.filters(asked.source));
      }
      case "GET LAST": {
        const { rows, columns } = this.rows(args["source"] ?? null);
        return new RecordSet(rows.slice(-1), columns, rows.length > 0);
      }
      case "SEARCH": {
        const { rows, columns } = this.rows(args["source"] ?? null);
        return new RecordSet(search(rows, args, context), columns);
      }
      case "AUTOCOMPLETE":
        return autocomplete(this.rows(args["source"] ?? null).rows, args, context);
      case "QUERY":
      case "SELECT": {
        const { select, variables } = selectOf(keyword, args, context);
        const tables = new Map<string, Found>();
        for (const name of sourcesOf(select)) {
          const held = variables.get(name.toLowerCase());
          tables.set(name, this.rows(held !== undefined && rowsOf(held) ? held : name));
        }
        return selected(select, variables, tables, this.filters(null));
      }
      default:
        return undefined;
    }
  }

  private write(keyword: string, args: Args): Value {
    const merged = keyword === "MERGE" ? mergedLists(args, this.context) : undefined;
    if (merged !== undefined) return merged;
    if (keyword === "DELETE" && args["filter"] === undefined && args["where"] === undefined)
      throw new BasicError(ERR.badCall, "DELETE needs a filter.");
    const { text } = args;
    if (keyword === "SAVE FROM UNSTRUCTURED" && typeof text === "string" && !isJson(text))
      throw new BasicError(ERR.remote, "No language model is configured.");
    const change = changeOf(keyword, args, this.context);
    try {
      return changedValue(keyword, change, this.change(change), this.context);
    } catch (error) {
      if (error instanceof DataError) return refusedValue(keyword, error.message);
      throw error;
    }
  }

  private change(change: DataChange) {
    return this.storage.transaction(() =>
      runNow(
        this.sql,
        applyChange(change, this.world(), "effect", () => this.newId()),
      ),
    );
  }

  private rows(source: Value): Found {
    const own = rowsOf(source);
    if (own) {
      const columns =
        source instanceof RecordSet ? source.columns : [...new Set(own.flatMap((row) => Object.keys(row)))];
      return { rows: own, columns };
    }
    const table = runNow(this.sql, findTable(toText(source, this.context)));
    if (!table) return { rows: [], columns: [] };
    const rows: BasicObject[] = [];
    const steps = eachRow(table, rowFilter(null, this.world(), table), ({ row }) => {
      const value = fromPlain(row, this.context);
      if (isObject(value)) rows.push(value);
      return true;
    });
    runNow(this.sql, steps);
    return { rows, columns: table.columns.map(({ name }) => name) };
  }

  private filters(source: Value): FilterContext {
    return { ...this.context, caseSensitive: typeof source === "string" && !isFileTable(source) };
  }

  private world() {
    return { now: this.context.now(), timeZone: this.context.timeZone };
  }

  private newId(): string {
    this.made++;
    return `new-${this.made}`;
  }
}

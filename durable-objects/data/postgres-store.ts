/** A bot's tables in PostgreSQL: the same rules, each in a transaction there. */
import { type Dialect, runAsync, type SqlRow, type Statement, type Steps } from "./sql.ts";
import type { DataStore } from "./store.ts";

export const POSTGRES: Dialect = {
  seqInList: "rows.seq IN (SELECT value::bigint FROM json_array_elements_text(?::json) AS wanted (value))",
  insertEntries: `INSERT INTO index_entries (index_id, entry, seq)
    SELECT ?::bigint, pair ->> 0, (pair ->> 1)::bigint FROM json_array_elements(?::json) AS wanted (pair) ON CONFLICT DO NOTHING`,
  readsJson: false,
};

/** The part of db/tables that is needed here. */
export interface Transactions {
  transaction<T>(
    kind: "read" | "write" | "try",
    work: (query: (text: string, bindings: Statement["bindings"]) => Promise<SqlRow[]>) => Promise<T>,
  ): Promise<T>;
}

export function postgresStore(tables: Transactions): DataStore {
  const running =
    <T>(steps: Steps<T>) =>
    (query: (text: string, bindings: Statement["bindings"]) => Promise<SqlRow[]>): Promise<T> =>
      runAsync(({ text, bindings }) => query(text, bindings), POSTGRES, steps);
  return {
    read: (steps) => tables.transaction("read", running(steps)),
    write: (steps) => tables.transaction("write", running(steps)),
    tried: (steps) => tables.transaction("try", running(steps)),
  };
}

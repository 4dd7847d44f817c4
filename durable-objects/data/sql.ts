/** The part of the platform's SQLite that the tables use: it is told apart so that the corpus can bring another one. */
export type SqlValue = string | number | null | ArrayBuffer;

export interface Sql {
  // The constraint is the platform's own: rows are objects of SQLite's values.
  exec<Row extends Record<string, SqlValue>>(
    text: string,
    ...bindings: (string | number | null)[]
  ): { toArray(): Row[]; one(): Row };
}

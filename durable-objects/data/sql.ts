/**
 * How the rules of tables speak to a database without knowing which: a rule is a generator that yields statements and is
 * given their rows. `runNow` runs one on the object's SQLite, inside its synchronous transaction; db/tables sends the same
 * statements to PostgreSQL. What differs between the two is in `Dialect` and nowhere else.
 */
export type SqlValue = string | number | null | ArrayBuffer;
export type SqlRow = Record<string, SqlValue>;
/** A row as it is stored: its place, and the JSON list of its values. */
export interface RawRow extends SqlRow {
  seq: number;
  body: string;
}
export type Binding = string | number | null;

/** The part of the platform's SQLite that the tables use: it is told apart so that the corpus can bring another one. */
export interface Sql {
  // The constraint is the platform's own: rows are objects of SQLite's values.
  exec<Row extends SqlRow>(text: string, ...bindings: Binding[]): { toArray(): Row[]; one(): Row };
}

export interface Dialect {
  /** A condition on `rows.seq`: it is in the JSON list that the one binding holds. */
  seqInList: string;
  /** Adds the pairs of entry and row of a JSON list to an index: two bindings, the index and the list. */
  insertEntries: string;
  /**
   * The database reads single values out of a row's JSON, by `json_extract`. PostgreSQL refuses JSON with NUL characters
   * in it, so there the filter is left to the language, behind what an index has narrowed.
   */
  readsJson: boolean;
}

/** `?` stands for a binding. */
export interface Statement {
  text: string;
  bindings: readonly Binding[];
}

/** `null` is a place where others may have their turn; only readers have such places. */
export type Step = ((dialect: Dialect) => Statement) | null;
export type Steps<T> = Generator<Step, T, SqlRow[]>;

/** One statement; its rows. */
export function* run<Row extends SqlRow>(text: string, ...bindings: Binding[]): Steps<Row[]> {
  return (yield () => ({ text, bindings })) as Row[];
}

export function* runIn<Row extends SqlRow>(statement: (dialect: Dialect) => Statement): Steps<Row[]> {
  return (yield statement) as Row[];
}

export function* pause(): Steps<void> {
  yield null;
}

export const SQLITE: Dialect = {
  seqInList: "rows.seq IN (SELECT value FROM json_each(?))",
  insertEntries: `INSERT INTO index_entries (index_id, entry, seq)
    SELECT ?, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?) WHERE TRUE ON CONFLICT DO NOTHING`,
  readsJson: true,
};

function answer(sql: Sql, step: Step): SqlRow[] {
  if (step === null) return [];
  const { text, bindings } = step(SQLITE);
  return sql.exec(text, ...bindings).toArray();
}

/** Without a break; for changes, in the object's transaction. */
export function runNow<T>(sql: Sql, steps: Steps<T>): T {
  let next = steps.next();
  while (!next.done) next = steps.next(answer(sql, next.value));
  return next.value;
}

/** `turn` lets other calls run between two slices. */
export async function runInSlices<T>(sql: Sql, steps: Steps<T>, turn: () => Promise<void>): Promise<T> {
  let next = steps.next();
  while (!next.done) {
    if (next.value === null) await turn();
    next = steps.next(answer(sql, next.value));
  }
  return next.value;
}

/** For a database that answers later. An error of it is thrown into the rule, which may end there. */
export async function runAsync<T>(
  query: (statement: Statement) => Promise<SqlRow[]>,
  dialect: Dialect,
  steps: Steps<T>,
): Promise<T> {
  let next = steps.next();
  while (!next.done) next = steps.next(next.value === null ? [] : await query(next.value(dialect)));
  return next.value;
}

/** Every database can keep and compare the text as it is: PostgreSQL knows no NUL and no half of a surrogate pair. */
export const isStorable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

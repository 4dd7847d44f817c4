/** The catalogue of a bot's tables: names and columns, found without regard to case and Unicode composition. */
import type { TableDeclaration } from "../../basic/tables/declaration.ts";
import { scriptWord } from "../../contracts/event-names.ts";
import type { FaultCode } from "../../contracts/faults.ts";
import { indexesOf, type TableIndexes } from "./indexes.ts";
import { DATA_LIMITS } from "./schema.ts";
import { isStorable, run, type Steps } from "./sql.ts";

export interface Column {
  position: number;
  folded: string;
  name: string;
  /** The id that we add where a script gives none: positional SAVE does not count it. */
  generated: boolean;
}

export interface Table {
  id: number;
  name: string;
  columns: Column[];
  /** What a TABLE block of the release says of it; null for a table that SAVE made. */
  declared: TableDeclaration | null;
  indexes: TableIndexes;
  /** Changes that are told to the bot. */
  watched: string[];
}

/** A table that stands for a data file: its rows need no id, and texts compare without regard to case (reference 3.9). */
export const isFileTable = (name: string): boolean => /\.(?:csv|json|xlsx)$/i.test(name.trim());

/** A mistake in what a script asked for, in words for its author. */
export class DataError extends Error {
  override readonly name = "DataError";
  readonly code: FaultCode;

  constructor(message: string, code: FaultCode = "request.invalid") {
    super(message);
    this.code = code;
  }
}

/** Names are equal when they differ only in case, Unicode composition or blanks around them. */
export const foldName = (name: string): string => name.normalize("NFC").trim().toLowerCase();

export function* findTable(name: string): Steps<Table | null> {
  if (!isStorable(name)) return null;
  const [found] = yield* run<{ id: number; name: string; declared: string | null }>(
    "SELECT id, name, declarations.body AS declared FROM tables LEFT JOIN declarations ON table_id = id WHERE folded = ?",
    foldName(name),
  );
  if (found === undefined) return null;
  const columns = yield* run<{ position: number; folded: string; name: string; generated: number }>(
    "SELECT position, folded, name, generated FROM columns WHERE table_id = ? ORDER BY position",
    found.id,
  );
  return {
    ...found,
    columns: columns.map((column) => ({ ...column, generated: column.generated === 1 })),
    declared: found.declared === null ? null : JSON.parse(found.declared),
    indexes: yield* indexesOf(found.id),
    watched: yield* watchedChanges(name),
  };
}

/** A script may name the table by what of its name can stand in the name of a script. */
function* watchedChanges(name: string): Steps<string[]> {
  const rows = yield* run<{ change: string }>(
    "SELECT DISTINCT change FROM watched WHERE folded = ? OR folded = ?",
    foldName(name),
    scriptWord(name),
  );
  return rows.map(({ change }) => change);
}

export function* createTable(name: string): Steps<Table> {
  checkName(name, "table");
  const [counted] = yield* run<{ count: number }>("SELECT count(*) AS count FROM tables");
  if ((counted?.count ?? 0) >= DATA_LIMITS.tables) {
    throw new DataError(`The bot has ${DATA_LIMITS.tables} tables already: store "${brief(name)}" in one of them.`);
  }
  const [made] = yield* run<{ id: number }>(
    "INSERT INTO tables (folded, name) VALUES (?, ?) RETURNING id",
    foldName(name),
    name.normalize("NFC").trim(),
  );
  if (!made) throw new Error("the table was not stored");
  return {
    id: made.id,
    name,
    columns: [],
    declared: null,
    indexes: [],
    watched: yield* watchedChanges(name),
  };
}

/** The column of this name; it is added when the table has none. */
export function* ensureColumn(table: Table, name: string, generated = false): Steps<Column> {
  const folded = foldName(name);
  const known = table.columns.find((column) => column.folded === folded);
  if (known !== undefined) return known;
  checkName(name, "column");
  if (table.columns.length >= DATA_LIMITS.columns) {
    throw new DataError(
      `The table "${brief(table.name)}" has ${DATA_LIMITS.columns} columns already: keep "${brief(name)}" in an object in one of them.`,
    );
  }
  const column = { position: table.columns.length, folded, name: name.normalize("NFC").trim(), generated };
  yield* run(
    "INSERT INTO columns (table_id, position, folded, name, generated) VALUES (?, ?, ?, ?, ?)",
    table.id,
    column.position,
    column.folded,
    column.name,
    generated ? 1 : 0,
  );
  table.columns.push(column);
  return column;
}

function checkName(name: string, what: "table" | "column"): void {
  if (name.trim() === "") throw new DataError(`A ${what} needs a name, and this one is blank.`);
  if (name.length > DATA_LIMITS.nameLength) {
    throw new DataError(`The name of a ${what} has at most ${DATA_LIMITS.nameLength} characters: "${brief(name)}".`);
  }
  if (/\p{Cc}/u.test(name)) {
    throw new DataError(`The name of a ${what} holds a control character: ${JSON.stringify(brief(name))}.`);
  }
  if (!isStorable(name))
    throw new DataError(`The name of a ${what} holds half of a surrogate pair: ${JSON.stringify(brief(name))}.`);
}

/** A name cut to what fits in a message. */
export const brief = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

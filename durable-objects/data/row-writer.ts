/** Writes single rows of a table: where each value goes, what the table's rules make of it, and the row itself. */
import type { Condition } from "../../basic/filter/tree.ts";
import type { TableDeclaration } from "../../basic/tables/declaration.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { SaveRow } from "../../contracts/objects.ts";
import { noteChange } from "./changes.ts";
import { reindexRow } from "./indexes.ts";
import { type RowWorld, rowContext, rowFilter } from "./row-filter.ts";
import { matchingRows } from "./rows.ts";
import { applyRules, checkAgainstRows, type RowValues, referredColumn, referringTables } from "./rules.ts";
import { DATA_LIMITS } from "./schema.ts";
import { run, type Steps } from "./sql.ts";
import { brief, type Column, DataError, ensureColumn, findTable, foldName, isFileTable, type Table } from "./tables.ts";
import { checkValue, idKey } from "./values.ts";

export interface Written {
  id: JsonValue;
  seq: number;
  isNew: boolean;
}

export interface RowWriter {
  /** Inserts, or updates the row with the same id. */
  save(row: SaveRow): Steps<Written>;
  /** Refuses an id that is there. */
  insert(row: SaveRow): Steps<Written>;
  /** Sets fields of the row at this place; false where nothing is different afterwards. */
  change(seq: number, fields: SaveRow["fields"]): Steps<boolean>;
  remove(seq: number): Steps<void>;
  /** The names of the columns that these operands mean: by position where no name matches. */
  /** Sets values by position without the rules of the declaration; for a change of the declaration itself. */
  replace(seq: number, values: ReadonlyMap<number, JsonValue>): Steps<void>;
  columnsOf(names: readonly (string | null)[], isList: boolean): string[];
  has(column: string): boolean;
  /** What the author should know, each once. */
  warnings(): string[];
}

/** What a change is named: its events carry it. */
export interface WriteWorld extends RowWorld {
  effect: string;
}

/** How deep deleting follows ON DELETE CASCADE. */
const MAX_CASCADE = 10;

export function rowWriter(table: Table, world: WriteWorld, newId: () => string, depth = 0): RowWriter {
  const isFile = isFileTable(table.name);
  const context = rowContext(world, table);
  const warned = new Set<string>();
  let length = 0;

  const known = (name: string): Column | undefined => table.columns.find(({ folded }) => folded === foldName(name));

  /** The column of a name; null where a declared table has none, which is told once. */
  function* columnFor(name: string): Steps<Column | null> {
    const found = known(name);
    if (found || !table.declared) return found ?? (yield* ensureColumn(table, name));
    warned.add(`"${brief(table.name)}" declares no column ${brief(name)}; its value was left out.`);
    return null;
  }

  function* idColumn(): Steps<Column | null> {
    const found = known("id");
    if (found || isFile || table.declared) return found ?? null;
    return yield* ensureColumn(table, "id", true);
  }

  const columnsOf = (names: readonly (string | null)[], isList: boolean): string[] => {
    const positional = table.columns.filter(
      ({ generated, folded }) => !generated && !isComputed(table.declared, folded),
    );
    const byPosition =
      isList &&
      positional.length > 0 &&
      positional.length === names.length &&
      !names.some((name) => name !== null && known(name) !== undefined);
    if (byPosition)
      warned.add(`No operand is named like a column of "${brief(table.name)}"; the values went in by position.`);
    return names.map((name, i) => ((byPosition || name === null) && positional[i]?.name) || (name ?? `col${i + 1}`));
  };

  /** The id column stands first where the row brings none and the table has no columns yet. */
  function* place(row: SaveRow): Steps<{ column: Column; value: JsonValue }[]> {
    if (table.columns.length === 0 && row.fields.every(({ name }) => name === null || foldName(name) !== "id"))
      yield* idColumn();
    if (row.id !== null && isFile && !known("id") && !table.declared) yield* ensureColumn(table, "id");
    const names = columnsOf(
      row.fields.map(({ name }) => name),
      row.list === true,
    );
    const placed: { column: Column; value: JsonValue }[] = [];
    for (const [i, { value }] of row.fields.entries()) {
      const column = yield* columnFor(names[i] ?? "");
      if (column) placed.push({ column, value });
    }
    return placed;
  }

  function* write(seq: number | null, key: string, values: RowValues, before: string | null): Steps<number> {
    applyRules(table, values, seq === null, { context, newId });
    yield* checkAgainstRows(table, values, seq ?? -1);
    for (const column of table.columns) checkValue(values[column.position] ?? null, column);
    const body = JSON.stringify(Array.from(values, (value) => value ?? null));
    if (body.length > DATA_LIMITS.rowLength)
      throw new DataError(`A row of "${brief(table.name)}" would be longer than ${DATA_LIMITS.rowLength / 1024} KB.`);
    length += body.length;
    if (length > DATA_LIMITS.savedLength)
      throw new DataError(
        `${DATA_LIMITS.savedLength / 1024 / 1024} MB can be written at once: write the rows in parts.`,
      );
    let place = seq;
    if (place === null) {
      const [made] = yield* run<{ seq: number }>(
        "INSERT INTO rows (table_id, id_key, body) VALUES (?, ?, ?) RETURNING seq",
        table.id,
        key,
        body,
      );
      if (!made) throw new Error("the row was not stored");
      place = made.seq;
    } else yield* run("UPDATE rows SET id_key = ?, body = ? WHERE seq = ?", key, body, place);
    yield* noteChange(table, world.effect, before, body);
    yield* reindexRow(table, place, before === null ? null : JSON.parse(before), values);
    return place;
  }

  function* put(row: SaveRow, isInsert: boolean): Steps<Written> {
    const fields = yield* place(row);
    const id = (yield* idColumn()) ?? keyColumn(table);
    const given = row.id ?? fields.findLast(({ column }) => column === id)?.value ?? null;
    const key = id === null || given === null || given === "" ? null : idKey(given);
    const existing = key === null ? undefined : yield* rowWithKey(table, key);
    if (existing && isInsert)
      throw new DataError(`"${brief(table.name)}" already has a row with the id ${brief(String(given))}.`);
    const values: RowValues = existing ? JSON.parse(existing.body) : [];
    const stored = id && existing ? (values[id.position] ?? null) : given;
    for (const { column, value } of fields) values[column.position] = value;
    // A row keeps the id that it was made with, also where the fields of an update spell it otherwise.
    let own = key === null ? null : stored;
    if (own === null && id && !isFile && !hasDefault(table, id)) own = takesText(table, id) ? newId() : null;
    if (id && own !== null) values[id.position] = own;
    const placeholder = key ?? (own === null ? `\u0001${newId()}` : idKey(own));
    const seq = yield* write(existing?.seq ?? null, placeholder, values, existing?.body ?? null);
    const made = id ? (values[id.position] ?? null) : null;
    if (key === null && made !== null && made !== own) yield* rekey(table, seq, idKey(made));
    return { id: made, seq, isNew: !existing };
  }

  return {
    save: (row) => put(row, false),
    insert: (row) => put(row, true),
    *change(seq, fields) {
      const [stored] = yield* run<{ body: string; id_key: string }>("SELECT body, id_key FROM rows WHERE seq = ?", seq);
      if (!stored) return false;
      const { body, id_key } = stored;
      const values: RowValues = JSON.parse(body);
      const id = known("id") ?? keyColumn(table);
      let key = id_key;
      for (const { name, value } of fields) {
        const column = name === null ? null : yield* columnFor(name);
        if (!column) continue;
        values[column.position] = value;
        if (column === id && value !== null && value !== "") key = idKey(value);
      }
      if (JSON.stringify(Array.from(values, (value) => value ?? null)) === body) return false;
      if (key !== id_key && (yield* rowWithKey(table, key)))
        throw new DataError(`"${brief(table.name)}" already has a row with the id ${brief(key)}.`);
      yield* write(seq, key, values, body);
      return true;
    },
    *remove(seq) {
      const [stored] = yield* run<{ body: string }>("SELECT body FROM rows WHERE seq = ?", seq);
      // ON DELETE CASCADE may have come round to it before.
      if (!stored) return;
      const values: RowValues = JSON.parse(stored.body);
      yield* removeReferring(table, values, world, newId, depth);
      yield* run("DELETE FROM rows WHERE seq = ?", seq);
      yield* reindexRow(table, seq, values, null);
      yield* noteChange(table, world.effect, stored.body, null);
    },
    *replace(seq, changed) {
      const [stored] = yield* run<{ body: string }>("SELECT body FROM rows WHERE seq = ?", seq);
      if (!stored) return;
      const values: RowValues = JSON.parse(stored.body);
      for (const [position, value] of changed) values[position] = value;
      const all = Array.from(values, (value) => value ?? null);
      yield* run("UPDATE rows SET body = ? WHERE seq = ?", JSON.stringify(all), seq);
      yield* reindexRow(table, seq, JSON.parse(stored.body), all);
    },
    columnsOf,
    has: (name) => known(name) !== undefined,
    warnings: () => [...warned],
  };
}

/** The declared key of one column stands for the id. */
function keyColumn(table: Table): Column | null {
  const [name, ...others] = table.declared?.key ?? [];
  if (name === undefined || others.length > 0) return null;
  return table.columns.find(({ folded }) => folded === foldName(name)) ?? null;
}

const declaredColumn = (declared: TableDeclaration | null, folded: string) =>
  declared?.columns.find(({ name }) => foldName(name) === folded);

const isComputed = (declared: TableDeclaration | null, folded: string): boolean =>
  (declaredColumn(declared, folded)?.generated ?? null) !== null;

const hasDefault = (table: Table, column: Column): boolean =>
  (declaredColumn(table.declared, column.folded)?.default ?? null) !== null;

/** An id of ours is a text: a declared number must be given by the script. */
const takesText = (table: Table, column: Column): boolean => {
  const type = declaredColumn(table.declared, column.folded)?.type;
  return type === undefined || type === "text" || type === "any";
};

function* rowWithKey(table: Table, key: string): Steps<{ seq: number; body: string } | undefined> {
  const [row] = yield* run<{ seq: number; body: string }>(
    "SELECT seq, body FROM rows WHERE table_id = ? AND id_key = ?",
    table.id,
    key,
  );
  return row;
}

/** The key of a row whose id a DEFAULT made. */
function* rekey(table: Table, seq: number, key: string): Steps<void> {
  const other = yield* rowWithKey(table, key);
  if (other && other.seq !== seq)
    throw new DataError(`"${brief(table.name)}" already has a row with the id ${brief(key)}.`);
  yield* run("UPDATE rows SET id_key = ? WHERE seq = ?", key, seq);
}

/** Rows of other tables that refer to this one: they go too with ON DELETE CASCADE, else the row stays. */
function* removeReferring(
  table: Table,
  values: RowValues,
  world: WriteWorld,
  newId: () => string,
  depth: number,
): Steps<void> {
  const stored = yield* run<{ body: string }>("SELECT body FROM declarations");
  const declared = stored.map(({ body }): TableDeclaration => JSON.parse(body));
  for (const { table: name, column, target, cascade } of referringTables(declared, table.name)) {
    const referring = yield* findTable(name);
    const own = values[referredColumn(table, target)] ?? null;
    if (!referring || own === null) continue;
    const where: Condition = {
      kind: "compare",
      op: "=",
      left: { kind: "column", name: column },
      right: { kind: "literal", value: typeof own === "object" ? JSON.stringify(own) : own },
    };
    const filter = rowFilter({ where, order: [], limit: null, offset: 0 }, world, referring);
    for (const other of yield* matchingRows(referring, filter)) {
      if (!cascade || depth >= MAX_CASCADE) {
        throw new DataError(`A row of "${brief(name)}" refers to this row of "${brief(table.name)}" (REFERENCES).`);
      }
      yield* rowWriter(referring, world, newId, depth + 1).remove(other.seq);
    }
  }
}

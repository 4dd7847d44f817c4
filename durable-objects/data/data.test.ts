// The rules of tables on both databases: SQLite as the object has it, and PostgreSQL (embedded, and Debian's server where it is
// installed) through the proxy and the driver of the worker, as a role that owns nothing and cannot bypass row-level security.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { applyFilter, type FilterContext } from "../../basic/filter/apply.ts";
import { parseFilter } from "../../basic/filter/parse.ts";
import type { FilterTree } from "../../basic/filter/tree.ts";
import { isObject } from "../../basic/operations/compare.ts";
import { fromPlain } from "../../basic/operations/json.ts";
import { parseSelect } from "../../basic/sql/parse.ts";
import { parseDeclaration } from "../../basic/tables/declaration.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { DataChange, FindQuery } from "../../contracts/objects.ts";
import { type BotTables, openBotTables } from "../../db/tables/connection.ts";
import { type LocalDatabaseProcess, startLocalDatabase, TEST_PASSWORD } from "../../test/support/local-database.ts";
import { postgresPrograms, startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import { freePort } from "../../test/support/product.ts";
import { copyFromPostgres, copyToPostgres, emptyTables } from "../backup/postgres-tables.ts";
import { aggregateRows } from "./aggregate.ts";
import { once } from "./applied-steps.ts";
import { applyChange } from "./change.ts";
import { dropChange, waitingChanges, watchTables } from "./changes.ts";
import { buildAll, declareTables } from "./declare.ts";
import { findRows } from "./find.ts";
import { planSteps } from "./plan.ts";
import { postgresStore } from "./postgres-store.ts";
import { createDataSchema } from "./schema.ts";
import { selectRows } from "./select.ts";
import { run, runNow, type Sql, type Steps } from "./sql.ts";
import type { DataStore } from "./store.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const SOAK = process.env["BASALT_SOAK"] === "1";
const WORLD = { now: Date.UTC(2026, 0, 2), timeZone: "UTC" };
const KINDS = ["SQLite", "embedded", "PostgreSQL"].filter(
  (kind) => kind !== "PostgreSQL" || postgresPrograms() !== undefined,
);

function sqliteInMemory(): DataStore & { sql: Sql } {
  const database = new DatabaseSync(":memory:");
  const exec = (text: string, ...bindings: (string | number | null)[]) => {
    if (bindings.length === 0 && text.trim().includes(";")) {
      database.exec(text);
      return { toArray: () => [], one: () => ({}) };
    }
    const rows = database.prepare(text).all(...bindings);
    return { toArray: () => rows, one: () => rows[0] };
  };
  const sql = { exec } as unknown as Sql;
  createDataSchema(sql);
  sql.exec(
    "CREATE TABLE applied_effects (seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, result TEXT NOT NULL)",
  );
  const inTransaction = <T>(steps: Steps<T>, end: "COMMIT" | "ROLLBACK"): T => {
    database.exec("BEGIN");
    try {
      const result = runNow(sql, steps);
      database.exec(end);
      return result;
    } catch (error) {
      database.exec("ROLLBACK");
      throw error;
    }
  };
  return {
    sql,
    read: async (steps) => runNow(sql, steps),
    write: async (steps) => inTransaction(steps, "COMMIT"),
    tried: async (steps) => inTransaction(steps, "ROLLBACK"),
  };
}

/** The block's text as a declaration. */
function declaration(head: string, body: string): JsonValue {
  const { table, problems } = parseDeclaration(head, body);
  if (table === null || problems.length > 0) throw new Error(JSON.stringify(problems));
  return table as unknown as JsonValue;
}

const filterOf = (text: string): JsonValue => (text === "" ? null : (parseFilter(text) as unknown as JsonValue));
const asked = (filter: string, more: Partial<FindQuery> = {}): FindQuery => ({
  filter: filterOf(filter),
  orderBy: [],
  limit: 1_000,
  offset: 0,
  ...WORLD,
  ...more,
});
const equal = (column: string, value: JsonValue): JsonValue => ({
  kind: "compare",
  op: "=",
  left: { kind: "column", name: column },
  right: { kind: "literal", value },
});
const rowOf = (values: Record<string, JsonValue>) => ({
  id: values["id"] ?? null,
  fields: Object.entries(values).map(([name, value]) => ({ name, value })),
});

describe.each(KINDS)("%s", (kind) => {
  let folder: string;
  let server: LocalDatabaseProcess | undefined;
  let postgres: TestPostgres | undefined;
  let port = 0;
  const opened: BotTables[] = [];
  let bots = 0;
  let ids = 0;
  const newId = () => `new-${++ids}`;

  const tablesOf = (tenant: string, bot: string): BotTables => {
    const url = `postgresql://basalt:${TEST_PASSWORD}@127.0.0.1/basalt`;
    const tables = openBotTables({ url, proxy: `127.0.0.1:${port}` }, tenant, bot);
    opened.push(tables);
    return tables;
  };
  const store = (): DataStore =>
    kind === "SQLite" ? sqliteInMemory() : postgresStore(tablesOf("acme", `bot-${++bots}`));
  const change = (on: DataStore, what: DataChange, effect = newId()) =>
    on.write(applyChange(what, WORLD, effect, newId));
  const insert = (on: DataStore, table: string, rows: Record<string, JsonValue>[]) =>
    change(on, { kind: "insert", table, rows: rows.map(rowOf) });
  const declare = (
    on: DataStore,
    tables: JsonValue[],
    indexes: { name: string; table: string; columns: string[] }[] = [],
    release = "r1",
  ) => on.write(declareTables({ release, tables, indexes, now: WORLD.now }));
  const found = async (on: DataStore, table: string, filter: string, more: Partial<FindQuery> = {}) =>
    (await on.read(findRows(table, asked(filter, more)))).rows;

  beforeAll(async () => {
    if (kind === "SQLite") return;
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "basalt-data-"));
    port = await freePort();
    if (kind === "PostgreSQL") postgres = await startPostgres(await freePort());
    server = await startLocalDatabase(
      port,
      path.join(folder, "postgres"),
      postgres === undefined ? {} : { DATABASE_URL: postgres.url },
    );
  });
  afterAll(async () => {
    for (const tables of opened) await tables.close();
    await server?.stop();
    await postgres?.stop();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });

  test("rows come and go by every kind of change, each write once", async () => {
    const on = store();
    await insert(on, "people", [
      { id: 1, name: "Ann", tags: ["a", "b"] },
      { id: 2, name: "Bob", tags: null },
    ]);
    await change(on, {
      kind: "update",
      table: "people",
      where: { filter: filterOf("name = Bob") },
      set: [{ column: "name", value: { kind: "literal", value: "Bo'b ?\"" } }],
    });
    const save = () =>
      on.write(
        once("c/1/1", function* () {
          const result = yield* applyChange(
            { kind: "save", table: "people", rows: [rowOf({ id: 3, name: "Cy" })] },
            WORLD,
            "c/1/1",
            newId,
          );
          return { result, keep: true };
        }),
      );
    expect(await save()).toEqual(await save());
    await change(on, {
      kind: "merge",
      table: "people",
      key: ["id"],
      rows: [rowOf({ id: 3, name: "Cy!" }), rowOf({ id: 4, name: "Di" })],
    });
    await change(on, { kind: "delete", table: "people", where: { id: 1 } });
    expect(await found(on, "people", "ORDER BY id DESC")).toEqual([
      { id: 4, name: "Di", tags: null },
      { id: 3, name: "Cy!", tags: null },
      { id: 2, name: "Bo'b ?\"", tags: null },
    ]);
    await expect(insert(on, "people", [{ id: 5 }, { id: 2 }])).rejects.toThrow("already has a row");
    expect(await found(on, "people", "id = 5")).toEqual([]);
    expect(
      await on.tried(applyChange({ kind: "delete", table: "people", where: { filter: null } }, WORLD, "x", newId)),
    ).toMatchObject({ affected: 3 });
    expect(await found(on, "people", "")).toHaveLength(3);
  });

  test("declared rules hold: keys, uniques, references with CASCADE, CHECK, DEFAULT, GENERATED", async () => {
    const on = store();
    const customers = declaration("customers", "id number KEY\nname string(20) NOT NULL UNIQUE");
    const orders = declaration(
      "orders",
      "id number KEY\ncustomer number REFERENCES customers ON DELETE CASCADE\ntotal number DEFAULT 1 CHECK (total >= 0)\ncode string\nyear number\nlabel string GENERATED ALWAYS AS (code || '-' || year) STORED\nUNIQUE(code, year)",
    );
    await declare(on, [customers, orders]);
    await insert(on, "customers", [
      { id: 1, name: "Ann" },
      { id: 2, name: "Bob" },
    ]);
    await insert(on, "orders", [
      { id: 1, customer: 1, code: "a", year: 1 },
      { id: 2, customer: 2, code: "a", year: 2 },
    ]);
    expect(await found(on, "orders", "label = a-2")).toMatchObject([{ id: 2, total: 1, label: "a-2" }]);
    const refused: [string, Record<string, JsonValue>, string][] = [
      ["customers", { id: 3, name: "Ann" }, "UNIQUE"],
      ["customers", { id: 3, name: null }, "NOT NULL"],
      ["customers", { id: 2, name: "Cy" }, "already"],
      ["orders", { id: 3, customer: 9, code: "b", year: 1 }, "REFERENCES"],
      ["orders", { id: 3, customer: 1, code: "a", year: 2 }, "UNIQUE"],
      ["orders", { id: 3, customer: 1, total: -1 }, "CHECK"],
    ];
    for (const [table, row, reason] of refused) await expect(insert(on, table, [row]), reason).rejects.toThrow(reason);
    await change(on, { kind: "delete", table: "customers", where: { id: 1 } });
    expect((await found(on, "orders", "")).map(({ id }) => id)).toEqual([2]);
  });

  test("a release that declares otherwise says what will happen, converts what it can and loses nothing", async () => {
    const on = store();
    await insert(on, "items", [
      { id: 1, price: "10", code: "x" },
      { id: 2, price: "cheap", code: "x" },
      { id: 3, price: 12, code: null },
    ]);
    const tables = [
      declaration("items", "id number KEY\nprice number\ncode string UNIQUE NOT NULL\nstate string DEFAULT 'new'"),
      declaration("fresh", "id number KEY"),
    ];
    const indexes = [{ name: "by_price", table: "items", columns: ["price"] }];
    const plan = await on.read(planSteps(tables, indexes, WORLD));
    expect(plan.map(({ change: what, column, rows, problems }) => [what, column, rows, problems])).toEqual([
      ["type", "id", 0, 0],
      ["type", "price", 1, 1],
      ["type", "code", 0, 0],
      ["required", "code", 0, 1],
      ["column", "state", 0, 0],
      ["key", "code", 0, 1],
      ["create", null, 0, 0],
      ["index", null, 0, 0],
    ]);
    expect(plan[1]?.message).toContain('"cheap"');
    const done = await declare(on, tables, indexes);
    expect(done.warnings).toHaveLength(3);
    expect((await found(on, "items", "")).map(({ price }) => price)).toEqual([10, "cheap", 12]);
    await expect(insert(on, "items", [{ id: 4, price: 1, code: "x" }])).rejects.toThrow("UNIQUE");
    expect(await on.read(planSteps(tables, indexes, WORLD))).toEqual([]);
    const gone = await on.read(planSteps([], [], WORLD));
    expect(gone.map(({ change: what, table }) => [what, table])).toEqual([
      ["removed", "fresh"],
      ["removed", "items"],
    ]);
    await declare(on, [], [], "r2");
    expect(await found(on, "items", "")).toHaveLength(3);
  });

  test("watched changes lie in the outbox with the change, rows before and after, in order", async () => {
    const on = store();
    await on.write(
      watchTables([
        { table: "Orders", change: "update" },
        { table: "Orders", change: "delete" },
      ]),
    );
    await insert(on, "orders", [{ id: 1, state: "new" }]);
    const set = [{ column: "state", value: { kind: "literal", value: "paid" } }];
    await change(on, { kind: "update", table: "orders", where: { id: 1 }, set }, "c1/2/3");
    const refused = applyChange({ kind: "insert", table: "orders", rows: [rowOf({ id: 1 })] }, WORLD, "c1/2/4", newId);
    await expect(on.write(refused)).rejects.toThrow("already");
    await change(on, { kind: "delete", table: "orders", where: { id: 1 } }, "c1/2/5");
    const waiting = await on.read(waitingChanges(10));
    expect(waiting.map(({ key, event }) => [key.replace(/\d+$/, "N"), event])).toEqual([
      [
        "c1/2/3/row-N",
        {
          kind: "table",
          table: "orders",
          change: "update",
          row: { id: 1, state: "paid" },
          before: { id: 1, state: "new" },
        },
      ],
      [
        "c1/2/5/row-N",
        {
          kind: "table",
          table: "orders",
          change: "delete",
          row: { id: 1, state: "paid" },
          before: { id: 1, state: "paid" },
        },
      ],
    ]);
    for (const { seq } of waiting) await on.write(dropChange(seq));
    expect(await on.read(waitingChanges(10))).toEqual([]);
    // However far apart the numbers are that the database gives: other bots take theirs in between.
    for (const id of [2, 3]) {
      await insert(on, "orders", [{ id }]);
      await change(on, { kind: "delete", table: "orders", where: { id } });
      await on.write(run("UPDATE outbox SET seq = seq - 100000"));
    }
    expect(await on.read(waitingChanges(10))).toHaveLength(2);
  });

  test("aggregates and SELECT with joins and groups are computed beside the rows", async () => {
    const on = store();
    await insert(on, "people", [
      { id: 1, name: "Ann" },
      { id: 2, name: "Bob" },
      ...Array.from({ length: 10 }, (_, i) => ({ id: 10 + i, name: `p${i}` })),
    ]);
    await insert(
      on,
      "orders",
      Array.from({ length: 30 }, (_, i) => ({ id: i, person: i % 3, total: i, note: i % 2 ? "x" : null })),
    );
    const sum = (operation: "SUM" | "COUNT" | "AVG" | "MIN" | "MAX", column: string | null, filter = "") =>
      on.read(aggregateRows("orders", { operation, column, filter: filterOf(filter), ...WORLD }));
    expect(await sum("COUNT", null)).toEqual({ value: 30, exists: true });
    expect(await sum("COUNT", "note")).toEqual({ value: 15, exists: true });
    expect(await sum("SUM", "total", "person = 1")).toEqual({ value: 145, exists: true });
    expect(await sum("AVG", "total", "person = 7")).toEqual({ value: null, exists: true });
    expect(await sum("MAX", "total")).toEqual({ value: 29, exists: true });
    const select = (sql: string, variables: Record<string, JsonValue> = {}) =>
      on.read(selectRows({ select: parseSelect(sql) as unknown as JsonValue, variables, ...WORLD }));
    const grouped = await select(
      "SELECT p.name, COUNT(*) AS n, SUM(o.total) AS total FROM orders o JOIN people p ON p.id = o.person WHERE o.total >= 10 GROUP BY p.name HAVING COUNT(*) > 1 ORDER BY total DESC",
    );
    expect(grouped.rows).toEqual([
      { name: "Bob", n: 7, total: 140 },
      { name: "Ann", n: 7, total: 133 },
    ]);
    expect(
      (await select("SELECT o.id FROM orders o LEFT JOIN people p ON p.id = o.person WHERE p.id IS NULL LIMIT 2")).rows,
    ).toEqual([{ id: 0 }, { id: 3 }]);
    const nested = await select(
      "SELECT name FROM people p WHERE id IN (SELECT person FROM orders WHERE total > least) AND EXISTS (SELECT 1 FROM orders o WHERE o.person = p.id AND o.total = 29) UNION ALL SELECT MAX(note) FROM orders WHERE total < (SELECT AVG(total) FROM orders)",
      { least: 27 },
    );
    expect(nested.rows).toEqual([{ name: "Bob" }, { name: "x" }]);
    expect(await select("SELECT 1 FROM people WHERE id IN (SELECT id FROM nowhere)")).toMatchObject({
      missing: ["nowhere"],
    });
    expect(await select("SELECT * FROM nowhere")).toMatchObject({ missing: ["nowhere"] });
  });

  test("changes and sums meet the rows that their ORDER BY, LIMIT and OFFSET choose, with an index and without", async () => {
    const on = store();
    for (const table of ["plain", "quick"])
      await insert(
        on,
        table,
        [5, 3, 9, 1, 7, 2].map((n) => ({ id: `r${n}`, n, name: `N${10 - n}` })),
      );
    await declare(on, [], [{ name: "by_n", table: "quick", columns: ["n"] }]);
    await on.write(buildAll(1_000));
    const left = async (table: string) => (await found(on, table, "ORDER BY n")).map(({ n }) => n);
    const sum = async (table: string, filter: string) =>
      (await on.read(aggregateRows(table, { operation: "SUM", column: "n", filter: filterOf(filter), ...WORLD })))
        .value;
    for (const table of ["plain", "quick"]) {
      expect(await sum(table, "n > 0 ORDER BY n DESC LIMIT 2")).toBe(16);
      expect(await sum(table, "n > 0 ORDER BY n LIMIT 2 OFFSET 1")).toBe(5);
      expect(await sum(table, "n > 0 ORDER BY LOWER(name) LIMIT 1")).toBe(9);
      expect(await sum(table, "n > 0 LIMIT 0")).toBe(0);
      const where = (filter: string) => ({ filter: filterOf(filter) });
      const set = [{ column: "n", value: { kind: "literal", value: 90 } }];
      await change(on, { kind: "update", table, where: where("n > 0 ORDER BY n DESC LIMIT 1"), set });
      expect(await left(table)).toEqual([1, 2, 3, 5, 7, 90]);
      await change(on, { kind: "delete", table, where: where("n > 0 ORDER BY n LIMIT 2 OFFSET 1") });
      expect(await left(table)).toEqual([1, 5, 7, 90]);
      await change(on, { kind: "delete", table, where: where("n > 0 ORDER BY UPPER(name) LIMIT 1") });
      expect(await left(table)).toEqual([1, 5, 7]);
    }
  });

  test("names and ids that not every database can keep are refused or not found, and harm nothing", async () => {
    const on = store();
    await insert(on, "things", [{ id: "a", note: "x\u0000y \ud800" }]);
    for (const odd of ["a\u0000b", "\ud800"]) {
      await expect(insert(on, "things", [{ id: odd }])).rejects.toThrow("An id holds neither");
      await expect(insert(on, odd, [{ id: 1 }])).rejects.toThrow(/control character|surrogate/);
      await expect(insert(on, "things", [{ id: "b", [odd]: 1 }])).rejects.toThrow(/control character|surrogate/);
      expect((await on.read(findRows(odd, asked("")))).exists).toBe(false);
      expect(
        await found(on, "things", "", { filter: { where: equal("id", odd), order: [], limit: null, offset: 0 } }),
      ).toEqual([]);
      const byId = { kind: "delete", table: "things", where: { id: odd } } as const;
      expect(await change(on, byId)).toMatchObject({ affected: 0 });
    }
    expect(await found(on, "things", "")).toEqual([{ id: "a", note: "x\u0000y \ud800" }]);
  });

  test("an index follows its rows, and gives each once in their order", async () => {
    const on = store();
    await insert(
      on,
      "t",
      ["Kelvin", "kilo", "\u212aelvin", "\u0130zmir", "ix", "b", "a\u0000k", "m", "n"].map((name, i) => ({
        id: `r${i}`,
        name,
        n: i,
      })),
    );
    const indexes = ["name", "n"].map((name) => ({ name, table: "t", columns: [name] }));
    await declare(on, [], indexes);
    const ids = async (filter: string, more: Partial<FindQuery> = {}) =>
      (await found(on, "t", filter, more)).map(({ id }) => id).join(" ");
    expect(await ids("name LIKE k*")).toBe("r0 r1 r2");
    expect(await ids("name LIKE i*")).toBe("r3 r4");
    expect(await ids("name LIKE KELVIN%")).toBe("r0 r2");
    expect(await ids("name CONTAINS k")).toBe("r1 r6");
    const set = [{ column: "n", value: { kind: "literal", value: 100 } }];
    await change(on, { kind: "update", table: "t", where: { id: "r0" }, set });
    await change(on, { kind: "delete", table: "t", where: { id: "r8" } });
    expect(await ids("n = 0")).toBe("");
    expect(await ids("ORDER BY n LIMIT 8")).toBe("r1 r2 r3 r4 r5 r6 r7 r0");
    expect(await ids("ORDER BY n DESC LIMIT 3 OFFSET 1")).toBe("r7 r6 r5");
    expect(await ids("n >= 7 ORDER BY name DESC")).toBe("r7 r0");
    // What the next release does not want goes, and nothing else changes.
    await declare(on, [], [], "r2");
    expect(await ids("n >= 7 ORDER BY n")).toBe("r7 r0");
  });

  test("with indexes and without, whatever the filter and the rows, the answer is the language's own", async () => {
    const on = store();
    const columns = ["a", "b"];
    const value = fc.oneof(
      fc.constantFrom<JsonValue>(
        null,
        true,
        false,
        0,
        1,
        -1,
        2.5,
        "",
        "1",
        "01",
        " 1 ",
        "true",
        "No",
        "abc",
        "ABC",
        "Kelvin",
        "\u212aelvin",
        "\u0130x",
        "ix",
        "a'; DROP TABLE rows; --",
        'q"?',
        "%",
        "🙂",
        "é",
        "a\u0000b",
        "\ud800",
        [1],
        { x: 1 },
      ),
      fc.integer({ min: -20, max: 20 }),
      fc.string({ maxLength: 6, unit: "binary" }),
    );
    const rows = fc.sample(fc.record({ a: value, b: value }), { numRuns: 150, seed: 7 }) as Record<string, JsonValue>[];
    await insert(
      on,
      "plain",
      rows.map((row, i) => ({ id: `r${i}`, ...row })),
    );
    await insert(
      on,
      "quick",
      rows.map((row, i) => ({ id: `r${i}`, ...row })),
    );
    await declare(
      on,
      [],
      columns.map((name) => ({ name, table: "quick", columns: [name] })),
    );
    expect(await on.write(buildAll(1_000))).toBe(true);
    const context: FilterContext = {
      ...WORLD,
      now: () => WORLD.now,
      strict: false,
      caseSensitive: true,
      charge() {},
      allocate() {},
    };
    const objects = rows.map((row, i) => fromPlain({ id: `r${i}`, ...row }, context)).filter(isObject);
    const literal = value
      .filter((v) => v === null || typeof v !== "object")
      .map((v) => ({ kind: "literal", value: v }));
    const column = fc.constantFrom(...columns).map((name) => ({ kind: "column", name }));
    const condition = fc.letrec((tie) => ({
      one: fc.oneof(
        { depthSize: "small" },
        fc.record({
          kind: fc.constant("compare"),
          op: fc.constantFrom("=", "<>", "<", "<=", ">", ">="),
          left: column,
          right: literal,
        }),
        fc.record({
          kind: fc.constantFrom("like", "contains", "starts with", "ends with"),
          left: column,
          right: fc.oneof(
            literal,
            fc.constantFrom("k%", "i*", "a%", "1%", "%", "A_c").map((v) => ({ kind: "literal", value: v })),
          ),
        }),
        fc.record({ kind: fc.constant("in"), left: column, values: fc.array(literal, { minLength: 1, maxLength: 3 }) }),
        fc.record({ kind: fc.constant("between"), left: column, low: literal, high: literal }),
        fc.record({ kind: fc.constant("null"), left: column }),
        fc.record({ kind: fc.constant("not"), item: tie("one") }),
        fc.record({ kind: fc.constantFrom("and", "or"), items: fc.array(tie("one"), { minLength: 1, maxLength: 3 }) }),
      ),
    })).one;
    const runs = kind === "SQLite" ? (SOAK ? 20_000 : 600) : SOAK ? 400 : 50;
    await fc.assert(
      fc.asyncProperty(
        condition,
        fc.option(fc.record({ by: column, descending: fc.boolean() })),
        fc.option(fc.nat(20)),
        async (where, order, limit) => {
          const tree = { where, order: order ? [order] : [], limit, offset: 0 } as unknown as FilterTree;
          const query = { ...asked(""), filter: tree as unknown as JsonValue };
          const ids = (from: { rows: Record<string, JsonValue>[] }) => from.rows.map(({ id }) => id);
          const plain = ids(await on.read(findRows("plain", query)));
          expect(ids(await on.read(findRows("quick", query)))).toEqual(plain);
          if (order === null) {
            const own = applyFilter(tree, objects, context).map((row) => row["id"]);
            expect(plain).toEqual(own);
          }
        },
      ),
      { numRuns: runs },
    );
    expect((await found(on, "quick", "")).length).toBe(150);
  });

  // A file of SQLite has one bot; there is nobody else to see.
  const inPostgres = kind === "SQLite" ? () => {} : test;
  inPostgres(
    "a backup takes the tables through the object's own, and brings them back with their numbers",
    async () => {
      const [from, to] = [tablesOf("acme", "backed-up"), tablesOf("acme", "restored")];
      const [before, after] = [postgresStore(from), postgresStore(to)];
      await declare(
        before,
        [declaration("parts", "id integer key\nname string(40)\nstock integer")],
        [{ name: "by_stock", table: "parts", columns: ["stock"] }],
      );
      await before.write(watchTables([{ table: "parts", change: "insert" }]));
      const odd = { 7: '\u0000 "\\u0000"', 8: "ä 😀", 9: null };
      const made = Array.from({ length: 70 }, (_, id) => ({ id, name: odd[id as 7] ?? `part ${id}`, stock: id % 10 }));
      await insert(before, "parts", made);
      await insert(before, "loose", [{ list: [1, { a: true }], long: "x".repeat(100_000) }]);
      const all = async (on: DataStore) => [
        await found(on, "parts", "stock = 3"),
        await found(on, "parts", ""),
        await found(on, "loose", ""),
        await on.read(waitingChanges(1_000)),
        await on.read(findRows("parts", asked("stock = 3", { places: true }))),
      ];
      const held = await all(before);
      const { sql } = sqliteInMemory();
      for (let run = 0; run < 2; run++) await from.transaction("snapshot", (query) => copyFromPostgres(query, sql));
      expect(sql.exec<{ n: number }>("SELECT count(*) AS n FROM rows").one().n).toBe(71);
      // Numbers that this database would give only now, as one that is new would.
      const [given] = await from.transaction("read", (query) => query("SELECT max(seq) + 5 AS next FROM rows", []));
      sql.exec(
        "UPDATE rows SET seq = ? WHERE table_id = (SELECT id FROM tables WHERE folded = 'loose')",
        Number(given?.["next"]),
      );
      await to.transaction(
        "write",
        async (query) => void (await query("INSERT INTO rows (table_id, id_key, body) VALUES (1, 'old', '[]')", [])),
      );
      for (let run = 0; run < 2; run++) await to.transaction("write", (query) => copyToPostgres(query, sql));
      expect(await all(after)).toEqual(held);
      const more = Array.from({ length: 30 }, (_, at) => ({ id: 1_000 + at, name: "more", stock: 3 }));
      await insert(after, "parts", more);
      expect(await found(after, "parts", "stock = 3")).toHaveLength(37);
      expect(await found(before, "parts", "")).toHaveLength(70);
      emptyTables(sql);
      await to.transaction("write", (query) => copyToPostgres(query, sql));
      expect((await after.read(findRows("parts", asked("")))).exists).toBe(false);
      await expect(
        to.transaction("write", (query) => query("SELECT bot_data.reach('rows', 'seq', 2000000000000000)", [])),
      ).rejects.toThrow("no row of ours");
    },
  );

  inPostgres("no bot and no tenant sees another's rows, and nobody any without saying who", async () => {
    const mine = postgresStore(tablesOf("acme", "private"));
    await insert(mine, "secrets", [{ id: 1, word: "x" }]);
    expect(await found(mine, "secrets", "")).toHaveLength(1);
    for (const [tenant, bot] of [
      ["acme", "other"],
      ["globex", "private"],
    ] as const)
      expect((await postgresStore(tablesOf(tenant, bot)).read(findRows("secrets", asked("")))).exists).toBe(false);
    if (postgres === undefined) return;
    const client = new pg.Client(postgres.url);
    await client.connect();
    try {
      await client.query("SET ROLE basalt_app");
      expect((await client.query("SELECT * FROM bot_data.rows")).rows).toEqual([]);
      await expect(
        client.query("INSERT INTO bot_data.watched (folded, change) VALUES ('a', 'insert')"),
      ).rejects.toThrow();
      await client.query("SELECT set_config('basalt.tenant', 'acme', false)");
      expect((await client.query("SELECT * FROM bot_data.rows")).rows).toEqual([]);
      await client.query("SELECT set_config('basalt.bot', 'private', false)");
      expect((await client.query("SELECT * FROM bot_data.rows")).rows).toHaveLength(1);
      await expect(
        client.query("INSERT INTO bot_data.watched (tenant_id, folded, change) VALUES ('globex', 'a', 'insert')"),
      ).rejects.toThrow("row-level security");
      await client.query("RESET ROLE");
      const { rows } = await client.query("SELECT rolbypassrls, rolsuper FROM pg_roles WHERE rolname = 'basalt_app'");
      expect(rows).toEqual([{ rolbypassrls: false, rolsuper: false }]);
      const forced = await client.query(
        "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'bot_data' AND relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity)",
      );
      expect(forced.rows).toEqual([]);
      // The server ends the connection that rests: the next transaction opens another.
      await client.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
      );
      expect(await found(mine, "secrets", "")).toHaveLength(1);
    } finally {
      await client.end();
    }
  });
});

/**
 * A bot's tables against plain SQLite in the same process: the rules of durable-objects/data over node:sqlite, and what a
 * programmer would write by hand for the same question, over a table with typed columns and the same index.
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { parseFilter } from "../../basic/filter/parse.ts";
import { parseSelect } from "../../basic/sql/parse.ts";
import type { JsonValue } from "../../contracts/json.ts";
import { aggregateRows } from "../../durable-objects/data/aggregate.ts";
import { applyChange } from "../../durable-objects/data/change.ts";
import { buildAll, declareTables } from "../../durable-objects/data/declare.ts";
import { findRows } from "../../durable-objects/data/find.ts";
import { createDataSchema } from "../../durable-objects/data/schema.ts";
import { selectRows } from "../../durable-objects/data/select.ts";
import { runNow, type Sql, type Steps } from "../../durable-objects/data/sql.ts";
import { median, table } from "../statistics.ts";

const SIZES = [1_000, 10_000, 100_000] as const;
const CUSTOMERS = 500;
const WORLD = { now: Date.UTC(2026, 0, 2), timeZone: "UTC" };
/** ms at 100,000 rows (docs/architecture.md). */
const BARS: Partial<Record<Question, number>> = {
  "find by index": 10,
  "scan with a filter": 150,
  "scan by CONTAINS": 150,
  "scan that nothing narrows": 150,
};

const QUESTIONS = [
  "insert 1,000 rows",
  "find by id",
  "find by index",
  "range by index",
  "sorted, first 10",
  "scan with a filter",
  "scan by CONTAINS",
  "scan that nothing narrows",
  "join and group",
  "sum",
] as const;
type Question = (typeof QUESTIONS)[number];

export interface DataReport {
  /** Medians of one question, ms. `bar` at 100,000 rows only. */
  times: { question: Question; rows: number; ours: number; plain: number; ratio: number; bar: number | null }[];
}

interface Row {
  id: string;
  code: string;
  customer: number;
  total: number;
  note: string;
}

export function measureData(runs: number, say: (line: string) => void): DataReport {
  const times: DataReport["times"] = [];
  for (const rows of SIZES) {
    say(`data: ${rows} rows`);
    const ours = ourTables(rows);
    const plain = plainTables(rows);
    for (const question of QUESTIONS) {
      const own: number[] = [];
      const other: number[] = [];
      const count = rows >= 100_000 ? Math.max(3, runs) : runs * 3;
      for (let i = -1; i < count; i++) {
        const [mine, theirs] = [timed(() => ours(question)), timed(() => plain(question))];
        if (mine.answer !== theirs.answer)
          throw new Error(`${question}: the answers differ: ${mine.answer} and ${theirs.answer}`);
        // The first one warms up.
        if (i >= 0) [own, other].forEach((list, at) => void list.push((at === 0 ? mine : theirs).ms));
      }
      const bar = rows === 100_000 ? (BARS[question] ?? null) : null;
      times.push({ question, rows, ours: median(own), plain: median(other), ratio: median(own) / median(other), bar });
    }
  }
  return { times };
}

export function dataTable({ times }: DataReport): string {
  return table(
    ["", "rows", "ms", "plain SQLite ms", "ratio", "bar"],
    times.map(({ question, rows, ours, plain, ratio, bar }) => [
      question,
      rows.toLocaleString("en-US"),
      ours,
      plain,
      ratio,
      bar === null ? "" : `${ours <= bar ? "met" : "not met"} (${bar} ms)`,
    ]),
  );
}

function timed(work: () => string): { ms: number; answer: string } {
  const start = performance.now();
  const answer = work();
  return { ms: performance.now() - start, answer };
}

const rowOf = (i: number): Row => ({
  id: `order-${i}`,
  code: `c${(i * 7919) % 20_011}`,
  customer: i % CUSTOMERS,
  total: (i * 37) % 1_000,
  note: `note ${i % 97} of an order with some words`,
});
const customerOf = (id: number) => ({ id, name: `customer ${id}`, region: id % 7 });

/** Some row that is there, another one each time. */
function* picks(rows: number): Generator<Row> {
  for (let i = 1; ; i++) yield rowOf((i * 104_729) % rows);
}

const GROUPS =
  "SELECT c.region AS region, COUNT(*) AS n, SUM(o.total) AS total FROM orders o JOIN customers c ON c.id = o.customer WHERE o.total >= 500 GROUP BY c.region ORDER BY region";

function ourTables(rows: number): (question: Question) => string {
  const sql = cachedSql(new DatabaseSync(":memory:"));
  createDataSchema(sql);
  const now = <T>(steps: Steps<T>): T => runNow(sql, steps);
  let ids = 0;
  const insert = (name: string, values: readonly object[]): void => {
    sql.exec("BEGIN");
    const saved = values.map((row) => ({
      id: null,
      fields: Object.entries(row).map(([column, value]) => ({ name: column, value: value as JsonValue })),
    }));
    now(applyChange({ kind: "insert", table: name, rows: saved }, WORLD, "bench", () => `new-${++ids}`));
    sql.exec("COMMIT");
  };
  now(declareTables({ release: "r", tables: [], indexes: [], now: WORLD.now }));
  insert(
    "customers",
    Array.from({ length: CUSTOMERS }, (_, id) => customerOf(id)),
  );
  for (let from = 0; from < rows; from += 1_000)
    insert(
      "orders",
      Array.from({ length: 1_000 }, (_, i) => rowOf(from + i)),
    );
  const indexes = ["code", "total"].map((name) => ({ name, table: "orders", columns: [name] }));
  now(declareTables({ release: "r", tables: [], indexes, now: WORLD.now }));
  while (!now(buildAll(100_000)));
  const find = (text: string, order?: string): string => {
    const query = {
      filter: text === "" ? null : (parseFilter(text) as unknown as JsonValue),
      orderBy: order === undefined ? [] : [{ column: order, descending: true }],
      limit: order === undefined ? 10_000 : 10,
      offset: 0,
      ...WORLD,
    };
    return now(findRows("orders", query))
      .rows.map(({ id }) => id)
      .join();
  };
  const pick = picks(rows);
  const next = (): Row => pick.next().value as Row;
  let inserted = 0;
  return (question) => {
    switch (question) {
      case "insert 1,000 rows":
        insert(
          `new-${++inserted}`,
          Array.from({ length: 1_000 }, (_, i) => rowOf(i)),
        );
        return "";
      case "find by id":
        return find(`id = ${next().id}`);
      case "find by index":
        return find(`code = ${next().code}`);
      case "range by index":
        return find("total BETWEEN 990 AND 991");
      case "sorted, first 10":
        return find("", "total");
      case "scan with a filter":
        return find("customer = 77 AND note CONTAINS words");
      case "scan by CONTAINS":
        return find('note CONTAINS "note 96 of an"');
      case "scan that nothing narrows":
        return find("UPPER(code) = C77 AND NOT total > 500");
      case "join and group":
        return JSON.stringify(
          now(selectRows({ select: parseSelect(GROUPS) as unknown as JsonValue, variables: {}, ...WORLD })).rows,
        );
      case "sum":
        return String(
          now(aggregateRows("orders", { operation: "SUM", column: "customer", filter: null, ...WORLD })).value,
        );
    }
  };
}

function plainTables(rows: number): (question: Question) => string {
  const database = new DatabaseSync(":memory:");
  const made = (name: string): string =>
    `CREATE TABLE "${name}" (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, code TEXT, customer INTEGER, total REAL, note TEXT)`;
  database.exec(made("orders"));
  database.exec("CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, region INTEGER)");
  const insert = (name: string, values: readonly Row[]): void => {
    database.exec("BEGIN");
    const statement = database.prepare(
      `INSERT INTO "${name}" (id, code, customer, total, note) VALUES (?, ?, ?, ?, ?)`,
    );
    for (const { id, code, customer, total, note } of values) statement.run(id, code, customer, total, note);
    database.exec("COMMIT");
  };
  const customer = database.prepare("INSERT INTO customers VALUES (?, ?, ?)");
  for (let id = 0; id < CUSTOMERS; id++) customer.run(id, customerOf(id).name, customerOf(id).region);
  for (let from = 0; from < rows; from += 1_000)
    insert(
      "orders",
      Array.from({ length: 1_000 }, (_, i) => rowOf(from + i)),
    );
  database.exec("CREATE INDEX by_code ON orders (code); CREATE INDEX by_total ON orders (total)");
  const find = (condition: string, ...values: (string | number)[]): string =>
    database
      .prepare(`SELECT * FROM orders ${condition}`)
      .all(...values)
      .map(({ id }) => id)
      .join();
  const pick = picks(rows);
  const next = (): Row => pick.next().value as Row;
  let inserted = 0;
  return (question) => {
    switch (question) {
      case "insert 1,000 rows": {
        const name = `new-${++inserted}`;
        database.exec(made(name));
        insert(
          name,
          Array.from({ length: 1_000 }, (_, i) => rowOf(i)),
        );
        return "";
      }
      case "find by id":
        return find("WHERE id = ?", next().id);
      case "find by index":
        return find("WHERE code = ? ORDER BY seq", next().code);
      case "range by index":
        return find("WHERE total BETWEEN 990 AND 991 ORDER BY seq");
      case "sorted, first 10":
        return find("ORDER BY total DESC, seq LIMIT 10");
      case "scan with a filter":
        return find("WHERE customer = 77 AND instr(note, 'words') > 0");
      case "scan by CONTAINS":
        return find("WHERE instr(note, 'note 96 of an') > 0");
      case "scan that nothing narrows":
        return find("WHERE upper(code) = 'C77' AND NOT total > 500");
      case "join and group":
        return JSON.stringify(database.prepare(GROUPS).all());
      case "sum":
        return String(database.prepare("SELECT SUM(customer) AS sum FROM orders").get()?.["sum"]);
    }
  };
}

/** Statements are prepared once, as the platform does it. */
function cachedSql(database: DatabaseSync): Sql {
  const prepared = new Map<string, StatementSync>();
  const exec = (text: string, ...bindings: (string | number | null)[]) => {
    if (bindings.length === 0 && text.includes(";")) {
      database.exec(text);
      return { toArray: () => [], one: () => ({}) };
    }
    const statement = prepared.get(text) ?? database.prepare(text);
    prepared.set(text, statement);
    const rows = statement.all(...bindings);
    return { toArray: () => rows, one: () => rows[0] };
  };
  // Only what the rules use.
  return { exec } as unknown as Sql;
}

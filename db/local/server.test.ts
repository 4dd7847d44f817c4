// The local Postgres as the worker sees it: Neon's driver over HTTP and over web sockets, against the embedded database
// and against a real server; then what the embedded one does when it is killed and when its folder is damaged.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { neon, neonConfig, Pool, type PoolClient } from "@neondatabase/serverless";
import { sql } from "drizzle-orm";
import { drizzle as drizzleHttp } from "drizzle-orm/neon-http";
import { drizzle as drizzleSocket } from "drizzle-orm/neon-serverless";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { type LocalDatabaseProcess, startLocalDatabase, TEST_PASSWORD } from "../../test/support/local-database.ts";
import { postgresPrograms, startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import { freePort } from "../../test/support/product.ts";
import { message } from "./wire.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const PASSWORD = TEST_PASSWORD;
const PORT = await freePort();
const PROXY = `127.0.0.1:${PORT}`;
const URL_OK = `postgresql://basalt:${PASSWORD}@127.0.0.1/basalt`;
const KILLS = process.env["BASALT_SOAK"] ? 30 : 4;

neonConfig.fetchEndpoint = () => `http://${PROXY}/sql`;
neonConfig.wsProxy = () => `${PROXY}/v1`;
neonConfig.useSecureWebSocket = false;
neonConfig.pipelineConnect = false;
neonConfig.pipelineTLS = false;
neonConfig.webSocketConstructor = WebSocket;

type Server = LocalDatabaseProcess;
const startServer = (folder: string, env: Record<string, string> = {}): Promise<Server> =>
  startLocalDatabase(PORT, folder, env);

const scratch = (): string => fs.mkdtempSync(path.join(os.tmpdir(), "basalt-db-"));
const KINDS = ["embedded", "PostgreSQL"].filter((kind) => kind === "embedded" || postgresPrograms() !== undefined);

describe.each(KINDS)("%s behind the proxy", (kind) => {
  let folder: string;
  let server: Server;
  let postgres: TestPostgres | undefined;

  beforeAll(async () => {
    folder = scratch();
    if (kind === "PostgreSQL") postgres = await startPostgres(await freePort());
    server = await startServer(
      path.join(folder, "postgres"),
      postgres === undefined ? {} : { DATABASE_URL: postgres.url },
    );
  });
  afterAll(async () => {
    expect(await server.stop()).toBe(0);
    await postgres?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test("migrations have run", async () => {
    expect(await neon(URL_OK)`select count(*)::int as n from store`).toEqual([{ n: 1 }]);
  });

  test("values keep their types over HTTP", async () => {
    const db = drizzleHttp({ client: neon(URL_OK) });
    const { rows } = await db.execute(
      sql`select ${42}::int as i, ${"1.50"}::numeric as n, array[1,2] as a, ${'{"x":[1]}'}::jsonb as j, null as z, true as b, ${"ã🙂"}::text as t, '\\x00ff'::bytea as y`,
    );
    expect(rows).toEqual([
      { i: 42, n: "1.50", a: [1, 2], j: { x: [1] }, z: null, b: true, t: "ã🙂", y: Buffer.from([0, 255]) },
    ]);
  });

  test("errors carry PostgreSQL's fields, and the connection goes on", async () => {
    const q = neon(URL_OK);
    await expect(q`select * from nowhere`).rejects.toMatchObject({
      code: "42P01",
      message: 'relation "nowhere" does not exist',
    });
    await q`create table if not exists once (a int constraint once_a primary key)`;
    await q`insert into once values (1)`;
    await expect(q`insert into once values (1)`).rejects.toMatchObject({
      code: "23505",
      constraint: "once_a",
      table: "once",
    });
    expect(await q`select 1 as a`).toEqual([{ a: 1 }]);
    await q`drop table once`;
  });

  test("a batch is one transaction", async () => {
    const q = neon(URL_OK);
    await q`create table if not exists batch (a int primary key)`;
    await expect(
      q.transaction([q`insert into batch values (1)`, q`insert into batch values (1)`]),
    ).rejects.toMatchObject({ code: "23505" });
    expect(await q`select * from batch`).toEqual([]);
    await expect(q.transaction([q`insert into batch values (2)`], { readOnly: true })).rejects.toMatchObject({
      code: "25006",
    });
    const level = await q.transaction([q`select current_setting('transaction_isolation') as level`], {
      isolationLevel: "Serializable",
    });
    expect(level).toEqual([[{ level: "serializable" }]]);
    await q`drop table batch`;
  });

  test("an open transaction is not seen from outside", async () => {
    const q = neon(URL_OK);
    await q`create table if not exists apart (a int)`;
    const pool = new Pool({ connectionString: URL_OK });
    const client = await pool.connect();
    await client.query("begin");
    await client.query("insert into apart values (1)");
    const outside = q`select count(*)::int as n from apart`;
    await sleep(200);
    await client.query("rollback");
    expect(await outside).toEqual([{ n: 0 }]);
    client.release();
    const db = drizzleSocket({ client: pool });
    await db.transaction(async (tx) => tx.execute(sql`insert into apart values (2)`));
    expect(await q`select a from apart`).toEqual([{ a: 2 }]);
    await q`drop table apart`;
    await pool.end();
  });

  test("a client that goes away inside a transaction leaves nothing behind", async () => {
    const q = neon(URL_OK);
    await q`create table if not exists gone (a int)`;
    const pool = new Pool({ connectionString: URL_OK });
    pool.on("error", () => {});
    const client: PoolClient & { connection?: { stream: { destroy?(): void; end(): void } } } = await pool.connect();
    client.on("error", () => {});
    await client.query("begin");
    await client.query("insert into gone values (1)");
    client.release(true);
    expect(await q`select * from gone`).toEqual([]);
    await q`drop table gone`;
    await pool.end();
  });

  test("many at once each get their own answer", async () => {
    const q = neon(URL_OK);
    const asked = Array.from({ length: 200 }, (_, i) => i);
    const answers = await Promise.all(asked.map((i) => q`select ${i}::int as i, ${`t${i}`}::text as t`));
    expect(answers.map((rows) => rows[0])).toEqual(asked.map((i) => ({ i, t: `t${i}` })));
  });

  test("a query whose messages come in two packets does not meet another's", async () => {
    const a = await wireClient();
    const b = await wireClient();
    a.send(parse("select 'from a'"));
    await sleep(50);
    b.send(parse("select 'from b'"));
    await sleep(50);
    a.send(BIND_EXECUTE_SYNC);
    b.send(BIND_EXECUTE_SYNC);
    expect(await a.rows()).toEqual(["from a"]);
    expect(await b.rows()).toEqual(["from b"]);
    a.close();
    b.close();
  });

  test("a wrong password, a wrong user and a foreign path are refused", async () => {
    await expect(neon(URL_OK.replace(PASSWORD, "wrong"))`select 1`).rejects.toThrow("password authentication failed");
    await expect(neon(URL_OK.replace("basalt:", "postgres:"))`select 1`).rejects.toThrow(
      "password authentication failed",
    );
    const pool = new Pool({ connectionString: URL_OK.replace(PASSWORD, "wrong") });
    await expect(pool.connect()).rejects.toThrow("password authentication failed");
    expect((await fetch(`http://${PROXY}/other`)).status).toBe(404);
  });

  test("a malformed and an oversized request are refused", async () => {
    const headers = { "neon-connection-string": URL_OK };
    const post = (body: string) => fetch(`http://${PROXY}/sql`, { method: "POST", headers, body });
    expect((await post("{")).status).toBe(400);
    expect((await post('{"query":1}')).status).toBe(400);
    const large = await post(JSON.stringify({ query: "select 1", params: ["x".repeat(17 * 1024 * 1024)] })).catch(
      () => undefined,
    );
    // The connection may be closed before the whole body was sent.
    expect([413, undefined]).toContain(large?.status);
    expect(await neon(URL_OK)`select 1 as a`).toEqual([{ a: 1 }]);
  });
});

describe("the embedded database after an accident", () => {
  /** A database that was ended in order; each test damages a copy, because making one takes seconds. */
  const sound = { folder: scratch(), id: "" };
  beforeAll(async () => {
    const server = await startServer(path.join(sound.folder, "postgres"));
    sound.id = String((await neon(URL_OK)`select id from store`)[0]?.["id"]);
    await server.stop();
  });
  afterAll(() => fs.rmSync(sound.folder, { recursive: true, force: true }));

  test(`${KILLS} kills under writes: everything that was confirmed is there`, { timeout: 180_000 }, async () => {
    const folder = scratch();
    let confirmed = 0;
    for (let i = 0; i < KILLS; i += 1) {
      const server = await startServer(path.join(folder, "postgres"));
      const q = neon(URL_OK);
      await q`create table if not exists written (id int primary key)`;
      const [row] = await q`select coalesce(max(id), 0)::int as last, count(*)::int as n from written`;
      expect(row).toMatchObject({ n: row?.["last"] });
      expect(row?.["last"]).toBeGreaterThanOrEqual(confirmed);
      confirmed = Number(row?.["last"]);
      const timer = setTimeout(() => server.child.kill("SIGKILL"), 100 + i * 70);
      for (;;) {
        const written = await q`insert into written values (${confirmed + 1})`.catch(() => undefined);
        if (written === undefined) break;
        confirmed += 1;
      }
      clearTimeout(timer);
      await server.stop("SIGKILL");
      expect(server.reports.some((report) => report.moved !== undefined)).toBe(false);
    }
    expect(confirmed).toBeGreaterThan(0);
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const damages: [string, (place: string) => void][] = [
    ["a cut-off write-ahead log", truncateLog],
    ["overwritten catalogues", overwriteCatalogues],
    ["a cut-off control file", (place: string) => fs.truncateSync(path.join(place, "global/pg_control"), 100)],
    ["a lost version file", (place: string) => fs.rmSync(path.join(place, "PG_VERSION"))],
    ["a file in its place", replaceByFile],
  ];
  // Each takes some seconds; the long run has them all.
  test.each(process.env["BASALT_SOAK"] === "1" ? damages : damages.slice(0, 2))(
    "%s: the folder is kept aside, a fresh database has the schema and another identity",
    async (_, damage) => {
      const folder = scratch();
      const place = path.join(folder, "postgres");
      fs.cpSync(sound.folder, folder, { recursive: true });
      damage(place);
      const second = await startServer(place);
      const moved = second.reports.find((report) => report.moved !== undefined)?.moved;
      expect(moved?.reason).toBeTruthy();
      expect(fs.existsSync(moved?.to ?? "")).toBe(true);
      const [after] = await neon(URL_OK)`select id from store`;
      expect(after?.["id"]).toBeTruthy();
      expect(after?.["id"]).not.toBe(sound.id);
      await second.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  );

  test("its parent is killed: it ends by itself", async () => {
    const folder = scratch();
    fs.cpSync(sound.folder, folder, { recursive: true });
    const server = await startServer(path.join(folder, "postgres"));
    const ended = new Promise((resolve) => server.child.once("exit", resolve));
    server.child.disconnect();
    expect(await ended).toBe(0);
    fs.rmSync(folder, { recursive: true, force: true });
  });
});

function truncateLog(place: string): void {
  const log = path.join(place, "pg_wal");
  for (const entry of fs.readdirSync(log, { withFileTypes: true }))
    if (entry.isFile()) fs.truncateSync(path.join(log, entry.name), 4_096);
}

function overwriteCatalogues(place: string): void {
  for (const number of ["1259", "1249"]) {
    const file = path.join(place, "base/5", number);
    fs.writeFileSync(file, Buffer.alloc(fs.statSync(file).size, 255));
  }
}

function replaceByFile(place: string): void {
  fs.rmSync(place, { recursive: true });
  fs.writeFileSync(place, "not a database");
}

const cstring = (text: string): Buffer => Buffer.from(`${text}\0`);
const parse = (query: string): Buffer => message("P", Buffer.concat([cstring(""), cstring(query), Buffer.alloc(2)]));
const BIND_EXECUTE_SYNC = Buffer.concat([
  message("B", Buffer.concat([cstring(""), cstring(""), Buffer.alloc(6)])),
  message("E", Buffer.concat([cstring(""), Buffer.alloc(4)])),
  message("S", Buffer.alloc(0)),
]);

/** A logged-in connection of raw protocol messages: drivers never split a query's messages where a test can see it. */
async function wireClient(): Promise<{ send(bytes: Buffer): void; rows(): Promise<string[]>; close(): void }> {
  const socket = new WebSocket(`ws://${PROXY}/v1`);
  let received = Buffer.alloc(0);
  socket.on("message", (data: Buffer) => {
    received = Buffer.concat([received, data]);
  });
  await new Promise((resolve) => socket.once("open", resolve));
  const body = Buffer.concat([Buffer.from([0, 3, 0, 0]), cstring("user"), cstring("basalt"), Buffer.alloc(1)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  socket.send(Buffer.concat([length, body]));
  socket.send(message("p", cstring(PASSWORD)));
  const ready = async (): Promise<void> => {
    for (let tries = 0; !received.includes(Buffer.from([0x5a, 0, 0, 0, 5])); tries += 1) {
      if (tries > 200) throw new Error(`no ReadyForQuery in ${received.toString("latin1")}`);
      await sleep(25);
    }
  };
  await ready();
  return {
    send(bytes) {
      received = Buffer.alloc(0);
      socket.send(bytes);
    },
    async rows() {
      await ready();
      return [...received.toString("latin1").matchAll(/from [ab]/g)].map(([text]) => text);
    },
    close: () => socket.close(),
  };
}

// The control plane's queries against the embedded database and against a real PostgreSQL, through the driver and the
// proxy that the worker uses: what is stored, that storing twice changes nothing, and that no tenant sees another's rows.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { HistoryBatch } from "../../contracts/objects.ts";
import { type LocalDatabaseProcess, startLocalDatabase, TEST_PASSWORD } from "../../test/support/local-database.ts";
import { postgresPrograms, startPostgres, type TestPostgres } from "../../test/support/postgres.ts";
import { freePort } from "../../test/support/product.ts";
import { copyHosts } from "../../worker/hosts.ts";
import { asTenant, type Database, openDatabase } from "../client.ts";
import { conversations, hosts, messages, tenants } from "../schema.ts";
import { createToken, findTokenByHash, listTokens, revokeToken } from "./api-tokens.ts";
import { ping, storeId } from "./health.ts";
import { eraseHistory, listConversations, readHistory, storeHistory } from "./history.ts";
import { listHosts } from "./hosts.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const PORT = await freePort();
const KINDS = ["embedded", "PostgreSQL"].filter((kind) => kind === "embedded" || postgresPrograms() !== undefined);

function batch(tenant: string, from: number, count: number, state = "waiting"): HistoryBatch {
  const items = Array.from({ length: count }, (_, index) => ({
    seq: from + index,
    turn: 1 + Math.floor((from + index) / 4),
    at: Date.UTC(2026, 0, 2, 3, 4, from + index),
    type: "talk",
    role: "bot" as const,
    text: `ação ${from + index} 🙂`,
    body: { seq: from + index, nested: { list: [1, null, "x"] } },
  }));
  return {
    key: { tenant, bot: "desk", conversation: "c".repeat(26) },
    channel: "web",
    release: "r1",
    startedAt: Date.UTC(2026, 0, 2),
    after: from - 1,
    items,
    state,
  };
}

describe.each(KINDS)("%s", (kind) => {
  let folder: string;
  let server: LocalDatabaseProcess;
  let postgres: TestPostgres | undefined;
  let db: Database;

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "basalt-queries-"));
    if (kind === "PostgreSQL") postgres = await startPostgres(await freePort());
    server = await startLocalDatabase(
      PORT,
      path.join(folder, "postgres"),
      postgres === undefined ? {} : { DATABASE_URL: postgres.url },
    );
    db = openDatabase({ url: `postgresql://basalt:${TEST_PASSWORD}@127.0.0.1/basalt`, proxy: `127.0.0.1:${PORT}` });
  });
  afterAll(async () => {
    expect(await server.stop()).toBe(0);
    await postgres?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test("the store has an identity and answers", async () => {
    await ping(db);
    expect(await storeId(db)).toMatch(/^[0-9a-f-]{36}$/);
    expect(await storeId(db)).toBe(await storeId(db));
  });

  test("history is stored once, in order, whatever comes twice or late", async () => {
    await storeHistory(db, batch("acme", 1, 5));
    await storeHistory(db, batch("acme", 4, 4, "idle"));
    await storeHistory(db, batch("acme", 1, 5));
    const rows = await readHistory(db, "acme", "desk", "c".repeat(26));
    expect(rows.map((row) => row.seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(rows[3]).toMatchObject({
      text: "ação 4 🙂",
      role: "bot",
      body: { seq: 4, nested: { list: [1, null, "x"] } },
    });
    expect(rows[6]?.at.toISOString()).toBe("2026-01-02T03:04:07.000Z");
    const [row] = await listConversations(db, "acme", "desk");
    expect(row).toMatchObject({ lastSeq: 7, state: "idle", channel: "web", release: "r1" });
    expect(await readHistory(db, "acme", "desk", "c".repeat(26), 5, 1)).toMatchObject([{ seq: 6 }]);
    await storeHistory(db, { ...batch("acme", 1, 1), items: [] });
  });

  test("a tenant sees and writes its own rows only, whatever the query says", async () => {
    await storeHistory(db, batch("acme", 1, 2));
    await storeHistory(db, batch("globex", 1, 3));
    const [mine, theirs] = await asTenant(db, "globex", [db.select().from(messages), db.select().from(tenants)]);
    expect(new Set(mine.map((row) => row.tenantId))).toEqual(new Set(["globex"]));
    expect(theirs.map((row) => row.id)).toEqual(["globex"]);
    // The driver's error names the policy in its cause.
    await expect(
      asTenant(db, "globex", [db.insert(hosts).values({ host: "stolen.example", tenantId: "acme" })]),
    ).rejects.toThrow();
    await expect(asTenant(db, "globex", [db.update(messages).set({ tenantId: "acme" })])).rejects.toThrow();
    const [changed] = await asTenant(db, "globex", [db.update(conversations).set({ state: "gone" }).returning()]);
    expect(changed).toHaveLength(1);
    expect(await listConversations(db, "acme", "desk")).not.toMatchObject([{ state: "gone" }]);
  });

  test("an erased history is gone, and no batch that comes late brings it back", async () => {
    const gone = { ...batch("acme", 1, 5), key: { tenant: "acme", bot: "desk", conversation: "e".repeat(26) } };
    await storeHistory(db, gone);
    expect(await readHistory(db, "acme", "desk", gone.key.conversation)).toHaveLength(5);
    await eraseHistory(db, gone.key);
    await eraseHistory(db, gone.key);
    await storeHistory(db, { ...gone, items: batch("acme", 4, 4).items });
    await Promise.all([storeHistory(db, gone), eraseHistory(db, gone.key), storeHistory(db, gone)]);
    expect(await readHistory(db, "acme", "desk", gone.key.conversation)).toEqual([]);
    expect((await listConversations(db, "acme", "desk")).map(({ id }) => id)).toEqual(["c".repeat(26)]);
    // Another tenant's conversation of the same name is another one.
    const other = { ...gone, key: { ...gone.key, tenant: "globex" } };
    await storeHistory(db, other);
    expect(await readHistory(db, "globex", "desk", gone.key.conversation)).toHaveLength(5);
    await eraseHistory(db, other.key);
  });

  test("storing and erasing at the same time: nothing is left", async () => {
    for (let round = 0; round < 20; round++) {
      const key = { tenant: "acme", bot: "desk", conversation: `r${round}`.padEnd(26, "0") };
      await Promise.all([
        storeHistory(db, { ...batch("acme", 1, 30), key }),
        eraseHistory(db, key),
        storeHistory(db, { ...batch("acme", 20, 30), key }),
      ]);
      expect(await readHistory(db, "acme", "desk", key.conversation)).toEqual([]);
    }
  });

  test("a tenant's name is data, never SQL", async () => {
    const name = "x'); drop table messages; --";
    const [rows] = await asTenant(db, name, [db.select().from(messages)]);
    expect(rows).toEqual([]);
    expect((await readHistory(db, "acme", "desk", "c".repeat(26))).length).toBeGreaterThan(0);
  });

  test("a role that names no tenant sees nothing", async () => {
    const [, rows] = await db.batch([db.execute(sql`set local role basalt_app`), db.select().from(messages)]);
    expect(rows).toEqual([]);
  });

  test("the edge reads every host and nothing else", async () => {
    await asTenant(db, "acme", [
      db.insert(hosts).values({ host: "chat.acme.example", tenantId: "acme" }).onConflictDoNothing(),
    ]);
    await asTenant(db, "globex", [
      db.insert(hosts).values({ host: "bot.globex.example", tenantId: "globex" }).onConflictDoNothing(),
    ]);
    expect((await listHosts(db)).toSorted((a, b) => a.host.localeCompare(b.host))).toEqual([
      { host: "bot.globex.example", tenant: "globex" },
      { host: "chat.acme.example", tenant: "acme" },
    ]);
    await expect(db.batch([db.execute(sql`set local role basalt_edge`), db.select().from(messages)])).rejects.toThrow();
  });

  test("the edge's own table follows: written, changed, removed", async () => {
    const miniflare = new Miniflare(
      convertV4MiniflareOptions({
        modules: true,
        script: "export default {}",
        kvNamespaces: ["HOSTS"],
        cf: false,
        telemetry: { enabled: false },
      }),
    );
    const table = await miniflare.getKVNamespace("HOSTS");
    const entry = (host: string, tenantId: string) =>
      asTenant(db, tenantId, [db.insert(hosts).values({ host, tenantId })]);
    for (const { host, tenant } of await listHosts(db))
      await asTenant(db, tenant, [db.delete(hosts).where(eq(hosts.host, host))]);
    await entry("Chat.acme.example", "acme");
    await entry("bot.globex.example", "globex");
    await table.put("gone.example", "acme", { metadata: { tenant: "acme" } });
    expect(await copyHosts(db, table)).toEqual({ written: 2, removed: 1 });
    expect([
      await table.get("chat.acme.example"),
      await table.get("bot.globex.example"),
      await table.get("gone.example"),
    ]).toEqual(["acme", "globex", null]);
    expect(await copyHosts(db, table)).toEqual({ written: 0, removed: 0 });
    await asTenant(db, "globex", [db.delete(hosts)]);
    await entry("bot.globex.example", "acme");
    expect(await copyHosts(db, table)).toEqual({ written: 1, removed: 0 });
    expect(await table.get("bot.globex.example")).toBe("acme");
    await miniflare.dispose();
  });

  test("API tokens: found by hash while they live, by their own tenant", async () => {
    const made = await createToken(db, "acme", {
      name: "deploy",
      hash: `h-${kind}`,
      scopes: ["bots:publish"],
      expiresAt: null,
    });
    const old = await createToken(db, "acme", {
      name: "old",
      hash: `o-${kind}`,
      scopes: [],
      expiresAt: new Date(Date.now() - 1_000),
    });
    expect(await findTokenByHash(db, "acme", `h-${kind}`)).toMatchObject({ id: made.id, scopes: ["bots:publish"] });
    expect(await findTokenByHash(db, "acme", `o-${kind}`)).toBeNull();
    expect(await findTokenByHash(db, "globex", `h-${kind}`)).toBeNull();
    expect((await listTokens(db, "acme")).map((token) => token.id)).toEqual(expect.arrayContaining([made.id, old.id]));
    expect(await revokeToken(db, "globex", made.id)).toBe(false);
    expect(await revokeToken(db, "acme", made.id)).toBe(true);
    expect(await revokeToken(db, "acme", made.id)).toBe(false);
    expect(await findTokenByHash(db, "acme", `h-${kind}`)).toBeNull();
  });
});

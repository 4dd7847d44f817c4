/** The drive: what its object promises about versions, bytes and crashes, its HTTP API, and attachments of conversations. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Attachment } from "../../contracts/attachments.ts";
import type { TurnAnswer } from "../../contracts/conversation.ts";
import { type DriveApi, driveKey } from "../../contracts/drive.ts";
import { driveFolder } from "../../contracts/drive-storage.ts";
import type { BotEvent } from "../../contracts/events.ts";
import type { BotApi } from "../../contracts/objects.ts";
import { afterwards } from "../../durable-objects/bot/backups.ts";
import { tellBot } from "../../durable-objects/drive/tell-bot.ts";
import { storeDriveFile } from "../../platform/drive-store.ts";
import { apiToken, call, codeOf, openOverHttp, send } from "./support-edge.ts";
import { Publisher } from "./support-publishing.ts";
import { replayAll } from "./support-replay.ts";
import { bot } from "./support-session.ts";

afterAll(replayAll, 120_000);

const by = { kind: "api", id: "test" } as const;
const tenant = "default";
const driveOf = (name: string) => env.DRIVE.getByName(`${tenant}/${name}`) as unknown as DriveApi;
const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text));

const store = (name: string, effect: string, path: string, text: string) =>
  storeDriveFile(env.FILES, driveOf(name), { tenant, bot: name }, effect, {
    path,
    bytes: bytesOf(text),
    type: "text/plain",
    by,
  });

const stored = async (name: string) =>
  (await env.FILES.list({ prefix: driveFolder(tenant, name) })).objects.map(({ key }) => key);

describe("the drive's object", () => {
  test("keeps versions, finds a path in any case, and applies a write once", async () => {
    const drive = driveOf("drive-versions");
    await store("drive-versions", "e1", "Notes/a.txt", "one");
    await store("drive-versions", "e2", "notes/A.txt", "two");
    await store("drive-versions", "e2", "notes/A.txt", "two");
    expect(await drive.stat("NOTES/a.TXT")).toMatchObject({ path: "Notes/a.txt", version: 2, size: 3 });
    expect(await drive.usage()).toMatchObject({ files: 1, bytes: 3, storedBytes: 6 });
  });

  test("never names bytes that are not in storage, and leaves no file where a writer died before the index", async () => {
    const drive = driveOf("drive-bytes");
    const missing = { path: "a.txt", hash: "0".repeat(64), size: 3, type: "text/plain", by };
    expect(await drive.write("e1", missing)).toMatchObject({ ok: false, code: "drive.bytes-missing" });
    expect(await drive.stat("a.txt")).toBeNull();
    const dies = { write: () => Promise.reject(new Error("died")) };
    const file = { path: "a.txt", bytes: bytesOf("abc"), type: "text/plain", by };
    await expect(storeDriveFile(env.FILES, dies, { tenant, bot: "drive-bytes" }, "e2", file)).rejects.toThrow("died");
    expect(await drive.stat("a.txt")).toBeNull();
    const written = await storeDriveFile(env.FILES, drive, { tenant, bot: "drive-bytes" }, "e2", file);
    expect(written.ok && (await env.FILES.head(driveKey(tenant, "drive-bytes", written.value.hash)))?.size).toBe(3);
  });

  test("collects bytes that nobody needs when their day is over, and no others", async () => {
    const drive = driveOf("drive-collect");
    await store("drive-collect", "e1", "kept.txt", "kept");
    await store("drive-collect", "e2", "gone.txt", "gone");
    await drive.remove("e3", "gone.txt", by, false);
    const stub = env.DRIVE.getByName(`${tenant}/drive-collect`);
    await runDurableObjectAlarm(stub);
    expect(await stored("drive-collect")).toHaveLength(2);
    await runInDurableObject(stub, (_, { storage }) => {
      storage.sql.exec("DELETE FROM versions WHERE file = 2");
      storage.sql.exec("UPDATE objects SET free_at = 1 WHERE refs = 0");
    });
    await runDurableObjectAlarm(stub);
    expect(await stored("drive-collect")).toHaveLength(1);
    expect(await drive.usage()).toMatchObject({ files: 1, bytes: 4, storedBytes: 4 });
  });

  test("the bots of a tenant share its room", async () => {
    const tenantDrive = env.DRIVE.getByName("some-tenant");
    expect(await tenantDrive.claim("a", 60, 100)).toBe(true);
    expect(await tenantDrive.claim("b", 50, 100)).toBe(false);
    expect(await tenantDrive.claim("b", 40, 100)).toBe(true);
    expect(await tenantDrive.claim("a", 10, Number.POSITIVE_INFINITY)).toBe(true);
    expect(await tenantDrive.claim("b", 90, 100)).toBe(true);
    const stub = env.DRIVE.getByName(`${tenant}/drive-tenant`);
    const file = { path: "a.txt", bytes: bytesOf("more than the tenant has"), type: "text/plain", by };
    const refused = await runInDurableObject(stub, async (object) => {
      Reflect.set(object, "env", { ...env, TENANT_STORAGE_QUOTA_GB: "0.00000001" });
      return storeDriveFile(env.FILES, object as unknown as DriveApi, { tenant, bot: "drive-tenant" }, "e1", file);
    });
    expect(refused).toMatchObject({ ok: false, code: "drive.quota" });
  });

  test("tells the bot's object of changes once, also when the telling broke off", async () => {
    await store("drive-tells", "e1", "in/a.txt", "one");
    await store("drive-tells", "e2", "out/b.txt", "two");
    const stub = env.DRIVE.getByName(`${tenant}/drive-tells`);
    const raised: [string, BotEvent][] = [];
    await runInDurableObject(stub, async (_, { storage }) => {
      const watched = async () => ({ tables: [], paths: ["in"] });
      const dies = { watched, raise: () => Promise.reject(new Error("away")) };
      storage.sql.exec("DELETE FROM meta WHERE key = 'told'");
      await expect(tellBot(storage.sql, dies)).rejects.toThrow("away");
      const hears: Parameters<typeof tellBot>[1] = {
        watched,
        raise: async (key, event) => {
          raised.push([key, event]);
          return { ok: true, value: { runs: [] } };
        },
      };
      await tellBot(storage.sql, hears);
      await tellBot(storage.sql, hears);
    });
    expect(raised).toMatchObject([["drive/1", { kind: "file", change: "create", path: "in/a.txt", size: 3 }]]);
  });

  test("erases a folder with its bytes, and what comes late finds it closed", async () => {
    const drive = driveOf("drive-purge");
    await store("drive-purge", "e1", "uploads/c1/x/a.txt", "abc");
    await drive.purge("uploads/c1");
    expect(await stored("drive-purge")).toEqual([]);
    expect(await store("drive-purge", "e2", "uploads/c1/x/b.txt", "abc")).toMatchObject({ ok: false });
    expect(await drive.usage()).toMatchObject({ files: 0, bytes: 0, storedBytes: 0 });
  });
});

describe("files over HTTP", () => {
  let name: string;
  let token: string;
  const files = () => `/api/v1/bots/${name}/files`;
  const ask = (path: string, init: RequestInit = {}, by = token) =>
    call(path, { ...init, headers: { authorization: `Bearer ${by}`, ...init.headers } });
  const put = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    ask(`${files()}/${path}`, { method: "PUT", body, headers });

  beforeAll(async () => {
    name = await bot({
      scripts: { start: 'TALK "hello"' },
      config: { "drive-max-file-size": "20 MB" },
    });
    token = await apiToken("files:read", "files:write");
  });

  test("a file is put, read in ranges, under conditions, in any version, and deleted", async () => {
    const made = await put("docs/a.txt", "0123456789", { "content-type": "text/plain" });
    expect(made.status).toBe(201);
    const tag = made.headers.get("etag") ?? "";
    const read = await ask(`${files()}/docs/a.txt`);
    expect([read.status, await read.text(), read.headers.get("content-length")]).toEqual([200, "0123456789", "10"]);
    expect(read.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
    const range = async (value: string) => {
      const answer = await ask(`${files()}/docs/a.txt`, { headers: { range: value } });
      return [answer.status, await answer.text(), answer.headers.get("content-range")];
    };
    expect(await range("bytes=2-4")).toEqual([206, "234", "bytes 2-4/10"]);
    expect(await range("bytes=7-")).toEqual([206, "789", "bytes 7-9/10"]);
    expect(await range("bytes=-2")).toEqual([206, "89", "bytes 8-9/10"]);
    expect((await range("bytes=0-1,4-5")).slice(0, 2)).toEqual([200, "0123456789"]);
    expect(await codeOf(ask(`${files()}/docs/a.txt`, { headers: { range: "bytes=10-" } }))).toBe("416 drive.range");
    expect((await ask(`${files()}/docs/a.txt`, { headers: { "if-none-match": tag } })).status).toBe(304);
    expect(await codeOf(put("docs/a.txt", "x", { "if-none-match": "*" }))).toBe("412 drive.conflict");
    expect(await codeOf(put("docs/a.txt", "x", { "if-match": '"old"' }))).toBe("412 drive.conflict");
    expect((await put("docs/a.txt", "second", { "if-match": tag })).status).toBe(200);
    expect(await (await ask(`${files()}/docs/a.txt?version=1`)).text()).toBe("0123456789");
    const restored = await send(token, `${files()}/docs/a.txt`, { action: "restore", version: 1 });
    expect(await restored.json()).toMatchObject({ version: 3, size: 10 });
    const { items } = await (await ask(`${files()}/docs/a.txt?versions`)).json<{ items: unknown[] }>();
    expect(items).toHaveLength(3);
    expect((await ask(`${files()}/docs/a.txt`, { method: "DELETE" })).status).toBe(204);
    expect(await codeOf(ask(`${files()}/docs/a.txt`))).toBe("404 drive.not-found");
    expect(await codeOf(ask(`${files()}/docs/a.txt`, { method: "DELETE" }))).toBe("404 drive.not-found");
  });

  test("what could run in a browser is saved and not shown, whatever it says that it is", async () => {
    const page = "<!doctype html><script>alert(1)</script>";
    for (const [path, type] of [
      ["x.html", "text/html"],
      ["x.txt", "text/html"],
      ["x.svg", "image/svg+xml"],
      ["x.png", "text/html"],
    ]) {
      await put(`web/${path}`, path === "x.svg" ? '<svg onload="x()"></svg>' : page, { "content-type": "image/png" });
      const answer = await ask(`${files()}/web/${path}`);
      expect([path, answer.headers.get("content-type")?.split(";")[0]]).toEqual([path, type]);
      expect(answer.headers.get("content-disposition")).toMatch(/^attachment/);
      await answer.arrayBuffer();
    }
  });

  test("paths stay inside, and refusals say why", async () => {
    expect(await codeOf(put("a%5c..%5c..%5cb.txt", "x"))).toBe("422 drive.path-invalid");
    expect(await codeOf(put("~/b.txt", "x"))).toBe("422 drive.path-invalid");
    expect(await codeOf(put("a%00b.txt", "x"))).toBe("422 drive.path-invalid");
    await put("folder/in.txt", "x");
    expect(await codeOf(put("folder", "x"))).toBe("409 drive.exists");
    expect(await codeOf(put("folder/in.txt/deeper.txt", "x"))).toBe("409 drive.exists");
    expect(await codeOf(put("big.bin", "x", { "content-length": String(21 * 1024 * 1024) }))).toBe(
      "413 request.too-large",
    );
    expect(await codeOf(call(`${files()}/folder/in.txt`))).toBe("401 auth.required");
    const other = await apiToken("files:read");
    expect(await codeOf(ask(`${files()}/a.txt`, { method: "PUT", body: "x" }, other))).toBe("403 auth.forbidden");
  });

  test("a large file comes in parts and out whole", async () => {
    const large = new Uint8Array(11 * 1024 * 1024).map((_, index) => index % 251);
    const made = await put("large.bin", large);
    expect(await made.json()).toMatchObject({ size: large.length, type: "application/octet-stream" });
    const back = new Uint8Array(await (await ask(`${files()}/large.bin`)).arrayBuffer());
    expect(back.every((byte, index) => byte === index % 251) && back.length === large.length).toBe(true);
    expect((await env.FILES.list({ prefix: `t/${tenant}/drive-uploads/${name}/` })).objects).toEqual([]);
  });

  test("folders are listed in pages, and come as an archive", async () => {
    for (const path of ["list/b.txt", "list/a.txt", "list/sub/c.txt"]) await put(path, path);
    const page = async (query: string) =>
      (await ask(`${files()}?folder=list&${query}`)).json<{ items: { name: string }[]; nextCursor: string | null }>();
    const first = await page("limit=2");
    expect(first.items.map((item) => item.name)).toEqual(["sub", "a.txt"]);
    const second = await page(`limit=2&cursor=${encodeURIComponent(first.nextCursor ?? "")}`);
    expect([second.items.map((item) => item.name), second.nextCursor]).toEqual([["b.txt"], null]);
    expect((await page("recursive=true")).items).toHaveLength(3);
    const zip = await ask(`/api/v1/bots/${name}/drive/archive?folder=list`);
    const entries = unzipSync(new Uint8Array(await zip.arrayBuffer()));
    expect(Object.keys(entries).sort()).toEqual(["a.txt", "b.txt", "sub/c.txt"]);
    expect(new TextDecoder().decode(entries["sub/c.txt"])).toBe("list/sub/c.txt");
  });

  test("a form brings several files into a folder", async () => {
    const form = new FormData();
    form.append("one", new File(["a"], "form one.txt"));
    form.append("two", new File(["b"], "../../two.txt"));
    const made = await ask(`${files()}?folder=forms`, { method: "POST", body: form });
    const { items } = await made.json<{ items: { path: string }[] }>();
    expect([made.status, items.map(({ path }) => path)]).toEqual([201, ["forms/form one.txt", "forms/two.txt"]]);
    expect(await codeOf(ask(files(), { method: "POST", body: "x" }))).toBe("415 request.unsupported-type");
  });

  test("a link opens one file until it is revoked", async () => {
    await put("shared/a.txt", "for everybody");
    const link = await (await send(token, `${files()}/shared/a.txt`, { action: "share", hours: 1 })).json<{
      id: string;
      url: string;
    }>();
    const path = new URL(link.url).pathname;
    const opened = await call(path, { headers: { range: "bytes=0-2" } });
    expect([opened.status, await opened.text(), opened.headers.get("referrer-policy")]).toEqual([
      206,
      "for",
      "no-referrer",
    ]);
    expect(await codeOf(call(`${path.slice(0, -1)}${path.endsWith("A") ? "E" : "A"}`))).toBe("404 drive.not-found");
    await ask(`/api/v1/bots/${name}/drive/links/${link.id}`, { method: "DELETE" });
    expect(await codeOf(call(path))).toBe("410 drive.link-over");
  });

  test("a preview is the first lines of a text, a small picture itself, and of nothing else", async () => {
    const seen = async (path: string, query = "", headers: Record<string, string> = {}) => {
      const answer = await ask(`${files()}/seen/${path}?preview${query}`, { headers });
      const { code } = answer.status === 415 ? await answer.clone().json<{ code: string }>() : { code: null };
      return { answer, text: await answer.text(), code, type: answer.headers.get("content-type") };
    };
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    await put("seen/a.html", `<script>${lines.join("\r\n")}`);
    const { answer, text, type } = await seen("a.html");
    expect([type, text]).toEqual(["text/plain; charset=utf-8", `<script>${lines.slice(0, 40).join("\n")}`]);
    const tag = answer.headers.get("etag") ?? "";
    expect((await seen("a.html", "", { "if-none-match": tag })).answer.status).toBe(304);
    expect((await ask(`${files()}/seen/a.html`)).headers.get("etag")).not.toBe(tag);
    // Cut between the bytes of one sign, and between lines that do not end.
    await put("seen/long.txt", `a${"ä".repeat(20_000)}`);
    expect((await seen("long.txt")).text).toBe(`a${"ä".repeat(3_999)}`);
    await put("seen/a.html", "second");
    expect([(await seen("a.html", "&version=1")).text.length > 100, (await seen("a.html")).text]).toEqual([
      true,
      "second",
    ]);
    await put("seen/empty.txt", "");
    expect((await seen("empty.txt")).text).toBe("");
    const png = Uint8Array.from("\x89PNG\r\n\x1a\n----", (char) => char.charCodeAt(0));
    await put("seen/a.png", png);
    expect(await seen("a.png")).toMatchObject({ type: "image/png" });
    const large = new Uint8Array(600_000);
    large.set(png);
    await put("seen/large.png", large);
    expect(await seen("large.png")).toMatchObject({ code: "drive.no-preview" });
    await put("seen/a.zip", "PK\x03\x04....");
    expect(await seen("a.zip")).toMatchObject({ code: "drive.no-preview" });
    expect(await codeOf(ask(`${files()}/seen/none.txt?preview`))).toBe("404 drive.not-found");
    await put("seen/a.pdf", "%PDF-1.7");
    expect(await codeOf(ask(`${files()}/seen/a.pdf?preview`))).toBe("503 service.unavailable");
  });

  test("what the bot holds is told store by store", async () => {
    const holder = await bot({
      scripts: { start: 'SAVE "stock", "tea", 3\nSAVE "stock", "milk", 1\nTALK "kept"' },
      config: { "drive-quota-gb": "1" },
    });
    await openOverHttp(holder);
    const place = `/api/v1/bots/${holder}`;
    for (const body of ["first", "second", "second"])
      expect((await ask(`${place}/files/a.txt`, { method: "PUT", body })).status).toBeLessThan(300);
    expect((await ask(`${place}/files/same.txt`, { method: "PUT", body: "first" })).status).toBe(201);
    expect(await codeOf(ask(`${place}/usage`))).toBe("403 auth.forbidden");
    const reader = await apiToken("bots:read");
    expect(await (await ask(`${place}/usage`, {}, reader)).json()).toEqual({
      files: { files: 2, versions: 3, bytes: 11, storedBytes: 11, quotaBytes: 1024 ** 3 },
      tables: { tables: 1, rows: 2, bytes: expect.any(Number) },
      knowledge: { collections: 0, documents: 0, passages: 0, bytes: 0, indexBytes: 0 },
      releases: { count: 1, bytes: expect.any(Number) },
      backups: { count: 0, bytes: 0 },
      conversations: 1,
    });
    expect(await codeOf(ask("/api/v1/bots/nobody-here/usage", {}, reader))).toBe("404 bot.unknown");
  });

  test("a change is made once for each Idempotency-Key", async () => {
    const twice = { "idempotency-key": "k-1" };
    expect((await (await put("once.txt", "one", twice)).json<{ version: number }>()).version).toBe(1);
    await put("once.txt", "two");
    expect((await (await put("once.txt", "one", twice)).json<{ version: number }>()).version).toBe(1);
    expect(await (await ask(`${files()}/once.txt`)).text()).toBe("two");
  });
});

test("the next time of a schedule is behind the last one, in UTC", () => {
  const next = (schedule: string, time: string) => new Date(afterwards(schedule, Date.parse(time))).toISOString();
  for (const [schedule, time, due] of [
    ["daily", "2031-02-28T00:00:00Z", "2031-03-01T00:00:00.000Z"],
    ["daily 03:30", "2031-12-31T03:29:59Z", "2031-12-31T03:30:00.000Z"],
    ["daily 03:30", "2031-12-31T03:30:00Z", "2032-01-01T03:30:00.000Z"],
    // The first of them is a Sunday.
    ["weekly", "2031-06-01T12:00:00Z", "2031-06-02T00:00:00.000Z"],
    ["weekly 23:15", "2031-06-02T23:14:00Z", "2031-06-02T23:15:00.000Z"],
    ["weekly 23:15", "2031-06-02T23:15:00Z", "2031-06-09T23:15:00.000Z"],
    ["weekly", "1970-01-01T00:00:00Z", "1970-01-05T00:00:00.000Z"],
  ] as const)
    expect([schedule, time, next(schedule, time)]).toEqual([schedule, time, due]);
});

describe("a restore", () => {
  test("that is cut after each of its steps, and does each twice, ends with what was there", async () => {
    const name = "drive-restored";
    const start = `
      SAVE "orders", "a", "tea"
      WRITE "notes/a.txt", "kept"
      HEAR wish AS TEXT
      SAVE "orders", wish, "milk"
      TALK "Rows: " + AGGREGATE("COUNT", "orders") + ", " + READ("notes/a.txt")
    `;
    await (await Publisher.of(name)).publish({ "a.gbdialog/start.bas": start });
    const talks = [await openOverHttp(name), await openOverHttp(name)];
    // One that is ended leaves its stubs broken.
    const stub = () => env.BOT.getByName(`${tenant}/${name}`);
    const api = () => stub() as unknown as BotApi;
    await api().setSecret(tenant, name, "pay", "s3cret", "test");
    const begun = await api().backups("start", "test");
    const id = begun.ok ? begun.value.id : "";
    await vi.waitUntil(async () => {
      await runDurableObjectAlarm(stub());
      const found = await api().backups("get", id);
      return found.ok && found.value.state === "done";
    });

    // Everything goes but the backup.
    for (const object of [
      stub(),
      env.DATA.getByName(`${tenant}/${name}`),
      env.DRIVE.getByName(`${tenant}/${name}`),
      ...talks.map((talk) => env.SESSION.getByName(`${tenant}/${name}/${talk.id}`)),
    ]) {
      await runInDurableObject(object, async (_, { storage }) => {
        await storage.deleteAlarm();
        await storage.deleteAll();
      });
      await evictDurableObject(object);
    }
    for (const key of await stored(name)) await env.FILES.delete(key);
    expect(await api().backups("adopt", tenant, name, id, "test")).toMatchObject({ ok: true });
    expect(await api().backups("restore", tenant, name, id)).toMatchObject({ ok: true, value: { state: "running" } });

    const standing = () =>
      runInDurableObject(stub(), (_, { storage }) =>
        storage.sql
          .exec<{ state: string; phase: string; position: number }>("SELECT state, phase, position FROM backup_restore")
          .one(),
      );
    const step = async () => {
      // The last one ends the object, and the alarm with it.
      await runDurableObjectAlarm(stub()).catch(() => {});
      await evictDurableObject(stub()).catch(() => {});
      return standing();
    };
    // It is so late at each look at the clock that a slice is over after one step.
    let late = Date.now();
    const clock = vi.spyOn(Date, "now").mockImplementation(() => {
      late += 4_000;
      return late;
    });
    const seen: string[] = [];
    try {
      for (let before = await standing(); before.state === "running"; ) {
        expect(await api().current()).toMatchObject({ ok: false });
        const after = await step();
        if (after.state === "running") {
          // As if the step's own commit had been lost.
          await runInDurableObject(stub(), (_, { storage }) => {
            storage.sql.exec("UPDATE backup_restore SET phase = ?, position = ?", before.phase, before.position);
          });
          expect(await step()).toEqual(after);
        }
        seen.push(`${after.state} ${after.phase} ${after.position}`);
        before = after;
      }
    } finally {
      clock.mockRestore();
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(await api().backups("restoreStatus")).toMatchObject({ value: { missingSecrets: [] } });
    expect(await api().secret("pay")).toEqual({ ok: true, value: "s3cret" });
    expect([seen.length > 8, seen.at(-1)]).toEqual([true, expect.stringMatching(/^done /)]);

    for (const [index, { path, token }] of talks.entries()) {
      const { frames } = await (
        await send(token, `${path}/messages`, { id: "m1", text: `b${index}` })
      ).json<TurnAnswer>();
      expect(frames.find(({ type }) => type === "talk")).toMatchObject({ text: `Rows: ${index + 3}, kept` });
    }
  });

  test("of a store whose object began anew before its tables were whole begins anew with them", async () => {
    const tables = (name: string) => env.DATA.getByName(`${tenant}/${name}`);
    const made = (name: string) =>
      runInDurableObject(tables(name), (_, { storage }) =>
        storage.sql
          .exec("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY name")
          .toArray(),
      );
    const { text } = await tables("whole-from").dumpTables(null);
    const loaded = async (instance: string) => await tables("whole-to").tablesLoaded(instance);
    const cut = await tables("whole-to").loadTables(text, true);
    await evictDurableObject(tables("whole-to"));
    await expect(loaded(cut)).rejects.toThrow("before its tables were whole");
    const instance = await tables("whole-to").loadTables(text, true);
    // The call that ends the object ends with an error.
    await expect(loaded(instance)).rejects.toThrow("restored");
    expect(await loaded(instance)).toBe(true);
    expect(await made("whole-to")).toEqual(await made("whole-from"));
  });
});

describe("resumable uploads", () => {
  test("go on where they broke off, check sums, and can be given up", async () => {
    const name = await bot('TALK "hello"');
    const token = await apiToken("files:read", "files:write");
    const tus = (method: string, path: string, headers: Record<string, string> = {}, body: BodyInit | null = null) =>
      call(path, { method, body, headers: { authorization: `Bearer ${token}`, "tus-resumable": "1.0.0", ...headers } });
    const root = `/api/v1/bots/${name}/uploads-tus`;
    const size = 7 * 1024 * 1024;
    const bytes = new Uint8Array(size).map((_, index) => index % 253);
    const metadata = `filename ${btoa("big.bin")},folder ${btoa("in")}`;
    const begin = (length: number) =>
      tus("POST", root, { "upload-length": String(length), "upload-metadata": metadata });
    const patch = (path: string, offset: number, body: BodyInit, more: Record<string, string> = {}) =>
      tus(
        "PATCH",
        path,
        { "content-type": "application/offset+octet-stream", "upload-offset": String(offset), ...more },
        body,
      );
    const place = (await begin(size)).headers.get("location") ?? "";
    expect(await codeOf(call(root, { method: "POST", headers: { authorization: `Bearer ${token}` } }))).toBe(
      "412 upload.version",
    );
    expect((await patch(place, 0, bytes.slice(0, 1_000))).headers.get("upload-offset")).toBe("1000");
    expect(await codeOf(patch(place, 0, bytes.slice(0, 1_000)))).toBe("409 upload.conflict");
    const wrong = { "upload-checksum": `sha1 ${btoa("not the sum")}` };
    expect(await codeOf(patch(place, 1_000, bytes.slice(1_000, 2_000), wrong))).toBe("460 upload.checksum");
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-1", bytes.slice(1_000, 2_000)));
    const right = { "upload-checksum": `sha1 ${btoa(String.fromCharCode(...sum))}` };
    expect((await patch(place, 1_000, bytes.slice(1_000, 2_000), right)).status).toBe(204);
    const breaking = new ReadableStream({
      start(body) {
        body.enqueue(bytes.slice(2_000, 5_900_000));
      },
      pull: (body) => body.error(new Error("reset")),
    });
    expect(await codeOf(patch(place, 2_000, breaking))).toBe("400 request.invalid");
    const stands = Number((await tus("HEAD", place)).headers.get("upload-offset"));
    expect(stands).toBe(5_900_000);
    expect((await patch(place, stands, bytes.slice(stands))).status).toBe(204);
    const whole = new Uint8Array(await (await send(token, `/api/v1/bots/${name}/files/in/big.bin`)).arrayBuffer());
    expect(whole.length === size && whole.every((byte, index) => byte === index % 253)).toBe(true);
    const other = (await begin(10)).headers.get("location") ?? "";
    await patch(other, 0, "12345");
    expect((await tus("DELETE", other)).status).toBe(204);
    expect(
      await codeOf(tus("PATCH", other, { "content-type": "application/offset+octet-stream", "upload-offset": "5" })),
    ).toBe("404 upload.unknown");
    const left = await env.FILES.list({ prefix: `t/${tenant}/drive-uploads/${name}/` });
    expect(left.objects.map(({ key }) => key.split(".").at(-1))).toEqual(["note"]);
  });
});

describe("attachments", () => {
  const PNG = "\x89PNG\r\n\x1a\n----";
  const png = Uint8Array.from(PNG, (char) => char.charCodeAt(0));
  const sendFile = async (path: string, token: string, body: BodyInit, headers: Record<string, string> = {}) =>
    call(`${path}/attachments`, { method: "POST", body, headers: { authorization: `Bearer ${token}`, ...headers } });
  const say = async (path: string, token: string, id: string, attachments: { id: string }[]) =>
    send(token, `${path}/messages`, { id, text: "", attachments });

  test("a file that was sent answers HEAR AS FILE, and every device sees it", async () => {
    const { path, token } = await openOverHttp(
      await bot('HEAR f AS FILE\nTALK f.filename + " " + f.size + " " + f.mime_type'),
    );
    const kept = await sendFile(path, token, png, { "content-type": "text/plain", "x-file-name": "a%2Fb%20c.png" });
    expect(kept.status).toBe(201);
    const attachment = await kept.json<Attachment>();
    expect(attachment).toMatchObject({ name: "b c.png", size: png.length, type: "image/png" });
    const { frames } = await (await say(path, token, "m1", [{ id: attachment.id }])).json<TurnAnswer>();
    expect(frames[0]).toMatchObject({ type: "user", attachments: [attachment] });
    expect(frames[1]).toMatchObject({ type: "talk", text: `b c.png ${png.length} image/png` });
    const read = await call(attachment.url, { headers: { authorization: `Bearer ${token}` } });
    expect([read.headers.get("content-type"), (await read.arrayBuffer()).byteLength]).toEqual([
      "image/png",
      png.length,
    ]);
    expect(await codeOf(call(attachment.url))).toBe("401 auth.required");
    const link = await (await send(token, `${attachment.url}/link`, {})).json<{ url: string }>();
    expect((await call(link.url)).status).toBe(200);
  });

  test("a form and parts do the same; what is no file of the conversation is refused", async () => {
    const name = await bot({
      scripts: { start: "HEAR f AS FILE\nTALK f.size" },
      config: { "attachment-max-size": "6 MB" },
    });
    const { path, token } = await openOverHttp(name);
    const other = await openOverHttp(name);
    const form = new FormData();
    form.append("file", new File(["abc"], "a.txt"));
    const kept = await (await sendFile(path, token, form)).json<Attachment>();
    expect(kept).toMatchObject({ name: "a.txt", size: 3, type: "text/plain" });
    expect(await codeOf(say(other.path, other.token, "m1", [{ id: kept.id }]))).toBe("404 attachment.unknown");
    expect(await codeOf(sendFile(path, other.token, "abc"))).toBe("401 auth.invalid");
    expect(await codeOf(sendFile(path, token, new Uint8Array(6 * 1024 * 1024 + 1)))).toBe("413 request.too-large");
    expect(await codeOf(sendFile(path, token, "MZ program", { "x-file-name": "a.txt" }))).toBe(
      "415 request.unsupported-type",
    );
    const begun = await call(`${path}/attachments?parts=2`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "x-file-name": "parts.txt" },
    });
    const { id } = await begun.json<{ id: string }>();
    const part = (number: number, body: string) =>
      call(`${path}/attachments/${id}/parts/${number}`, {
        method: "PUT",
        body,
        headers: { authorization: `Bearer ${token}` },
      });
    expect((await part(2, "world")).status).toBe(204);
    expect(await codeOf(send(token, `${path}/attachments/${id}/complete`, {}))).toBe("400 request.invalid");
    await part(1, "hello ");
    const whole = await (await send(token, `${path}/attachments/${id}/complete`, {})).json<Attachment>();
    expect(whole).toMatchObject({ id, name: "parts.txt", size: 11 });
    expect(await (await send(token, `${path}/attachments/${id}/complete`, {})).json()).toEqual(whole);
    const { frames } = await (await say(path, token, "m2", [{ id }])).json<TurnAnswer>();
    expect(frames.find(({ type }) => type === "talk")).toMatchObject({ text: "11" });
  });

  test("erasing the conversation erases them", async () => {
    const name = await bot("HEAR f AS FILE");
    const { path, token, talk } = await openOverHttp(name);
    const kept = await (await sendFile(path, token, "secret words", { "x-file-name": "a.txt" })).json<Attachment>();
    const link = await (await send(token, `${kept.url}/link`, {})).json<{ url: string }>();
    expect(await stored(name)).toHaveLength(1);
    await talk.api.erase();
    await runDurableObjectAlarm(env.SESSION.getByName(`${tenant}/${name}/${talk.key.conversation}`));
    expect(await stored(name)).toEqual([]);
    expect((await call(link.url)).status).toBe(410);
    expect(await codeOf(sendFile(path, token, "late"))).toBe("410 conversation.erased");
  });
});

/** Packages on their way to a release, inside workerd: file by file, settings and secrets, differences. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { resolveSecret } from "../../durable-objects/secrets.ts";
import { ARCHIVE_ATTACKS } from "../support/archive-attacks.ts";
import { apiToken, call, codeOf, send } from "./support-edge.ts";
import { botOf, bytesOf, type Files, hashOf, listOf, Publisher } from "./support-publishing.ts";
import { replayAll } from "./support-replay.ts";
import { open, TENANT, told, unwrap } from "./support-session.ts";

afterAll(replayAll, 120_000);

afterEach(() => void vi.useRealTimers());

let names = 0;
const freshName = (): string => `pack-${++names}`;

const shop = (text: string): Files => ({
  "shop.gbdialog/start.bas": `TALK "${text}"\nHEAR x AS TEXT\n`,
  "shop.gbdialog/other.bas": 'TALK "other"\n',
  "shop.gbkb/faq/a.md": "# Hours\nWe open at nine.\n",
  "shop.gbdata/prices.csv": "name,price\nA,1\n",
});
const greeting = async (bot: string): Promise<string | undefined> =>
  told((await open(bot)).first.frames)[0]?.replace("bot: ", "");

describe("a package that is uploaded file by file", () => {
  test("sends what is missing, and after that only what changed; said again it publishes once", async () => {
    const bot = freshName();
    const publisher = await Publisher.of(bot);
    const first = await publisher.publish(shop("one"));
    expect([first.sent, first.report.changed, first.report.added.length]).toEqual([4, true, 4]);
    const second = await publisher.publish(shop("two"));
    expect([second.sent, second.report.modified]).toEqual([1, ["shop.gbdialog/start.bas"]]);
    const list = await publisher.begin(shop("two"));
    expect(list).toMatchObject({ missing: [], files: 4, state: "open" });
    const again = await Promise.all([publisher.complete(list.id), publisher.complete(list.id)]);
    expect(again.map(({ status }) => status)).toEqual([200, 200]);
    const back = await publisher.publish(shop("one"));
    expect([back.sent, back.report.release]).toEqual([0, first.report.release]);
  });

  test("knows what is there after a broken connection, and takes no other bytes than those of the list", async () => {
    const publisher = await Publisher.of(freshName());
    const files = shop("parts");
    const { id, missing } = await publisher.begin(files);
    const [one] = missing;
    if (one === undefined) throw new Error("nothing is missing");
    const wrong = new Uint8Array(one.size);
    expect(await codeOf(publisher.blob(id, one.sha256, "PUT", wrong))).toBe("422 upload.mismatch");
    expect(await codeOf(publisher.blob(id, one.sha256, "PUT", new Uint8Array(1)))).toBe("422 upload.mismatch");
    expect(await codeOf(publisher.blob(id, "0".repeat(64), "PUT", wrong))).toBe("404 upload.not-asked");
    expect(await codeOf(publisher.complete(id))).toBe("409 upload.incomplete");
    expect((await publisher.begin(files)).missing).toEqual(missing);
    expect(await codeOf(publisher.complete("0".repeat(32)))).toBe("404 upload.unknown");
  });

  test("a large file goes in pieces, from the byte where it broke off", async () => {
    const publisher = await Publisher.of(freshName());
    const large = new Uint8Array(700_000).map((_, at) => at * 7);
    const files = { ...shop("large"), "shop.gbdata/large.bin": large };
    const { id, missing } = await publisher.begin(files);
    const hash = await hashOf(large);
    const patch = (from: number, to: number) =>
      publisher.blob(id, hash, "PATCH", large.slice(from, to), { "upload-offset": String(from) });
    expect((await patch(0, 300_000)).headers.get("upload-offset")).toBe("300000");
    const head = await publisher.blob(id, hash, "HEAD");
    expect([head.headers.get("upload-offset"), head.headers.get("upload-length")]).toEqual(["300000", "700000"]);
    expect(await codeOf(patch(0, 300_000))).toBe("409 upload.offset");
    expect(await codeOf(patch(300_000, 300_100))).toBe("400 request.invalid");
    expect((await patch(300_000, 700_000)).headers.get("upload-offset")).toBe("700000");
    expect((await patch(300_000, 700_000)).status).toBe(204);
    const rest = new Map(
      await Promise.all(Object.values(files).map(async (t) => [await hashOf(bytesOf(t)), bytesOf(t)] as const)),
    );
    for (const { sha256: other } of missing)
      if (other !== hash) await publisher.blob(id, other, "PUT", rest.get(other));
    expect((await publisher.complete(id)).status).toBe(201);
    const { data } = unwrap(await botOf(publisher.bot).current());
    expect(data.find(({ path }) => path.endsWith("large.bin"))?.hash).toBe(hash);
  });

  test("pieces that make another file are asked for again", async () => {
    const publisher = await Publisher.of(freshName());
    const large = new Uint8Array(300_000).fill(1);
    const { id } = await publisher.begin({ ...shop("x"), "shop.gbdata/large.bin": large });
    const hash = await hashOf(large);
    const other = new Uint8Array(300_000).fill(2);
    expect(await codeOf(publisher.blob(id, hash, "PATCH", other, { "upload-offset": "0" }))).toBe(
      "422 upload.mismatch",
    );
    expect(
      (await publisher.blob(id, hash, "PATCH", large, { "upload-offset": "0" })).headers.get("upload-offset"),
    ).toBe("300000");
  });

  test("a list that no package may have is refused with the reason, and nobody uploads without the scope", async () => {
    const publisher = await Publisher.of(freshName());
    const refused = (files: Files) =>
      publisher.begin(files).then(
        () => "taken",
        (error: Error) => error.message,
      );
    expect(await refused({ "../evil.bas": "x" })).toContain("leads out of the package");
    expect(await refused({ "a.gbdialog/x.bas": "1", "A.gbdialog/X.bas": "2" })).toContain("twice");
    expect(await refused({ "a.gbdialog/x": "1", "A.gbdialog/X/y.bas": "2" })).toContain("as a file and as a folder");
    expect(await refused({ "readme.txt": "x" })).toContain("Nothing in the archive");
    const reader = await apiToken("bots:read");
    expect(await codeOf(send(reader, `${publisher.path}/uploads`, { files: await listOf(shop("x")) }))).toBe(
      "403 auth.forbidden",
    );
  });
});

test("an archive of a stranger is refused with its reason, and leaves nothing behind", async () => {
  const publisher = await Publisher.of(freshName());
  const { report } = await publisher.publish(shop("whole"));
  for (const [what, archive, reason] of ARCHIVE_ATTACKS) {
    const answer = await call(`${publisher.path}/releases`, {
      method: "POST",
      headers: { authorization: `Bearer ${publisher.token}`, "content-type": "application/zip" },
      body: archive(),
    });
    const { detail } = await answer.json<{ detail: string }>();
    // What is no archive at all is refused by the route already.
    const words = new RegExp(`${reason.source}|^The body is not a zip archive`);
    expect([what, answer.status, detail]).toEqual([what, 422, expect.stringMatching(words)]);
  }
  const { items } = await botOf(publisher.bot).releases(50, null);
  expect(items.map(({ hash }) => hash)).toEqual([report.release]);
});

test("two releases differ by files and by keys, and a credential is not shown", async () => {
  const publisher = await Publisher.of(freshName());
  const config = (text: string): Files => ({ "s.gbot/config.csv": text });
  const one = await publisher.publish({ ...shop("one"), ...config("bot-name,A\nemail-pass,hunter2hunter2\n") });
  const two = await publisher.publish({
    ...shop("two"),
    ...config("bot-name,B\nemail-pass,another-secret\n"),
    "shop.gbtheme/a.css": "",
  });
  const path = `${publisher.path}/releases/${one.report.release}/diff/${two.report.release}`;
  const text = await (await send(publisher.token, path)).text();
  expect(text).not.toMatch(/hunter2|another-secret/);
  expect(JSON.parse(text)).toMatchObject({
    files: [
      { path: "s.gbot/config.csv", change: "modified" },
      { path: "shop.gbdialog/start.bas", change: "modified" },
      { path: "shop.gbtheme/a.css", change: "added", before: null, after: 0 },
    ],
    config: [
      { key: "bot-name", before: "A", after: "B" },
      { key: "email-pass", before: "(hidden)", after: "(hidden)" },
    ],
  });
  expect(await codeOf(send(publisher.token, path.replace(two.report.release, "0".repeat(64))))).toBe(
    "404 release.unknown",
  );
});

test("what publishing would do to files, keys and tables is told before, and nothing is done", async () => {
  const publisher = await Publisher.of(freshName());
  const orders = (columns: string): Files => ({
    "s.gbdialog/start.bas": `TABLE orders\n  id AS STRING KEY\n${columns}END TABLE\nSAVE "orders", "a", "many"\nTALK "x"\n`,
    "s.gbkb/faq/a.md": "# Hours\n",
    "s.gbot/config.csv": "email-pass,hunter2hunter2\n",
  });
  const plan = async (files: Files) => {
    const upload = await publisher.begin(files);
    for (const file of Object.values(files)) {
      const hash = await hashOf(bytesOf(file));
      if (upload.missing.some(({ sha256 }) => sha256 === hash))
        await publisher.blob(upload.id, hash, "PUT", bytesOf(file));
    }
    return send(publisher.token, `${publisher.path}/uploads/${upload.id}/plan`, {});
  };
  const first = await (await plan(orders("  total AS STRING\n"))).json();
  expect(first).toMatchObject({ from: null, tables: [{ table: "orders", change: "create" }], compiled: [] });
  expect(await codeOf(send(publisher.token, `${publisher.path}/releases/${"0".repeat(64)}/plan`))).toBe(
    "404 release.unknown",
  );
  const one = await publisher.publish(orders("  total AS STRING\n"));
  await open(publisher.bot);

  const next = await (await plan(orders("  total AS INTEGER\n  note AS STRING\n"))).json<Record<string, unknown>>();
  const tables = [
    { table: "orders", change: "type", column: "total", rows: 0, problems: 1, examples: ['"many"'] },
    { table: "orders", change: "column", column: "note" },
  ];
  expect(next).toMatchObject({
    from: one.report.release,
    files: [{ path: "s.gbdialog/start.bas", change: "modified" }],
    config: [],
  });
  expect(next["tables"]).toEqual(expect.arrayContaining(tables.map((step) => expect.objectContaining(step))));
  expect(JSON.stringify(next)).not.toContain("hunter2");
  expect(await botOf(publisher.bot).currentHash()).toBe(one.report.release);
  expect(unwrap(await botOf(publisher.bot).planRelease(one.report.release))).toMatchObject({ files: [], tables: [] });

  // A script that does not compile any more is found as publishing finds it, and its tables are not asked for.
  const broken = await (await plan({ ...orders(""), "s.gbdialog/start.bas": "GOTO nowhere\n" })).json();
  expect(broken).toMatchObject({
    diagnostics: expect.arrayContaining([
      expect.objectContaining({ file: "s.gbdialog/start.bas", line: 1, severity: "error" }),
    ]),
    tables: [{ table: "orders", change: "removed" }],
  });
  const two = await publisher.publish(orders("  total AS INTEGER\n  note AS STRING\n"));
  const back = await (await send(publisher.token, `${publisher.path}/releases/${one.report.release}/plan`)).json();
  expect(back).toMatchObject({
    from: two.report.release,
    to: one.report.release,
    tables: expect.arrayContaining([expect.objectContaining({ column: "note", change: "removed" })]),
  });

  const source = (token: string, path: string) =>
    send(token, `${publisher.path}/releases/${one.report.release}/source?path=${encodeURIComponent(path)}`);
  expect(await (await source(publisher.token, "s.gbkb/faq/a.md")).text()).toBe("# Hours\n");
  expect(await codeOf(source(publisher.token, "s.gbot/config.csv"))).toBe("404 script.unknown");
  const reader = await apiToken("bots:read");
  expect((await source(reader, "s.gbdialog/start.bas")).status).toBe(200);
  expect(await codeOf(source(reader, "s.gbkb/faq/a.md"))).toBe("403 auth.forbidden");
});

describe("a package that depends on another", () => {
  const crm = (version: string, text: string, more = ""): Files => ({
    "crm.gbot/config.csv": `package-version,${version}\n${more}`,
    "crm.gbdialog/tickets.bas": 'TALK "tickets"\nCALL "list"\nHEAR x AS TEXT\nTALK "tickets heard " + x\nCALL "list"\n',
    "crm.gbdialog/list.bas": `TALK "${text}"\n`,
  });
  const bot = (name: string, range: string, more = ""): Files => ({
    "b.gbot/config.csv": `depends-${name},${range}\n${more}`,
    "b.gbdialog/start.bas": `TALK "start"\nCALL "${name}/tickets"\nCALL "list"\n`,
    // The same content as the other package's, and another script of the same name.
    "b.gbdialog/list.bas": 'TALK "own list"\n',
    "b.gbdialog/tickets.bas": crm("", "")["crm.gbdialog/tickets.bas"] ?? "",
  });
  const refusal = (publishing: Promise<unknown>): Promise<string> =>
    publishing.then(
      () => "published",
      (error: Error) => JSON.parse(error.message).detail,
    );

  test("calls its scripts as they were when it was published", async () => {
    const other = await Publisher.of(freshName());
    const own = await Publisher.of(freshName());
    await other.publish(crm("1.2.0", "crm list"));
    const first = await own.publish(bot(other.bot, "^1.1"));
    expect(first.report.diagnostics).toEqual([]);
    const talk = await open(own.bot);
    expect(told(talk.first.frames).filter((line) => line.startsWith("bot: "))).toEqual([
      "bot: start",
      "bot: tickets",
      "bot: crm list",
    ]);
    await other.publish(crm("1.3.0", "newer list"));
    // Read back from the file: the parked script is the other package's.
    await evictDurableObject(talk.stub);
    expect(told((await talk.say("you")).frames).filter((line) => line.startsWith("bot: "))).toEqual([
      "bot: tickets heard you",
      "bot: crm list",
      "bot: own list",
    ]);
    expect(told((await open(own.bot)).first.frames)).toContain("bot: crm list");
    const again = await own.publish(bot(other.bot, "^1.1"));
    expect(again.report.release).not.toBe(first.report.release);
    const path = `${own.path}/releases/${first.report.release}/diff/${again.report.release}`;
    const difference = await (await send(own.token, path)).json();
    expect(difference).toMatchObject({ files: [], config: [], compiled: [`${other.bot}/list`] });
    expect(told((await open(own.bot)).first.frames)).toContain("bot: newer list");
  });

  test("is refused with the reason where that cannot be had", async () => {
    const other = await Publisher.of(freshName());
    const own = await Publisher.of(freshName());
    expect(await refusal(own.publish(bot(other.bot, "1.x")))).toContain("publish it first");
    await other.publish(crm("2.0.0", "x"));
    expect(await refusal(own.publish(bot(other.bot, "^1.1")))).toContain("has version 2.0.0, and ^1.1 is asked for");
    expect(await refusal(own.publish(bot(other.bot, "newest")))).toContain("must be a range such as");
    expect(await refusal(own.publish(bot(own.bot, "*")))).toContain("cannot depend on itself");
    expect(await refusal(own.publish(bot(other.bot, "*", "package-version,two\n")))).toContain("three numbers");
    await own.publish(bot(other.bot, "*", "package-version,1.0.0\n"));
    expect(await refusal(other.publish(crm("2.0.1", "x", `depends-${own.bot},*\n`)))).toContain("which is a circle");
    const third = await Publisher.of(freshName());
    expect(await refusal(third.publish(bot(own.bot, "*")))).toContain(`itself depends on ${other.bot}`);
  });
});

describe("settings beside a package", () => {
  test("an override goes before config.csv in new conversations, is written down, and can be taken away", async () => {
    const bot = freshName();
    const publisher = await Publisher.of(bot);
    const files = {
      "s.gbdialog/start.bas": "TALK greeting\n",
      "s.gbot/config.csv": "name,value\nparam-greeting,from the package\nllm-timeout,20\n",
    };
    await publisher.publish(files);
    expect(await greeting(bot)).toBe("from the package");
    const put = (key: string, value: string) =>
      send(publisher.token, `${publisher.path}/config/${key}`, { value }, "PUT");
    expect(await (await put("param-greeting", "from the administrator")).json()).toEqual({
      key: "param-greeting",
      value: "from the administrator",
      source: "override",
      override: "from the administrator",
    });
    expect(await greeting(bot)).toBe("from the administrator");
    expect(await codeOf(put("llm-timeout", "soon"))).toBe("422 config.invalid");
    expect(await codeOf(put("no-such-key", "x"))).toBe("422 config.invalid");
    expect(await codeOf(put("llm-key", "sk-1234567890abcdef"))).toBe("422 config.invalid");
    const remove = () => send(publisher.token, `${publisher.path}/config/param-greeting`, undefined, "DELETE");
    expect((await remove()).status).toBe(204);
    expect(await codeOf(remove())).toBe("404 config.unknown");
    expect(await greeting(bot)).toBe("from the package");
    const read = await send(publisher.token, `${publisher.path}/config/LLM_Timeout`);
    expect(await read.json()).toMatchObject({ key: "llm-timeout", value: "20", source: "package", override: null });
    const changes = await (await send(publisher.token, `${publisher.path}/config-changes`)).json<{
      items: unknown[];
    }>();
    expect(changes.items).toEqual([
      expect.objectContaining({ subject: "config", name: "param-greeting", action: "removed", by: "test" }),
      expect.objectContaining({ subject: "config", name: "param-greeting", action: "set" }),
    ]);
    const reader = await apiToken("bots:read");
    expect(await codeOf(send(reader, `${publisher.path}/config/admin`, { value: "x" }, "PUT"))).toBe(
      "403 auth.forbidden",
    );
  });

  test("a secret is set and listed, never shown, and lies sealed", async () => {
    const bot = freshName();
    const publisher = await Publisher.of(bot);
    const value = "sk-very-secret-0123456789";
    const put = await send(publisher.token, `${publisher.path}/secrets/model.key`, { value }, "PUT");
    expect(put.status).toBe(204);
    const files = {
      ...shop("x"),
      "shop.gbot/config.csv": "llm-key,vault:model.key\nwebhook-secret,vault:absent\nemail-pass,hunter2hunter2\n",
    };
    const { report } = await publisher.publish(files);
    expect(report.diagnostics.map(({ code, line }) => [code, line])).toEqual(
      expect.arrayContaining([
        ["CFG106", 2],
        ["CFG105", 3],
      ]),
    );
    const pages = await Promise.all(
      ["config", "config/llm-key", "config/email-pass", "secrets", "config-changes"].map(async (page) =>
        (await send(publisher.token, `${publisher.path}/${page}`)).text(),
      ),
    );
    expect(pages.join("")).not.toMatch(/very-secret|hunter2/);
    expect(JSON.parse(pages[3] ?? "").items).toEqual([expect.objectContaining({ name: "model.key", readable: true })]);
    const used = () => resolveSecret(env, { tenant: TENANT, bot }, "vault:model.key");
    expect(await used()).toBe(value);
    await send(publisher.token, `${publisher.path}/secrets/model.key`, { value: `${value}-newer` }, "PUT");
    expect(await used()).toBe(`${value}-newer`);
    const lies = await runInDurableObject(env.BOT.getByName(`${TENANT}/${bot}`), (_, state) =>
      JSON.stringify([
        state.storage.sql.exec("SELECT * FROM secrets").toArray(),
        state.storage.sql.exec("SELECT * FROM setting_changes").toArray(),
        state.storage.sql.exec("SELECT manifest FROM releases").toArray(),
      ]),
    );
    expect(lies).not.toContain("very-secret");
    expect(await codeOf(send(publisher.token, `${publisher.path}/secrets/Not%20A%20Name`, { value }, "PUT"))).toBe(
      "400 request.invalid",
    );
    const remove = () => send(publisher.token, `${publisher.path}/secrets/model.key`, undefined, "DELETE");
    expect((await remove()).status).toBe(204);
    expect(await codeOf(remove())).toBe("404 secret.unknown");
    expect(await botOf(bot).secret("model.key")).toMatchObject({ ok: false, code: "secret.unknown" });
    await expect(used()).rejects.toThrow("has not been set");
  });
});

describe("backups by a schedule", () => {
  test("are made each day, the newest stay, and one that cannot begin takes the place of none", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2031, 4, 5, 12) });
    const bot = freshName();
    const settings = "name,value\nbackup-schedule,daily 03:30\nbackup-keep,2\n";
    await (await Publisher.of(bot)).publish({ ...shop("kept"), "shop.gbot/config.csv": settings });
    const stub = env.BOT.getByName(`${TENANT}/${bot}`);
    const backups = () => botOf(bot).backups("list");
    const nightfall = async (day: number) => {
      vi.setSystemTime(Date.UTC(2031, 4, day, 3, 30));
      for (let run = 0; run < 5; run++) await runDurableObjectAlarm(stub);
      return (await backups()).map(({ startedAt, state }) => `${startedAt.slice(8, 16)} ${state}`);
    };
    expect(await nightfall(6)).toEqual(["06T03:30 done"]);
    expect(await nightfall(7)).toEqual(["07T03:30 done", "06T03:30 done"]);
    expect(await nightfall(8)).toEqual(["08T03:30 done", "07T03:30 done"]);
    // More than a bot keeps, by hand: there is no room for the next.
    await runInDurableObject(stub, (_, { storage }) => {
      for (let i = 0; i < 100; i++)
        storage.sql.exec(
          "INSERT INTO backups VALUES (?, 1, 'me', 'done', '{}', 0, NULL, '[]', 1, 0, 0)",
          `by-hand-${i}`,
        );
    });
    expect((await nightfall(9)).slice(0, 3)).toEqual(["09T03:30 failed", "08T03:30 done", "07T03:30 done"]);
    expect((await backups())[0]?.reason).toContain("delete one first");
  });
});

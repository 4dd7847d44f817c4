/** The end of a conversation's data: exported whole, erased for good, bounded in memory while it lives. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, describe, expect, test, vi } from "vitest";
import { conversationBlobKey, conversationFolder } from "../../contracts/conversation-files.ts";
import { type ExportLine, type ExportPage, readExportLine } from "../../contracts/export.ts";
import type { BotApi } from "../../contracts/objects.ts";
import type { Log } from "../../durable-objects/session/store/log.ts";
import { apiToken, call, codeOf, openOverHttp, send, Wire } from "./support-edge.ts";
import { replayAll } from "./support-replay.ts";
import { bot, conversation, open, type Talk, TENANT, told, unwrap } from "./support-session.ts";

afterAll(replayAll, 120_000);

const ECHO = `
n = 0
DO
  HEAR x AS TEXT
  n = n + 1
  TALK n + ": " + x
LOOP
`;
const SECRET_WORD = "raspberry-sentence";
const DAY_MS = 86_400_000;

const stubOf = (name: string, id: string) =>
  env.SESSION.getByName(`${TENANT}/${name}/${id}`) as unknown as DurableObjectStub<undefined>;
const talkOf = (stub: DurableObjectStub<undefined>): Pick<Talk, "stub"> => ({ stub });
const botApi = (name: string) => env.BOT.getByName(`${TENANT}/${name}`) as unknown as BotApi;

/** Tables of the object's file, and what stands in `meta`. */
function fileOf({
  stub,
}: Pick<Talk, "stub">): Promise<{ tables: string[]; meta: Record<string, unknown>; bytes: number }> {
  return runInDurableObject(stub, (_, { storage: { sql } }) => ({
    tables: sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 4) <> '_cf_'")
      .toArray()
      .map(({ name }) => name),
    meta: Object.fromEntries(
      sql
        .exec<{ key: string; value: string }>("SELECT key, value FROM meta")
        .toArray()
        .map(({ key, value }) => [key, JSON.parse(value)]),
    ),
    bytes: sql.databaseSize,
  }));
}
const alarmOf = ({ stub }: Pick<Talk, "stub">): Promise<number | null> =>
  runInDurableObject(stub, (_, state) => state.storage.getAlarm());
const isVacant = async (talk: Pick<Talk, "stub">): Promise<void> => {
  await vi.waitFor(
    async () => expect((await fileOf(talk)).meta).toEqual({ erased: { erasedAt: expect.any(Number) } }),
    {
      timeout: 5_000,
    },
  );
  const file = await fileOf(talk);
  expect(file.tables).toEqual(["meta"]);
  expect(await alarmOf(talk)).toBeNull();
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const abort = (talk: Talk): Promise<void> =>
  runInDurableObject(talk.stub, (_, state) => state.abort("killed by the test")).catch(() => {});

async function withBindings(bindings: Record<string, unknown>, work: () => Promise<void>): Promise<void> {
  const before = { ...env };
  Object.assign(env, bindings);
  try {
    await work();
  } finally {
    for (const name of Object.keys(bindings)) Reflect.deleteProperty(env, name);
    Object.assign(env, before);
  }
}

describe("erasing", () => {
  test("leaves a tombstone that answers everything; the devices are sent away", async () => {
    const name = await bot(ECHO);
    const { token, path, id } = await openOverHttp(name);
    const reader = await apiToken("conversations:read", "conversations:write");
    await send(token, `${path}/messages`, { id: "m1", text: SECRET_WORD });
    const wire = await Wire.connect(token, path);
    expect((await send(token, path, undefined, "DELETE")).status).toBe(204);
    await vi.waitFor(() => expect(wire.closed).toBe(4410));
    const talk = talkOf(stubOf(name, id));
    await isVacant(talk);
    expect(await runInDurableObject(talk.stub, (_, { storage }) => storage.sql.databaseSize)).toBeLessThan(30_000);
    // Also after the object was away.
    for (let round = 0; round < 2; round++) {
      expect(await codeOf(send(token, `${path}/messages`, { id: "m2", text: "hello?" }))).toBe(
        "410 conversation.erased",
      );
      expect(await codeOf(send(token, `${path}/messages`, { id: "m1", text: "again" }))).toBe(
        "410 conversation.erased",
      );
      for (const place of ["frames", "export"]) {
        expect(await codeOf(send(token, `${path}/${place}`))).toBe("410 conversation.erased");
      }
      const live = call(`${path}/frames`, {
        headers: { authorization: `Bearer ${token}`, accept: "text/event-stream" },
      });
      expect(await codeOf(live)).toBe("410 conversation.erased");
      expect(await codeOf(send(reader, `${path}/journal`))).toBe("410 conversation.erased");
      expect(await codeOf(send(reader, `${path}/proactive`, { id: "p", text: "x" }))).toBe("410 conversation.erased");
      const agent = { id: "a", name: "Ada" };
      expect(await codeOf(send(reader, `${path}/agent`, { action: "join", agent }))).toBe("410 conversation.erased");
      await expect(Wire.connect(token, path)).rejects.toThrow("410");
      expect((await send(token, path, undefined, "DELETE")).status).toBe(204);
      await evictDurableObject(talk.stub);
    }
    const again = conversation(name);
    const key = { tenant: TENANT, bot: name, conversation: id };
    const request = { channel: "web", user: null, locale: null, args: {} };
    const api = stubOf(name, id) as unknown as typeof again.api;
    expect(await api.open(key, request)).toMatchObject({ ok: false, code: "conversation.erased" });
    await isVacant(talk);
    // One that never was has nothing to erase.
    const nobody = path.replace(/[^/]+$/, "0".repeat(26));
    expect(await codeOf(send(reader, nobody, undefined, "DELETE"))).toBe("404 conversation.unknown");
    expect(await codeOf(send(await apiToken("conversations:read"), path, undefined, "DELETE"))).toBe(
      "403 auth.forbidden",
    );
  });

  test("a socket whose token comes in its first frame is told so, too", async () => {
    const { token, path } = await openOverHttp(await bot(ECHO));
    await send(token, path, undefined, "DELETE");
    const answer = await call(`${path}/socket`, { headers: { upgrade: "websocket" } });
    const closed = new Promise<number>((resolve) =>
      answer.webSocket?.addEventListener("close", ({ code }) => resolve(code)),
    );
    answer.webSocket?.accept();
    answer.webSocket?.send(JSON.stringify({ type: "auth", token }));
    expect(await closed).toBe(4410);
  });

  test("a turn that is being run ends, and nothing of it is written or done", async () => {
    const name = await bot('HEAR x\nTALK "before"\nWAIT 1\nSET BOT MEMORY "late", x\nTALK "after"\n');
    const talk = await open(name);
    const answer = talk.send("go", "m1");
    await vi.waitFor(async () => expect(told(await talk.transcript())).toContain("bot: before"));
    // Behind the turn another waits, durably.
    const second = talk.send("behind", "m2");
    await pause(50);
    expect(unwrap(await talk.api.erase())).toBeUndefined();
    expect(await answer).toMatchObject({ ok: false, code: "conversation.erased" });
    expect(await second).toMatchObject({ ok: false, code: "conversation.erased" });
    await pause(1_300);
    expect(await botApi(name).getMemory("late")).toBeNull();
    await isVacant(talk);
  });

  test("a script that catches every error performs nothing more, either", async () => {
    const talk = await open(
      await bot('ON ERROR RESUME NEXT\nHEAR x\nSET BOT MEMORY "one", x\nSET BOT MEMORY "two", x\nTALK "after"\n'),
    );
    // Writes in a row share one barrier, so no commit stands between the two.
    const written: string[] = [];
    const slow = {
      setMemory: async (_: string, key: string) => {
        written.push(key);
        await pause(400);
      },
      settle: async () => {},
    };
    await withBindings({ BOT: { getByName: () => slow } }, async () => {
      const answer = talk.send("go", "m1");
      await vi.waitFor(() => expect(written).toEqual(["one"]));
      unwrap(await talk.api.erase());
      expect(await answer).toMatchObject({ ok: false, code: "conversation.erased" });
      await pause(600);
      expect(written).toEqual(["one"]);
      await isVacant(talk);
    });
  });

  test("nor of one that waits for time, or that a crash has left", async () => {
    const name = await bot('HEAR x\nWAIT 2\nSET BOT MEMORY "late", x\n');
    const talk = await open(name);
    await talk.send("go", "m1", 100);
    await evictDurableObject(talk.stub);
    unwrap(await talk.api.erase());
    await pause(2_200);
    await runDurableObjectAlarm(talk.stub);
    expect(await botApi(name).getMemory("late")).toBeNull();
    await isVacant(talk);
  });

  test("what comes late writes nothing: projections, confirmations, alarms", async () => {
    const hints: unknown[] = [];
    let isAway = true;
    const PROJECTIONS = {
      send: async (hint: unknown) => {
        if (isAway) throw new Error("the queue is away");
        hints.push(hint);
      },
    };
    await withBindings({ DATABASE_URL: "postgres://unused", PROJECTIONS }, async () => {
      const talk = await open(await bot(ECHO));
      await talk.say("one");
      unwrap(await talk.api.erase());
      expect(await talk.api.unprojected(100)).toMatchObject({ ok: false, code: "conversation.erased" });
      await talk.api.confirmProjected(4);
      await talk.api.reproject();
      // The queue was away: the history is still to be erased, and the alarm stands for it, whatever happens to the object.
      await vi.waitFor(async () =>
        expect((await fileOf(talk)).meta).toMatchObject({ erased: { rest: { steps: ["history"] } } }),
      );
      await abort(talk);
      expect(await alarmOf(talk)).toBeGreaterThan(Date.now());
      isAway = false;
      await runDurableObjectAlarm(talk.stub);
      expect(hints).toEqual([{ key: talk.key, erase: true }]);
      // A hint is no confirmation: it is sent again.
      await runDurableObjectAlarm(talk.stub);
      expect(hints).toHaveLength(2);
      expect(await alarmOf(talk)).toBeGreaterThan(Date.now());
      await talk.api.confirmErased();
      await isVacant(talk);
      await talk.api.confirmErased();
      await talk.api.confirmProjected(9);
      await isVacant(talk);
    });
  });

  test("a crash right after it was answered loses nothing of the work that is left", async () => {
    const name = await bot(ECHO);
    const talk = await open(name);
    await talk.say(SECRET_WORD);
    const key = conversationBlobKey(talk.key, "a".repeat(64));
    await env.FILES.put(key, SECRET_WORD);
    await runInDurableObject(talk.stub, async (instance, state) => {
      unwrap(await (instance as unknown as typeof talk.api).erase());
      await state.storage.sync();
      state.abort("killed by the test");
    }).catch(() => {});
    await runDurableObjectAlarm(talk.stub);
    await isVacant(talk);
    expect(await env.FILES.head(key)).toBeNull();
  });

  test("large values go, and only this conversation's; the bot's list of pins is told", async () => {
    const rows = Array.from({ length: 900 }, (_, index) => `${index},${SECRET_WORD.padEnd(1_400, "x")}${index}`);
    const name = await bot({
      scripts: { start: 'DO\n  HEAR x\n  big = FIND "big.csv"\n  TALK "rows " + COUNT(big)\n  big = NULL\nLOOP\n' },
      data: { "big.csv": `id,text\n${rows.join("\n")}\n` },
    });
    const [gone, kept] = [await open(name), await open(name)];
    const blobs = async (talk: Talk) => (await env.FILES.list({ prefix: conversationFolder(talk.key) })).objects.length;
    for (const talk of [gone, kept]) {
      expect(told((await talk.say("go")).frames)).toContain("bot: rows 900");
      expect(await blobs(talk)).toBe(1);
    }
    const lines = await exported(kept.key.bot, kept.key.conversation);
    const read = lines.flatMap((line) =>
      line.type === "entry" && line.event.type === "effect.done" ? [line.event] : [],
    );
    expect(read).toHaveLength(1);
    expect(JSON.stringify(read[0]?.result)).toContain(`${SECRET_WORD}xxx`);
    expect(read[0]?.result).toHaveProperty("json");
    unwrap(await gone.api.erase());
    await isVacant(gone);
    expect(await blobs(gone)).toBe(0);
    expect(await blobs(kept)).toBe(1);
    expect(told((await kept.say("go")).frames)).toContain("bot: rows 900");
    const pins = await botApi(name).conversations({ state: null, release: null, limit: 10, cursor: null });
    expect(pins.items.map(({ id }) => id)).toEqual([kept.key.conversation]);
  });
});

describe("retention", () => {
  /** As if its last turn had been so many days ago. */
  async function age(talk: Talk, days: number): Promise<void> {
    await runInDurableObject(talk.stub, (_, { storage }) => {
      storage.sql.exec(
        "UPDATE log SET state = json_set(state, '$.committedAt', ?, '$.expiresAt', NULL) WHERE state IS NOT NULL",
        Date.now() - days * DAY_MS,
      );
    });
    await evictDurableObject(talk.stub);
    await runInDurableObject(talk.stub, (_, { storage }) => storage.setAlarm(Date.now() + 60_000));
    await runDurableObjectAlarm(talk.stub);
  }

  test("a conversation erases itself so many days after its last turn, not before", async () => {
    const name = await bot({
      scripts: { start: 'TALK "hi"\n' },
      config: { "retention-days": "30", "session-timeout": "0" },
    });
    const talk = await open(name);
    const due = await alarmOf(talk);
    expect(due).toBeGreaterThanOrEqual(Date.now() + 30 * DAY_MS - 1_000);
    expect(due).toBeLessThan(Date.now() + 30 * DAY_MS + 3_600_000);
    await age(talk, 29.9);
    expect(told(await talk.transcript())).toContain("bot: hi");
    expect(await alarmOf(talk)).toBeGreaterThan(Date.now());
    await age(talk, 31);
    await isVacant(talk);
  });

  test("a question without a time-out does not hold it; one with, a wait and the desk do", async () => {
    const config = { "retention-days": "1", "session-timeout": "0" };
    const asks = await open(await bot({ scripts: { start: ECHO }, config }));
    await age(asks, 2);
    await isVacant(asks);
    const timed = await open(
      await bot({ scripts: { start: 'HEAR x AS TEXT TIMEOUT 864000 DEFAULT ""\nTALK x\n' }, config }),
    );
    await age(timed, 2);
    expect(told(await timed.transcript())).toContain("hear TEXT");
    const held = await open(await bot({ scripts: { start: ECHO }, config }));
    const agent = { id: "a", name: "Ada" };
    unwrap(await held.api.receive({ kind: "handoff", id: "j", action: "join", agent, reason: "" }, 1_000));
    await age(held, 2);
    expect(told(await held.transcript()).at(-1)).toBe("state handed-over");
    const forever = await open(await bot({ scripts: { start: ECHO }, config: { "session-timeout": "0" } }));
    await age(forever, 4_000);
    expect(told(await forever.transcript()).at(-1)).toBe("state waiting");
    expect(await alarmOf(forever)).toBeNull();
  });
});

describe("export", () => {
  test("one file: who, what began each turn, what happened, what was sent; whole and checkable", async () => {
    const name = await bot('HEAR a AS TEXT\nWAIT 0.01\nHEAR secret AS PASSWORD\nTALK "thanks " + a\nHEAR b AS TEXT\n');
    const talk = conversation(name);
    const request = { channel: "web", user: { name: "Ada" }, locale: "pt-BR", args: { from_page: "home" } };
    unwrap(await talk.api.open(talk.key, request));
    await talk.say("one", "m1");
    await talk.say("hunter2-hunter2", "m2");
    unwrap(await talk.api.receive({ kind: "proactive", source: "api", id: "p1", text: "news" }, 5_000));
    const lines = await exported(name, talk.key.conversation);
    expect(lines[0]).toEqual({
      type: "conversation",
      v: 1,
      ...talk.key,
      release: expect.stringMatching(/^[0-9a-f]{64}$/),
      startedAt: expect.any(Number),
      request,
    });
    expect(JSON.stringify(lines)).not.toContain("hunter2");
    expect(JSON.stringify(lines)).not.toContain("token");
    expect(
      lines.flatMap((line) => (line.type === "message" ? [[line.turn, line.message.id, line.message.kind]] : [])),
    ).toEqual([
      [2, "m1", undefined],
      [3, "m2", undefined],
      [4, "p1", "proactive"],
    ]);
    expect(lines.flatMap((line) => (line.type === "frame" ? [line.frame] : []))).toEqual(await talk.transcript());
    const entries = unwrap(await talk.api.journal(0, 1_000)).items;
    expect(lines.flatMap(({ type, ...line }) => (type === "entry" ? [line] : []))).toEqual(entries);
    // What began a turn stands before what happened in it.
    const order = lines.map((line) => `${line.type}${"turn" in line ? line.turn : ""}`);
    expect(order.indexOf("message2")).toBeLessThan(order.indexOf("entry2"));
    expect(lines.at(-1)).toMatchObject({
      type: "end",
      counts: { messages: 3, entries: entries.length, frames: (await talk.transcript()).length },
    });
  });

  test("of a turn that is not over: what is committed of it, with its message; never what only waits", async () => {
    const talk = await open(await bot('HEAR a AS TEXT\nTALK "on it"\nWAIT 3\nTALK "done"\nHEAR b AS PASSWORD\n'));
    talk.damaged = "whose turns were not over";
    await talk.send("go", "m1", 100);
    await talk.send("waits-behind", "m2", 100);
    const lines = await exported(talk.key.bot, talk.key.conversation);
    expect(lines.flatMap((line) => (line.type === "message" ? [line.message.id] : []))).toEqual(["m1"]);
    expect(JSON.stringify(lines)).toContain("on it");
    expect(JSON.stringify(lines)).not.toContain("waits-behind");
  });

  test("to the person it tells what was said, and not what scripts read", async () => {
    const name = await bot(
      'SET BOT MEMORY "others", "of somebody else"\nHEAR x\nx = GET BOT MEMORY "others"\nTALK "ok"\n',
    );
    const { token, path } = await openOverHttp(name);
    const desk = await apiToken("conversations:read", "conversations:write");
    const agent = { id: "a-77", name: "Ada" };
    await send(token, `${path}/messages`, { id: "m", text: "my words" });
    await send(desk, `${path}/agent`, { action: "join", agent, reason: "is annoying" });
    await send(desk, `${path}/agent/messages`, { id: "a", text: "Ada here", agent });
    const lines = async (who: string) => (await (await send(who, `${path}/export`)).text()).trimEnd().split("\n");
    expect((await lines(desk)).join()).toContain("of somebody else");
    const own = (await lines(token)).map((line) => readExportLine(line));
    const text = JSON.stringify(own);
    expect(text).toContain("Ada here");
    for (const secret of ["of somebody else", "a-77", "annoying"]) expect(text).not.toContain(secret);
    expect(own.at(-1)).toMatchObject({ type: "end", counts: { messages: 1, entries: 0 } });
    const messages = own.flatMap((line) => (line?.type === "message" ? [line.message] : []));
    expect(messages).toMatchObject([{ id: "m", text: "my words" }]);
    const replayed = await call(`/api/v1/bots/${name}/replays`, {
      method: "POST",
      body: (await lines(token)).join("\n"),
      headers: { authorization: `Bearer ${desk}`, "content-type": "application/jsonl" },
    });
    expect(await replayed.json()).toMatchObject({
      code: "request.invalid",
      detail: expect.stringContaining("journal"),
    });
  });

  test("is refused without a right to it, and breaks off without its last line when the conversation is erased", async () => {
    const name = await bot('HEAR x\nFOR i = 1 TO 900\n  TALK "line " + i + " " + x\nNEXT i\nHEAR x\n');
    const { token, path } = await openOverHttp(name);
    expect(await codeOf(call(`${path}/export`))).toBe("401 auth.required");
    expect(await codeOf(send(await apiToken("bots:read"), `${path}/export`))).toBe("403 auth.forbidden");
    const other = await openOverHttp(name);
    expect(await codeOf(send(other.token, `${path}/export`))).toBe("401 auth.invalid");
    await send(token, `${path}/messages`, { id: "m", text: "x".repeat(3_000) });
    const answer = await send(token, `${path}/export`);
    expect(answer.headers.get("content-type")).toBe("application/jsonl; charset=utf-8");
    const reader = answer.body?.getReader();
    await reader?.read();
    await send(token, path, undefined, "DELETE");
    const rest = async () => {
      let text = "";
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
        text += new TextDecoder().decode(part.value);
      }
      return text;
    };
    const whole = await rest().then(
      () => true,
      () => false,
    );
    expect(whole).toBe(false);
  });
});

describe("a long conversation", () => {
  test("50,000 frames: what a wake-up, a message and a page read does not grow with them", async () => {
    const name = await bot({
      scripts: {
        start:
          'DO\n  HEAR x AS TEXT\n  IF x = "more" THEN\n    FOR i = 1 TO 980\n      TALK "line " + i\n    NEXT i\n  ELSE\n    TALK "short"\n  END IF\nLOOP\n',
      },
    });
    const talk = await open(name);
    for (let index = 0; index < 51; index++) unwrap(await talk.send("more", `more-${index}`));
    const { seq } = unwrap(await talk.api.frames(0, 1)).items.length > 0 ? await talk.say("end") : { seq: 0 };
    expect(seq).toBeGreaterThan(50_000);
    await evictDurableObject(talk.stub);
    const counted = async (work: () => Promise<unknown>) => {
      const before = await readRows(talk);
      await work();
      return (await readRows(talk)) - before;
    };
    const wake = await readRows(talk);
    // The newest state and the ids of what was answered.
    expect(wake).toBeLessThan(200);
    expect(await counted(() => talk.say("short"))).toBeLessThan(200);
    expect(await counted(() => talk.say("short"))).toBeLessThan(30);
    expect(await counted(async () => talk.api.frames(49_000, 100))).toBeLessThan(30);
    expect(await counted(async () => talk.api.journal(100, 10))).toBeLessThan(30);
    // A page has its bounds, and the pages make the whole.
    let total = 0;
    for (let after = 0; ; ) {
      const page = unwrap(await talk.api.frames(after, 10_000));
      total += page.items.length;
      expect(JSON.stringify(page.items).length).toBeLessThan(10 * 1024 * 1024);
      if (page.nextAfter === undefined) break;
      after = page.nextAfter;
    }
    const last = unwrap(await talk.api.frames(total - 1, 10)).items.at(-1);
    expect(last?.seq).toBe(total);
    let [records, from, to] = [0, 1, null as number | null];
    for (let next: number | null = from; next !== null; from = next) {
      const page: ExportPage = unwrap(await talk.api.exportPage(next, to));
      expect(JSON.stringify(page.records).length).toBeLessThan(6 * 1024 * 1024);
      records += page.records.filter(({ type }) => type === "frame").length;
      ({ next, to } = page);
      if (next === null) break;
    }
    expect(records).toBe(total);
  }, 60_000);

  test("a file of a newer version is refused and left as it is", async () => {
    const talk = await open(await bot(ECHO));
    await talk.say("one");
    await runInDurableObject(talk.stub, (_, { storage }) => {
      storage.sql.exec("UPDATE meta SET value = '99' WHERE key = 'journal'");
    });
    talk.damaged = "that a newer version has written";
    const before = await fileOf(talk);
    await evictDurableObject(talk.stub);
    for (const call of [() => talk.say("two"), () => talk.api.frames(0, 10)]) {
      await expect(call().then(() => "answered", String)).resolves.toMatch(/newer version/);
    }
    expect(before.meta).toMatchObject({ journal: 99 });
  });
});

const wrapped = new WeakSet<object>();
const counts = new WeakMap<object, { rows: number }>();

/** Rows of its file that the object has read since it came into memory. */
function readRows({ stub }: Talk): Promise<number> {
  return runInDurableObject(stub, (instance) => {
    const { log } = (instance as unknown as { session: { store: { log: Log } } }).session.store;
    const holder = log as unknown as { sql: SqlStorage };
    if (!wrapped.has(log)) {
      wrapped.add(log);
      const count = { rows: 0 };
      counts.set(log, count);
      const { sql } = holder;
      const exec = (query: string, ...bindings: unknown[]) => {
        const cursor = sql.exec(query, ...bindings);
        return new Proxy(cursor, {
          get: (target, name) => {
            const value = Reflect.get(target, name);
            if (typeof value !== "function") return value;
            return (...args: unknown[]) => {
              const result = value.apply(target, args);
              if (name === "toArray") count.rows += result.length;
              else if (name === "one") count.rows += 1;
              else if (name === Symbol.iterator) return countingIterator(result, count);
              return result;
            };
          },
        });
      };
      holder.sql = new Proxy(sql, { get: (target, name) => (name === "exec" ? exec : Reflect.get(target, name)) });
    }
    return counts.get(log)?.rows ?? 0;
  });
}

function* countingIterator(rows: Iterator<unknown>, count: { rows: number }): Generator {
  for (let next = rows.next(); !next.done; next = rows.next()) {
    count.rows += 1;
    yield next.value;
  }
}

/** The file, read as a program would: each line by the contract, the last one against the bytes before it. */
async function exported(name: string, id: string): Promise<ExportLine[]> {
  const token = await apiToken("conversations:read");
  const answer = await send(token, `/api/v1/bots/${name}/conversations/${id}/export`);
  expect(answer.status).toBe(200);
  const text = await answer.text();
  const lines = text.trimEnd().split("\n");
  const end = JSON.parse(lines.at(-1) ?? "{}");
  const before = text.slice(0, text.length - (lines.at(-1) ?? "").length - 1);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(before));
  expect(end.sha256).toBe(Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""));
  return lines.map((line) => readExportLine(line)).filter((line) => line !== null);
}

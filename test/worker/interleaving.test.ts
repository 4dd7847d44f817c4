/** Many who speak in one conversation: devices, people of the desk, the bot by itself. One queue, one order for everybody. */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterAll, describe, expect, test, vi } from "vitest";
import type { InboxItem, TurnAnswer } from "../../contracts/conversation.ts";
import { apiToken, call, codeOf, openOverHttp, send, Wire } from "./support-edge.ts";
import { replayAll } from "./support-replay.ts";
import { bot, Device, open, type Talk, told, unwrap } from "./support-session.ts";

afterAll(replayAll, 120_000);

const ECHO = `
n = 0
DO
  HEAR x AS TEXT
  n = n + 1
  TALK n + ": " + x
LOOP
`;
const ASK = `
HEAR city AS TEXT WITH "Which city?"
TALK "So " + city
`;
const AGENT = { id: "a-7", name: "Ada" };

/** Any item of the inbox, past the routes. */
async function receive(talk: Talk, item: InboxItem, waitMs = 20_000) {
  const { timing: _, ...answer } = unwrap(await talk.api.receive(item, waitMs));
  return answer;
}
const join = (talk: Talk, id: string) =>
  receive(talk, { kind: "handoff", id, action: "join", agent: AGENT, reason: "asked for" });
const leave = (talk: Talk, id: string) =>
  receive(talk, { kind: "handoff", id, action: "leave", agent: AGENT, reason: "" });
const inbox = (talk: Talk): Promise<Record<string, unknown>[]> =>
  runInDurableObject(talk.stub, (_, state) => state.storage.sql.exec("SELECT * FROM inbox").toArray());
const alarmOf = (talk: Talk): Promise<number | null> =>
  runInDurableObject(talk.stub, (_, state) => state.storage.getAlarm());

describe("one order for everybody", () => {
  test("five sockets, an agent's socket, server-sent events and a proactive source see the same bytes", async () => {
    const { token, path } = await openOverHttp(await bot(ECHO));
    const reader = await apiToken("conversations:read");
    const writer = await apiToken("conversations:write");
    const wires = await Promise.all(Array.from({ length: 5 }, () => Wire.connect(token, path)));
    const desk = await Wire.connect(reader, path);
    const events = await send(reader, `${path}/frames`, undefined);
    expect(events.status).toBe(200);
    const live = await follow(reader, `${path}/frames`);
    // Everybody speaks at once; what the order is, nobody decides but the conversation.
    const speaking: Promise<unknown>[] = [];
    for (let round = 0; round < 6; round++) {
      for (const [index, wire] of wires.entries()) {
        wire.send({ type: "message", id: `d${index}-${round}`, text: `from ${index}` });
      }
      speaking.push(send(token, `${path}/messages`, { id: `h-${round}`, text: "by HTTP" }));
      speaking.push(send(writer, `${path}/proactive`, { id: `p-${round}`, text: `news ${round}` }));
      if (round === 2) speaking.push(send(writer, `${path}/agent`, { id: "in", action: "join", agent: AGENT }));
      if (round === 3)
        speaking.push(send(writer, `${path}/agent/messages`, { id: "hi", text: "I am here", agent: AGENT }));
      if (round === 4) speaking.push(send(writer, `${path}/agent`, { id: "out", action: "leave" }));
    }
    await Promise.all(speaking);
    const turns = 1 + 6 * 7 + 3;
    await vi.waitFor(async () => expect(JSON.parse(wires[0]?.durable.at(-1) ?? "{}").turn).toBe(turns), {
      timeout: 15_000,
    });
    const page = await (await send(token, `${path}/frames`)).json<{
      items: { seq: number; turn: number; type: string }[];
    }>();
    const bytes = page.items.map((frame) => JSON.stringify(frame));
    expect(page.items.map(({ seq }) => seq)).toEqual(bytes.map((_, index) => index + 1));
    for (const wire of [...wires, desk]) {
      await vi.waitFor(() => expect(wire.durable).toHaveLength(bytes.length), { timeout: 5_000 });
      expect(wire.durable).toEqual(bytes);
    }
    await vi.waitFor(() => expect(live.frames).toHaveLength(bytes.length), { timeout: 5_000 });
    expect(live.frames).toEqual(bytes);
    live.stop();
    // Everything was said once.
    const said = page.items.flatMap((frame) => ("text" in frame ? [String(frame.text)] : []));
    expect(said.filter((text) => /^news \d$/.test(text)).toSorted()).toEqual(
      [0, 1, 2, 3, 4, 5].map((n) => `news ${n}`),
    );
    expect(said.filter((text) => text === "I am here")).toHaveLength(1);
    expect(page.items.filter(({ type }) => type === "user")).toHaveLength(36);
    // A reader follows and says nothing.
    desk.send({ type: "message", id: "x", text: "as the person" });
    desk.send({ type: "stop" });
    await vi.waitFor(() => expect(desk.passing.filter((text) => text.includes("auth.forbidden"))).toHaveLength(2));
    expect((await (await send(token, `${path}/frames`)).json<{ items: unknown[] }>()).items).toHaveLength(bytes.length);
    for (const wire of [...wires, desk]) wire.close();
  });

  test("each door wants its own scope, and names what is wrong", async () => {
    const { token, path } = await openOverHttp(await bot(ASK));
    const reader = await apiToken("conversations:read");
    const writer = await apiToken("conversations:write");
    expect(await codeOf(send(reader, `${path}/agent`, { action: "join", agent: AGENT }))).toBe("403 auth.forbidden");
    expect(await codeOf(send(token, `${path}/agent`, { action: "join", agent: AGENT }))).toBe("401 auth.invalid");
    expect(await codeOf(send(writer, `${path}/frames`))).toBe("403 auth.forbidden");
    expect(await codeOf(send("bsk_unknown", `${path}/frames`))).toBe("401 auth.invalid");
    expect(await codeOf(send(writer, `${path}/agent`, { action: "join" }))).toBe("400 request.invalid");
    expect(await codeOf(send(writer, `${path}/proactive`, { id: "p" }))).toBe("400 request.invalid");
    expect(await codeOf(send(writer, `${path}/proactive`, { id: "p", script: "nowhere" }))).toBe("400 request.invalid");
    expect(await codeOf(send(writer, `${path}/agent/messages`, { id: "m", text: "hello", agent: AGENT }))).toBe(
      "409 conversation.not-handed-over",
    );
    const nobody = path.replace(/[^/]+$/, "0".repeat(26));
    expect(await codeOf(send(writer, `${nobody}/proactive`, { id: "p", text: "x" }))).toBe("404 conversation.unknown");
    await expect(Wire.connect(writer, path)).rejects.toThrow("403");
  });
});

describe("a person of the desk", () => {
  test("takes over, speaks, hands back: the parked script goes on where it was", async () => {
    const talk = await open(await bot(`ADD SUGGESTION "rome" AS "Rome"\n${ASK}`));
    expect(told((await join(talk, "j1")).frames)).toEqual(["suggestions ", "state handed-over"]);
    expect(told((await talk.say("is anybody there?")).frames)).toEqual([
      "user: is anybody there?",
      "state handed-over",
    ]);
    await evictDurableObject(talk.stub);
    const answer = await receive(talk, { kind: "agent", id: "s1", text: "Yes, Ada here", agent: AGENT });
    expect(answer.frames[0]).toMatchObject({
      type: "talk",
      text: "Yes, Ada here",
      from: { kind: "agent", name: "Ada" },
    });
    expect(answer.state).toBe("handed-over");
    // The same again says nothing again.
    expect(await receive(talk, { kind: "agent", id: "s1", text: "Yes, Ada here", agent: AGENT })).toEqual(answer);
    const back = await leave(talk, "l1");
    expect(told(back.frames)).toEqual(["suggestions Rome", "hear TEXT", "state waiting"]);
    expect(told((await talk.say("Oslo")).frames)).toContain("bot: So Oslo");
    const journal = unwrap(await talk.api.journal(0, 1000)).items.flatMap(({ event }) =>
      event.type === "handoff" ? [event] : [],
    );
    expect(journal).toEqual([
      { v: 1, type: "handoff", mode: "handed-over", agent: "a-7", reason: "asked for" },
      { v: 1, type: "handoff", mode: "waiting", agent: "a-7", reason: "" },
    ]);
  });

  test("joining again and leaving twice change nothing", async () => {
    const talk = await open(await bot(ASK));
    expect((await leave(talk, "l0")).frames).toEqual([]);
    await join(talk, "j1");
    const before = await talk.transcript();
    expect(await join(talk, "j2")).toMatchObject({ frames: [], state: "handed-over", quiet: true });
    expect(await talk.transcript()).toEqual(before);
    await leave(talk, "l1");
    expect((await leave(talk, "l2")).frames).toEqual([]);
  });

  test("what the person writes to somebody who has spoken is read; before that it may be the secret", async () => {
    const talk = await open(await bot('HEAR secret AS PASSWORD\nTALK "thanks"\n'));
    await join(talk, "j");
    expect(told((await talk.say("hunter2-hunter2")).frames)).toEqual(["user: ••••••••", "state handed-over"]);
    await receive(talk, { kind: "agent", id: "s", text: "Ada here", agent: AGENT });
    await evictDurableObject(talk.stub);
    expect(told((await talk.say("I forgot my password")).frames)[0]).toBe("user: I forgot my password");
    await leave(talk, "l");
    expect(told((await talk.say("hunter2-hunter2")).frames).slice(0, 2)).toEqual(["user: ••••••••", "bot: thanks"]);
  });

  test("their ids and the person's are nothing to one another", async () => {
    const { token, path, talk } = await openOverHttp(await bot(ECHO));
    const writer = await apiToken("conversations:write");
    const said = async (who: string, place: string, body: object): Promise<string[]> =>
      told((await (await send(who, `${path}/${place}`, body)).json<TurnAnswer>()).frames);
    expect(await said(token, "messages", { id: "1", text: "one" })).toContain("bot: 1: one");
    expect(await said(writer, "proactive", { id: "1", text: "news" })).toContain("bot: news");
    expect(await said(writer, "agent", { id: "1", action: "join", agent: AGENT })).toContain("state handed-over");
    const hello = { id: "1", text: "hello", agent: AGENT };
    const spoken = await said(writer, "agent/messages", hello);
    expect(spoken).toContain("bot: hello");
    const before = await talk.transcript();
    expect(await said(writer, "agent/messages", hello)).toEqual(spoken);
    expect(await said(token, "messages", { id: "1", text: "one" })).toContain("bot: 1: one");
    expect(await talk.transcript()).toEqual(before);
  });

  test("the times of the script rest, and begin anew", async () => {
    const talk = await open(await bot(`HEAR x AS TEXT TIMEOUT 2 DEFAULT "late"\nTALK x\n`));
    const due = await alarmOf(talk);
    expect(due).toBeGreaterThan(Date.now());
    await join(talk, "j");
    expect(await alarmOf(talk)).not.toBe(due);
    await new Promise((resolve) => setTimeout(resolve, 2_300));
    expect(told(await talk.transcript())).not.toContain("bot: late");
    await leave(talk, "l");
    const again = await alarmOf(talk);
    expect(again).toBeGreaterThan(Date.now() + 1_000);
    await vi.waitFor(async () => expect(told(await talk.transcript())).toContain("bot: late"), {
      timeout: 6_000,
      interval: 200,
    });
  });
});

describe("the bot by itself", () => {
  test("says a text between two turns and asks its question again", async () => {
    const talk = await open(await bot(ASK));
    const news = await receive(talk, { kind: "proactive", source: "api", id: "p1", text: "Your parcel is here" });
    expect(told(news.frames)).toEqual(["bot: Your parcel is here", "hear TEXT", "state waiting"]);
    expect(await receive(talk, { kind: "proactive", source: "api", id: "p1", text: "Your parcel is here" })).toEqual(
      news,
    );
    expect(told((await talk.say("Rome")).frames)).toEqual(["user: Rome", "bot: So Rome", "state idle"]);
    const idle = await receive(talk, { kind: "proactive", source: "schedule", id: "p2", text: "Still there?" });
    expect(told(idle.frames)).toEqual(["bot: Still there?", "state idle"]);
  });

  test("a script waits, durably and in nobody's way, until no other is parked", async () => {
    const name = await bot({
      scripts: { start: ASK, offer: 'TALK "An offer for " + who\nHEAR yes AS BOOLEAN\nTALK "Noted"\n' },
    });
    const talk = await open(name);
    const offer: InboxItem = { kind: "proactive", source: "event", id: "o1", script: "offer", args: { who: "you" } };
    expect(await receive(talk, offer)).toMatchObject({ frames: [], state: "waiting", quiet: false });
    await receive(talk, { ...offer, id: "o2", args: { who: "them" } });
    expect((await inbox(talk)).map((row) => row["id"])).toEqual(["o1", "o2"]);
    await evictDurableObject(talk.stub);
    // Messages pass by it.
    expect(told((await talk.say("Rome")).frames)).toEqual(["user: Rome", "bot: So Rome", "state idle"]);
    await vi.waitFor(async () => expect(told(await talk.transcript())).toContain("bot: An offer for you"));
    expect(await receive(talk, offer)).toMatchObject({ quiet: true });
    expect(told(await talk.transcript())).not.toContain("bot: An offer for them");
    await talk.say("yes");
    await vi.waitFor(async () =>
      expect(told(await talk.transcript()).slice(-3)).toEqual([
        "bot: An offer for them",
        "hear BOOLEAN",
        "state waiting",
      ]),
    );
    expect(await inbox(talk)).toEqual([]);
  });

  test("is silent while the desk has the conversation, and bounded", async () => {
    const talk = await open(await bot(ASK));
    await join(talk, "j");
    for (let index = 0; index < 20; index++) {
      const held = await receive(talk, { kind: "proactive", source: "api", id: `p${index}`, text: `news ${index}` });
      expect(held.quiet).toBe(false);
    }
    const more = await talk.api.receive({ kind: "proactive", source: "api", id: "p20", text: "one more" }, 1_000);
    expect(more).toMatchObject({ ok: false, code: "rate.limited" });
    // The person is not kept waiting by what is held.
    expect((await talk.say("hello?")).state).toBe("handed-over");
    await leave(talk, "l");
    await vi.waitFor(async () =>
      expect(told(await talk.transcript()).filter((line) => /news/.test(line))).toHaveLength(20),
    );
    const news = told(await talk.transcript()).filter((line) => /news/.test(line));
    expect(news).toEqual(Array.from({ length: 20 }, (_, index) => `bot: news ${index}`));
  });

  test("a text does not wait for the script that a script before it waits for", async () => {
    const talk = await open(await bot({ scripts: { start: ASK, offer: 'TALK "An offer"\n' } }));
    await join(talk, "j");
    await receive(talk, { kind: "proactive", source: "api", id: "o", script: "offer" });
    for (const text of ["news 1", "news 2"]) {
      await receive(talk, { kind: "proactive", source: "api", id: text, text });
    }
    await leave(talk, "l");
    await vi.waitFor(async () => expect(told(await talk.transcript())).toContain("bot: news 2"));
    await talk.say("Rome");
    await vi.waitFor(async () =>
      expect(told(await talk.transcript()).filter((line) => /^bot: (?!Which)/.test(line))).toEqual([
        "bot: news 1",
        "bot: news 2",
        "bot: So Rome",
        "bot: An offer",
      ]),
    );
    expect(await inbox(talk)).toEqual([]);
  });

  test("does not speak in a conversation that has ended, also where it waited for its turn", async () => {
    const name = await bot({
      scripts: { start: 'TALK "hi"\n', later: 'TALK "later"\n' },
      config: { "session-timeout": "1" },
    });
    const talk = await open(name);
    await join(talk, "j");
    await receive(talk, { kind: "proactive", source: "api", id: "p", script: "later" });
    await leave(talk, "l");
    await vi.waitFor(async () => expect(told(await talk.transcript()).at(-1)).toBe("state ended"), { timeout: 5_000 });
    expect(await inbox(talk)).toEqual([]);
    const after = await talk.api.receive({ kind: "proactive", source: "api", id: "q", text: "hello" }, 1_000);
    expect(after).toMatchObject({ ok: false, code: "conversation.ended" });
  });
});

describe("a message that comes while the bot answers", () => {
  const SLOW = `
DO
  HEAR x AS TEXT
  ON ERROR RESUME NEXT
  WAIT 3
  IF ERR <> 0 THEN TALK "stopped" ELSE TALK "waited"
  TALK "answer to " + x
LOOP
`;

  test("waits for its turn; the hundredth and first is asked to come back", async () => {
    const { token, path, talk } = await openOverHttp(await bot(SLOW));
    talk.damaged = "whose turns were not over";
    const wire = await Wire.connect(token, path);
    wire.send({ type: "message", id: "first", text: "first" });
    await vi.waitFor(() => expect(wire.passing.join()).toContain('"id":"first"'));
    for (let index = 0; index < 99; index++) wire.send({ type: "message", id: `q${index}`, text: "x" });
    await vi.waitFor(() => expect(wire.passing.filter((text) => text.includes('"ack"'))).toHaveLength(100));
    const full = await send(token, `${path}/messages`, { id: "too-many", text: "x" });
    expect(full.headers.get("retry-after")).toBeTruthy();
    expect(await codeOf(full)).toBe("429 rate.limited");
    wire.close();
  });

  test("interrupt: aborts what the bot waits for, and has its turn after it", async () => {
    const talk = await open(await bot({ scripts: { start: SLOW }, config: { "message-queue": "interrupt" } }));
    const device = await Device.connect(talk);
    device.message("one", "m1");
    await device.until((seen) => seen.frames.some((frame) => frame.type === "ack"), "the ack of the waiting turn");
    const began = Date.now();
    device.message("two", "m2");
    await device.until((seen) => told(seen.durable()).includes("bot: answer to one"), "the first answer");
    expect(Date.now() - began).toBeLessThan(2_500);
    expect(told(device.durable())).toContain("bot: stopped");
    await device.until((seen) => told(seen.durable()).includes("bot: answer to two"), "the second answer");
    expect(told(device.durable()).filter((line) => line.startsWith("user"))).toEqual(["user: one", "user: two"]);
    device.close();
  });

  test("reject: is refused, on each way, and the same id may come again", async () => {
    const { token, path } = await openOverHttp(
      await bot({ scripts: { start: SLOW }, config: { "message-queue": "reject" } }),
    );
    const wire = await Wire.connect(token, path);
    wire.send({ type: "message", id: "one", text: "one" });
    await vi.waitFor(() => expect(wire.passing.join()).toContain('"id":"one"'));
    expect(await codeOf(send(token, `${path}/messages`, { id: "two", text: "two" }))).toBe("409 conversation.busy");
    wire.send({ type: "message", id: "three", text: "three" });
    await vi.waitFor(() => expect(wire.passing.join()).toContain("conversation.busy"));
    // The one that runs is not a new one.
    const joined = await (await send(token, `${path}/messages`, { id: "one", text: "one" })).json<TurnAnswer>();
    expect(told(joined.frames)).toContain("bot: answer to one");
    wire.send({ type: "message", id: "two", text: "two" });
    await vi.waitFor(() => expect(wire.durable.join()).toContain('"id":"two"'));
    wire.close();
  });

  test("the answer to a question for a secret, which waited, is nowhere afterwards", async () => {
    const talk = await open(await bot('HEAR a AS TEXT\nWAIT 3\nHEAR secret AS PASSWORD\nTALK "thanks"\n'));
    const device = await Device.connect(talk);
    device.message("go", "m1");
    await device.until((seen) => seen.frames.some((frame) => frame.type === "ack"), "the ack of the waiting turn");
    device.message("hunter2-hunter2", "m2");
    await device.until((seen) => seen.frames.filter((frame) => frame.type === "ack").length === 2, "the second ack");
    expect(JSON.stringify(await inbox(talk))).toContain("hunter2");
    await device.until((seen) => told(seen.durable()).includes("bot: thanks"), "the end of the wait");
    const rows = await runInDurableObject(talk.stub, (_, state) => [
      state.storage.sql.exec("SELECT frames, journal, body, state FROM log").toArray(),
      state.storage.sql.exec("SELECT * FROM inbox").toArray(),
    ]);
    expect(JSON.stringify(rows)).not.toContain("hunter2");
    expect(JSON.stringify(unwrap(await talk.api.exportPage(1, null)))).not.toContain("hunter2");
    device.close();
  });
});

/** Server-sent events of a conversation: the durable frames, as they came. */
async function follow(token: string, path: string): Promise<{ frames: string[]; stop(): void }> {
  const answer = await call(path, { headers: { authorization: `Bearer ${token}`, accept: "text/event-stream" } });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error("no stream");
  const frames: string[] = [];
  let rest = "";
  const read = async (): Promise<void> => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += value;
      const events = rest.split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data?.startsWith('{"seq":')) frames.push(data);
      }
    }
  };
  void read().catch(() => {});
  return { frames, stop: () => void reader.cancel() };
}

/**
 * Time and releases, inside workerd: conversations that wait while others publish, and for longer than a year. The clock is
 * a test's own (`Date` alone: what waits inside a turn waits really); alarms are let go off when their time has come.
 */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { zipSync } from "fflate";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { BotApi } from "../../contracts/objects.ts";
import { nextCollection } from "../../durable-objects/bot/collection.ts";
import { SessionStore } from "../../durable-objects/session/store/store.ts";
import { replayAll } from "./support-replay.ts";
import { open, type Talk, TENANT, told, unwrap } from "./support-session.ts";

afterAll(replayAll, 120_000);

const DAY = 86_400_000;
let names = 0;
const freshName = (): string => `year-${++names}`;
const botOf = (bot: string) => env.BOT.getByName(`${TENANT}/${bot}`) as unknown as BotApi;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const pass = (ms: number): void => void vi.setSystemTime(Date.now() + ms);

async function publish(bot: string, start: string, config: Record<string, string> = {}): Promise<string> {
  // Two of one millisecond have no order.
  pass(1);
  const rows = Object.entries(config).map(([key, value]) => `${key},${value}`);
  const files = {
    "b.gbdialog/start.bas": new TextEncoder().encode(start),
    "b.gbot/config.csv": new TextEncoder().encode(`name,value\n${rows.join("\n")}\n`),
  };
  return unwrap(await botOf(bot).publish(TENANT, bot, zipSync(files).slice().buffer)).release;
}

vi.setConfig({ testTimeout: 30_000 });

/** Two questions, each with a text of this release. */
const asking = (text: string): string =>
  `TALK "${text} greets"\nHEAR x AS TEXT\nTALK "${text} heard " + x\nHEAR y AS TEXT\nTALK "${text} says bye to " + x + " and " + y\n`;

/** Takes the conversation out of memory, where it is there. */
const evict = (talk: Talk): Promise<void> => evictDurableObject(talk.stub).catch(() => {});

/** When the object's alarm goes off, ms; null = it is not set. */
const alarmOf = (talk: Talk): Promise<number | null> =>
  runInDurableObject(talk.stub, (_, state) => state.storage.getAlarm());

/** Time passes, and every alarm of the conversation goes off when it is due, never before. */
async function live(talk: Talk, until: number): Promise<void> {
  for (let rounds = 0; rounds < 50; rounds++) {
    const at = await alarmOf(talk);
    if (at === null || at > until) break;
    vi.setSystemTime(Math.max(at, Date.now()));
    await runDurableObjectAlarm(talk.stub);
  }
  vi.setSystemTime(until);
}

/** Twelve releases, so many days apart, with collections and restarts in between. */
async function twelveReleases(bot: string, talks: readonly Talk[], days: number): Promise<void> {
  const stub = env.BOT.getByName(`${TENANT}/${bot}`);
  for (let month = 1; month <= 12; month++) {
    const until = Date.now() + days * DAY;
    for (const talk of talks) await live(talk, until);
    vi.setSystemTime(until);
    await publish(bot, asking(`release ${month}`));
    for (let step = 0; step < 30; step++) {
      await runDurableObjectAlarm(stub);
      const due = await runInDurableObject(stub, (_, state) => nextCollection(state.storage.sql, Date.now()));
      if (due === null || due > Date.now()) break;
    }
    await evictDurableObject(stub);
    for (const talk of talks) await evict(talk);
  }
}

describe("a thousand conversations that wait", () => {
  test("twelve releases wake none of them; each goes on with its own, new ones get the new", async () => {
    const bot = freshName();
    await publish(bot, asking("old"));
    const talks: Talk[] = [];
    for (let i = 0; i < 50; i++) talks.push(...(await Promise.all(Array.from({ length: 20 }, () => open(bot)))));
    const logRows = (talk: Talk): Promise<number> =>
      runInDurableObject(talk.stub, (_, { storage }) => storage.sql.exec("SELECT position FROM log").toArray().length);
    const sample = talks.filter((_, index) => index % 50 === 0);
    const before = await Promise.all(sample.map(logRows));
    for (let i = 0; i < talks.length; i += 50) await Promise.all(talks.slice(i, i + 50).map(evict));

    const woken = vi.spyOn(SessionStore.prototype, "load");
    for (let i = 1; i <= 12; i++) {
      await publish(bot, asking(`new ${i}`));
      await runDurableObjectAlarm(env.BOT.getByName(`${TENANT}/${bot}`));
    }
    expect(woken).not.toHaveBeenCalled();
    expect(await Promise.all(sample.map(logRows))).toEqual(before);
    expect(woken).toHaveBeenCalledTimes(sample.length);
    for (const talk of sample) {
      expect(told((await talk.say("me")).frames)).toContain("bot: old heard me");
      expect(told((await talk.say("you")).frames)).toContain("bot: old says bye to me and you");
    }
    expect(told((await open(bot)).first.frames)).toContain("bot: new 12 greets");
    const listed = await botOf(bot).releases(100, null);
    expect(listed.items.map(({ openConversations }) => openConversations)).toContain(1_000);
  }, 120_000);
});

describe("a year", () => {
  test("400 days, twelve releases and restarts: it goes on at its statement", async () => {
    const bot = freshName();
    const first = await publish(bot, asking("first"));
    const talk = await open(bot);
    await talk.say("me");
    await twelveReleases(bot, [talk], 33);
    pass(4 * DAY);
    // Everything else of that time has been collected.
    const kept = (await botOf(bot).releases(100, null)).items;
    expect(kept.map(({ hash }) => hash)).toContain(first);
    expect(kept).toHaveLength(11);
    const began = Date.now();
    const answer = await talk.say("you");
    expect(told(answer.frames)).toEqual(["user: you", "bot: first says bye to me and you", "state idle"]);
    const at = await runInDurableObject(talk.stub, (_, { storage }) => {
      const [row] = storage.sql.exec<{ state: string }>("SELECT state FROM log WHERE state IS NOT NULL").toArray();
      return JSON.parse(row?.state ?? "{}").now;
    });
    expect(at).toBe(began);
    expect(told((await open(bot)).first.frames)).toContain("bot: release 12 greets");
  });

  test("a HEAR of 300 days times out in that very millisecond, over releases and restarts", async () => {
    const bot = freshName();
    await publish(bot, 'HEAR x AS TEXT DEFAULT "nobody" TIMEOUT 25920000\nTALK "it was " + x\nHEAR y AS TEXT\n');
    const talk = await open(bot);
    const due = Date.now() + 300 * DAY;
    await twelveReleases(bot, [talk], 24);
    vi.setSystemTime(due - 1);
    await evict(talk);
    const quiet = (await talk.transcript()).length;
    expect(await alarmOf(talk)).toBe(due);
    // An alarm that goes off early does nothing and sets itself again.
    await runDurableObjectAlarm(talk.stub);
    expect(await talk.transcript()).toHaveLength(quiet);
    expect(await alarmOf(talk)).toBe(due);
    vi.setSystemTime(due);
    await runDurableObjectAlarm(talk.stub);
    expect(told(await talk.transcript()).slice(quiet)).toEqual(["bot: it was nobody", "hear TEXT", "state waiting"]);
  });

  test("an answer in the last moment goes before the time-out", async () => {
    const bot = freshName();
    await publish(bot, 'HEAR x AS TEXT DEFAULT "nobody" TIMEOUT 25920000\nTALK "it was " + x\nHEAR y AS TEXT\n');
    const talk = await open(bot);
    vi.setSystemTime((await alarmOf(talk)) ?? 0);
    await evict(talk);
    expect(told((await talk.say("somebody")).frames)).toContain("bot: it was somebody");
    await runDurableObjectAlarm(talk.stub);
    expect(told(await talk.transcript())).not.toContain("bot: it was nobody");
  });

  test("an idle conversation ends on its day, its release stays for its replay, its words until their day", async () => {
    const bot = freshName();
    const config = { "session-timeout": `${200 * 86_400}`, "replay-days": "30", "retention-days": "100" };
    const first = await publish(bot, 'TALK "hello"\n', config);
    const talk = await open(bot);
    const began = Date.now();
    expect(talk.first.state).toBe("idle");
    for (let i = 1; i <= 11; i++) await publish(bot, asking(`later ${i}`));
    const kept = async () => (await botOf(bot).releases(100, null)).items.find(({ hash }) => hash === first);
    // Its words are gone before it would have ended by itself.
    vi.setSystemTime(began + 100 * DAY - 1);
    await runDurableObjectAlarm(talk.stub);
    expect(await talk.transcript()).toHaveLength(2);
    await live(talk, began + 100 * DAY + 3_600_000);
    expect(await talk.api.frames(0, 10)).toMatchObject({ ok: false, code: "conversation.erased" });
    await live(talk, Date.now() + DAY);
    expect(await kept()).toMatchObject({ openConversations: 0, endedConversations: 0, collectable: true });
    const listed = await botOf(bot).conversations({ state: null, release: null, limit: 9, cursor: null });
    expect(listed.items).toEqual([]);
  });

  test("without a day for its words, it ends after its idle time and is let go after the days of replay", async () => {
    const bot = freshName();
    const first = await publish(bot, 'TALK "hello"\n', { "session-timeout": `${200 * 86_400}`, "replay-days": "30" });
    const talk = await open(bot);
    const ends = Date.now() + 200 * DAY;
    for (let i = 1; i <= 11; i++) await publish(bot, asking(`later ${i}`));
    const kept = async () => (await botOf(bot).releases(100, null)).items.find(({ hash }) => hash === first);
    expect(await alarmOf(talk)).toBe(ends);
    vi.setSystemTime(ends - 1);
    await runDurableObjectAlarm(talk.stub);
    expect(told(await talk.transcript())).not.toContain("state ended");
    await live(talk, ends);
    expect(told(await talk.transcript())).toContain("state ended");
    await live(talk, ends + 10_000);
    expect(await alarmOf(talk)).toBeNull();
    expect(await kept()).toMatchObject({ openConversations: 0, endedConversations: 1, collectable: false });
    const stub = env.BOT.getByName(`${TENANT}/${bot}`);
    vi.setSystemTime(ends + 30 * DAY - 1);
    for (let i = 0; i < 5; i++) await runDurableObjectAlarm(stub);
    expect(await kept()).toBeDefined();
    vi.setSystemTime(ends + 30 * DAY);
    for (let i = 0; i < 5; i++) await runDurableObjectAlarm(stub);
    expect(await kept()).toBeUndefined();
    talk.damaged = "whose release was let go on purpose";
  });
});

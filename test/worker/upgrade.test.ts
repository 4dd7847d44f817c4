/** What open conversations do when their bot gets a newer release: the policies, through real publishes. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { zipSync } from "fflate";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import type { JournalEvent } from "../../contracts/journal.ts";
import type { BotApi, PublishReport } from "../../contracts/objects.ts";
import type { PublishOptions } from "../../contracts/release.ts";
import { BotObject } from "../../durable-objects/bot-object.ts";
import { replayAll } from "./support-replay.ts";
import { open, type Talk, TENANT, told, unwrap } from "./support-session.ts";

let names = 0;
const freshName = (): string => `upg-${++names}`;
const stubOf = (bot: string) => env.BOT.getByName(`${TENANT}/${bot}`);
const botOf = (bot: string) => stubOf(bot) as unknown as BotApi;

afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(replayAll, 120_000);

interface Files {
  start: string;
  config?: string;
  others?: Record<string, string>;
}

async function publish(
  bot: string,
  { start, config = "", others = {} }: Files,
  options: PublishOptions = {},
): Promise<PublishReport> {
  const texts: Record<string, string> = {
    "b.gbdialog/start.bas": start,
    "b.gbot/config.csv": `name,value\n${config}\n`,
    ...Object.fromEntries(Object.entries(others).map(([name, text]) => [`b.gbdialog/${name}`, text])),
  };
  const entries = Object.entries(texts).map(([path, text]) => [path, new TextEncoder().encode(text)] as const);
  const zip = zipSync(Object.fromEntries(entries)).slice().buffer;
  return unwrap(await botOf(bot).publish(TENANT, bot, zip, options));
}

const events = async (talk: Talk): Promise<JournalEvent[]> =>
  unwrap(await talk.api.journal(0, 1_000)).items.map(({ event }) => event);

const changes = async (talk: Talk) =>
  (await events(talk)).filter((event) => event.type === "release.changed").map(({ v: _, type: __, ...rest }) => rest);

const said = (answer: { frames: Parameters<typeof told>[0] }) =>
  told(answer.frames).filter((line) => line.startsWith("bot: "));

/** The isolate believes for five seconds what is current; other conversations of the same bot have asked before. */
const ONE = `name = "none"
TALK "one"
HEAR name AS TEXT
TALK "one heard " & name
HEAR again AS TEXT
TALK "one bye"
`;
const TWO = `TALK "two"
extra = 5
HEAR name AS TEXT
TALK "two heard " & name
HEAR again AS TEXT
TALK "two bye " & name
`;
const OTHER = `TALK "other"
HEAR nickname AS TEXT
TALK "other heard " & nickname
`;

describe("session-upgrade", () => {
  test("finish is the default: nothing changes, and nobody is asked", async () => {
    const bot = freshName();
    const one = await publish(bot, { start: ONE });
    const talk = await open(bot);
    await publish(bot, { start: TWO });
    const asked = vi.spyOn(BotObject.prototype, "currentHash");
    expect(said(await talk.say("Ana"))).toEqual(["bot: one heard Ana"]);
    expect(said(await talk.say("x"))).toEqual(["bot: one bye"]);
    expect(await changes(talk)).toEqual([]);
    expect(asked).not.toHaveBeenCalled();
    expect((await talk.api.standing())?.release).toBe(one.release);
    expect(said(await open(bot).then(({ first }) => first))).toEqual(["bot: two"]);
  });

  test("next-hear moves a parked script whose statement is unchanged, with its values", async () => {
    const bot = freshName();
    const one = await publish(bot, { start: ONE, config: "session-upgrade,next-hear" });
    const talk = await open(bot);
    const two = await publish(bot, { start: TWO, config: "session-upgrade,finish" });
    expect(said(await talk.say("Ana"))).toEqual(["bot: two heard Ana"]);
    expect(await changes(talk)).toEqual([{ from: one.release, to: two.release, outcome: "moved", reason: "" }]);
    expect((await talk.api.standing())?.release).toBe(two.release);
    // It is there for good: also after the object has gone, and its new policy holds.
    await evictDurableObject(talk.stub);
    await publish(bot, { start: OTHER });
    expect(said(await talk.say("x"))).toEqual(["bot: two bye Ana"]);
    expect((await talk.api.standing())?.release).toBe(two.release);
  });

  test("next-hear stays where the statement has changed, says why, and tries each release once", async () => {
    const bot = freshName();
    const one = await publish(bot, { start: ONE, config: "session-upgrade,next-hear" });
    const talk = await open(bot);
    const other = await publish(bot, { start: OTHER });
    expect(said(await talk.say("Ana"))).toEqual(["bot: one heard Ana"]);
    const reason = expect.stringContaining("start.bas, line 3: this statement was changed");
    expect(await changes(talk)).toEqual([{ from: one.release, to: other.release, outcome: "kept", reason }]);
    expect(said(await talk.say("x"))).toEqual(["bot: one bye"]);
    // Nothing waits any more: the next message belongs to the new release.
    await publish(bot, { start: TWO });
    expect(await changes(talk)).toHaveLength(1);
    await runDurableObjectAlarm(talk.stub);
    await expect
      .poll(async () => unwrap(await botOf(bot).upgradeReport(other.release)), { timeout: 10_000 })
      .toMatchObject({
        kept: 1,
        moved: 0,
        reasons: [{ conversation: talk.key.conversation, outcome: "kept", reason }],
      });
  });

  test("next-hear moves through procedures and scripts that call each other", async () => {
    const bot = freshName();
    const config = "session-upgrade,next-hear";
    const ask = "PARAM q AS TEXT\nHEAR a AS TEXT\nRETURN q & a\n";
    const start =
      'FUNCTION both(x)\n  r = CALL "ask.bas", x\n  RETURN "old " & r\nEND FUNCTION\nt = both("q")\nTALK t\n';
    await publish(bot, { start, config, others: { "ask.bas": ask } });
    const talk = await open(bot);
    await publish(bot, {
      start: `pre = 1\n${start.replace("old", "new")}TALK "end"\n`,
      config,
      others: { "ask.bas": ask.replace("RETURN q & a", 'z = "!"\nRETURN q & a & z') },
    });
    expect(said(await talk.say("A"))).toEqual(["bot: new qA!", "bot: end"]);
  });

  test("next-hear gives new names what a script finds set", async () => {
    const bot = freshName();
    const config = "session-upgrade,next-hear";
    await publish(bot, { start: "HEAR a AS TEXT\nTALK a\n", config });
    const talk = await open(bot, { args: { product: "lamp" }, user: { id: "u1", name: "Ana" } });
    await publish(bot, {
      start: "HEAR a AS TEXT\nTALK product & a & username & admin & size\n",
      config: "param-size,9\nadmin,Eva",
    });
    expect(said(await talk.say("-"))).toEqual(["bot: lamp-AnaEva9"]);
  });

  test("next-hear stays where a script took the place of its caller, which has more to do now", async () => {
    const bot = freshName();
    const config = "session-upgrade,next-hear";
    const others = { "menu.bas": "HEAR a AS TEXT\nTALK a\n" };
    await publish(bot, { start: 'CALL "menu"\n', config, others });
    const talk = await open(bot);
    await publish(bot, { start: 'CALL "menu"\nTALK "after"\n', config, others });
    expect(said(await talk.say("x"))).toEqual(["bot: x"]);
    expect(await changes(talk)).toMatchObject([
      { outcome: "kept", reason: expect.stringContaining("took this one's place") },
    ]);
  });

  test("large values, which lie in pages of their own, go along", async () => {
    const bot = freshName();
    const config = "session-upgrade,next-hear";
    const start =
      'DIM l(2000)\nFOR i = 0 TO 2000\nl(i) = "item " & i\nNEXT\nHEAR a AS TEXT\nl(7) = a\nHEAR b AS TEXT\nTALK l(7) & l(2000)\n';
    await publish(bot, { start, config });
    const talk = await open(bot);
    await publish(bot, { start: `more = 1\n${start}`.replace("l(7) = a", 'l(7) = a & "!"'), config: "" });
    await talk.say("new");
    const stored = await runInDurableObject(talk.stub, (_, state) =>
      state.storage.sql.exec("SELECT count(*) AS pages FROM pages").one(),
    );
    expect(stored["pages"]).toBeGreaterThan(1);
    await evictDurableObject(talk.stub);
    expect(said(await talk.say("x"))).toEqual(["bot: new!item 2000"]);
  });

  test("an idle conversation just follows", async () => {
    const bot = freshName();
    const tool = (text: string) => ({ "menu.bas": `TALK "${text}"\n` });
    const config = "session-upgrade,next-hear";
    await publish(bot, { start: 'ADD SUGGESTION TOOL "menu" AS "Menu"\nTALK "hi"\n', config, others: tool("old") });
    const talk = await open(bot);
    const two = await publish(bot, { start: 'TALK "hi two"\n', config, others: tool("new") });
    expect(said(await talk.say("Menu"))).toEqual(["bot: new"]);
    expect(await changes(talk)).toMatchObject([
      { to: two.release, outcome: "moved", reason: "No script was waiting." },
    ]);
  });

  test("restart begins anew and keeps what the session knows", async () => {
    const bot = freshName();
    const config = "session-upgrade,restart";
    await publish(bot, { start: `SET USER MEMORY "k", "kept"\n${ONE}`.replace("USER MEMORY", "SESSION"), config });
    const talk = await open(bot);
    const two = await publish(bot, { start: TWO, config });
    expect(said(await talk.say("Ana"))).toEqual(["bot: two"]);
    expect(await changes(talk)).toMatchObject([{ to: two.release, outcome: "restarted" }]);
    expect(said(await talk.say("Bo"))).toEqual(["bot: two heard Bo"]);
  });

  test("a HEAR whose time is over goes on in the new release", async () => {
    const bot = freshName();
    const config = "session-upgrade,next-hear";
    const start = 'HEAR a AS TEXT DEFAULT "none" TIMEOUT 1\nTALK "old " & a\n';
    await publish(bot, { start, config });
    const talk = await open(bot);
    const two = await publish(bot, { start: start.replace("old", "new"), config });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await runDurableObjectAlarm(talk.stub);
    expect(told(await talk.transcript())).toContain("bot: new none");
    expect(await changes(talk)).toMatchObject([{ to: two.release, outcome: "moved" }]);
  });

  test("a bot object that does not answer keeps nobody waiting", async () => {
    const bot = freshName();
    await publish(bot, { start: ONE, config: "session-upgrade,next-hear" });
    const talk = await open(bot);
    await publish(bot, { start: TWO });
    const asked = vi.spyOn(BotObject.prototype, "currentHash").mockRejectedValue(new Error("not today"));
    expect(said(await talk.say("Ana"))).toEqual(["bot: one heard Ana"]);
    expect(asked).toHaveBeenCalled();
    expect(await changes(talk)).toEqual([]);
  });

  test("a turn that fails leaves the conversation where it was", async () => {
    const bot = freshName();
    const one = await publish(bot, { start: ONE, config: "session-upgrade,next-hear" });
    const talk = await open(bot);
    await publish(bot, { start: TWO });
    await runInDurableObject(talk.stub, (object) => {
      const { session } = object as unknown as { session: { store: { commit(commit: unknown): void } } };
      const { store } = session;
      const commit = store.commit.bind(store);
      store.commit = () => {
        store.commit = commit;
        throw new Error("storage fault of the test");
      };
    });
    const failed = await talk.send("Ana", "first");
    expect(failed.ok).toBe(false);
    expect(await changes(talk)).toEqual([]);
    expect((await talk.api.standing())?.release).toBe(one.release);
    expect(said(await talk.say("Ana", "first"))).toEqual(["bot: two heard Ana"]);
    expect(await changes(talk)).toHaveLength(1);
  });
});

describe("a release that is being worked on", () => {
  test("moves at each turn, and offers to begin anew where it cannot", async () => {
    const bot = freshName();
    const development = { development: true };
    await publish(bot, { start: ONE, config: "default-language,de" }, development);
    const talk = await open(bot);
    await publish(bot, { start: TWO, config: "default-language,de" }, development);
    expect(said(await talk.say("Ana"))).toEqual(["bot: two heard Ana"]);
    const last = await publish(bot, { start: OTHER, config: "default-language,de" }, development);
    const answer = await talk.say("x");
    expect(told(answer.frames)).toEqual([
      "user: x",
      "bot: two bye Ana",
      "suggestions Mit der neuen Version neu beginnen",
      "state idle",
    ]);
    const again = await talk.say("Mit der neuen Version neu beginnen");
    expect(said(again)).toEqual(["bot: other"]);
    expect(told(again.frames)).toContain("hear TEXT");
    expect((await changes(talk)).map(({ outcome, to }) => [outcome, to === last.release])).toEqual([
      ["moved", false],
      ["offered", true],
      ["restarted", true],
    ]);
    expect(told((await talk.say("Bo")).frames)).toContain("bot: other heard Bo");
  });
});

test("a look ahead says what a turn would do", async () => {
  const bot = freshName();
  await publish(bot, { start: ONE });
  const talk = await open(bot);
  const two = await publish(bot, { start: TWO });
  const other = await publish(bot, { start: OTHER });
  expect(unwrap(await talk.api.couldMove(two.release))).toEqual({ could: true, reason: "" });
  expect(unwrap(await talk.api.couldMove(other.release))).toMatchObject({ could: false });
  expect(said(await talk.say("Ana"))).toEqual(["bot: one heard Ana"]);
});

/** Releases of waiting conversations, inside workerd: pins, candidates, going back, collection, lists and reports. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { zipSync } from "fflate";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import type { BotApi, PublishReport } from "../../contracts/objects.ts";
import {
  type PinNotice,
  type PublishOptions,
  programKey,
  type ReleaseManifest,
  type ReleaseSummary,
  releaseFileKey,
  releaseKey,
} from "../../contracts/release.ts";
import { type CollectionParts, collectSome, nextCollection } from "../../durable-objects/bot/collection.ts";
import { BotObject } from "../../durable-objects/bot-object.ts";
import type { SessionObject } from "../../durable-objects/session-object.ts";
import { newConversationId } from "../../platform/ids.ts";
import { apiToken, call, codeOf, send } from "./support-edge.ts";
import { replayAll } from "./support-replay.ts";
import { open, type Talk, TENANT, told, unwrap } from "./support-session.ts";

afterAll(replayAll, 120_000);

const DAY = 86_400_000;
let names = 0;
const freshName = (): string => `rel-${++names}`;
const stubOf = (bot: string) => env.BOT.getByName(`${TENANT}/${bot}`);
const botOf = (bot: string) => stubOf(bot) as unknown as BotApi;

afterEach(() => {
  vi.useRealTimers();
});

function pack(files: Record<string, string>): ArrayBuffer {
  const entries = Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)] as const);
  return zipSync(Object.fromEntries(entries)).slice().buffer;
}

/** A release whose start script and data file are its own, beside a script that all share. */
async function publish(
  bot: string,
  text: string,
  options: PublishOptions & { config?: string } = {},
): Promise<PublishReport> {
  const { config, ...rest } = options;
  const files = {
    "b.gbdialog/start.bas": `TALK "${text}"\nHEAR x AS TEXT\nTALK "${text} heard " + x\nHEAR y AS TEXT\nTALK "${text} bye"\n`,
    "b.gbdialog/shared.bas": 'TALK "the same everywhere"\n',
    "b.gbdata/own.csv": `text\n${text}\n`,
    "b.gbdata/shared.csv": "a\n1\n",
    ...(config === undefined ? {} : { "b.gbot/config.csv": `name,value\n${config}\n` }),
  };
  return unwrap(await botOf(bot).publish(TENANT, bot, pack(files), rest));
}

const manifestOf = async (bot: string, hash: string): Promise<ReleaseManifest> =>
  unwrap(await botOf(bot).release(hash));

async function releasesOf(bot: string): Promise<ReleaseSummary[]> {
  const items: ReleaseSummary[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: ReleaseSummary[]; nextCursor: string | null } = await botOf(bot).releases(7, cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

const summaryOf = async (bot: string, hash: string): Promise<ReleaseSummary | undefined> =>
  (await releasesOf(bot)).find((release) => release.hash === hash);

/** What of a release is in storage. */
async function stored(bot: string, manifest: ReleaseManifest): Promise<Record<string, boolean>> {
  const has = async (key: string) => (await env.FILES.head(key)) !== null;
  const program = (name: string) => manifest.scripts.find((script) => script.name === name)?.program ?? "";
  const file = (name: string) => manifest.data.find(({ path }) => path.endsWith(name))?.hash ?? "";
  return {
    manifest: await has(releaseKey(TENANT, bot, manifest.hash)),
    start: await has(programKey(TENANT, bot, program("start"))),
    shared: await has(programKey(TENANT, bot, program("shared"))),
    own: await has(releaseFileKey(TENANT, bot, file("own.csv"))),
    sharedFile: await has(releaseFileKey(TENANT, bot, file("shared.csv"))),
  };
}
const WHOLE = { manifest: true, start: true, shared: true, own: true, sharedFile: true };
const GONE = { manifest: false, start: false, shared: true, own: false, sharedFile: true };

/** Lets the bot's alarm do all that is due now. */
async function collect(bot: string): Promise<void> {
  for (let step = 0; step < 100; step++) {
    await runDurableObjectAlarm(stubOf(bot));
    const due = await runInDurableObject(stubOf(bot) as unknown as DurableObjectStub<BotObject>, (_, state) =>
      nextCollection(state.storage.sql, Date.now()),
    );
    if (due === null || due > Date.now()) return;
  }
  throw new Error("the collection does not come to an end");
}

const notice = (
  state: PinNotice["state"],
  release: string,
  turn: number,
  rest: Partial<PinNotice> = {},
): PinNotice => ({
  state,
  release,
  channel: "web",
  turn,
  openedAt: Date.now(),
  at: Date.now(),
  moves: [],
  ...rest,
});

describe("what a conversation is pinned to", () => {
  test("beginning writes it down and answers the manifest; again, it is the same one", async () => {
    const bot = freshName();
    const one = await publish(bot, "one");
    const id = newConversationId();
    expect(unwrap(await botOf(bot).begin(id, "web")).hash).toBe(one.release);
    const two = await publish(bot, "two");
    expect(unwrap(await botOf(bot).begin(id, "web")).hash).toBe(one.release);
    expect(unwrap(await botOf(bot).begin(newConversationId(), "web")).hash).toBe(two.release);
    expect(unwrap(await botOf(bot).begin(newConversationId(), "web", one.release)).hash).toBe(one.release);
    expect(await botOf(bot).begin(newConversationId(), "web", "0".repeat(64))).toMatchObject({
      ok: false,
      code: "release.unknown",
    });
    expect(await botOf(bot).currentHash()).toBe(two.release);
    expect((await summaryOf(bot, one.release))?.openConversations).toBe(2);
    expect((await summaryOf(bot, two.release))?.openConversations).toBe(1);
    expect(await botOf(freshName()).begin(id, "web")).toMatchObject({ ok: false, code: "bot.no-release" });
  });

  test("notices may come twice, late and out of order; nothing brings an erased conversation back", async () => {
    const bot = freshName();
    const one = await publish(bot, "one");
    const two = await publish(bot, "two");
    const id = newConversationId();
    const api = botOf(bot);
    await api.begin(id, "web", one.release);
    await api.settle(id, notice("open", two.release, 4));
    await api.settle(id, notice("open", two.release, 4));
    await api.settle(id, notice("open", one.release, 3));
    const counts = async () =>
      Promise.all(
        [one, two].map(async ({ release }) => {
          const found = await summaryOf(bot, release);
          return [found?.openConversations, found?.endedConversations];
        }),
      );
    expect(await counts()).toEqual([
      [0, 0],
      [1, 0],
    ]);
    await api.settle(id, notice("ended", two.release, 5));
    await api.settle(id, notice("ended", two.release, 5));
    expect(await counts()).toEqual([
      [0, 0],
      [0, 1],
    ]);
    await api.settle(id, notice("erased", "", 0));
    await api.settle(id, notice("open", two.release, 9));
    await evictDurableObject(stubOf(bot));
    expect(await counts()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(await api.begin(id, "web")).toMatchObject({ ok: false, code: "conversation.erased" });
    expect((await api.conversations({ state: null, release: null, limit: 10, cursor: null })).items).toEqual([]);
  });

  test("a conversation that is about to meet the current release holds both", async () => {
    const bot = freshName();
    const one = await publish(bot, "one");
    const id = newConversationId();
    await botOf(bot).begin(id, "web");
    const two = await publish(bot, "two");
    expect(unwrap(await botOf(bot).follow(id, 3)).hash).toBe(two.release);
    const pins = async () =>
      Promise.all([one, two].map(async ({ release }) => (await summaryOf(bot, release))?.keptBecause));
    expect(await pins()).toEqual([
      ["recent", "open-conversations"],
      ["current", "recent", "open-conversations"],
    ]);
    // An earlier turn says nothing of it.
    await botOf(bot).settle(id, notice("open", one.release, 2));
    expect((await pins())[1]).toContain("open-conversations");
    const move = { turn: 3, from: one.release, to: two.release, outcome: "kept", reason: "start.bas, line 2" } as const;
    await botOf(bot).settle(id, notice("open", one.release, 3, { moves: [move] }));
    expect(await pins()).toEqual([
      ["recent", "open-conversations"],
      ["current", "recent"],
    ]);
  });

  test("the session tells when it has ended, again until it is heard", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const bot = freshName();
    const one = await publish(bot, "one", { config: "session-timeout,60\nreplay-days,3" });
    const talk = await open(bot);
    await talk.say("a");
    expect((await talk.say("b")).state).toBe("idle");
    vi.setSystemTime(Date.now() + 61_000);
    await runDurableObjectAlarm(talk.stub);
    expect((await talk.transcript()).at(-1)).toMatchObject({ type: "state", state: "ended" });
    // The first call fails; the alarm makes it again.
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const settle = vi.spyOn(BotObject.prototype, "settle").mockRejectedValueOnce(new Error("away"));
    vi.setSystemTime(Date.now() + 2_000);
    await runDurableObjectAlarm(talk.stub);
    expect((await summaryOf(bot, one.release))?.openConversations).toBe(1);
    expect(settle).toHaveBeenCalledTimes(1);
    settle.mockRestore();
    said.mockRestore();
    await evictDurableObject(talk.stub);
    vi.setSystemTime(Date.now() + 10_000);
    await runDurableObjectAlarm(talk.stub);
    expect(await summaryOf(bot, one.release)).toMatchObject({ openConversations: 0, endedConversations: 1 });
    const listed = await botOf(bot).conversations({ state: "ended", release: one.release, limit: 10, cursor: null });
    expect(listed.items).toMatchObject([{ id: talk.key.conversation, state: "ended", channel: "web" }]);
    vi.setSystemTime(Date.now() + 3 * DAY + 1_000);
    await collect(bot);
    expect((await summaryOf(bot, one.release))?.endedConversations).toBe(0);
  });
});

test("what a conversation met in its turns is told once, after a lost answer as well", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const bot = freshName();
  const one = await publish(bot, "one");
  const talk = await open(bot);
  const two = await publish(bot, "two");
  const session = () => talk.stub as unknown as DurableObjectStub<SessionObject>;
  talk.damaged = "with a state that the test wrote";
  const moves = [{ turn: 1, from: one.release, to: two.release, outcome: "kept", reason: "line 2 is another" }];
  await runInDurableObject(session(), (_, { storage }) => {
    storage.sql.exec(
      "UPDATE log SET state = json_set(state, '$.moves', json(?)) WHERE state IS NOT NULL",
      JSON.stringify(moves),
    );
  });
  await evictDurableObject(talk.stub);
  vi.setSystemTime(Date.now() + 2_000);
  const report = async () => unwrap(await botOf(bot).upgradeReport(two.release));
  // The bot's object takes it in, and the answer is lost.
  const settle = BotObject.prototype.settle;
  vi.spyOn(BotObject.prototype, "settle").mockImplementationOnce(async function (this: BotObject, ...args) {
    await settle.apply(this, args);
    throw new Error("the answer was lost");
  });
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  await runInDurableObject(session(), (object) => object.alarm());
  said.mockRestore();
  expect(await report()).toMatchObject({ kept: 1 });
  await evictDurableObject(talk.stub);
  await runInDurableObject(session(), (object) => object.alarm());
  await runInDurableObject(session(), (object) => object.alarm());
  expect(BotObject.prototype.settle).toHaveBeenCalledTimes(2);
  expect(await report()).toMatchObject({
    kept: 1,
    reasons: [{ conversation: talk.key.conversation, outcome: "kept" }],
  });
  vi.restoreAllMocks();
});

describe("collection", () => {
  test("of fifteen releases those go that nobody needs, and a conversation of the first goes on", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const bot = freshName();
    const api = botOf(bot);
    const reports: PublishReport[] = [];
    const manifests: ReleaseManifest[] = [];
    let first: (Talk & { first: unknown }) | null = null;
    const [ended, erased] = [newConversationId(), newConversationId()];
    for (let i = 1; i <= 15; i++) {
      vi.setSystemTime(Date.now() + 60_000);
      const report = await publish(bot, `release ${i}`, { candidate: i === 4 });
      reports.push(report);
      manifests.push(await manifestOf(bot, report.release));
      if (i === 1) first = await open(bot);
      if (i === 2) await api.begin(ended, "web");
      if (i === 3) await api.begin(erased, "web");
      await collect(bot);
    }
    const hash = (i: number) => reports[i - 1]?.release ?? "";
    await api.settle(ended, notice("ended", hash(2), 3));
    await api.settle(erased, notice("erased", "", 0));
    const state = async () =>
      Promise.all(
        manifests.map(async (manifest) => {
          const has = await stored(bot, manifest);
          if (JSON.stringify(has) === JSON.stringify(WHOLE)) return true;
          expect(has).toEqual(GONE);
          return false;
        }),
      );
    await collect(bot);
    // 1 is open, 2 ended lately, 4 is a young candidate, 6 to 15 are the last ten that were published.
    const numbers = async () => (await state()).flatMap((whole, index) => (whole ? [index + 1] : []));
    expect(await numbers()).toEqual([1, 2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(new Set((await releasesOf(bot)).map((release) => release.hash))).toEqual(
      new Set([1, 2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map(hash)),
    );
    expect(await summaryOf(bot, hash(4))).toMatchObject({
      candidate: true,
      publishedAt: null,
      keptBecause: ["candidate"],
    });
    expect(await summaryOf(bot, hash(2))).toMatchObject({ endedConversations: 1, keptBecause: ["replay"] });
    vi.setSystemTime(Date.now() + 8 * DAY);
    await collect(bot);
    expect(await numbers()).toEqual([1, 2, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    vi.setSystemTime(Date.now() + 23 * DAY);
    await collect(bot);
    expect(await numbers()).toEqual([1, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(await api.release(hash(2))).toMatchObject({ ok: false, code: "release.unknown" });
    expect(await api.makeCurrent(hash(2))).toMatchObject({ ok: false, code: "release.unknown" });
    if (!first) throw new Error("no conversation");
    await evictDurableObject(first.stub);
    expect(told((await first.say("me")).frames)).toContain("bot: release 1 heard me");
    // What was collected can be published again.
    const again = await publish(bot, "release 3");
    expect(again).toMatchObject({ release: hash(3), changed: true });
    expect(await stored(bot, await manifestOf(bot, hash(3)))).toEqual(WHOLE);
    expect(told((await open(bot)).first.frames)).toContain("bot: release 3");
  });

  test("a failure at any step leaves nothing half: it goes on, or a publishing brings it back", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    for (let failAt = 0; failAt < 6; failAt++) {
      for (const revive of [false, true]) {
        const bot = freshName();
        const doomed = await publish(bot, "doomed", { candidate: true });
        await publish(bot, "current");
        const manifest = await manifestOf(bot, doomed.release);
        vi.setSystemTime(Date.now() + 8 * DAY);
        let calls = 0;
        // Each deletion can fail before it did anything, or after it.
        const files = {
          async delete(keys: string | string[]): Promise<void> {
            const call = calls++;
            if (call * 2 === failAt) throw new Error("storage is away");
            await env.FILES.delete(keys);
            if (call * 2 + 1 === failAt) throw new Error("the answer was lost");
          },
        };
        await runInDurableObject(stubOf(bot) as unknown as DurableObjectStub<BotObject>, async (_, { storage }) => {
          const parts: CollectionParts = { storage, files, tenant: TENANT, bot, now: Date.now(), ask: async () => {} };
          await collectSome(parts).catch(() => {});
          await collectSome(parts).catch(() => {});
        });
        await evictDurableObject(stubOf(bot));
        if (revive) {
          expect(await publish(bot, "doomed")).toMatchObject({ release: doomed.release, changed: true });
          await collect(bot);
          expect(await stored(bot, manifest)).toEqual(WHOLE);
          expect(told((await open(bot)).first.frames)).toContain("bot: doomed");
        } else {
          await collect(bot);
          expect(await stored(bot, manifest)).toEqual(GONE);
          expect(await releasesOf(bot)).toHaveLength(1);
        }
      }
    }
  });

  test("a fork that begins while conversations are asked keeps its release", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const bot = freshName();
    const chosen = await publish(bot, "chosen", { candidate: true });
    const silent = await publish(bot, "silent");
    await botOf(bot).begin(newConversationId(), "web");
    for (let i = 0; i < 10; i++) {
      vi.setSystemTime(Date.now() + 1_000);
      await publish(bot, `new ${i}`);
    }
    vi.setSystemTime(Date.now() + 8 * DAY);
    const stub = stubOf(bot) as unknown as DurableObjectStub<BotObject>;
    const asked = await runInDurableObject(stub, async (object, { storage }) => {
      let calls = 0;
      const ask = async (): Promise<void> => {
        calls += 1;
        await object.begin(newConversationId(), "web", chosen.release);
      };
      await collectSome({ storage, files: env.FILES, tenant: TENANT, bot, now: Date.now(), ask });
      return calls;
    });
    expect(asked).toBe(1);
    expect(await summaryOf(bot, chosen.release)).toMatchObject({ openConversations: 1, collectable: false });
    expect(await stored(bot, await manifestOf(bot, chosen.release))).toEqual(WHOLE);
    expect(await summaryOf(bot, silent.release)).toBeDefined();
  });

  test("a publishing that was cut short leaves nothing behind", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const bot = freshName();
    await publish(bot, "good");
    const before = (await env.FILES.list({ prefix: `t/${TENANT}/bots/${bot}/` })).objects.length;
    await runInDurableObject(stubOf(bot) as unknown as DurableObjectStub<BotObject>, async (object, { storage }) => {
      const whole = storage.transactionSync;
      let left = 1;
      // The process ends between the storing and the switch.
      storage.transactionSync = (work) => {
        if (left-- === 0) throw new Error("killed");
        return whole.call(storage, work) as ReturnType<typeof work>;
      };
      const zip = pack({ "b.gbdialog/start.bas": 'TALK "never"\n' });
      await expect(object.publish(TENANT, bot, zip)).rejects.toThrow("killed");
      Reflect.deleteProperty(storage, "transactionSync");
    });
    const orphans = (await env.FILES.list({ prefix: `t/${TENANT}/bots/${bot}/` })).objects.length;
    expect(orphans).toBe(before + 2);
    expect((await releasesOf(bot)).map(({ keptBecause }) => keptBecause)).toContainEqual(["in-progress"]);
    vi.setSystemTime(Date.now() + 2 * DAY);
    await evictDurableObject(stubOf(bot));
    await collect(bot);
    expect((await env.FILES.list({ prefix: `t/${TENANT}/bots/${bot}/` })).objects.length).toBe(before);
  });

  test("a conversation that was never begun loses its pin; one that waits is asked once", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const bot = freshName();
    const old = await publish(bot, "old");
    const waits = await open(bot);
    for (let i = 0; i < 30; i++) await botOf(bot).begin(newConversationId(), "web");
    for (let i = 0; i < 10; i++) {
      vi.setSystemTime(Date.now() + 1_000);
      await publish(bot, `new ${i}`);
    }
    await collect(bot);
    expect((await summaryOf(bot, old.release))?.openConversations).toBe(31);
    vi.setSystemTime(Date.now() + 2 * DAY);
    await collect(bot);
    expect((await summaryOf(bot, old.release))?.openConversations).toBe(1);
    expect(told((await waits.say("x")).frames)).toContain("bot: old heard x");
  });
});

describe("candidates and going back", () => {
  test("a candidate is stored and changes nothing; it is switched to, and back, at once", async () => {
    const bot = freshName();
    const table = (text: string) => ({
      "b.gbdialog/start.bas": `TALK "${text}"\n`,
      "b.gbdialog/tables.bas": `TABLE ${text}s\n  name AS STRING\nEND TABLE\n`,
    });
    const send = async (text: string, options: PublishOptions) =>
      unwrap(await botOf(bot).publish(TENANT, bot, pack(table(text)), options));
    const one = await send("one", {});
    const two = await send("two", { candidate: true });
    expect(two).toMatchObject({
      changed: false,
      candidate: true,
      modified: ["b.gbdialog/start.bas", "b.gbdialog/tables.bas"],
    });
    expect(told((await open(bot)).first.frames)).toContain("bot: one");
    expect(await summaryOf(bot, two.release)).toMatchObject({ current: false, candidate: true, publishedAt: null });
    expect(unwrap(await botOf(bot).makeCurrent(two.release))).toMatchObject({ changed: true, release: two.release });
    expect(told((await open(bot)).first.frames)).toContain("bot: two");
    expect(await summaryOf(bot, two.release)).toMatchObject({ current: true, candidate: false });
    expect(unwrap(await botOf(bot).makeCurrent(two.release)).changed).toBe(false);
    expect(unwrap(await botOf(bot).makeCurrent(one.release))).toMatchObject({ changed: true });
    expect(told((await open(bot)).first.frames)).toContain("bot: one");
    expect(await botOf(bot).makeCurrent("f".repeat(64))).toMatchObject({ ok: false, code: "release.unknown" });
    // The current one as a candidate is what it is.
    expect(await send("one", { candidate: true })).toMatchObject({ changed: false, candidate: false });
  });

  test("a release of a folder that is worked on says so, until it is published without", async () => {
    const bot = freshName();
    const kept = await publish(bot, "kept");
    const worked = await publish(bot, "worked", { development: true });
    expect(unwrap(await botOf(bot).current())).toMatchObject({ hash: worked.release, development: true });
    expect(unwrap(await botOf(bot).begin(newConversationId(), "web")).development).toBe(true);
    for (let i = 0; i < 12; i++) await publish(bot, `worked ${i}`, { development: true });
    expect((await summaryOf(bot, kept.release))?.keptBecause).toEqual(["recent"]);
    expect(await publish(bot, "worked 11")).toMatchObject({ changed: false });
    expect(unwrap(await botOf(bot).current()).development).toBeUndefined();
  });
});

describe("over HTTP", () => {
  const upload = (
    token: string,
    bot: string,
    query = "",
    body: BodyInit = pack({ "b.gbdialog/start.bas": 'TALK "a"\n' }),
  ) =>
    call(`/api/v1/bots/${bot}/releases${query}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/zip" },
      body,
    });
  const json = async <T>(answer: Promise<Response>, status = 200): Promise<T> => {
    const response = await answer;
    expect(response.status).toBe(status);
    return response.json<T>();
  };

  test("a candidate is stored, looked at, switched to and gone back from", async () => {
    const bot = freshName();
    const releases = `/api/v1/bots/${bot}/releases`;
    const publishes = await apiToken("bots:publish");
    const reads = await apiToken("bots:read");
    const one = await json<PublishReport>(upload(publishes, bot), 201);
    const zip = pack({
      "b.gbdialog/start.bas": 'TALK "b"\n',
      "b.gbdialog/bad.bas": "GOTO nowhere\n",
      "b.gbot/config.csv": "name,value\nllm-key,sk-secret\nbot-name,B\n",
    });
    const two = await json<PublishReport>(upload(publishes, bot, "?candidate=true", zip), 201);
    expect(two).toMatchObject({ changed: false, candidate: true });
    const page = await json<{ items: ReleaseSummary[]; nextCursor: string }>(send(reads, `${releases}?limit=1`));
    expect(page.items).toMatchObject([{ hash: two.release, current: false, candidate: true }]);
    const rest = await json<{ items: ReleaseSummary[] }>(send(reads, `${releases}?limit=1&cursor=${page.nextCursor}`));
    expect(rest).toMatchObject({ items: [{ hash: one.release, current: true }], nextCursor: null });
    const detail = await json<object>(send(reads, `${releases}/${two.release}`));
    expect(detail).toMatchObject({
      hash: two.release,
      scripts: expect.arrayContaining([
        { name: "start", path: "b.gbdialog/start.bas", compiled: true },
        { name: "bad", path: "b.gbdialog/bad.bas", compiled: false },
      ]),
      configKeys: ["bot-name", "llm-key"],
    });
    expect(JSON.stringify(detail)).not.toContain("sk-secret");
    const switched = await json<PublishReport>(send(publishes, `${releases}/${two.release}/current`, {}));
    expect(switched).toMatchObject({ release: two.release, changed: true });
    const back = await json<PublishReport>(send(publishes, `${releases}/${one.release}/current`, {}));
    expect(back).toMatchObject({ release: one.release, changed: true, modified: ["b.gbdialog/start.bas"] });
    // What lies below a bot's name is no bot.
    const bots = await json<{ items: { bot: string }[]; nextCursor: string | null }>(
      send(reads, "/api/v1/bots?limit=50"),
    );
    expect(bots.items.map((item) => item.bot)).toEqual([bot]);
  });

  test("the list of bots is paged by names, whatever lies below them", async () => {
    const publishes = await apiToken("bots:publish");
    const names = ["list-a", "list-a-b", "list-b", "list-c"];
    for (const name of names) await upload(publishes, name);
    const reads = await apiToken("bots:read");
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: { bot: string }[]; nextCursor: string | null } = await json(
        send(reads, `/api/v1/bots?limit=2${query}`),
      );
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map((item) => item.bot));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.filter((name) => name.startsWith("list-"))).toEqual(names);
  });

  test("every route wants its scope, the right form, and what is there", async () => {
    const bot = freshName();
    const [publishes, reads, watches] = [
      await apiToken("bots:publish"),
      await apiToken("bots:read"),
      await apiToken("conversations:read"),
    ];
    const { release } = await json<PublishReport>(upload(publishes, bot), 201);
    const base = `/api/v1/bots/${bot}`;
    const none = "0".repeat(64);
    for (const [path, body, scope] of [
      ["/releases", undefined, reads],
      [`/releases/${release}`, undefined, reads],
      [`/releases/${release}/upgrade`, undefined, reads],
      [`/releases/${release}/current`, {}, publishes],
      [`/releases/${release}/upgrade-check`, {}, publishes],
      ["/conversations", undefined, watches],
    ] as const) {
      const init = body === undefined ? {} : { method: "POST" };
      expect(await codeOf(call(base + path, init)), path).toBe("401 auth.required");
      expect(await codeOf(send("bsk_unknown", base + path, body)), path).toBe("401 auth.invalid");
      const other = scope === reads ? publishes : reads;
      expect(await codeOf(send(other, base + path, body)), path).toBe("403 auth.forbidden");
      expect((await send(scope, base + path, body)).status, path).toBe(200);
      expect(await codeOf(send(scope, path.replace(/^/, "/api/v1/bots/Not%20One"), body)), path).toBe(
        "404 bot.unknown",
      );
      if (!path.includes(release)) continue;
      expect(await codeOf(send(scope, base + path.replace(release, none), body)), path).toBe("404 release.unknown");
      expect(await codeOf(send(scope, base + path.replace(release, "latest"), body)), path).toBe("404 release.unknown");
    }
    for (const query of ["limit=0", "limit=101", "limit=x", "cursor=zzz"])
      expect(await codeOf(send(reads, `${base}/releases?${query}`))).toBe("400 request.invalid");
    for (const query of ["limit=0", "limit=201", "cursor=1", "state=gone", "release=latest"])
      expect(await codeOf(send(watches, `${base}/conversations?${query}`))).toBe("400 request.invalid");
    for (const body of [{ limit: 0 }, { limit: 201 }, { more: 1 }])
      expect(await codeOf(send(publishes, `${base}/releases/${release}/upgrade-check`, body))).toBe(
        "400 request.invalid",
      );
    expect(await codeOf(upload(publishes, bot, "?candidate=maybe"))).toBe("400 request.invalid");
    expect(await codeOf(upload(publishes, bot, "?development=true"))).toBe("403 auth.forbidden");
    expect(await codeOf(upload(publishes, bot, "?candidate=true", "PK no archive at all, and long enough"))).toBe(
      "422 release.invalid",
    );
  });

  test("conversations are listed, and what met a release is reported", async () => {
    const bot = freshName();
    const one = await publish(bot, "one");
    const parked = await open(bot);
    const two = await publish(bot, "two");
    const [first, second] = [newConversationId(), newConversationId()];
    for (const id of [first, second]) await botOf(bot).begin(id, "web", one.release);
    const moves = (outcome: "moved" | "kept", reason: string) => [
      { turn: 2, from: one.release, to: two.release, outcome, reason },
    ];
    await botOf(bot).settle(first, notice("open", two.release, 2, { moves: moves("moved", "") }));
    const kept = notice("open", one.release, 2, { moves: moves("kept", "start, line 2: another text") });
    await botOf(bot).settle(second, kept);
    await botOf(bot).settle(second, kept);
    const reads = await apiToken("bots:read", "bots:publish", "conversations:read");
    const base = `/api/v1/bots/${bot}`;
    expect(await json(send(reads, `${base}/releases/${two.release}/upgrade`))).toEqual({
      release: two.release,
      moved: 1,
      kept: 1,
      restarted: 0,
      offered: 0,
      reasons: [
        {
          conversation: second,
          from: one.release,
          outcome: "kept",
          reason: "start, line 2: another text",
          at: expect.stringMatching(/^\d{4}-/),
        },
      ],
    });
    const ids = async (query: string) =>
      (await json<{ items: { id: string }[] }>(send(reads, `${base}/conversations?${query}`))).items.map(
        ({ id }) => id,
      );
    expect((await ids("limit=10")).sort()).toEqual([parked.key.conversation, first, second].sort());
    expect(await ids(`release=${two.release}`)).toEqual([first]);
    expect(await ids("state=ended")).toEqual([]);
    // Those that were never begun have nothing to say; the one that waits is asked.
    const check = await json<object>(send(reads, `${base}/releases/${two.release}/upgrade-check`, {}));
    expect(check).toMatchObject({ release: two.release, checked: 1 });
    const same = await json<object>(send(reads, `${base}/releases/${one.release}/upgrade-check`, { limit: 5 }));
    expect(same).toMatchObject({ checked: 0, could: 0, couldNot: 0, reasons: [] });
  });
});

describe("a look ahead", () => {
  test("says which conversations could go on with a release, and why others could not", async () => {
    const bot = freshName();
    const store = async (start: string, options: PublishOptions = {}) =>
      unwrap(await botOf(bot).publish(TENANT, bot, pack({ "b.gbdialog/start.bas": start }), options));
    await store("n = 7\nHEAR x AS TEXT\nTALK x + n\nHEAR y AS INTEGER\nTALK y\n");
    const atX = await open(bot);
    const atY = await open(bot);
    await atY.say("a");
    const over = await open(bot);
    await over.say("a");
    await over.say("1");
    await evictDurableObject(atX.stub);
    const other = await store('n = 7\nTALK "hi"\nHEAR x AS TEXT\nTALK "new " + x\nHEAR y AS EMAIL\nTALK y\n', {
      candidate: true,
    });
    const token = await apiToken("bots:publish");
    const path = `/api/v1/bots/${bot}/releases/${other.release}/upgrade-check`;
    expect(await (await send(token, path, {})).json()).toEqual({
      release: other.release,
      checked: 3,
      could: 2,
      couldNot: 1,
      reasons: [
        {
          conversation: atY.key.conversation,
          from: expect.any(String),
          reason: expect.stringMatching(/HEAR y.*4|4.*HEAR y|line 4/),
        },
      ],
    });
    // Nothing was changed by asking.
    expect(told((await atX.say("b")).frames)).toContain("bot: b7");
    expect(told((await atY.say("5")).frames)).toContain("bot: 5");
    const gone = await store('TALK "no start here"\n', { candidate: true });
    const waits = await open(bot);
    const check = await (await send(token, path.replace(other.release, gone.release), {})).json<{ could: number }>();
    expect(check.could).toBe(2);
    expect(told((await waits.say("c")).frames)).toContain("bot: c7");
  });
});

describe("many conversations", () => {
  test("a bot bears a hundred thousand of them without looking through them", async () => {
    const bot = freshName();
    const { release } = await publish(bot, "busy");
    const reads = await runInDurableObject(
      stubOf(bot) as unknown as DurableObjectStub<BotObject>,
      async (object, { storage }) => {
        storage.transactionSync(() => {
          storage.sql.exec(
            `INSERT INTO conversations (id, release, state, turn, channel, opened_at)
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
             SELECT printf('%026d', i), ?, 'open', 1, 'web', i FROM n`,
            release,
          );
          storage.sql.exec("UPDATE lives SET open = 100000 WHERE hash = ?", release);
        });
        const rows = new Map<string, number>();
        const exec = storage.sql.exec.bind(storage.sql);
        let count = 0;
        const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
        storage.sql.exec = ((...args: Parameters<typeof exec>) => {
          const cursor = exec(...args);
          cursors.push(cursor);
          return cursor;
        }) as typeof storage.sql.exec;
        const measure = async (name: string, work: () => Promise<unknown>) => {
          cursors.length = 0;
          await work();
          count = cursors.reduce((sum, cursor) => sum + cursor.rowsRead + cursor.rowsWritten, 0);
          rows.set(name, count);
        };
        const id = `${"0".repeat(21)}50000`;
        await measure("begin", () => object.begin(newConversationId(), "web"));
        await measure("settle", () => object.settle(id, notice("ended", release, 7)));
        await measure("erase", () => object.settle(id, notice("erased", "", 0)));
        await measure("list", () => object.conversations({ state: null, release: null, limit: 50, cursor: null }));
        await measure("page", () =>
          object.conversations({ state: "open", release, limit: 50, cursor: `60000.${"0".repeat(21)}60000` }),
        );
        await measure("releases", () => object.releases(50, null));
        await measure("alarm", () => object.alarm());
        Reflect.deleteProperty(storage.sql, "exec");
        return Object.fromEntries(rows);
      },
    );
    for (const [name, rows] of Object.entries(reads)) expect(rows, name).toBeLessThan(400);
    const page = await botOf(bot).conversations({
      state: "open",
      release,
      limit: 50,
      cursor: `60000.${"0".repeat(21)}60000`,
    });
    expect(page.items.map(({ id }) => Number(id))).toEqual(Array.from({ length: 50 }, (_, i) => 59_999 - i));
  });
});

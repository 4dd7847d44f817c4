/**
 * Publishing that is cut off while people talk: the bot's object is ended before or after each of its calls of storage, of
 * a transaction, of its alarm and of its tables, from the list of files to the switch. Whoever talks notices nothing,
 * whoever begins gets the old release or the new one whole, and publishing again brings it to its end.
 *
 * In the long run (BASALT_SOAK=1) 100 people talk, 50 files change, and 200 places are cut.
 */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, expect, inject, test } from "vitest";
import { blobKey, programKey, releaseFileKey, releaseKey } from "../../contracts/release.ts";
import type { BotObject } from "../../durable-objects/bot-object.ts";
import { botOf, type Files, Publisher } from "./support-publishing.ts";
import { replayAll } from "./support-replay.ts";
import { open, type Talk, TENANT, told, unwrap } from "./support-session.ts";

afterAll(replayAll, 300_000);

const {
  people: PEOPLE,
  files: FILES,
  cuts: CUTS,
} = inject("soak") ? { people: 100, files: 50, cuts: 200 } : { people: 10, files: 8, cuts: 16 };
/** So many of them say something while one release is published. */
const AT_ONCE = 10;

/** Everything in it tells its version: both scripts, and all files. */
function shop(version: number): Files {
  const files: Files = {
    "shop.gbdialog/start.bas": [
      "TABLE orders",
      "  id AS STRING KEY",
      "  total AS NUMBER",
      "END TABLE",
      `TALK "start v${version}"`,
      'CALL "other"',
      'TALK READ("0.txt")',
      "DO WHILE TRUE",
      "  HEAR x AS TEXT",
      `  TALK "start v${version}"`,
      '  CALL "other"',
      '  TALK READ("0.txt")',
      "LOOP",
    ].join("\n"),
    "shop.gbdialog/other.bas": `TALK "other v${version}"\n`,
    "shop.gbkb/faq/a.md": `# Version ${version}\n`,
  };
  for (let i = 0; i < FILES; i++) files[`shop.gbdata/${i}.txt`] = i === 0 ? `file v${version}` : `${i} of v${version}`;
  return files;
}

const saysOf = (version: number): string[] => [
  `bot: start v${version}`,
  `bot: other v${version}`,
  `bot: file v${version}`,
];
const saidBy = (frames: Parameters<typeof told>[0]): string[] =>
  told(frames).filter((line) => line.startsWith("bot: "));

interface Cut {
  /** Places that were passed. */
  passed(): number;
  /** Nothing is cut from here on. */
  end(): { wasCut: boolean };
}

/** Ends the bot's object at its place with this number, counted from now; the object that comes after it is whole. */
async function cutAt(bot: string, at: number): Promise<Cut> {
  let places = 0;
  let isOver = false;
  const stub = env.BOT.getByName(`${TENANT}/${bot}`) as unknown as DurableObjectStub<BotObject>;
  await runInDurableObject(stub, (object, state) => {
    const place = (): void => {
      places += 1;
      if (places === at && !isOver) state.abort("cut off by a test");
    };
    const around = (call: () => unknown): unknown => {
      place();
      const result = call();
      if (!(result instanceof Promise)) {
        place();
        // What is written is lost with the object until it is on disk: that moment is a place of its own.
        state.storage.sync().then(place, () => {});
        return result;
      }
      return result.then((value) => {
        place();
        return value;
      });
    };
    /** The same object; `names` are places, `inner` stands for members. */
    const watched = (target: object, names: readonly string[] | null, inner: Record<string, unknown> = {}): unknown =>
      new Proxy(target, {
        get(_, name) {
          if (typeof name === "string" && Object.hasOwn(inner, name)) return inner[name];
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== "function") return member;
          const call = (...args: unknown[]): unknown => Reflect.apply(member, target, args);
          return names === null || names.includes(String(name))
            ? (...args: unknown[]) => around(() => call(...args))
            : call;
        },
      });
    const data = { getByName: (name: string) => watched(env.DATA.getByName(name), ["declare", "use"]) };
    const storage = watched(state.storage, ["transactionSync", "setAlarm"]);
    // Its own members, which no type lets anybody set.
    Reflect.set(object, "env", watched(env, [], { FILES: watched(env.FILES, null), DATA: data }));
    Reflect.set(object, "ctx", watched(state, [], { storage }));
  });
  const end = () => {
    const wasCut = places >= at;
    isOver = true;
    return { wasCut };
  };
  return { passed: () => places, end };
}

/** So many numbers from the first to the last. */
const spread = (first: number, last: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => first + Math.round((i * (last - first)) / (count - 1)));

/** All that the current release names is in storage. */
async function isWhole(bot: string): Promise<void> {
  const { scripts, data, knowledge, hash } = unwrap(await botOf(bot).current());
  const keys = [
    ...scripts.map(({ program }) => programKey(TENANT, bot, program ?? "")),
    ...data.map((file) => releaseFileKey(TENANT, bot, file.hash)),
    ...knowledge.map((file) => blobKey(TENANT, file.hash)),
    releaseKey(TENANT, bot, hash),
  ];
  const found = await Promise.all(keys.map(async (key) => ((await env.FILES.head(key)) === null ? key : null)));
  expect(found.filter((key) => key !== null)).toEqual([]);
}

test("a publishing that is cut off anywhere leaves the release before or the new one, whole, and nobody who talks notices", async () => {
  const bot = "cut-off";
  const publisher = await Publisher.of(bot);
  let version = 1;
  await publisher.publish(shop(version));
  const people: { talk: Talk; version: number }[] = [];
  for (let i = 0; i < PEOPLE; i++) people.push({ talk: await open(bot), version });
  const watching = await cutAt(bot, Number.POSITIVE_INFINITY);
  const { id } = await publisher.send(shop(++version));
  const sent = watching.passed();
  expect((await publisher.complete(id)).status).toBe(201);
  const places = watching.passed();
  expect(sent).toBeGreaterThan(FILES * 2);
  expect(places - sent).toBeGreaterThan(FILES * 2);

  // A quarter of them while files are sent, half while the release is built, and the last ones, among which the switch is.
  const cuts = [
    ...spread(1, sent, CUTS / 4),
    ...spread(sent + 1, places, CUTS / 2),
    ...spread(places - CUTS / 4 + 1, places, CUTS / 4),
  ];
  const outcomes = { before: 0, after: 0 };
  for (const [i, at] of cuts.entries()) {
    const before = version++;
    const old = await botOf(bot).currentHash();
    const cut = await cutAt(bot, at);
    const speakers = Array.from({ length: AT_ONCE }, (_, n) => people[(i * AT_ONCE + n) % PEOPLE]);
    const [published, ...answers] = await Promise.all([
      publisher.publish(shop(version)).then(
        () => true,
        () => false,
      ),
      ...speakers.map(async (one) => (one === undefined ? [] : saidBy((await one.talk.say(`${i}`)).frames))),
    ]);
    expect(answers, `at place ${at}`).toEqual(speakers.map((one) => saysOf(one?.version ?? 0)));
    // Not every run passes as many places as the first.
    expect(cut.end().wasCut || published, `at place ${at}`).toBe(true);
    await isWhole(bot);
    const isOld = (await botOf(bot).currentHash()) === old;
    outcomes[isOld ? "before" : "after"] += 1;
    const newcomer = await open(bot);
    const met = isOld ? before : version;
    expect(saidBy(newcomer.first.frames), `at place ${at}`).toEqual(saysOf(met));
    people[i % PEOPLE] = { talk: newcomer, version: met };
    const { report } = await publisher.publish(shop(version));
    expect(await botOf(bot).currentHash()).toBe(report.release);
    await isWhole(bot);
  }
  console.log(
    `${cuts.length} cuts at ${places} places (${sent} of them while files are sent): ${outcomes.before} before the switch, ${outcomes.after} after it`,
  );
  expect(outcomes.before).toBeGreaterThan(CUTS / 2);
  expect(outcomes.after).toBeGreaterThan(0);
}, 600_000);

/**
 * The crash matrix: each class and policy of effect, cut off at each moment of its turn, as often as the moment comes. What
 * the devices saw must be what the same words give without a crash; the vendor, the rows and the journal must agree with the
 * policy. Then the same with long conversations and seeded moments, and with one promise broken at a time, which has to be noticed.
 *
 * BASALT_ABORTS sets the number of seeded crashes (default 60; `npm run soak` has 850), BASALT_SEED the seed.
 */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { registerExtensions } from "../../basic/index.ts";
import type { DurableFrame } from "../../contracts/frames.ts";
import { JOURNAL_VERSION } from "../../contracts/journal.ts";
import {
  type AtMoment,
  type BreakablePromise,
  MOMENTS,
  type Moment,
  PROMISES,
  switchForTests,
} from "../../durable-objects/session/test-switch.ts";
import { payKeywords } from "../support/pay-keywords.ts";
import { PayLedger } from "../support/pay-ledger.ts";
import { pick, seeded } from "../support/random.ts";
import { comparable } from "../support/unknown-outcomes.ts";
import { type Patience, Person, rowsOf } from "./support-crash.ts";
import { replayAll } from "./support-replay.ts";
import { bot, damage, told, unwrap } from "./support-session.ts";

afterAll(replayAll, 120_000);

const ledger = new PayLedger();
beforeAll(() => registerExtensions(payKeywords(ledger.take)));

let atMoment: (at: AtMoment) => void = () => {};
beforeEach(() => {
  atMoment = () => {};
  breaking(null);
});
afterEach(() => switchForTests({}));

function breaking(broken: BreakablePromise | null): void {
  damage.reason = broken && `held with ${broken} switched off`;
  switchForTests({ broken, atMoment: (at) => atMoment(at) });
}

// ---------------------------------------------------------------------------------------------------- the matrix

const around = (statements: string) => `
PARAM id AS STRING LIKE "a" DESCRIPTION "Tells the conversations apart"
HEAR go AS TEXT
TALK "Working."
TRY
  ${statements}
CATCH e
  TALK "Unclear."
END TRY
HEAR more AS TEXT
TALK "More " + more
`;
const pay = (policy: string) => `r = PAY ${policy} 5 WITH id\nTALK "Paid."`;

const CASES = {
  pure: { keyword: "ADD SUGGESTION", script: 'ADD SUGGESTION "one" AS "One"\nTALK "Done"', said: "Done" },
  recordable: { keyword: "FIND", script: 'rows = FIND "empty"\nTALK "Found " + COUNT(rows)', said: "Found 0" },
  "internal-write": {
    keyword: "SAVE",
    script: 'SAVE "log", { conversation: id }\nrows = FIND "log", "conversation", id\nTALK "Rows " + COUNT(rows)',
    said: "Rows 1",
  },
  memory: {
    keyword: "SET BOT MEMORY",
    script:
      'n = GET BOT MEMORY "n-" + id\nSET BOT MEMORY "n-" + id, (n OR 0) + 1\nTALK "Count " + GET BOT MEMORY("n-" + id)',
    said: "Count 1",
  },
  retry: { keyword: "PAY RETRY", script: pay("RETRY"), said: "Paid." },
  ask: { keyword: "PAY ASK", script: pay("ASK"), said: "Paid." },
  raise: { keyword: "PAY RAISE", script: pay("RAISE"), said: "Paid." },
};
type Kind = keyof typeof CASES;
const RESOLUTIONS: Partial<Record<Kind, string>> = { retry: "repeated", ask: "asked", raise: "raised" };

interface Passed {
  moment: Moment;
  keyword: string | null;
}

/** Notes the moments of a conversation from now on and cuts it off at the one with this number; never when it is null. */
function watch(conversation: string, cutAt: number | null): { passed: Passed[]; wasCut: () => boolean } {
  const passed: Passed[] = [];
  let cut = false;
  atMoment = ({ conversation: here, moment, keyword, abort }) => {
    if (here !== conversation) return;
    passed.push({ moment, keyword });
    if (cut || passed.length - 1 !== cutAt) return;
    cut = true;
    abort();
  };
  return { passed, wasCut: () => cut };
}

let people = 0;
async function begin(kind: Kind, patience?: Patience): Promise<Person> {
  atMoment = () => {};
  return Person.invite(await bot(around(CASES[kind].script)), `${kind}-${++people}`, patience);
}

/** Without the bot's name, which is another in each run. */
const shape = (frames: readonly DurableFrame[]): DurableFrame[] =>
  frames.map((frame) => (frame.type === "talk" ? { ...frame, from: { kind: "bot", name: "bot" } } : frame));

interface Calm {
  passed: Passed[];
  frames: DurableFrame[];
}

/** The moments of the turn, and what the words give when nothing is cut off. */
async function undisturbed(kind: Kind): Promise<Calm> {
  const person = await begin(kind);
  const { passed } = watch(person.talk.key.conversation, null);
  await person.say("go", "go");
  const moments = [...passed];
  await person.say("on", "on");
  const frames = shape(await person.saw());
  expect(told(frames)).toEqual(expect.arrayContaining([`bot: ${CASES[kind].said}`, "bot: More on"]));
  return { passed: moments, frames };
}

interface Trial {
  person: Person;
  frames: DurableFrame[];
  calls: number;
  keys: number;
  wasCut: boolean;
}

async function cutOff(kind: Kind, cutAt: number, patience?: Patience): Promise<Trial> {
  const person = await begin(kind, patience);
  const { wasCut } = watch(person.talk.key.conversation, cutAt);
  await person.say("go", "go");
  await person.say("on", "on");
  const frames = shape(await person.saw());
  return { person, frames, ...ledger.of(person.reference), wasCut: wasCut() };
}

/** What every crash has to leave whole, whatever the moment; in words, nothing where all holds. */
async function brokenPromises(kind: Kind, calm: Calm, { person, frames, calls, keys }: Trial): Promise<string[]> {
  const wrong: string[] = [];
  if (JSON.stringify(frames) !== JSON.stringify(shape(await person.kept()))) wrong.push("seen and kept frames differ");
  if (frames.some(({ seq }, index) => seq !== index + 1)) wrong.push("frames are missing, doubled or out of order");
  const seen = comparable(frames);
  if (seen.frames.join() !== comparable(calm.frames).frames.join()) wrong.push("other frames than without a crash");
  const resolution = RESOLUTIONS[kind];
  if (resolution !== undefined) {
    if (keys > 1) wrong.push(`one call under ${keys} keys`);
    if (kind === "retry" ? calls < 1 : calls > 1) wrong.push(`${calls} calls`);
    const unknown = (await person.unknown()).filter((one) => one.resolution === resolution);
    if (kind !== "retry" && unknown.length !== seen.unclear) wrong.push(`${unknown.length} unknown outcomes are told`);
  }
  if (kind === "internal-write" && (await rowsOf(person, "log")) !== 1) wrong.push("the row was not written once");
  return wrong;
}

describe.each(Object.keys(CASES) as Kind[])("%s", (kind) => {
  test("is the same wherever its turn is cut off", async () => {
    const calm = await undisturbed(kind);
    const { keyword } = CASES[kind];
    // All eight moments come, those of the call at the keyword itself.
    for (const moment of MOMENTS) {
      const own = ["before-intent", "after-intent", "during-call", "after-call"].includes(moment) ? keyword : null;
      expect(calm.passed, `${moment} ${keyword}`).toContainEqual({ moment, keyword: own });
    }
    const at = (moment: Moment) => calm.passed.findIndex((one) => one.moment === moment && one.keyword === keyword);
    const landed = (from: Moment) =>
      calm.passed.findIndex(({ moment }, index) => index > at(from) && moment === "after-commit");
    const resolution = RESOLUTIONS[kind];
    for (const [cutAt, { moment }] of calm.passed.entries()) {
      const where = `${kind}, ${cutAt}: ${moment}`;
      const trial = await cutOff(kind, cutAt);
      expect(trial.wasCut, where).toBe(true);
      expect(await brokenPromises(kind, calm, trial), where).toEqual([]);
      if (resolution === undefined) {
        expect(trial.frames, where).toEqual(calm.frames);
        continue;
      }
      // Exactly those crashes leave an unknown outcome that come between the committed intent and the committed outcome.
      const isUnknown = cutAt >= landed("before-intent") && cutAt < landed("after-call");
      const wasCalled = cutAt >= at("during-call");
      const repeats = kind === "retry" || !isUnknown;
      expect(trial.calls, where).toBe((isUnknown && wasCalled ? 1 : 0) + (repeats ? 1 : 0));
      if (repeats) expect(trial.frames, where).toEqual(calm.frames);
      else expect(told(trial.frames), where).toContain("bot: Unclear.");
      const events = (await trial.person.events()).filter(({ type }) => type === "effect.unknown");
      expect(events, where).toMatchObject(isUnknown ? [{ keyword, resolution }] : []);
      const decision = kind === "ask" ? "leave" : null;
      expect(await trial.person.unknown(), where).toMatchObject(
        isUnknown ? [{ keyword, resolution, decision, isOpen: false }] : [],
      );
    }
  }, 120_000);
});

test("a call that the person wants again is made under its key", async () => {
  const calm = await undisturbed("ask");
  const person = await begin("ask");
  const during = calm.passed.findIndex((one) => one.moment === "during-call" && one.keyword === "PAY ASK");
  watch(person.talk.key.conversation, during);
  await person.talk.send("go", "go", 5_000).catch(() => null);
  await person.talk.send("go", "go", 5_000);
  expect(await person.unknown()).toMatchObject([{ isOpen: true, decision: null }]);
  await person.say("Try again", "answer-again");
  expect(told(await person.saw())).toContain("bot: Paid.");
  expect(ledger.of(person.reference)).toEqual({ calls: 2, keys: 1 });
  expect(await person.unknown()).toMatchObject([{ isOpen: false, decision: "repeat", by: "person" }]);
});

test("a turn that gets further after each crash is not given up", async () => {
  const name = await bot(around('FOR i = 1 TO 12\nr = PAY RETRY 1 WITH id + "/" + i\nNEXT\nTALK "Paid."'));
  atMoment = () => {};
  const person = await Person.invite(name, `far-${++people}`);
  const cut = new Set<number>();
  atMoment = ({ conversation, moment, keyword, abort }) => {
    if (conversation !== person.talk.key.conversation || moment !== "during-call" || keyword !== "PAY RETRY") return;
    const calls = ledger.calls.length;
    if (cut.size < 12 && !cut.has(calls - 1)) {
      cut.add(calls);
      abort();
    }
  };
  await person.say("go", "go");
  expect(cut.size).toBe(12);
  expect(told(await person.saw())).toContain("bot: Paid.");
  for (let i = 1; i <= 12; i += 1) expect(ledger.of(`${person.reference}/${i}`)).toEqual({ calls: 2, keys: 1 });
});

test("an older worker leaves a conversation of a newer one as it is, and keeps its alarm", async () => {
  const { talk } = await Person.invite(await bot(around('WAIT 100\nTALK "Waited."')), "newer");
  await talk.send("go", "go", 100);
  const generation = (journal: number) =>
    runInDurableObject(talk.stub, async (_, state) => {
      state.storage.sql.exec("UPDATE meta SET value = ? WHERE key = 'journal'", JSON.stringify(journal));
      await state.storage.sync();
      state.abort("another version");
    }).catch(() => {});
  const rows = () =>
    runInDurableObject(talk.stub, (_, { storage }) =>
      JSON.stringify(["meta", "log", "inbox"].map((table) => storage.sql.exec(`SELECT * FROM ${table}`).toArray())),
    );
  await generation(JOURNAL_VERSION + 1);
  const before = await rows();
  // A call over RPC is itself callable, and `rejects` would call it.
  await expect((async () => talk.api.frames(0, 100))()).rejects.toThrow("written by a newer version");
  await expect((async () => talk.send("more", "more"))()).rejects.toThrow("written by a newer version");
  expect(await runDurableObjectAlarm(talk.stub)).toBe(true);
  expect(await runInDurableObject(talk.stub, (_, { storage }) => storage.getAlarm())).toBeGreaterThan(Date.now());
  expect(await rows()).toBe(before);
  await generation(JOURNAL_VERSION);
  expect(told(unwrap(await talk.api.frames(0, 100)).items)).toContain("bot: Working.");
});

/** In which case each broken promise shows. */
const SHOWS: Record<BreakablePromise, Kind> = {
  dedupe: "pure",
  outbox: "raise",
  journal: "pure",
  intents: "raise",
  keys: "retry",
};
test.each(PROMISES)(
  "is noticed when %s is switched off",
  async (broken) => {
    const kind = SHOWS[broken];
    const calm = await undisturbed(kind);
    breaking(broken);
    const wrong: string[] = [];
    for (let cutAt = 0; cutAt < calm.passed.length && wrong.length === 0; cutAt += 1) {
      const problems = await cutOff(kind, cutAt, { attempts: 4, waitMs: 400 }).then(
        (trial) => brokenPromises(kind, calm, trial),
        (error: Error) => [`it came to a halt: ${error.message.slice(0, 100)}`],
      );
      wrong.push(...problems.map((problem) => `${calm.passed[cutAt]?.moment}: ${problem}`));
    }
    console.log(`${broken} off: ${wrong[0]}`);
    expect(wrong).not.toEqual([]);
  },
  60_000,
);

// ----------------------------------------------------------------------------------------------- seeded crashes

const ABORTS = inject("aborts");
const SEED = inject("seed");
const PEOPLE = 8;
/**
 * Of the moments that a conversation comes to, this share is its last: every second turn or so is cut off, now and then one
 * twice. What is said needs nobody and is rarely worth a crash.
 */
const SHARE = 0.03;
const SHARE_OF_TALK = 0.005;
const WORDS = ["hello", "save", "remember", "retry", "ask", "raise", "choose", "slow"] as const;
const PAYMENTS = ["retry", "ask", "raise"];

const TALKER = `
PARAM id AS STRING LIKE "a" DESCRIPTION "Tells the conversations apart"
count = 0
trail = ""
TALK "Ready."
DO
  HEAR word AS TEXT
  count = count + 1
  trail = RIGHT(trail + "," + word, 40)
  TRY
    SELECT CASE word
      CASE "save"
        SAVE "log", { conversation: id, step: count }
        rows = FIND "log", "conversation", id
        TALK "Rows " + COUNT(rows) + "."
      CASE "remember"
        before = GET BOT MEMORY "n-" + id
        SET BOT MEMORY "n-" + id, (before OR 0) + 1
        TALK "Remembered " + GET BOT MEMORY("n-" + id) + "."
      CASE "retry"
        r = PAY RETRY 5 WITH id + "/" + count
        TALK "Paid."
      CASE "ask"
        r = PAY ASK 5 WITH id + "/" + count
        TALK "Paid."
      CASE "raise"
        r = PAY RAISE 5 WITH id + "/" + count
        TALK "Paid."
      CASE "choose"
        HEAR pick AS "left", "right"
        TALK "You went " + pick + "."
      CASE "slow"
        TALK "One moment."
        WAIT 0.3
        TALK "Done."
      CASE ELSE
        TALK "You said " + word + "."
    END SELECT
  CATCH e
    TALK "Unclear."
  END TRY
  TALK "Step " + count + ", trail " + trail + "."
LOOP
`;

function plan(random: () => number, length: number): string[] {
  const words: string[] = [];
  while (words.length < length) {
    const word = pick(random, WORDS);
    words.push(word);
    if (word === "choose") words.push(pick(random, ["left", "right"]));
  }
  return words;
}

async function converse(person: Person, words: readonly string[]): Promise<void> {
  for (const [index, word] of words.entries()) await person.say(word, `w-${index + 1}`);
}

/** Cuts conversations off at seeded moments until there were so many. Each has its own dice, so that a run can be run again. */
function storm(
  referenceOf: ReadonlyMap<string, string>,
  limit: number,
): { phases: Map<string, number>; total: number } {
  const result = { phases: new Map<string, number>(), total: 0 };
  const dice = new Map<string, () => number>();
  atMoment = ({ conversation, moment, keyword, abort }) => {
    const reference = referenceOf.get(conversation);
    if (reference === undefined || result.total >= limit) return;
    const random = dice.get(conversation) ?? seeded(SEED + [...referenceOf.keys()].indexOf(conversation));
    dice.set(conversation, random);
    if (random() >= (keyword === "TALK" ? SHARE_OF_TALK : SHARE)) return;
    result.total += 1;
    const label = keyword === null ? moment : `${moment} of ${keyword}`;
    result.phases.set(label, (result.phases.get(label) ?? 0) + 1);
    abort();
  };
  return result;
}

test(
  `${ABORTS} seeded crashes lose, double and reorder nothing`,
  async () => {
    const name = await bot(TALKER);
    // The words outlast the crashes.
    const length = Math.ceil((ABORTS / PEOPLE) * 3) + 10;
    const plans = Array.from({ length: PEOPLE }, (_, index) => plan(seeded(SEED + 1_000 + index), length));
    const invite = (kind: string) => Promise.all(plans.map((_, index) => Person.invite(name, `${kind}-${index}`)));
    const calm = await invite("calm");
    await Promise.all(calm.map((person, index) => converse(person, plans[index] ?? [])));
    const disturbed = await invite("storm");
    const crashes = storm(new Map(disturbed.map(({ talk, reference }) => [talk.key.conversation, reference])), ABORTS);
    await Promise.all(disturbed.map((person, index) => converse(person, plans[index] ?? [])));
    atMoment = () => {};

    const phases = Object.fromEntries([...crashes.phases].sort(([, a], [, b]) => b - a));
    let unknownOutcomes = 0;
    for (const [index, person] of disturbed.entries()) {
      const words = plans[index] ?? [];
      const frames = await person.saw();
      expect(frames.map(({ seq }) => seq)).toEqual(frames.map((_, at) => at + 1));
      expect(frames).toEqual(await person.kept());
      const seen = comparable(frames);
      expect(seen.frames, person.reference).toEqual(comparable((await calm[index]?.saw()) ?? []).frames);
      const unknown = await person.unknown();
      unknownOutcomes += unknown.length;
      expect(unknown.filter(({ resolution }) => resolution !== "repeated")).toHaveLength(seen.unclear);
      expect(await rowsOf(person, "log")).toBe(words.filter((word) => word === "save").length);
      for (const [at, word] of saidAtHear(words).entries()) {
        if (!PAYMENTS.includes(word)) continue;
        const { calls, keys } = ledger.of(`${person.reference}/${at + 1}`);
        if (word === "retry") expect([keys, calls >= 1], `${word} ${at + 1}`).toEqual([1, true]);
        else expect(calls, `${word} ${at + 1}`).toBeLessThanOrEqual(1);
      }
    }
    console.log(
      `crashes: ${crashes.total}, all inside a turn; unknown outcomes: ${unknownOutcomes}; seed ${SEED}\n${JSON.stringify(phases, null, 1)}`,
    );
    expect(crashes.total).toBe(ABORTS);
  },
  60_000 + ABORTS * 1_000,
);

/** The words that the script counts: those that answer a menu are heard in between. */
function saidAtHear(words: readonly string[]): string[] {
  return words.filter((_, index) => words[index - 1] !== "choose");
}

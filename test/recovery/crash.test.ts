/**
 * Kills and the promises that hold through them (docs/contract.md, "What holds").
 *
 * Eight people talk to a bot while workerd, the gateway or the whole tree is killed with SIGKILL at seeded moments. What
 * they saw must equal what the same words give in a run that nothing disturbs, frame by frame, and so must the history that
 * Postgres ends up with; only a payment of which nobody knows whether it happened may end in a question or an error, as its policy
 * says. Everything that counts is counted here, outside the killed processes. Afterwards the same is tried with one promise
 * switched off at a time, and the comparison has to find it.
 *
 * BASALT_KILLS sets the number of kills (default 8; `npm run soak` has 150), BASALT_SEED the seed.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DurableFrame } from "../../contracts/frames.ts";
import type { JournalPage, UnknownEffect, UnknownEffectsPage } from "../../contracts/objects.ts";
import { openDatabase } from "../../db/client.ts";
import { readHistory } from "../../db/queries/history.ts";
import { createOperator } from "../../scripts/up/operator.ts";
import { freePort, type Part, Product, post } from "../support/product.ts";
import { pick, seeded } from "../support/random.ts";
import { comparable, firstDifference } from "../support/unknown-outcomes.ts";
import { Vendor } from "../support/vendor.ts";
import { writeWorker } from "../support/worker-build.ts";
import { Client, type Conversation, PAYMENTS, type Phase } from "./client.ts";

const KILLS = Number(process.env["BASALT_KILLS"] ?? 8);
const SEED = Number(process.env["BASALT_SEED"] ?? 20_261);
const PEOPLE = 8;
const MAX_HELD = 4;
const BOT = "crash";
const WORDS = [
  ...["hello", "save", "remember", "document", "slow", "work", "choose", "left"],
  ...["retry", "ask", "raise", "retry", "ask", "raise"],
];

/** A hint to the projection that was lost with a process is sent again within half a minute of the last turn; a kill may take that one, too. */
const HISTORY_S = 120;

const folders: string[] = [];
const products: Product[] = [];
const vendor = new Vendor();
beforeAll(() => vendor.start());
afterAll(async () => {
  for (const product of products) await product.stop();
  await vendor.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function launch(env: Record<string, string> = {}): Promise<{ product: Product; data: string }> {
  const data = mkdtempSync(join(tmpdir(), "basalt-crash-"));
  folders.push(data);
  const BASALT_CONFIG = await writeWorker(join(data, "worker"), { vendor: vendor.url });
  const bots = [join(import.meta.dirname, "bots")];
  const product = new Product({ data, port: await freePort(), bots, env: { ...env, BASALT_CONFIG } });
  products.push(product);
  await product.start([BOT]);
  return { product, data };
}

/** Words of one person: enough that talking lasts as long as the killing. */
function plan(seed: number, length: number, choice: readonly string[] = WORDS): string[] {
  const random = seeded(seed);
  const words: string[] = [];
  while (words.length < length) {
    const word = pick(random, choice);
    words.push(word);
    if (word === "choose") words.push(pick(random, ["left", "right"]));
  }
  return words;
}

interface Person {
  id: string;
  conversation: Conversation;
  client: Client;
}

async function invite(product: Product, name: string, words: readonly string[], seed: number): Promise<Person> {
  const random = seeded(seed);
  const conversation = await post<Conversation>(
    `${product.origin}/api/v1/bots/${BOT}/conversations`,
    { args: { id: name } },
    201,
  );
  const socket = `${product.origin.replace("http", "ws")}/api/v1/bots/${BOT}/conversations/${conversation.id}/socket`;
  const client = new Client(socket, conversation, words, random);
  return { id: name, conversation, client };
}

/** What must be equal in every run. */
const shape = (frames: readonly DurableFrame[]) => comparable(frames).frames;

let calm = 0;
/** Talks without a kill. */
async function undisturbed(product: Product, plans: (readonly string[])[]): Promise<string[][]> {
  const people = await Promise.all(plans.map((words, index) => invite(product, `calm-${++calm}`, words, index)));
  for (const person of people) person.client.start();
  await Promise.all(people.map((person) => person.client.done));
  return people.map((person) => shape(person.client.frames));
}

interface Storm {
  kills: number;
  parts: readonly Part[];
  random: () => number;
  /** ms to wait for progress after a kill; a broken promise may have stopped everybody for good. */
  patience: number;
  /** Where every kill is to fall; otherwise a share waits for a turn and the rest for nothing. */
  during?: Phase;
}

/** Kills at seeded moments while people talk. Tells for each kill which part died and where in its turn one conversation, chosen beforehand, was. */
async function disturb(product: Product, people: Person[], storm: Storm): Promise<Record<string, number>> {
  const { random } = storm;
  const phases: Record<string, number> = {};
  /** Kills in a row through which a conversation did not get on. */
  const held = people.map(() => ({ seq: 0, kills: 0 }));
  for (let done = 0; done < storm.kills && people.some((person) => !person.client.finished); ) {
    const before = people.map((person) => person.client.lastSeq);
    const movedOn = () =>
      people.filter((person, index) => person.client.finished || person.client.lastSeq > (before[index] ?? 0)).length;
    // Somebody has to have got on since the last kill; without that the run would prove nothing.
    // And nobody is cut off at one place so often that the turn is given up there, as it is after eight times.
    const isHeld = () =>
      held.some(
        ({ seq, kills }, index) =>
          kills >= MAX_HELD && people[index]?.client.lastSeq === seq && !people[index].client.finished,
      );
    for (let waited = 0; (movedOn() < people.length / 2 || isHeld()) && waited < storm.patience; waited += 10) {
      await sleep(10);
    }
    await sleep(random() * 150);
    const part = pick(random, storm.parts);
    const target = pick(random, people.filter((person) => !person.client.finished).concat(people.slice(0, 1))).client;
    // A share of the kills waits until that conversation is in a turn, those of the gateway until it needs the gateway.
    const awaited =
      part === "gateway"
        ? (phase: Phase) => phase === "in a gateway call"
        : (phase: Phase) => phase !== "between turns";
    if (storm.during !== undefined) {
      const inPhase = () => people.some((person) => person.client.phase === storm.during);
      for (let waited = 0; !inPhase() && waited < 3_000; waited += 2) await sleep(2);
    } else if (part === "gateway" || random() < 0.5)
      for (let waited = 0; !awaited(target.phase) && waited < 3_000; waited += 2) await sleep(2);
    const phase = target.phase;
    if (!product.kill(part)) continue;
    done += 1;
    for (const [index, one] of held.entries()) {
      const seq = people[index]?.client.lastSeq ?? 0;
      one.kills = seq === one.seq ? one.kills + 1 : 0;
      one.seq = seq;
    }
    const label = `${part}: ${phase}`;
    phases[label] = (phases[label] ?? 0) + 1;
    if (part === "tree") await product.start([BOT]);
  }
  return phases;
}

async function historyOf(data: string, conversation: string): Promise<{ seq: number; type: string; body: unknown }[]> {
  const { databasePassword } = JSON.parse(readFileSync(join(data, "secrets.json"), "utf8")) as {
    databasePassword: string;
  };
  const { database: proxy } = JSON.parse(readFileSync(join(data, "addresses.json"), "utf8")) as { database: string };
  const db = openDatabase({ url: `postgres://basalt:${databasePassword}@localhost/basalt`, proxy });
  const rows: Awaited<ReturnType<typeof readHistory>> = [];
  for (;;) {
    const page = await readHistory(db, "default", BOT, conversation, rows.at(-1)?.seq ?? 0);
    if (page.length === 0) return rows;
    rows.push(...page);
  }
}

describe("kill -9", () => {
  /** More words than the kills leave time for. */
  const plans = Array.from({ length: PEOPLE }, (_, index) => plan(SEED + index, 50 + KILLS * 20));
  let product: Product;
  let data: string;

  beforeAll(async () => {
    ({ product, data } = await launch());
    // As vendors are: mostly quick, now and then slower than the time after which a turn commits what there is.
    const random = seeded(SEED);
    vendor.behave = () => ({ delayMs: random() < 0.2 ? 250 + random() * 150 : 20 + random() * 120 });
  }, 120_000);

  it(
    `loses, doubles and reorders nothing over ${KILLS} kills`,
    async () => {
      const people = await Promise.all(plans.map((words, index) => invite(product, `storm-${index}`, words, index)));
      for (const person of people) person.client.start();
      const phases = await disturb(product, people, {
        kills: KILLS,
        random: seeded(SEED),
        parts: ["workerd", "workerd", "workerd", "gateway", "tree"],
        patience: 30_000,
      });
      for (const person of people) person.client.wrapUp("stop");
      await Promise.all(people.map((person) => person.client.done));
      // What the same words give when nobody is killed.
      const expected = await undisturbed(
        product,
        people.map(({ client }) => client.said),
      );

      const total = Object.values(phases).reduce((sum, count) => sum + count, 0);
      const between = Object.entries(phases).reduce(
        (sum, [label, count]) => (label.endsWith("between turns") ? sum + count : sum),
        0,
      );
      const inside = total - between;
      console.log(
        `kills: ${total}, inside a turn: ${inside} (${Math.round((100 * inside) / total)} %), seed ${SEED}\n${JSON.stringify(phases, null, 2)}`,
      );
      expect(total).toBe(KILLS);
      expect(inside / total).toBeGreaterThanOrEqual(0.4);
      const outcomes = { unknown: 0, repeated: 0, calls: 0, intents: 0 };
      for (const [index, person] of people.entries()) {
        expect(person.client.violations, person.id).toEqual([]);
        const difference = firstDifference(shape(person.client.frames), expected[index] ?? []);
        const why = difference ? await failures(product, data, person.conversation.id) : "";
        expect(difference, `${person.id} ${why}`).toBeNull();
        expect(wrongPayments(person), person.id).toEqual([]);
        const unknown = await unknownEffects(product, data, person.conversation.id);
        const repeated = unknown.filter(({ resolution }) => resolution === "repeated").length;
        outcomes.unknown += unknown.length;
        outcomes.repeated += repeated;
        outcomes.intents += paymentsOf(person).length;
        // Each one that was not repeated was told to the person, and the other way round.
        expect(unknown.length - repeated, person.id).toBe(comparable(person.client.frames).unclear);
      }
      outcomes.calls = vendor.calls.filter(({ reference }) => reference.startsWith("storm-")).length;
      console.log(`payments: ${JSON.stringify(outcomes)}`);
      for (const person of people) {
        const want = person.client.frames.map((frame) => ({ seq: frame.seq, body: frame }));
        const read = async () =>
          (await historyOf(data, person.conversation.id)).map(({ seq, body }) => ({ seq, body }));
        expect(await eventually(read, (rows) => rows.length >= want.length), person.id).toEqual(want);
      }
    },
    (120 + HISTORY_S + KILLS * 20) * 1_000,
  );

  /** What each broken promise needs to show itself: words, and where the kills fall. */
  const broken = [
    { promise: "dedupe", words: WORDS },
    { promise: "outbox", words: WORDS },
    { promise: "journal", words: WORDS },
    { promise: "intents", words: ["ask", "raise"], during: "in a payment" },
    { promise: "keys", words: ["retry"], during: "in a payment" },
  ] as const;
  // Each starts a product of its own. The crash matrix breaks all five in one process; here two show it for real kills.
  it.each(
    process.env["BASALT_SOAK"] === "1" ? broken : broken.filter(({ promise }) => ["journal", "keys"].includes(promise)),
  )(
    "is noticed when $promise is switched off",
    async ({ promise, words, during }: (typeof broken)[number] & { during?: Phase }) => {
      const { product: faulty } = await launch({ BASALT_TEST: "1", BASALT_TEST_BREAK: promise });
      const own = Array.from({ length: PEOPLE }, (_, index) => [...plan(SEED + 100 + index, 9, words), "stop"]);
      const wanted = await undisturbed(product, own);
      const people = await Promise.all(own.map((said, index) => invite(faulty, `${promise}-${index}`, said, index)));
      for (const person of people) person.client.start();
      const storm = { kills: 4, random: seeded(SEED), parts: ["workerd"], patience: 1_500 } as const;
      await disturb(faulty, people, during === undefined ? storm : { ...storm, during });
      // A broken promise may also stop a conversation for good; where it has shown itself nothing is waited for.
      const hasShown = () =>
        people.flatMap(overpaid).length > 0 ||
        (during === undefined && people.some((person) => person.client.violations.length > 0));
      const isOver = () => people.every((person) => person.client.finished);
      for (const end = Date.now() + 5_000; Date.now() < end && !hasShown() && !isOver(); ) await sleep(50);
      for (const person of people) person.client.stop();
      const wrong = people.filter(
        (person, index) =>
          !person.client.finished ||
          person.client.violations.length > 0 ||
          wrongPayments(person).length > 0 ||
          shape(person.client.frames).join("\n") !== wanted[index]?.join("\n"),
      );
      const payments = people.flatMap(wrongPayments);
      console.log(`${promise} off: ${wrong.length} of ${PEOPLE} conversations went wrong ${payments[0] ?? ""}`);
      expect(wrong.length).toBeGreaterThan(0);
      if (during !== undefined) expect(payments).not.toEqual([]);
      await faulty.stop();
    },
    180_000,
  );
});

/** The payments of a plan: policy, and the reference under which the vendor knows it. Answers to a menu are not counted by the script. */
function paymentsOf(person: Person): { policy: string; reference: string }[] {
  const words = person.client.said;
  return words
    .filter((_, index) => words[index - 1] !== "choose")
    .map((word, index) => ({ policy: word, reference: `${person.id}/${index + 1}` }))
    .filter(({ policy }) => PAYMENTS.includes(policy));
}

/** What the vendor saw that the policies do not allow. */
function wrongPayments(person: Person): string[] {
  return [...overpaid(person), ...unpaid(person)];
}

/** Payments that were made more than once. */
function overpaid(person: Person): string[] {
  const byReference = vendor.byReference();
  return paymentsOf(person).flatMap(({ policy, reference }) => {
    const calls = byReference.get(reference) ?? [];
    const keys = new Set(calls.map(({ key }) => key)).size;
    const holds = policy === "retry" ? keys <= 1 : calls.length <= 1;
    return holds ? [] : [`${policy} ${reference}: ${calls.length} calls under ${keys} keys`];
  });
}

/** Payments that should have been repeated until somebody knew of them, and never reached the vendor. */
function unpaid(person: Person): string[] {
  const byReference = vendor.byReference();
  return paymentsOf(person)
    .filter(({ policy, reference }) => policy === "retry" && !byReference.has(reference))
    .map(({ reference }) => `retry ${reference}: no call`);
}

/** Scripts that failed, from the conversation's journal. */
async function failures(product: Product, data: string, conversation: string): Promise<string> {
  const { operatorKey } = JSON.parse(readFileSync(join(data, "secrets.json"), "utf8")) as { operatorKey: string };
  const operator = createOperator(product.origin, operatorKey);
  const found: unknown[] = [];
  for (let after: number | undefined = 0; after !== undefined; ) {
    const route = `/api/v1/bots/${BOT}/conversations/${conversation}/journal?after=${after}`;
    const page: JournalPage = await operator.read<JournalPage>(route);
    found.push(...page.items.filter(({ event }) => event.type === "script.failed"));
    after = page.items.length === 0 ? undefined : page.items.at(-1)?.position;
  }
  return JSON.stringify(found);
}

async function unknownEffects(product: Product, data: string, conversation: string): Promise<UnknownEffect[]> {
  const { operatorKey } = JSON.parse(readFileSync(join(data, "secrets.json"), "utf8")) as { operatorKey: string };
  const operator = createOperator(product.origin, operatorKey);
  const found: UnknownEffect[] = [];
  for (let after = 0; ; ) {
    const route = `/api/v1/bots/${BOT}/conversations/${conversation}/effects?state=unknown&limit=1000&after=${after}`;
    const page = await operator.read<UnknownEffectsPage>(route);
    found.push(...page.items);
    if (page.nextAfter === undefined) return found;
    after = page.nextAfter;
  }
}

async function eventually<T>(read: () => Promise<T>, good: (value: T) => boolean, seconds = HISTORY_S): Promise<T> {
  const until = Date.now() + seconds * 1_000;
  for (;;) {
    const value = await read().catch(() => null);
    if (value !== null && good(value)) return value;
    if (Date.now() > until) {
      if (value === null) throw new Error("Postgres did not answer");
      return value;
    }
    await sleep(300);
  }
}

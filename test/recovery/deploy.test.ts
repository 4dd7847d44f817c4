/**
 * New worker code under running conversations: a worker of a later instruction set and journal takes the place of the running one
 * while people talk at the product's own page and new releases are published. Nobody loses, doubles or reorders a frame, and
 * the pages come back by themselves. Then the way back: an older worker leaves conversations of a newer one as they are.
 *
 * BASALT_PEOPLE sets how many talk (default 30; `npm run soak` has 200), BASALT_SEED the seed. How long people were without a
 * line is printed; BASALT_SOAK=1 also holds it to its bound, which wants a machine that does nothing else.
 */
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { OpenAnswer } from "../../contracts/conversation.ts";
import type { DurableFrame } from "../../contracts/frames.ts";
import type { JournalPage } from "../../contracts/objects.ts";
import type { DeployReport } from "../../scripts/up/deploy.ts";
import { createOperator } from "../../scripts/up/operator.ts";
import { objectFile } from "../support/object-id.ts";
import { freePort, Product, post } from "../support/product.ts";
import { pick, seeded } from "../support/random.ts";
import { ANSWER_ID, comparable, DO_NOT_REPEAT, firstDifference } from "../support/unknown-outcomes.ts";
import { Vendor } from "../support/vendor.ts";
import { writeWorker } from "../support/worker-build.ts";
import { type Gap, PageClient } from "./page-client.ts";

const PEOPLE = Number(process.env["BASALT_PEOPLE"] ?? 30);
const SEED = Number(process.env["BASALT_SEED"] ?? 20_261);
const BOT = "crash";
const WORDS = ["hello", "save", "remember", "slow", "work", "choose", "retry", "ask", "raise"];
/** So many different plans; people share them. */
const PLANS = 10;
/** Enough that nobody is through before the deploy. */
const LENGTH = process.env["BASALT_SOAK"] === "1" ? 24 : 14;
const LARGEST_GAP_MS = 3_000;
/** Of the gaps, so many are not longer. */
const SHORT_SHARE = 0.95;
const ROOT = resolve(import.meta.dirname, "../..");

const data = mkdtempSync(join(tmpdir(), "basalt-deploy-"));
const bots = join(data, "bots");
const vendor = new Vendor();
let product: Product;

/** The worker with numbers of the generation after this one. */
const LATER = [
  { file: "basic/program.ts", name: "ISA" },
  { file: "contracts/journal.ts", name: "JOURNAL_VERSION" },
].map(({ file, name }) => {
  const now = new RegExp(`export const ${name} = (\\d+);`).exec(readFileSync(join(ROOT, file), "utf8"));
  if (!now?.[1]) throw new Error(`${file} has no ${name}`);
  return { file, from: now[0], to: `export const ${name} = ${Number(now[1]) + 1};`, later: Number(now[1]) + 1 };
});

const build = (replace: readonly { file: string; from: string; to: string }[] = []): Promise<string> =>
  writeWorker(join(data, "worker"), { vendor: vendor.url, replace });

beforeAll(async () => {
  await vendor.start();
  const random = seeded(SEED);
  vendor.behave = () => ({ delayMs: 20 + random() * 300 });
  cpSync(join(import.meta.dirname, "bots"), bots, { recursive: true });
  product = new Product({ data, port: await freePort(), bots: [bots], env: { BASALT_CONFIG: await build() } });
  await product.start([BOT]);
}, 120_000);

afterAll(async () => {
  await product.stop();
  await vendor.stop();
  rmSync(data, { recursive: true, force: true });
});

function plan(seed: number): string[] {
  const random = seeded(seed);
  const words: string[] = [];
  while (words.length < LENGTH) {
    const word = pick(random, WORDS);
    words.push(word);
    if (word === "choose") words.push(pick(random, ["left", "right"]));
  }
  return [...words, "stop"];
}

async function invite(id: string, words: readonly string[], seed: number) {
  const url = `${product.origin}/api/v1/bots/${BOT}/conversations`;
  const opened = await post<OpenAnswer>(url, { args: { id } }, 201);
  return { ...opened, client: new PageClient(product.origin, BOT, opened, words, seeded(seed)) };
}

/** Answers and other messages have ids of the page's making. */
const named = (frames: readonly DurableFrame[]): DurableFrame[] =>
  frames.map((frame) =>
    frame.type === "user" ? { ...frame, id: frame.text === DO_NOT_REPEAT ? `${ANSWER_ID}n` : "m" } : frame,
  );

let deploys = 0;
/** Asks the running `up` for a deploy, as docs/operations.md says, and waits for its report. */
async function deploy(): Promise<DeployReport> {
  const number = ++deploys;
  const { up } = JSON.parse(readFileSync(join(data, "lock"), "utf8")) as { up: { pid: number } };
  process.kill(up.pid, "SIGHUP");
  for (const until = Date.now() + 90_000; Date.now() < until; await sleep(50)) {
    try {
      const report = JSON.parse(readFileSync(join(data, "deploy.json"), "utf8")) as DeployReport;
      if (report.number === number) return report;
    } catch {
      // Not written yet.
    }
  }
  throw new Error(`no report of deploy ${number}: ${product.output.slice(-2_000)}`);
}

/** Changes what the bot says first; the mounted folder is published again by itself. */
function publish(greeting: string): void {
  const script = join(bots, "crash.gbai/crash.gbdialog/start.bas");
  writeFileSync(script, readFileSync(script, "utf8").replace(/TALK "Ready[^"]*"/, `TALK "${greeting}"`));
}

/** Generation of the journal that last wrote the conversation. */
function journalOf(conversation: string): number {
  const database = new DatabaseSync(sessionFile(conversation), { readOnly: true, timeout: 5_000 });
  try {
    return Number(database.prepare("SELECT value FROM meta WHERE key = 'journal'").get()?.["value"]);
  } finally {
    database.close();
  }
}

/** Instruction sets of the programs in object storage: their third byte. */
function instructionSets(): Set<number | undefined> {
  const folder = join(data, "state/r2/basalt-files/blobs");
  const programs = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)))
    .filter((bytes) => bytes.subarray(0, 2).toString("latin1") === "BP");
  return new Set(programs.map((bytes) => bytes[2]));
}

const sessionFile = (conversation: string): string =>
  objectFile(join(data, "state"), "SessionObject", `default/${BOT}/${conversation}`);

/** What the conversation's file holds in these tables. */
function contents(conversation: string, tables: readonly string[]): string {
  const database = new DatabaseSync(sessionFile(conversation), { readOnly: true, timeout: 5_000 });
  try {
    return JSON.stringify(tables.map((table) => database.prepare(`SELECT * FROM ${table}`).all()));
  } finally {
    database.close();
  }
}

/** What went wrong in a conversation, from its journal. */
async function failures(conversation: string): Promise<string> {
  const { operatorKey } = JSON.parse(readFileSync(join(data, "secrets.json"), "utf8")) as { operatorKey: string };
  const route = `/api/v1/bots/${BOT}/conversations/${conversation}/journal`;
  const { items } = await createOperator(product.origin, operatorKey).read<JournalPage>(route);
  return JSON.stringify(items.filter(({ event }) => /failed|recovered/.test(event.type)));
}

const digest = (texts: readonly string[]): string => createHash("sha256").update(texts.join()).digest("hex");

const [ISA, JOURNAL] = LATER.map(({ later }) => later);

/** People talk, the later worker comes, they go on. Nothing may be lost; yields how long each was without a line. */
async function deployUnder(people: number, run: number): Promise<Gap[]> {
  const plans = Array.from({ length: PLANS }, (_, index) => plan(SEED + index));
  const calm = await Promise.all(plans.map((words, index) => invite(`calm-${run}-${index}`, words, index)));
  for (const { client } of calm) await client.start();
  await Promise.all(calm.map(({ client }) => client.done));
  const expected = calm.map(({ client }) => comparable(named(client.frames)).frames);

  // The running worker is a copy, so that it can be built before anybody talks: that may take long on a busy machine.
  await build(LATER);
  const talking = await Promise.all(
    Array.from({ length: people }, (_, index) => invite(`p-${run}-${index}`, plans[index % PLANS] ?? [], 100 + index)),
  );
  await Promise.all(talking.map(({ client }) => client.start()));
  // In the middle of their plans.
  const before = talking.map(({ client }) => client.frames.length);
  const moved = () => talking.every(({ client }, index) => client.frames.length >= (before[index] ?? 0) + 4);
  await vi.waitUntil(moved, { timeout: 60_000, interval: 20 });
  publish(`Ready again in run ${run}.`);
  const report = await deploy();
  expect(report, report.detail).toMatchObject({ outcome: "deployed" });
  publish(`Ready for the third time in run ${run}.`);
  await Promise.all(talking.map(({ client }) => client.done));

  for (const [index, { id, client }] of talking.entries()) {
    expect(client.violations, `person ${index}`).toEqual([]);
    const difference = firstDifference(comparable(named(client.frames)).frames, expected[index % PLANS] ?? []);
    expect(difference, `person ${index}: ${difference ? await failures(id) : ""}`).toBeNull();
  }
  // It really was the later worker: it writes its numbers, also into conversations that the earlier one began.
  const fresh = await invite(`fresh-${run}`, [], 1);
  expect(fresh.frames).toContainEqual(expect.objectContaining({ text: `Ready for the third time in run ${run}.` }));
  const cutOff = talking.filter(({ client }) => client.gaps.length > 0);
  for (const { id } of [...cutOff, fresh]) expect(journalOf(id)).toBe(JOURNAL);
  expect(instructionSets()).toContain(ISA);
  // Whoever talked was cut off, and came back.
  const gaps = talking.flatMap(({ client }) => client.gaps);
  expect(gaps.length).toBeGreaterThanOrEqual(people * 0.9);
  const distribution = (of: number[]): string => {
    const sorted = of.sort((a, b) => a - b);
    const at = (share: number) => Math.round(sorted[Math.min(of.length - 1, Math.floor(of.length * share))] ?? 0);
    return [0.5, 0.9, 0.95, 0.99, 1].map((share) => `p${share * 100} ${at(share)} ms`).join(", ");
  };
  console.log(
    [
      `${gaps.length} lines were lost and came back; the worker was away for ${report.gapMs} ms`,
      `since the last frame or ack: ${distribution(gaps.map(({ sinceLastWord }) => sinceLastWord))}`,
      `since the loss of the line:  ${distribution(gaps.map(({ sinceLoss }) => sinceLoss))}`,
    ].join("\n"),
  );
  return gaps;
}

/** Share of the gaps that are short enough. */
const shortOnes = (gaps: readonly Gap[]): number =>
  gaps.filter(({ sinceLastWord }) => sinceLastWord <= LARGEST_GAP_MS).length / gaps.length;

describe("a deploy", () => {
  it(
    `under ${PEOPLE} running conversations`,
    async () => {
      let share = shortOnes(await deployUnder(PEOPLE, 1));
      if (process.env["BASALT_SOAK"] !== "1") return;
      // Other work on the machine can spoil a measurement, but not twice; what must not be lost is never tried again.
      if (share < SHORT_SHARE) share = shortOnes(await deployUnder(PEOPLE, 2));
      expect(share).toBeGreaterThanOrEqual(SHORT_SHARE);
    },
    400_000 + PEOPLE * 2_000,
  );

  // Three deploys and a WAIT of half a minute: for the long run.
  const inTheLongRun = process.env["BASALT_SOAK"] === "1" ? it : () => {};
  inTheLongRun(
    "back to an older worker leaves conversations of the later one as they are",
    async () => {
      const route = (id: string) => `${product.origin}/api/v1/bots/${BOT}/conversations/${id}`;
      const say = (id: string, token: string, text: string, wait = 10_000): Promise<Response> =>
        fetch(`${route(id)}/messages`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
          body: JSON.stringify({ id: `m-${text}`, text }),
          signal: AbortSignal.timeout(wait),
        });
      const parked = await invite("parked", [], 1);
      expect((await say(parked.id, parked.token, "hello")).status).toBe(200);
      const waiting = await invite("waiting", [], 1);
      await say(waiting.id, waiting.token, "long", 1_000).catch(() => null);
      // The projection's watermark, in `meta`, moves by itself as long as the later worker runs.
      const turns = () => digest([parked, waiting].map(({ id }) => contents(id, ["log", "inbox"])));
      const everything = () => digest([parked, waiting].map(({ id }) => contents(id, ["meta", "log", "inbox"])));
      const before = turns();
      const wakesAt = Number(/wakeAt\D*(\d+)/.exec(contents(waiting.id, ["log"]))?.[1]);

      await build();
      expect(await deploy()).toMatchObject({ outcome: "deployed" });
      expect(Date.now()).toBeLessThan(wakesAt);
      expect(turns()).toBe(before);
      const whole = everything();
      for (const { id, token } of [parked, waiting]) {
        const frames = await fetch(`${route(id)}/frames`, { headers: { authorization: `Bearer ${token}` } });
        expect(frames.status).toBe(503);
        expect(frames.headers.get("retry-after")).not.toBeNull();
        expect(await frames.json()).toMatchObject({ code: "service.unavailable" });
        expect((await say(id, token, "more")).status).toBe(503);
      }
      // Long enough that the time of the WAIT comes and its alarm is tried more than once.
      await sleep(wakesAt + 7_000 - Date.now());
      expect(everything()).toBe(whole);
      expect(readFileSync(join(data, "logs/edge.log"), "utf8")).toMatch(/written by a newer version.*journal/);
      // Who begins now is served, with the programs that this worker compiles.
      publish("Ready as before.");
      await expect
        .poll(async () => JSON.stringify((await invite("old", [], 1)).frames), { timeout: 15_000, interval: 500 })
        .toContain("Ready as before.");

      await build(LATER);
      expect(await deploy()).toMatchObject({ outcome: "deployed" });
      // The WAIT ends by itself: nobody asks for it.
      const isOver = () => contents(waiting.id, ["log"]).includes("Waited.");
      await expect.poll(isOver, { timeout: 60_000, interval: 500 }).toBe(true);
      const answer = await say(parked.id, parked.token, "again");
      expect(answer.status).toBe(200);
      expect(JSON.stringify(await answer.json())).toContain("Step 2, trail ,hello,again.");
    },
    300_000,
  );
});

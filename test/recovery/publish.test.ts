/**
 * Publishing while workerd is killed with SIGKILL and people talk: whoever talks goes on with their release and misses
 * nothing, whoever begins gets the release before or the new one whole, and publishing again brings it to its end.
 *
 * Kills fall by the phases of a publishing: at its list, in the middle of its files, as it is told to build, after each commit
 * of the bot's object meanwhile (its write-ahead log tells when they are on disk; one of them is the switch), and when the
 * new release is current but nobody may have been told. Where else a publishing can be cut, test/worker/publishing.test.ts
 * tries place by place.
 *
 * Two kills and few people; BASALT_SOAK=1: 20 kills, 100 people, 50 files that change.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenAnswer, TurnAnswer } from "../../contracts/conversation.ts";
import type { DurableFrame } from "../../contracts/frames.ts";
import type { ReleaseDetail } from "../../contracts/release.ts";
import { createOperator, type Operator, operatorToken } from "../../scripts/up/operator.ts";
import { type Send, uploadPackage } from "../../scripts/up/upload-package.ts";
import { objectFile } from "../support/object-id.ts";
import { freePort, Product, post } from "../support/product.ts";
import { seeded } from "../support/random.ts";
import { countCommits } from "../support/wal.ts";

const {
  kills: KILLS,
  people: PEOPLE,
  files: FILES,
} = process.env["BASALT_SOAK"] === "1" ? { kills: 20, people: 100, files: 50 } : { kills: 2, people: 8, files: 10 };
const SEED = Number(process.env["BASALT_SEED"] ?? 20_261);
const BOT = "shop";
const route = `/api/v1/bots/${BOT}`;
/** ms that a client goes on asking while the product comes back. */
const PATIENCE_MS = 60_000;

const data = mkdtempSync(join(tmpdir(), "basalt-publish-"));
const folder = join(data, "shop.gbai");
let product: Product;
let operator: Operator;
let operatorKey = "";

function write(place: string, text: string): void {
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
}

beforeAll(async () => {
  write(join(data, "bots/other.gbai/other.gbdialog/start.bas"), 'TALK "Here."\n');
  product = new Product({ data, port: await freePort(), bots: [join(data, "bots")] });
  await product.start(["other"]);
  ({ operatorKey } = JSON.parse(readFileSync(join(data, "secrets.json"), "utf8")) as { operatorKey: string });
  operator = createOperator(product.origin, operatorKey);
}, 120_000);

afterAll(async () => {
  await product.stop();
  rmSync(data, { recursive: true, force: true });
});

/** Everything in the package tells its version: both scripts, and all files. */
function edit(version: number): void {
  const tell = `TALK "start v${version}"\nCALL "other"\nTALK READ("0.txt")\n`;
  const table = "TABLE orders\nid AS STRING KEY\nEND TABLE\n";
  write(join(folder, "shop.gbdialog/start.bas"), `${table}${tell}DO WHILE TRUE\nHEAR x AS TEXT\n${tell}LOOP\n`);
  write(join(folder, "shop.gbdialog/other.bas"), `TALK "other v${version}"\n`);
  for (let i = 0; i < FILES; i++)
    write(join(folder, `shop.gbdata/${i}.txt`), i === 0 ? `file v${version}` : `${i} of v${version}`);
}

/** Again until it is answered: the product is away for a moment after each kill. */
async function insist<T>(call: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(50)) {
    try {
      return await call();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}

/** An answer that a kill cut short is none. */
const read = <T>(path: string): Promise<T> =>
  insist(async () => {
    const answer = await operator.read<T | undefined>(path);
    if (answer === undefined) throw new Error(`${path} was cut short`);
    return answer;
  });

const publish = (): Promise<unknown> => insist(() => operator.publishFolder(BOT, folder, { development: false }));

/** `commit N`: the bot's object has committed so often since it was told to publish. `switched`: the new release is current. */
type Phase = "list" | "files" | "build" | `commit ${number}` | "switched";

/** Commits of the bot's object since this was called. */
function commitsSince(): () => number {
  const log = `${objectFile(join(data, "state"), "BotObject", `default/${BOT}`)}-wal`;
  const before = countCommits(log);
  return () => {
    const now = countCommits(log);
    return now.generation === before.generation ? now.commits - before.commits : now.commits;
  };
}

/** How often the bot's object commits in the last call of a publishing that nobody disturbs. */
async function commitsOfPublishing(): Promise<number> {
  let commits: () => number = () => 0;
  await uploadPackage(
    async (route, init) => {
      if (route.endsWith("/complete")) commits = commitsSince();
      return call(route, init);
    },
    { bot: BOT, folder },
  );
  return commits();
}

const call: Send = async (route, { method, headers = {}, body }) =>
  fetch(new URL(route, product.origin), {
    method,
    headers: { ...headers, authorization: `Bearer ${await operatorToken(operatorKey)}` },
    ...(body === undefined ? {} : { body }),
  });

/** Publishes until the phase, and kills workerd there. Yields whether the publishing was answered before. */
async function publishUntil(phase: Phase): Promise<{ answered: boolean }> {
  const reached = Promise.withResolvers<void>();
  let isCut = false;
  let files = 0;
  const current = (await read<{ release: string }>(route)).release;
  const watch = async (): Promise<void> => {
    const commits = commitsSince();
    const wanted = Number(phase.split(" ")[1]);
    const isThere = async (): Promise<boolean> =>
      phase === "switched" ? (await read<{ release: string }>(route)).release !== current : commits() >= wanted;
    while (!isCut && !(await isThere())) await nextTurn();
    reached.resolve();
  };
  const send: Send = async (place, init) => {
    if (isCut) throw new Error("cut off by a test");
    const isComplete = place.endsWith("/complete");
    if (isComplete && /^(commit|switched)/.test(phase)) void watch();
    const answer = call(place, init);
    if (init.method === "PUT") files += 1;
    if (phase === "list" || (phase === "files" && files > FILES / 2) || (phase === "build" && isComplete))
      reached.resolve();
    return answer;
  };
  let answered = false;
  // Never waited for: it would try again for a while.
  uploadPackage(send, { bot: BOT, folder }).then(
    () => {
      answered = true;
      reached.resolve();
    },
    () => {},
  );
  await reached.promise;
  isCut = true;
  expect(product.kill("workerd")).toBe(true);
  return { answered };
}

const said = (frames: readonly DurableFrame[]): string[] =>
  frames.flatMap((frame) => (frame.type === "talk" ? [frame.text] : []));
const saysOf = (version: number): string[] => [`start v${version}`, `other v${version}`, `file v${version}`];

/** Yields the conversation and the version that it met, which all that it said is of. */
async function begin(): Promise<OpenAnswer & { version: number }> {
  const opened = await insist(() => post<OpenAnswer>(`${product.origin}${route}/conversations`, {}, 201));
  const version = Number(/v(\d+)/.exec(said(opened.frames)[0] ?? "")?.[1]);
  expect(said(opened.frames)).toEqual(saysOf(version));
  return { ...opened, version };
}

it(
  `${KILLS} kills of workerd while ${PEOPLE} people talk and ${FILES} files change`,
  async () => {
    const random = seeded(SEED);
    let current = 1;
    edit(current);
    await publish();
    let isOver = false;
    let turns = 0;

    const talk = async ({ id, token, version }: OpenAnswer & { version: number }): Promise<void> => {
      const headers = { authorization: `Bearer ${token}` };
      for (let number = 1; !isOver; number++) {
        const message = { id: `m-${number}`, text: `${number}` };
        const url = `${product.origin}${route}/conversations/${id}/messages`;
        const answer = await insist(() => post<TurnAnswer>(url, message, 200, headers));
        expect(said(answer.frames)).toEqual(saysOf(version));
        turns += 1;
        await sleep(PEOPLE * (10 + random() * 20));
      }
    };
    /** What new conversations would get, as the API shows it. */
    const look = async (): Promise<void> => {
      for (; !isOver; await sleep(100)) {
        const { release } = await read<{ release: string }>(route);
        const detail = await read<ReleaseDetail>(`${route}/releases/${release}`);
        expect([detail.scripts.length, detail.scripts.every(({ compiled }) => compiled), detail.data.length]).toEqual([
          2,
          true,
          FILES,
        ]);
      }
    };

    const people: Promise<void>[] = [];
    for (let i = 0; i < PEOPLE; i++) people.push(talk(await begin()));
    const all = Promise.all([...people, look()]);
    const outcomes = new Map<Phase, { before: number; after: number; answered: number }>();
    const work = async (): Promise<void> => {
      edit(++current);
      const commits = await commitsOfPublishing();
      const inside = Array.from({ length: commits }, (_, i): Phase => `commit ${i + 1}`);
      const phases: Phase[] = KILLS < 10 ? ["build", "switched"] : ["list", "files", "build", ...inside, "switched"];
      for (let kill = 0; kill < KILLS; kill++) {
        const phase: Phase = phases[kill % phases.length] ?? "switched";
        edit(++current);
        const { answered } = await publishUntil(phase);
        const met = (await begin()).version;
        expect([current - 1, current]).toContain(met);
        if (["list", "files", "build"].includes(phase)) expect(met, phase).toBe(current - 1);
        if (phase === "switched" || answered) expect(met, phase).toBe(current);
        const outcome = outcomes.get(phase) ?? { before: 0, after: 0, answered: 0 };
        outcome[met === current ? "after" : "before"] += 1;
        if (answered) outcome.answered += 1;
        outcomes.set(phase, outcome);
        await publish();
        expect((await begin()).version).toBe(current);
        // One that nobody disturbs.
        edit(++current);
        await publish();
      }
      expect([...outcomes.keys()].sort()).toEqual([...phases].sort());
      const sum = (side: "before" | "after") => [...outcomes.values()].reduce((all, one) => all + one[side], 0);
      expect(Math.min(sum("before"), sum("after"))).toBeGreaterThan(0);
      isOver = true;
    };
    await Promise.all([work(), all]).finally(() => {
      isOver = true;
    });
    for (const [phase, { before, after, answered }] of outcomes)
      console.log(`killed at ${phase}: ${before} times the release before, ${after} the new one, ${answered} answered`);
    console.log(`${turns} turns`);
    expect(turns).toBeGreaterThan(PEOPLE);
  },
  120_000 + KILLS * 30_000,
);

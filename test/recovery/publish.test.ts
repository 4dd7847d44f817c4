/**
 * Publishing while workerd is killed with SIGKILL and people talk: whoever talks goes on with their release and misses
 * nothing, whoever begins gets the release before or the new one whole, and publishing again brings it to its end.
 * Where exactly a publishing can be cut, test/worker/publishing.test.ts tries place by place.
 *
 * Two kills and few people; BASALT_SOAK=1: 20 kills, 100 people, 50 files that change.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenAnswer, TurnAnswer } from "../../contracts/conversation.ts";
import type { DurableFrame } from "../../contracts/frames.ts";
import type { ReleaseDetail } from "../../contracts/release.ts";
import { createOperator, type Operator } from "../../scripts/up/operator.ts";
import { freePort, Product, post } from "../support/product.ts";
import { seeded } from "../support/random.ts";

const {
  kills: KILLS,
  people: PEOPLE,
  files: FILES,
} = process.env["BASALT_SOAK"] === "1" ? { kills: 20, people: 100, files: 50 } : { kills: 2, people: 8, files: 10 };
const SEED = Number(process.env["BASALT_SEED"] ?? 20_261);
const BOT = "shop";
/** ms that a client goes on asking while the product comes back. */
const PATIENCE_MS = 60_000;

const data = mkdtempSync(join(tmpdir(), "basalt-publish-"));
const folder = join(data, "shop.gbai");
let product: Product;
let operator: Operator;

function write(place: string, text: string): void {
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
}

beforeAll(async () => {
  write(join(data, "bots/other.gbai/other.gbdialog/start.bas"), 'TALK "Here."\n');
  product = new Product({ data, port: await freePort(), bots: [join(data, "bots")] });
  await product.start(["other"]);
  const { operatorKey } = JSON.parse(readFileSync(join(data, "secrets.json"), "utf8")) as { operatorKey: string };
  operator = createOperator(product.origin, operatorKey);
}, 120_000);

afterAll(async () => {
  await product.stop();
  rmSync(data, { recursive: true, force: true });
});

/** Everything in the package tells its version: both scripts, and all files. */
function edit(version: number): void {
  const tell = `TALK "start v${version}"\nCALL "other"\nTALK READ("0.txt")\n`;
  write(join(folder, "shop.gbdialog/start.bas"), `${tell}DO WHILE TRUE\nHEAR x AS TEXT\n${tell}LOOP\n`);
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

const said = (frames: readonly DurableFrame[]): string[] =>
  frames.flatMap((frame) => (frame.type === "talk" ? [frame.text] : []));
const saysOf = (version: number): string[] => [`start v${version}`, `other v${version}`, `file v${version}`];

const route = `/api/v1/bots/${BOT}`;

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
    const outcomes = { before: 0, after: 0 };
    const work = async (): Promise<void> => {
      let took = 500;
      for (let kill = 0; kill < KILLS; kill++) {
        edit(++current);
        const publishing = publish();
        await sleep(random() * took);
        expect(product.kill("workerd")).toBe(true);
        const met = (await begin()).version;
        expect([current - 1, current]).toContain(met);
        outcomes[met === current ? "after" : "before"] += 1;
        await publishing;
        expect((await begin()).version).toBe(current);
        // How long one takes that nobody disturbs says when the next kill is to fall.
        edit(++current);
        const calm = performance.now();
        await publish();
        took = performance.now() - calm;
      }
      isOver = true;
    };
    await Promise.all([work(), all]).finally(() => {
      isOver = true;
    });
    console.log(
      `${turns} turns; a newcomer met the release before ${outcomes.before} times, the new one ${outcomes.after}`,
    );
    expect(turns).toBeGreaterThan(PEOPLE);
  },
  120_000 + KILLS * 30_000,
);

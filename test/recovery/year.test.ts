/**
 * A year over real restarts: the product on a data folder, killed and started again with a clock that is days ahead. The worker
 * of each start is the product's own with the objects' clock moved; what time would have done to the platform's own alarms is
 * done to its files.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { strToU8, zipSync } from "fflate";
import { afterAll, expect, test } from "vitest";
import type { OpenAnswer, TurnAnswer } from "../../contracts/conversation.ts";
import type { DurableFrame } from "../../contracts/frames.ts";
import type { ReleaseSummary } from "../../contracts/release.ts";
import { createOperator, type Operator } from "../../scripts/up/operator.ts";
import { freePort, Product, post } from "../support/product.ts";
import { writeWorker } from "../support/worker-build.ts";

const DAY = 86_400_000;
const data = mkdtempSync(join(tmpdir(), "basalt-year-"));
let product: Product | null = null;
afterAll(async () => {
  product?.kill("tree");
  await product?.stop();
  rmSync(data, { recursive: true, force: true });
});

/** The objects' clock is `ahead` ms in front; the platform's alarms, which know only the real one, are set that much earlier. */
function worker(ahead: number): Promise<string> {
  const clock = {
    from: 'import { systemClock } from "../platform/clock.ts";',
    to: `import { systemClock as realClock } from "../platform/clock.ts";
      const systemClock = { ...realClock, now: () => realClock.now() + ${ahead} };`,
  };
  return writeWorker(join(data, "worker"), {
    vendor: "http://127.0.0.1:9",
    replace: [
      { file: "durable-objects/session-object.ts", ...clock },
      { file: "durable-objects/bot-object.ts", ...clock },
      {
        file: "durable-objects/session/store/store.ts",
        from: "this.storage.setAlarm(at)",
        to: `this.storage.setAlarm(at - ${ahead})`,
      },
    ],
  });
}

/** Days pass while nothing runs: alarms that were set come nearer. workerd keeps them twice, in nanoseconds. */
function pass(days: number): void {
  const nearer = BigInt(days * DAY) * 1_000_000n;
  const folder = join(data, "state/do/edge-SessionObject");
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".sqlite"))) {
    const database = new DatabaseSync(join(folder, file));
    const [table, column] = file === "metadata.sqlite" ? ["_cf_ALARM", "scheduled_time"] : ["_cf_METADATA", "value"];
    database.prepare(`UPDATE ${table} SET ${column} = ${column} - ?`).run(nearer);
    database.close();
  }
}

async function startAhead(days: number): Promise<Operator> {
  const BASALT_CONFIG = await worker(days * DAY);
  product = new Product({ data, port: await freePort(), env: { BASALT_CONFIG } });
  await product.start([]);
  const secrets = JSON.parse(readFileSync(join(data, "secrets.json"), "utf8")) as { operatorKey: string };
  return createOperator(product.origin, secrets.operatorKey);
}

async function publish(operator: Operator, bot: string, start: string): Promise<void> {
  await operator.publish(bot, new Uint8Array(zipSync({ "b.gbdialog/start.bas": strToU8(start) })));
}

const asking = (text: string): string =>
  `HEAR x AS TEXT\nTALK "${text} heard " + x\nHEAR y AS TEXT\nTALK "${text} says bye to " + x + " and " + y\n`;
const limited = (text: string): string =>
  `HEAR x AS TEXT DEFAULT "nobody" TIMEOUT ${300 * 86_400}\nTALK "${text} heard " + x\nHEAR y AS TEXT\n`;

test("400 days, twelve releases and four kills: the conversation goes on at its statement, its neighbour timed out on its day", async () => {
  let operator = await startAhead(0);
  await publish(operator, "waits", asking("first"));
  await publish(operator, "limited", limited("first"));
  const address = (bot: string, id = "") =>
    `${product?.origin}/api/v1/bots/${bot}/conversations${id === "" ? "" : `/${id}`}`;
  const waits = await post<OpenAnswer>(address("waits"), {}, 201);
  const times = await post<OpenAnswer>(address("limited"), {}, 201);
  const say = async (text: string, id: string): Promise<TurnAnswer> => {
    const headers = { authorization: `Bearer ${waits.token}` };
    return post(`${address("waits", waits.id)}/messages`, { id, text }, 200, headers);
  };
  const frames = async (bot: string, { id, token }: OpenAnswer): Promise<DurableFrame[]> => {
    const answer = await fetch(`${address(bot, id)}/frames`, { headers: { authorization: `Bearer ${token}` } });
    return ((await answer.json()) as { items: DurableFrame[] }).items;
  };
  const said = (list: readonly DurableFrame[]): string[] =>
    list.flatMap((frame) => (frame.type === "talk" ? [frame.text] : []));
  expect(said((await say("me", "m-1")).frames)).toEqual(["first heard me"]);
  const before = await frames("waits", waits);

  let today = 0;
  let releases = 0;
  for (const day of [150, 299, 300, 400]) {
    product?.kill("tree");
    await product?.stop();
    pass(day - today);
    today = day;
    operator = await startAhead(day);
    for (let i = 0; i < 3; i++) {
      releases += 1;
      await publish(operator, "waits", asking(`release ${releases}`));
      await publish(operator, "limited", limited(`release ${releases}`));
    }
    if (day < 300) expect(said(await frames("limited", times))).toEqual([]);
    // Nobody calls: the alarm that was set 300 days ago goes off by itself, a moment after the start.
    else {
      for (const until = Date.now() + 10_000; Date.now() < until; await sleep(100))
        if (said(await frames("limited", times)).length > 0) break;
      expect(said(await frames("limited", times))).toEqual(["first heard nobody"]);
    }
  }
  expect(releases).toBe(12);
  expect(await frames("waits", waits)).toEqual(before);
  const stored = await operator.read<{ items: ReleaseSummary[] }>("/api/v1/bots/waits/releases");
  expect(stored.items.at(-1)).toMatchObject({
    current: false,
    openConversations: 1,
    keptBecause: ["open-conversations"],
  });
  const answer = await say("you", "m-2");
  expect(said(answer.frames)).toEqual(["first says bye to me and you"]);
  expect(answer.seq).toBe((await frames("waits", waits)).at(-1)?.seq);
  const fresh = await post<OpenAnswer>(address("waits"), {}, 201);
  const headers = { authorization: `Bearer ${fresh.token}` };
  const first = await post<TurnAnswer>(
    `${address("waits", fresh.id)}/messages`,
    { id: "m-1", text: "new" },
    200,
    headers,
  );
  expect(said(first.frames)).toEqual(["release 12 heard new"]);
}, 180_000);

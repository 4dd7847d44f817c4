/**
 * A channel through the running product, with a vendor over HTTP that fails now and then, while workerd is killed with SIGKILL at
 * seeded moments: nothing that the vendor was answered for is lost, nothing that the bot says is lost or comes out of order, and
 * what comes twice comes under the same key with the same bytes.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DeliveryPage } from "../../contracts/deliveries.ts";
import { operatorToken } from "../../scripts/up/operator.ts";
import { freePort, Product } from "../support/product.ts";
import { pick, seeded } from "../support/random.ts";
import { type Mood, SECRETS, TestVendor } from "./test-vendor.ts";

const KILLS = process.env["BASALT_SOAK"] ? 30 : 5;
const SEED = Number(process.env["BASALT_SEED"] ?? 20_261);
const PEOPLE = ["ada", "grace", "alan", "edsger"];
// More than the kills need: a worker that is back sooner lets people say more between two of them.
const LINES = 10 + 7 * KILLS;

const data = mkdtempSync(join(tmpdir(), "basalt-channels-"));
const vendor = new TestVendor();
let product: Product;
let hook = "";

beforeAll(async () => {
  await vendor.start();
  product = new Product({
    data,
    port: await freePort(),
    bots: [join(import.meta.dirname, "bots")],
    env: { CHANNEL_PRIVATE_HOSTS: vendor.host },
  });
  await product.start(["relay"]);
  const answer = await administer("PUT", "/api/v1/bots/relay/channels/webhook/vendor", {
    settings: { url: `http://${vendor.host}/in` },
    secrets: SECRETS,
  });
  expect(answer.status).toBe(201);
  hook = ((await answer.json()) as { hook: string }).hook;
}, 120_000);
afterAll(async () => {
  await product?.stop();
  await vendor.stop();
  rmSync(data, { recursive: true, force: true });
});

async function administer(method: string, path: string, body?: object): Promise<Response> {
  const { operatorKey } = JSON.parse(readFileSync(join(data, "secrets.json"), "utf8")) as { operatorKey: string };
  const headers = { authorization: `Bearer ${await operatorToken(operatorKey)}`, "content-type": "application/json" };
  return fetch(product.origin + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
}

test(`loses, reorders and alters nothing over ${KILLS} kills of workerd`, {
  timeout: 120_000 + KILLS * 15_000,
}, async () => {
  const random = seeded(SEED);
  const moods: Mood[] = ["take", "take", "take", "take", "slow", "slow", "fail", "cut"];
  vendor.mood = () => pick(random, moods);
  const said = PEOPLE.map((name) => [...Array.from({ length: LINES }, (_, i) => `${name} says ${i + 1}`), "stop"]);
  let posting = true;
  const people = PEOPLE.map(async (from, person) => {
    let tries = 0;
    for (const [i, text] of (said[person] ?? []).entries()) {
      const event = { type: "message", id: `${from}-${i}`, from, text };
      tries += await vendor.post(hook, event);
      // Now and then delivered again although it was taken, as vendors do.
      if (random() < 0.1) await vendor.post(hook, event);
      await sleep(random() * 400);
    }
    return tries;
  });
  const killing = (async () => {
    let killed = 0;
    for (; killed < KILLS && posting; killed++) {
      const before = vendor.arrivals.length;
      for (let waited = 0; vendor.arrivals.length < before + 4 && waited < 20_000; waited += 20) await sleep(20);
      await sleep(random() * 500);
      while (!product.kill("workerd")) await sleep(50);
    }
    return killed;
  })();
  const tries = await Promise.all(people);
  posting = false;
  expect(await killing).toBe(KILLS);
  vendor.mood = () => "take";

  const wanted = said.map((lines) => lines.map((text, i) => `${i + 1}: ${text}`));
  const isDone = () => PEOPLE.every((name, person) => vendor.told(name).length >= (wanted[person]?.length ?? 0));
  for (let waited = 0; !isDone() && waited < 90_000; waited += 100) await sleep(100);
  const copies = Map.groupBy(vendor.arrivals, ({ key }) => key);
  const doubled = [...copies.values()].filter((list) => list.length > 1);
  console.log(
    `kills: ${KILLS}, posts: ${tries.reduce((a, b) => a + b, 0)} of ${PEOPLE.length * (LINES + 1)} messages, ` +
      `deliveries: ${copies.size}, doubled under the same key: ${doubled.length}, seed ${SEED}`,
  );
  for (const [person, name] of PEOPLE.entries()) expect(vendor.told(name), name).toEqual(wanted[person]);
  for (const list of doubled) expect(new Set(list.map(({ body }) => body)).size, list[0]?.key).toBe(1);
  // A line that is cut behind a message that was taken makes doubles; without them nothing was tried.
  expect(doubled.length).toBeGreaterThan(0);
  expect(vendor.problems).toEqual([]);

  const conversation = vendor.arrivals.find(({ to }) => to === "ada")?.key.split("/")[0];
  const read = async () =>
    (await (
      await administer("GET", `/api/v1/bots/relay/conversations/${conversation}/deliveries`)
    ).json()) as DeliveryPage;
  let page = await read();
  for (let waited = 0; page.items.some(({ state }) => state === "pending") && waited < 20_000; waited += 200) {
    await sleep(200);
    page = await read();
  }
  expect(new Set(page.items.map(({ state }) => state))).toEqual(new Set(["accepted"]));
});

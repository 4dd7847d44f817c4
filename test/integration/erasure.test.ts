/**
 * Erasing, seen from outside of the real product: what a person said is in no file of the objects and in no row of the
 * database afterwards, whatever is killed at the moment, and nothing brings it back.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { asTenant, type Database, openDatabase } from "../../db/client.ts";
import { readHistory } from "../../db/queries/history.ts";
import { erasedConversations } from "../../db/schema.ts";
import { freePort, Product } from "../support/product.ts";
import { fault, postJson, Visitor } from "./platform/visitor.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

const BOT = "platform";
let data: string;
let product: Product;
let db: Database;

beforeAll(async () => {
  data = mkdtempSync(path.join(tmpdir(), "basalt-erasure-"));
  const scripts = path.join(data, "bots/vault.gbai/vault.gbdialog");
  mkdirSync(scripts, { recursive: true });
  writeFileSync(
    path.join(scripts, "start.bas"),
    'HEAR word AS TEXT\nWAIT 2\nHEAR secret AS PASSWORD\nTALK "Thank you."\n',
  );
  const bots = [path.join(import.meta.dirname, "platform/bots"), path.join(data, "bots")];
  product = new Product({ data, port: await freePort(), bots, env: { BASALT_TEST: "1" } });
  await product.start([BOT, "vault"]);
  openHistory();
});

afterAll(async () => {
  await product?.stop();
  rmSync(data, { recursive: true, force: true });
});

function openHistory(): void {
  const { databasePassword } = JSON.parse(readFileSync(path.join(data, "secrets.json"), "utf8"));
  const { database } = JSON.parse(readFileSync(path.join(data, "addresses.json"), "utf8"));
  db = openDatabase({ url: `postgres://basalt:${databasePassword}@localhost/basalt`, proxy: database });
}

/** A conversation in which a word was said that nobody else says. */
async function talked(word: string): Promise<Visitor> {
  const visitor = await Visitor.arrive(product.origin, BOT);
  for (let turn = 1; turn <= 5; turn++) await visitor.hear(`${word} ${turn}`);
  return visitor;
}
/** Throws while the database is away. Where it listens is written anew when it starts, which may be later than the bots answer. */
async function stored(visitor: Visitor): Promise<number> {
  openHistory();
  return (await readHistory(db, "default", BOT, visitor.id)).length;
}
async function tombstones(): Promise<string[]> {
  openHistory();
  const [rows] = await asTenant(db, "default", [db.select().from(erasedConversations)]);
  return rows.map(({ id }) => id);
}
const erase = (visitor: Visitor) => fetch(visitor.address, { method: "DELETE", headers: visitor.bearer });

/** Files of the objects, of queues and buckets that hold a text anywhere, in free pages and logs as well. */
function filesWith(word: string): string[] {
  const state = path.join(data, "state");
  return readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => {
      try {
        return readFileSync(file).includes(word);
      } catch {
        return false; // closed, and its log removed, in the meantime
      }
    });
}

const isGone = async (visitor: Visitor, word: string): Promise<void> => {
  await expect.poll(() => stored(visitor), { timeout: 60_000, interval: 300 }).toBe(0);
  await expect.poll(tombstones, { timeout: 60_000, interval: 300 }).toContain(visitor.id);
  await expect.poll(() => filesWith(word), { timeout: 30_000, interval: 300 }).toEqual([]);
  expect(fault(await visitor.frames())).toBe("410 conversation.erased");
};

// Most of their time is waiting.
test.concurrent("nothing of it is left in any file of the objects, nor in the database", async () => {
  const word = "raspberry-hyacinth";
  const visitor = await talked(word);
  const other = await talked("another-story");
  await expect.poll(() => stored(visitor), { timeout: 30_000, interval: 200 }).toBeGreaterThan(10);
  expect(filesWith(word).length).toBeGreaterThan(0);
  expect((await erase(visitor)).status).toBe(204);
  await isGone(visitor, word);
  expect((await erase(visitor)).status).toBe(204);
  expect(fault(await postJson(`${visitor.address}/messages`, { id: "m", text: "x" }, visitor.bearer))).toBe(
    "410 conversation.erased",
  );
  expect(await other.hear("another-story 6")).toBe("6: another-story 6");
  expect(await stored(other)).toBeGreaterThan(10);
});

test.concurrent("a password that waited behind a turn is in no file of the objects once it was answered", async () => {
  const word = "velvet-umbrella";
  const visitor = await Visitor.arrive(product.origin, "vault");
  const device = await visitor.connect();
  device.send({ type: "message", id: "m1", text: "go" });
  await device.until((frame) => frame.type === "ack" && frame.id === "m1");
  device.send({ type: "message", id: "m2", text: word });
  await device.until((frame) => frame.type === "ack" && frame.id === "m2");
  expect(filesWith(word).length).toBeGreaterThan(0);
  await device.until((frame) => frame.type === "talk" && frame.text === "Thank you.");
  device.close();
  // The log of the file is given back when the object leaves memory.
  await expect.poll(() => filesWith(word), { timeout: 60_000, interval: 500 }).toEqual([]);
});

test("also where everything is killed at the moment of the answer", async () => {
  const word = "cornflower-lantern";
  const visitor = await talked(word);
  expect((await erase(visitor)).status).toBe(204);
  product.kill("tree");
  await product.start([BOT]);
  openHistory();
  expect(fault(await visitor.frames())).toBe("410 conversation.erased");
  await isGone(visitor, word);
});

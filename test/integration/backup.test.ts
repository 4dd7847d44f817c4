/** A bot that is backed up, wiped with everything around it, and restored: the same conversation, tables, files and answers. */
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { RestoreStatus } from "../../contracts/backup.ts";
import type { BotUsage } from "../../contracts/usage.ts";
import { createOperator, type Operator, operatorToken } from "../../scripts/up/operator.ts";
import { freePort, Product, post } from "../support/product.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });
const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "basalt-backup-"));
const [first, second, store] = ["first", "second", "store"].map((name) => path.join(folder, name)) as [
  string,
  string,
  string,
];
let product: Product;
let operator: Operator;
let key = "";

interface Answer {
  id: string;
  token: string;
  frames: { type: string; text?: string }[];
}
const said = ({ frames }: Pick<Answer, "frames">): string[] =>
  frames.flatMap(({ type, text }) => (type === "talk" && text !== undefined ? [text] : []));

function basalt(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((done) => {
    const child = spawn(path.join(root, "bin/basalt"), args, { cwd: folder });
    const ended = { code: null as number | null, out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      ended.out += String(chunk);
    });
    child.stderr.on("data", (chunk) => {
      ended.err += String(chunk);
    });
    child.on("close", (code) => done({ ...ended, code }));
  });
}

async function open(data: string): Promise<void> {
  product = new Product({ data, port: await freePort() });
  await product.start([]);
  key = (JSON.parse(readFileSync(path.join(data, "secrets.json"), "utf8")) as { operatorKey: string }).operatorKey;
  operator = createOperator(product.origin, key);
}
const api = (route: string, bot = "shop"): string => `${product.origin}/api/v1/bots/${bot}${route}`;
const answered = (talk: Answer, text: string, bot = "shop"): Promise<Answer> =>
  post<Answer>(api(`/conversations/${talk.id}/messages`, bot), { id: `m-${text}`, text }, 200, {
    authorization: `Bearer ${talk.token}`,
  });
const file = async (name: string): Promise<string> => {
  const headers = { authorization: `Bearer ${await operatorToken(key)}` };
  return (await fetch(api(`/files/notes/${name}`), { headers })).text();
};
const rows = (table = "orders", bot = "shop") =>
  operator.read<{ items: unknown[] }>(`/api/v1/bots/${bot}/tables/${table}/rows?limit=100`);
const usage = () => operator.read<BotUsage>("/api/v1/bots/shop/usage");
async function setSecret(name: string, value: string): Promise<void> {
  const headers = { authorization: `Bearer ${await operatorToken(key)}`, "content-type": "application/json" };
  const answer = await fetch(api(`/secrets/${name}`), { method: "PUT", headers, body: JSON.stringify({ value }) });
  expect(answer.status).toBe(204);
}
/** More than one part of a backup has. */
const LARGE = "A long line of an old log.\n".repeat(650_000);
const sum = (text: string): string => createHash("sha256").update(text).digest("hex");

async function passages(): Promise<string[]> {
  const answer = await post<{ items: { content: string }[] }>(
    api("/knowledge/opening/search"),
    { query: "opening hours on Sunday" },
    200,
    { authorization: `Bearer ${await operatorToken(key)}` },
  );
  return answer.items.map(({ content }) => content);
}

const START = `
HEAR name AS TEXT
SAVE "orders", name, "waiting"
count = AGGREGATE("COUNT", "orders")
WRITE "notes/list.txt", "first: " + name
SET BOT MEMORY "last", name
text = "0123456789"
FOR k = 1 TO 12
  text = text + text
NEXT
FOR i = 1 TO 60
  SAVE "big", i, text
NEXT
TALK "Order " + count + " is for " + name
HEAR colour AS TEXT
SAVE "orders", name + "/2", colour
last = GET BOT MEMORY "last"
note = READ "notes/list.txt"
TALK name + " wants " + colour + "; last " + last + "; " + note
`;

/** Its tables lie in PostgreSQL. */
const DEPOT = `
SAVE "parts", "bolt", 7
HEAR part AS TEXT
SAVE "parts", part, 1
TALK AGGREGATE("COUNT", "parts") + " parts, " + AGGREGATE("SUM", "parts", "stock") + " in stock"
`;

async function publish(name: string, files: Record<string, string>): Promise<void> {
  const place = path.join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), text);
  }
  expect((await basalt("publish", place, "--data", first)).err).toBe("");
}

beforeAll(async () => {
  await open(first);
  await publish("shop.gbai", {
    "shop.gbdialog/start.bas": START,
    "shop.gbkb/opening/hours.md": "# Opening hours\n\nOn Sunday the shop is open from ten to four.\n",
  });
  await publish("depot.gbai", {
    "depot.gbdialog/start.bas": DEPOT,
    "depot.gbdialog/tables.bas": "TABLE parts\n  name string\n  stock integer\nEND TABLE\n",
    "depot.gbot/config.csv": "name,value\ndata-store,postgres\n",
  });
});
afterAll(async () => {
  await product?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it("goes on after everything was wiped", async () => {
  const parked = await post<Answer>(api("/conversations"), {}, 201);
  expect(said(await answered(parked, "Ada"))).toEqual(["Order 1 is for Ada"]);
  await vi.waitUntil(async () => (await passages()).length > 0, { timeout: 30_000, interval: 500 });
  const stored = await fetch(api("/files/notes/large.txt"), {
    method: "PUT",
    body: LARGE,
    headers: { authorization: `Bearer ${await operatorToken(key)}`, "content-type": "text/plain" },
  });
  expect([stored.status, await file("list.txt")]).toEqual([201, "first: Ada"]);
  await setSecret("pay", "s3cret");
  const before = { rows: await rows(), big: await rows("big"), passages: await passages(), usage: await usage() };
  expect(before.big.items).toHaveLength(60);

  const waiting = await post<Answer>(api("/conversations", "depot"), {}, 201);
  const stock = await rows("parts", "depot");
  const depot = await basalt("backup", "--bot", "depot", "--to", store, "--data", first);
  expect(depot.err).toMatch(/^1 conversations, /);

  const made = await basalt("backup", "--bot", "shop", "--to", store, "--data", first);
  expect(made.err).toMatch(/^1 conversations, \d+ parts, \d+ of them new in /);
  const manifest = made.out.trim();
  // What happens afterwards is not in it; a second backup shares what is the same.
  expect(said(await answered(parked, "red"))).toEqual(["Ada wants red; last Ada; first: Ada"]);
  const again = await basalt("backup", "--bot", "shop", "--to", store, "--data", first);
  const [, parts = 0, fresh = 0] = /(\d+) parts, (\d+) of them new/.exec(again.err)?.map(Number) ?? [];
  expect(fresh).toBeLessThan(parts);
  // Where the bot has something, nothing is put in its place.
  expect((await basalt("restore", manifest, "--data", first)).err).toContain("(backup.not-empty)");

  await product.stop();
  mkdirSync(second);
  // Another operator, the same conversations.
  const keys = JSON.parse(readFileSync(path.join(first, "secrets.json"), "utf8"));
  const operatorKey = randomBytes(32).toString("base64url");
  writeFileSync(path.join(second, "secrets.json"), JSON.stringify({ ...keys, operatorKey }));
  rmSync(first, { recursive: true });
  await open(second);

  // Damaged on disk: nothing is sent. Damaged on the way: refused. Cut off: refused.
  const [hash = ""] = readdirSync(path.join(store, "parts"));
  const part = path.join(store, "parts", hash);
  const bytes = readFileSync(part);
  const manifestText = readFileSync(manifest, "utf8");
  const used = [...manifestText.matchAll(/"hash":"([0-9a-f]{64})"/g)].map((match) => match[1] as string);
  const usedPart = path.join(store, "parts", used[0] as string);
  const right = readFileSync(usedPart);
  writeFileSync(usedPart, right.subarray(1));
  const damaged = await basalt("restore", manifest, "--data", second);
  expect([damaged.code, damaged.err]).toEqual([1, expect.stringContaining("is missing or damaged")]);
  writeFileSync(usedPart, right);
  const put = await fetch(api(`/backup-parts/${hash}`), {
    method: "PUT",
    body: bytes.subarray(1),
    headers: { authorization: `Bearer ${await operatorToken(key)}` },
  });
  expect([put.status, ((await put.json()) as { code: string }).code]).toEqual([422, "backup.damaged"]);
  const cut = path.join(store, "cut.jsonl");
  writeFileSync(cut, manifestText.split("\n").slice(0, 2).join("\n"));
  expect((await basalt("restore", cut, "--data", second)).err).toContain("it is cut off");
  expect((await fetch(`${product.origin}/shop`)).status).toBe(404);

  const restored = await basalt("restore", manifest, "--data", second);
  expect(restored.out).toMatch(/^shop is as it was on /);
  expect(restored.err).toBe("Sealed under another operator's key, set them again: pay.\n");
  const standing = () => operator.read<RestoreStatus>("/api/v1/bots/shop/restore");
  expect(await standing()).toMatchObject({ state: "done", missingSecrets: ["pay"] });
  await setSecret("pay", "s3cret");
  expect(await standing()).toMatchObject({ state: "done", missingSecrets: [] });

  // The same file, tables and answers; the conversation that was parked goes on with its old token.
  expect([await rows(), await rows("big")]).toEqual([before.rows, before.big]);
  expect([await file("list.txt"), sum(await file("large.txt"))]).toEqual(["first: Ada", sum(LARGE)]);
  await vi.waitUntil(async () => (await passages()).length > 0, { timeout: 30_000, interval: 500 });
  expect(await passages()).toEqual(before.passages);
  const { files, tables, releases, knowledge } = await usage();
  const { usage: was } = before;
  expect([files, tables.rows, releases]).toEqual([was.files, was.tables.rows, was.releases]);
  expect(knowledge).toMatchObject({ collections: 1, documents: 1, passages: was.knowledge.passages });
  expect(said(await answered(parked, "blue"))).toEqual(["Ada wants blue; last Ada; first: Ada"]);
  expect((await rows()).items).toHaveLength(2);
  expect((await basalt("restore", depot.out.trim(), "--data", second)).err).toBe("");
  expect([stock.items.length, await rows("parts", "depot")]).toEqual([1, stock]);
  expect(said(await answered(waiting, "nut", "depot"))).toEqual(["2 parts, 8 in stock"]);
  expect(await operator.read<BotUsage>("/api/v1/bots/depot/usage")).toMatchObject({
    tables: { tables: 1, rows: 2, bytes: null },
  });
  const next = await post<Answer>(api("/conversations"), {}, 201);
  expect(said(await answered(next, "Grace"))).toEqual(["Order 3 is for Grace"]);
});

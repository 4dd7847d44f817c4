/**
 * Writes the stored conversations of this version of the product: `node scripts/write-fixtures.ts v0.2`. It runs the product,
 * brings a conversation into every kind of rest that test/recovery/fixtures/bots knows, kills everything in the middle of
 * three payments, and keeps the files that those conversations need in test/recovery/fixtures/<name>/. Every later version
 * has to open them (test/recovery/fixtures.test.ts), so a folder that exists is never written again.
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { zipSync } from "fflate";
import type { OpenAnswer, TurnAnswer } from "../contracts/conversation.ts";
import { objectFile } from "../test/support/object-id.ts";
import { freePort, Product, post } from "../test/support/product.ts";
import { Vendor } from "../test/support/vendor.ts";
import { writeWorker } from "../test/support/worker-build.ts";

const FIXTURES = path.resolve(import.meta.dirname, "../test/recovery/fixtures");
const TENANT = "default";
const BOTS = ["rest", "brief"];

/**
 * `before` leads to the rest, `waiting` is said while the bot does not answer, `after` goes on from there; a kind without `after`
 * cannot go on by words alone.
 */
interface Kind {
  kind: string;
  bot?: string;
  before?: string[];
  waiting?: string[];
  after?: string[];
}
const KINDS: Kind[] = [
  { kind: "text", after: ["hello"] },
  { kind: "email", before: ["nobody"], after: ["not one either", "ann@example.com"] },
  { kind: "menu", after: ["Water", "Coffee"] },
  { kind: "integer", before: ["many", "a lot"], after: ["none", "21"] },
  { kind: "date", after: ["2026-12-24"] },
  { kind: "password", after: ["sesame"] },
  { kind: "procedure", before: ["one two three"], after: ["yes"] },
  { kind: "suggestions", after: ["To the right"] },
  { kind: "rows", before: ["first"], after: ["second", "third"] },
  { kind: "memory", before: ["red"], after: ["green", "blue"] },
  { kind: "session", after: ["moss"] },
  { kind: "idle", after: ["still there?"] },
  { kind: "timeout" },
  { kind: "ended", bot: "brief" },
  { kind: "wait", waiting: ["tea", "milk", "sugar"] },
  { kind: "retry" },
  { kind: "raise" },
  { kind: "ask" },
];
/** Killed in the middle of a call to the vendor. */
const INTERRUPTED = ["retry", "raise", "ask"];

export interface StoredConversation {
  kind: string;
  bot: string;
  id: string;
  token: string;
  /** Everything up to the rest. */
  frames: TurnAnswer["frames"];
  /** Words to go on with, and what the same words gave in the version that wrote the fixture. */
  after: { text: string; id: string; frames: TurnAnswer["frames"] }[];
}

async function main(name: string): Promise<void> {
  const goal = path.join(FIXTURES, name);
  if (!/^v\d+(\.\d+)*$/.test(name)) throw new Error("The name of a version is due, such as v0.2.");
  if (fs.existsSync(goal)) throw new Error(`${goal} exists, and stored conversations are never written again.`);
  const data = fs.mkdtempSync(path.join(os.tmpdir(), "basalt-fixtures-"));
  const vendor = await new Vendor().start();
  vendor.behave = () => ({ fault: "hang" });
  const BASALT_CONFIG = await writeWorker(path.join(data, "worker"), { vendor: vendor.url });
  const bots = [path.join(FIXTURES, "bots")];
  const product = new Product({ data, port: await freePort(), bots, env: { BASALT_CONFIG } });
  try {
    await product.start(BOTS);
    const stored: StoredConversation[] = [];
    for (const one of KINDS) stored.push(await bringToRest(product, one));
    const interrupted = stored.filter(({ kind }) => INTERRUPTED.includes(kind));
    for (const one of interrupted) void say(product, one, "go", "go").catch(() => {});
    for (let waited = 0; vendor.calls.length < interrupted.length; waited += 20) {
      if (waited > 10_000) throw new Error(`the vendor was called ${vendor.calls.length} times only`);
      await sleep(20);
    }
    // An effect that is open for 250 ms commits; and the one that waits has two messages behind it.
    await sleep(600);
    for (const one of stored) one.frames = await framesOf(product, one);
    product.kill("tree");
    await sleep(500);
    keep(data, goal, stored);
  } finally {
    product.kill("tree");
    await vendor.stop();
    fs.rmSync(data, { recursive: true, force: true });
  }
}

async function bringToRest(
  product: Product,
  { kind, bot = "rest", before = [], waiting = [], after = [] }: Kind,
): Promise<StoredConversation> {
  const stored = await begin(product, bot, kind, `${kind}-1`);
  for (const [index, text] of before.entries()) await say(product, stored, text, `b-${index}`);
  for (const text of waiting) await sayWithoutAnswer(product, stored, text);
  if (kind === "ended") await sleep(2_500);
  if (after.length === 0) return stored;
  const twin = await begin(product, bot, kind, `${kind}-2`);
  for (const [index, text] of before.entries()) await say(product, twin, text, `b-${index}`);
  for (const [index, text] of after.entries()) {
    const id = `a-${index}`;
    stored.after.push({ text, id, frames: (await say(product, twin, text, id)).frames });
  }
  return stored;
}

async function sayWithoutAnswer(product: Product, to: StoredConversation, text: string): Promise<void> {
  const answered = await say(product, to, text, text, 1_000).then(
    () => true,
    () => false,
  );
  if (answered) throw new Error(`${to.kind} answered "${text}", and was to be silent`);
}

async function begin(product: Product, bot: string, kind: string, id: string): Promise<StoredConversation> {
  const url = `${product.origin}/api/v1/bots/${bot}/conversations`;
  const opened = await post<OpenAnswer>(url, { args: { kind, id } }, 201);
  const failed = opened.frames.find((frame) => frame.type === "error");
  if (failed) throw new Error(`${kind} did not begin (does the bot's script compile?): ${JSON.stringify(failed)}`);
  return { kind, bot, id: opened.id, token: opened.token, frames: [], after: [] };
}

async function say(
  product: Product,
  { bot, id, token }: StoredConversation,
  text: string,
  message: string,
  patienceMs = 35_000,
): Promise<TurnAnswer> {
  const url = `${product.origin}/api/v1/bots/${bot}/conversations/${id}/messages`;
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ id: message, text }),
    signal: AbortSignal.timeout(patienceMs),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as TurnAnswer;
}

async function framesOf(product: Product, { bot, id, token }: StoredConversation): Promise<TurnAnswer["frames"]> {
  const answer = await fetch(`${product.origin}/api/v1/bots/${bot}/conversations/${id}/frames`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!answer.ok) throw new Error(`frames of ${id}: ${answer.status}`);
  return ((await answer.json()) as { items: TurnAnswer["frames"] }).items;
}

/** Copies what these conversations need: their objects, those of their bots, and what lies in object storage for them. */
function keep(data: string, goal: string, stored: readonly StoredConversation[]): void {
  const state = path.join(data, "state");
  const copy = path.join(data, "kept");
  fs.mkdirSync(goal, { recursive: true });
  fs.copyFileSync(path.join(data, "secrets.json"), path.join(goal, "secrets.json"));
  const named = [
    ...stored.map(({ bot, id }) => ({ className: "SessionObject", name: `${TENANT}/${bot}/${id}` })),
    ...BOTS.flatMap((bot) => ["BotObject", "DataObject"].map((className) => ({ className, name: `${TENANT}/${bot}` }))),
  ];
  const wanted = new Set(named.map(({ className, name }) => objectFile(state, className, name)));
  let text = "";
  for (const file of filesBelow(state)) {
    if (!file.endsWith(".sqlite")) continue;
    const isObject = path.relative(state, file).startsWith(`do${path.sep}`);
    const isMetadata = path.basename(file) === "metadata.sqlite";
    if (isObject && !isMetadata && !wanted.has(file)) continue;
    const target = path.join(copy, path.relative(state, file));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    for (const end of ["", "-wal"]) if (fs.existsSync(file + end)) fs.copyFileSync(file + end, target + end);
    const database = new DatabaseSync(target);
    database.exec("PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
    database.close();
    for (const end of ["-wal", "-shm"]) fs.rmSync(target + end, { force: true });
    if (isObject) text += fs.readFileSync(target, "latin1");
  }
  keepObjects(state, copy, new Set(text.match(/[0-9a-f]{64}/g)));
  const files = filesBelow(copy).map((file) => [path.relative(copy, file), new Uint8Array(fs.readFileSync(file))]);
  fs.writeFileSync(path.join(goal, "state.zip"), zipSync(Object.fromEntries(files), { level: 9 }));
  fs.writeFileSync(path.join(goal, "conversations.json"), `${JSON.stringify(stored, null, 1)}\n`);
}

/** Of the buckets, the objects whose key holds a hash that one of the kept files names. */
function keepObjects(state: string, copy: string, hashes: ReadonlySet<string>): void {
  for (const file of filesBelow(path.join(copy, "r2"))) {
    if (!file.endsWith(".sqlite") || path.basename(file) === "metadata.sqlite") continue;
    const database = new DatabaseSync(file);
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE name = '_mf_objects'").all();
    const rows = tables.length === 0 ? [] : database.prepare("SELECT key, blob_id FROM _mf_objects").all();
    for (const { key, blob_id: blob } of rows) {
      const kept = (String(key).match(/[0-9a-f]{64}/g) ?? []).some((hash) => hashes.has(hash));
      if (!kept) database.prepare("DELETE FROM _mf_objects WHERE key = ?").run(String(key));
      else {
        const [from] = filesBelow(path.join(state, "r2")).filter((place) => path.basename(place) === String(blob));
        if (from === undefined) throw new Error(`the bucket's ${String(key)} has no file`);
        const target = path.join(copy, path.relative(state, from));
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.copyFileSync(from, target);
      }
    }
    database.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
    database.close();
    for (const end of ["-wal", "-shm"]) fs.rmSync(file + end, { force: true });
  }
}

function filesBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

await main(process.argv[2] ?? "");

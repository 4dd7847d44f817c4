/**
 * Conversations that earlier versions left on disk (fixtures/README.md), opened by the product of today: the same frames, and
 * the script goes on at its statement.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TurnAnswer } from "../../contracts/conversation.ts";
import type { DurableFrame } from "../../contracts/frames.ts";
import type { JournalPage } from "../../contracts/objects.ts";
import { createOperator, type Operator } from "../../scripts/up/operator.ts";
import type { StoredConversation } from "../../scripts/write-fixtures.ts";
import { freePort, Product } from "../support/product.ts";
import { Vendor } from "../support/vendor.ts";
import { writeWorker } from "../support/worker-build.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");
const generations = readdirSync(FIXTURES).filter((name) => /^v\d/.test(name));

describe.each(generations)("conversations of %s", (generation) => {
  const folder = join(FIXTURES, generation);
  const stored: StoredConversation[] = JSON.parse(readFileSync(join(folder, "conversations.json"), "utf8"));
  const data = mkdtempSync(join(tmpdir(), "basalt-stored-"));
  let vendor: Vendor;
  let product: Product;
  let operator: Operator;

  beforeAll(async () => {
    for (const [name, bytes] of Object.entries(unzipSync(readFileSync(join(folder, "state.zip"))))) {
      const place = join(data, "state", name);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, bytes);
    }
    const secrets = readFileSync(join(folder, "secrets.json"), "utf8");
    writeFileSync(join(data, "secrets.json"), secrets, { mode: 0o600 });
    vendor = await new Vendor().start();
    const BASALT_CONFIG = await writeWorker(join(data, "worker"), { vendor: vendor.url });
    product = new Product({ data, port: await freePort(), env: { BASALT_CONFIG } });
    await product.start(["rest", "brief"]);
    operator = createOperator(product.origin, (JSON.parse(secrets) as { operatorKey: string }).operatorKey);
  }, 120_000);

  afterAll(async () => {
    await product.stop();
    await vendor.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const find = (kind: string): StoredConversation => {
    const found = stored.find((one) => one.kind === kind);
    if (!found) throw new Error(`${generation} has no conversation "${kind}"`);
    return found;
  };
  const route = ({ bot, id }: StoredConversation) => `/api/v1/bots/${bot}/conversations/${id}`;
  const frames = async (one: StoredConversation): Promise<DurableFrame[]> => {
    const headers = { authorization: `Bearer ${one.token}` };
    const answer = await fetch(`${product.origin}${route(one)}/frames`, { headers });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { items: DurableFrame[] }).items;
  };
  const say = (one: StoredConversation, text: string, id: string): Promise<Response> =>
    fetch(`${product.origin}${route(one)}/messages`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${one.token}` },
      body: JSON.stringify({ id, text }),
    });
  /** What the bot said since the fixture was made, once it has said this. */
  const untilSaid = async (one: StoredConversation, text: string): Promise<string[]> => {
    for (const until = Date.now() + 30_000; ; await sleep(100)) {
      const all = await frames(one);
      expect(all.slice(0, one.frames.length)).toEqual(one.frames);
      const said = all.slice(one.frames.length).flatMap((frame) => (frame.type === "talk" ? [frame.text] : []));
      if (said.includes(text)) return said;
      if (Date.now() > until) throw new Error(`"${text}" was not said, only ${JSON.stringify(said)}`);
    }
  };
  const journal = async (one: StoredConversation) =>
    (await operator.read<JournalPage>(`${route(one)}/journal`)).items.map(({ event }) => event);

  it("show their frames", async () => {
    // These go on by themselves as soon as they are opened; their tests look at the beginning of the frames.
    const resting = stored.filter(({ kind }) => !["timeout", "wait", "retry", "raise", "ask"].includes(kind));
    for (const one of resting) expect(await frames(one), one.kind).toEqual(one.frames);
  });

  it.each(stored.filter(({ after }) => after.length > 0).map(({ kind }) => kind))("go on: %s", async (kind) => {
    const one = find(kind);
    for (const { text, id, frames: wanted } of one.after) {
      const answer = await say(one, text, id);
      expect(answer.status).toBe(200);
      expect(((await answer.json()) as TurnAnswer).frames, text).toEqual(wanted);
      // The same message again is known.
      expect(((await (await say(one, text, id)).json()) as TurnAnswer).frames, text).toEqual(wanted);
    }
    expect((await frames(one)).slice(0, one.frames.length)).toEqual(one.frames);
    expect((await journal(one)).at(-1)).toBeDefined();
  });

  it("are ended where they had ended", async () => {
    const answer = await say(find("ended"), "hello?", "late");
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: "conversation.ended" });
  });

  it("end a HEAR whose time is over", async () => {
    expect(await untilSaid(find("timeout"), "Heard silence")).toEqual(["Heard silence"]);
  });

  it("end a WAIT, and then take the messages that waited behind it in their order", async () => {
    expect(await untilSaid(find("wait"), "milk and sugar")).toEqual(["Waited for tea.", "milk and sugar"]);
  }, 60_000);

  it("repeat a payment that was interrupted under the key that it had", async () => {
    const one = find("retry");
    expect(await untilSaid(one, "Paid 5")).toEqual(["Paid 5"]);
    const [call, ...others] = vendor.byReference().get("retry-1") ?? [];
    expect(others).toEqual([]);
    const intended = (await journal(one)).filter((event) => event.type === "effect.intended");
    expect(intended.map(({ key }) => key)).toContain(call?.key);
    expect(new Set(intended.map(({ key }) => key)).size).toBe(1);
  }, 60_000);

  it("raise an error where nobody knows whether it was paid, and keep that visible", async () => {
    const one = find("raise");
    expect(await untilSaid(one, "Unclear: 500")).toEqual(["Unclear: 500"]);
    expect(vendor.byReference().get("raise-1")).toBeUndefined();
    expect(await journal(one)).toContainEqual(
      expect.objectContaining({ type: "effect.unknown", keyword: "PAY RAISE", resolution: "raised" }),
    );
  }, 60_000);

  it("ask the person where nobody knows whether it was paid", async () => {
    const one = find("ask");
    for (const until = Date.now() + 30_000; ; await sleep(100)) {
      const last = (await frames(one)).at(-1);
      if (last?.type === "state" && last.state === "waiting" && last.seq > (one.frames.at(-1)?.seq ?? 0)) break;
      if (Date.now() > until) throw new Error(`nothing was asked: ${JSON.stringify((await frames(one)).slice(-3))}`);
    }
    expect(vendor.byReference().get("ask-1")).toBeUndefined();
    expect((await say(one, "Try again", "settled")).status).toBe(200);
    expect(await untilSaid(one, "Paid 5")).toContain("Paid 5");
    expect(vendor.byReference().get("ask-1")).toHaveLength(1);
    const events = await journal(one);
    expect(events).toContainEqual(expect.objectContaining({ type: "effect.unknown", resolution: "asked" }));
    expect(events).toContainEqual(
      expect.objectContaining({ type: "effect.settled", decision: "repeat", by: "person" }),
    );
  }, 60_000);
});

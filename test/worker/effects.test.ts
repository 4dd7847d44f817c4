/**
 * Effects inside workerd: calls of unknown outcome by policy, questions and who answers them, stop and time-outs, places for
 * calls, what the journal keeps of each resumption, and the receipts.
 */
import { createExecutionContext, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { BasicError, extension, forms, registerExtensions } from "../../basic/index.ts";
import type { Problem } from "../../contracts/faults.ts";
import type { JournalEvent } from "../../contracts/journal.ts";
import type { SessionApi, UnknownEffect } from "../../contracts/objects.ts";
import { MAX_TENANT_PLACES, places } from "../../durable-objects/session/effects/places.ts";
import { mint, parseConversationKeys } from "../../platform/conversation-token.ts";
import { createApp } from "../../worker/app.ts";
import type { ApiTokenStore } from "../../worker/auth/api-tokens.ts";
import { type CollectedSpan, collected } from "../support/otlp.ts";
import { replayAll } from "./support-replay.ts";
import { bot, conversation, Device, open, type Talk, TENANT, told, unwrap } from "./support-session.ts";

/** What the vendor of these tests was asked to do, and what it does with the next calls. */
interface Order {
  name: string;
  key: string;
  signal: AbortSignal;
}
const orders: Order[] = [];
let behave: (order: Order) => Promise<unknown> = async ({ name }) => ({ done: name });

const never = new Promise<never>(() => {});

/** ORDER RETRY, ORDER RAISE, ORDER ASK: the same call with the three policies. LOOK UP reads. */
const KEYWORDS = [
  ...(["retry", "raise", "ask"] as const).map((policy) =>
    extension(
      {
        keyword: `ORDER ${policy.toUpperCase()}`,
        forms: forms("name"),
        result: "object",
        statement: true,
        effect: "unsafe",
        policy,
        summary: "Orders something.",
        example: `ORDER ${policy.toUpperCase()} "tea"`,
      },
      z.object({ name: z.string() }),
      ({ name }, { key, signal }) => {
        const order = { name, key, signal };
        orders.push(order);
        return behave(order);
      },
    ),
  ),
  extension(
    {
      keyword: "LOOK UP",
      forms: forms("name"),
      result: "any",
      statement: true,
      effect: "recordable",
      summary: "Looks something up.",
      example: 'x = LOOK UP "tea"',
    },
    z.object({ name: z.string() }),
    ({ name }, { key, signal, warn }) => {
      const order = { name, key, signal };
      orders.push(order);
      return name === "noisy" ? lateNoise(warn) : behave(order);
    },
  ),
];

let finishNoise: () => void = () => {};
/** Ignores its signal and speaks up after everybody has gone on. */
async function lateNoise(warn: (text: string) => void): Promise<string> {
  await new Promise<void>((resolve) => {
    finishNoise = resolve;
  });
  warn("I am late");
  return "late";
}

beforeAll(() => registerExtensions(KEYWORDS));
beforeEach(() => {
  orders.length = 0;
  behave = async ({ name }) => ({ done: name });
});

afterAll(replayAll);

async function events(talk: Talk): Promise<JournalEvent[]> {
  return unwrap(await talk.api.journal(0, 1_000)).items.map(({ event }) => event);
}

async function eventsOf<T extends JournalEvent["type"]>(
  talk: Talk,
  type: T,
): Promise<Extract<JournalEvent, { type: T }>[]> {
  return (await events(talk)).filter((event): event is Extract<JournalEvent, { type: T }> => event.type === type);
}

const abort = (talk: Talk): Promise<unknown> =>
  runInDurableObject(talk.stub, (_, state) => state.abort("killed by the test")).catch(() => {});

async function withBindings(bindings: Record<string, unknown>, work: () => Promise<void>): Promise<void> {
  const before = { ...env };
  Object.assign(env, bindings);
  try {
    await work();
  } finally {
    for (const name of Object.keys(bindings)) Reflect.deleteProperty(env, name);
    Object.assign(env, before);
  }
}

/** Until the last frame says what the conversation waits for. */
async function recovered(talk: Talk, last: string | RegExp): Promise<string[]> {
  await vi.waitFor(
    async () => {
      await runDurableObjectAlarm(talk.stub);
      const lines = told(await talk.transcript());
      expect(lines.at(-1)).toMatch(last);
      expect(unwrap(await talk.api.frames(0, 1)).state).not.toBe("running");
    },
    { timeout: 8_000, interval: 50 },
  );
  return told(await talk.transcript());
}

const script = (policy: string): string => `HEAR go
TRY
  x = ORDER ${policy} go
  TALK "done " + x.done
CATCH e
  TALK "error " + e.number
END TRY
HEAR next
TALK "next " + next
`;

/** The vendor takes the first call and never answers; the object is killed behind its barrier. */
async function interrupted(policy: string, locale: string | null = null): Promise<Talk> {
  const talk = await open(await bot(script(policy)), { locale });
  const hanging = behave;
  behave = () => never;
  talk.send("tea", "go", 5_000).catch(() => {});
  await vi.waitFor(() => expect(orders).toHaveLength(1), { timeout: 5_000 });
  behave = hanging;
  await abort(talk);
  return talk;
}

const QUESTION = /^bot: Something was interrupted/;
const settleKey = (talk: Talk): string => `${talk.key.conversation}/2/1`;
const settle = (talk: Talk, decision: "repeat" | "leave", key = settleKey(talk)) =>
  talk.api.settle({ kind: "settlement", id: `s-${Math.random()}`, key, decision });
const unknown = async (talk: Talk, onlyOpen = false): Promise<UnknownEffect[]> =>
  unwrap(await talk.api.unknownEffects({ after: 0, limit: 100, onlyOpen })).items;

describe("a call that was interrupted", () => {
  test("retry: made again under the same key, and noted", async () => {
    const talk = await interrupted("RETRY");
    expect((await recovered(talk, "state waiting")).slice(2)).toEqual([
      "user: tea",
      "bot: done tea",
      "hear TEXT",
      "state waiting",
    ]);
    expect(orders.map(({ key }) => key)).toEqual([settleKey(talk), settleKey(talk)]);
    expect(await eventsOf(talk, "effect.unknown")).toEqual([
      { v: 1, type: "effect.unknown", keyword: "ORDER RETRY", line: 3, key: settleKey(talk), resolution: "repeated" },
    ]);
    // One intent: it names one call, however often that had to be made.
    expect(await eventsOf(talk, "effect.intended")).toHaveLength(1);
    expect(await unknown(talk)).toMatchObject([{ times: 1, resolution: "repeated", isOpen: false }]);
  });

  test("raise: error 500, not made again, and noted", async () => {
    const talk = await interrupted("RAISE");
    expect((await recovered(talk, "state waiting")).slice(2)).toEqual([
      "user: tea",
      "bot: error 500",
      "hear TEXT",
      "state waiting",
    ]);
    expect(orders).toHaveLength(1);
    expect(await eventsOf(talk, "effect.unknown")).toMatchObject([{ resolution: "raised" }]);
    expect(await eventsOf(talk, "effect.failed")).toMatchObject([{ keyword: "ORDER RAISE", number: 500 }]);
  });

  test("ask: the person decides that it is made again; any other text is asked again; evictions change nothing", async () => {
    const talk = await interrupted("ASK");
    const asked = await recovered(talk, "state waiting");
    expect(asked.slice(2)).toEqual([
      "user: tea",
      expect.stringMatching(QUESTION),
      "suggestions Try again|Do not repeat",
      "hear MENU",
      "state waiting",
    ]);
    expect(asked.join()).not.toMatch(/ORDER|effect|key/);
    expect(orders).toHaveLength(1);
    await evictDurableObject(talk.stub);
    expect(told((await talk.say("what?")).frames)).toEqual([
      "user: what?",
      expect.stringMatching(QUESTION),
      "hear MENU again",
      "state waiting",
    ]);
    expect(told((await talk.say("cancel")).frames).at(-2)).toBe("hear MENU again");
    expect(orders).toHaveLength(1);
    await evictDurableObject(talk.stub);
    expect(told((await talk.say("try again")).frames)).toEqual([
      "user: try again",
      "bot: done tea",
      "suggestions ",
      "hear TEXT",
      "state waiting",
    ]);
    expect(orders.map(({ key }) => key)).toEqual([settleKey(talk), settleKey(talk)]);
    expect(await eventsOf(talk, "effect.settled")).toMatchObject([
      { key: settleKey(talk), decision: "repeat", by: "person", keyword: "ORDER ASK" },
    ]);
    expect(told((await talk.say("on")).frames)).toContain("bot: next on");
    // The answer that the message had is the question; sent again it is that still.
    expect(told((await talk.say("tea", "go")).frames).at(1)).toMatch(QUESTION);
  });

  test("ask: in the person's language, and left alone by a click", async () => {
    const talk = await interrupted("ASK", "de-AT");
    expect((await recovered(talk, "state waiting")).slice(3, 5)).toEqual([
      expect.stringMatching(/^bot: Etwas wurde unterbrochen/),
      "suggestions Noch einmal versuchen|Nicht wiederholen",
    ]);
    const left = await talk.say("Nicht wiederholen", "click", "Nicht wiederholen");
    expect(told(left.frames)).toContain("bot: error 500");
    expect(orders).toHaveLength(1);
    expect(await eventsOf(talk, "effect.settled")).toMatchObject([{ decision: "leave", by: "person" }]);
    expect(await unknown(talk)).toMatchObject([{ decision: "leave", by: "person", isOpen: false }]);
  });

  test("ask: an operator sees the question and settles it; a second time there is nothing to settle", async () => {
    const talk = await interrupted("ASK");
    await recovered(talk, "state waiting");
    expect(await unknown(talk, true)).toMatchObject([
      { key: settleKey(talk), keyword: "ORDER ASK", turn: 2, resolution: "asked", decision: null, isOpen: true },
    ]);
    expect(await settle(talk, "repeat", `${talk.key.conversation}/9/9`)).toMatchObject({ code: "effect.not-asked" });
    expect(unwrap(await settle(talk, "repeat"))).toEqual({ quiet: true });
    expect(told(await talk.transcript()).slice(-4)).toEqual([
      "bot: done tea",
      "suggestions ",
      "hear TEXT",
      "state waiting",
    ]);
    expect(orders.map(({ key }) => key)).toEqual([settleKey(talk), settleKey(talk)]);
    expect(await settle(talk, "leave")).toMatchObject({ ok: false, code: "effect.settled" });
    expect(await unknown(talk, true)).toEqual([]);
    expect(await unknown(talk)).toMatchObject([{ decision: "repeat", by: "operator", isOpen: false }]);
    expect(told((await talk.say("on")).frames)).toContain("bot: next on");
  });

  test("ask: person and operator at once: one of them settles it, the call is made once", async () => {
    const talk = await interrupted("ASK");
    await recovered(talk, "state waiting");
    const [, second] = await Promise.all([talk.say("try again"), settle(talk, "repeat")]);
    expect(second).toMatchObject({ ok: false, code: "effect.settled" });
    expect(orders).toHaveLength(2);
    expect(await eventsOf(talk, "effect.settled")).toHaveLength(1);
  });

  test("ask: nobody answers: it waits for ever and nothing is repeated", async () => {
    const talk = await interrupted("ASK");
    await recovered(talk, "state waiting");
    for (let i = 0; i < 3; i++) {
      await runDurableObjectAlarm(talk.stub);
      await evictDurableObject(talk.stub);
    }
    expect(unwrap(await talk.api.frames(0, 100)).state).toBe("waiting");
    expect(orders).toHaveLength(1);
    expect(await eventsOf(talk, "effect.unknown")).toHaveLength(1);
  });

  test("ask: killed again after the answer it asks again, under the same key", async () => {
    const talk = await interrupted("ASK");
    await recovered(talk, "state waiting");
    behave = () => never;
    talk.send("Try again", "again", 5_000).catch(() => {});
    await vi.waitFor(() => expect(orders).toHaveLength(2), { timeout: 5_000 });
    behave = async ({ name }) => ({ done: name });
    await abort(talk);
    const lines = await recovered(talk, "state waiting");
    expect(lines.slice(-3)).toEqual([expect.stringMatching(QUESTION), "hear MENU", "state waiting"]);
    expect(orders).toHaveLength(2);
    expect(await unknown(talk)).toMatchObject([{ key: settleKey(talk), times: 2, isOpen: true, decision: null }]);
    expect(told((await talk.say("2")).frames)).toContain("bot: error 500");
    expect(new Set(orders.map(({ key }) => key)).size).toBe(1);
  });
});

describe("stop and time-outs", () => {
  const WAITING = 'HEAR x\nTRY\n  y = LOOK UP x\n  TALK "got " + y\nCATCH e\n  TALK "error " + e.number\nEND TRY\n';

  async function waiting(text = "slow"): Promise<Talk> {
    const talk = await open(await bot(WAITING));
    behave = () => never;
    await talk.send(text, "go", 500);
    await vi.waitFor(() => expect(orders).toHaveLength(1));
    return talk;
  }

  test("the signal of the call is aborted, from another device, after the first one has gone", async () => {
    const talk = await waiting();
    const device = await Device.connect(talk, 0);
    device.send({ type: "stop" });
    await device.untilFrame("state", 2);
    expect(told(device.durable()).slice(-2)).toEqual(["bot: error 18", "state idle"]);
    expect(orders[0]?.signal.aborted).toBe(true);
    expect(orders[0]?.signal.reason).toBeInstanceOf(BasicError);
  });

  test("through the API, while the answer is waited for", async () => {
    const talk = await open(await bot(WAITING));
    behave = () => never;
    const answer = talk.say("slow");
    await vi.waitFor(() => expect(orders).toHaveLength(1));
    expect(await talk.api.stop()).toMatchObject({ ok: true });
    expect(told((await answer).frames)).toContain("bot: error 18");
    expect(await eventsOf(talk, "effect.failed")).toMatchObject([{ keyword: "LOOK UP", number: 18 }]);
  });

  test("also of a turn that was killed, as the first thing that the new object hears", async () => {
    const talk = await waiting();
    await abort(talk);
    expect(await talk.api.stop()).toMatchObject({ ok: true });
    expect((await recovered(talk, "state idle")).slice(-2)).toEqual(["bot: error 18", "state idle"]);
  });

  test("a long WAIT is stopped also where the script catches nothing", async () => {
    const talk = await open(await bot('HEAR x\nWAIT 60\nTALK "never"\n'));
    await talk.send("go", "go", 300);
    await vi.waitFor(async () => expect(unwrap(await talk.api.frames(0, 100)).state).toBe("running"));
    await talk.api.stop();
    const heard = await recovered(talk, "state idle");
    expect(heard.slice(-2)).toMatchObject([expect.stringContaining("error: "), "state idle"]);
    expect(told((await talk.say("and now?")).frames)[0]).toBe("user: and now?");
  });

  test("a long WAIT that is stopped stands in the journal with its clock", async () => {
    const talk = await open(await bot('HEAR x\nON ERROR RESUME NEXT\nWAIT 200\nTALK "error " + ERR\n'));
    await talk.send("go", "go", 300);
    await talk.api.stop();
    expect((await recovered(talk, "state idle")).slice(-2)).toEqual(["bot: error 18", "state idle"]);
    const [failed] = await eventsOf(talk, "effect.failed");
    expect(failed).toMatchObject({ keyword: "WAIT", number: 18, line: 3 });
    const [begun] = (await eventsOf(talk, "turn.begun")).slice(1);
    expect(failed?.now).toBeGreaterThan(begun?.now ?? Number.POSITIVE_INFINITY);
  });

  test("a call that ignores its signal is left behind, and what it says later counts nowhere", async () => {
    const talk = await open(await bot(`${WAITING}z = LOOK UP "tea"\nTALK z.done\n`));
    await talk.send("noisy", "go", 300);
    await vi.waitFor(() => expect(orders).toHaveLength(1));
    // While the next call of the same turn is open.
    behave = async ({ name }) => {
      finishNoise();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { done: name };
    };
    await talk.api.stop();
    expect((await recovered(talk, "state idle")).slice(-3)).toEqual(["bot: error 18", "bot: tea", "state idle"]);
    expect(await eventsOf(talk, "warned")).toEqual([]);
    expect(JSON.stringify(await events(talk))).not.toMatch(/late/);
  });

  test("what takes longer than its limit is error 68, with its signal aborted", async () => {
    await withBindings({ SCRIPTED_MODEL: JSON.stringify([{ reply: "late", delayMs: 60_000 }]) }, async () => {
      const name = await bot({
        scripts: { start: 'TRY\n  TALK LLM("x")\nCATCH e\n  TALK "error " + e.number + " " + e.message\nEND TRY\n' },
        config: { "llm-timeout": "1" },
      });
      const talk = await open(name);
      expect(told(talk.first.frames)[0]).toBe("bot: error 68 LLM took longer than 1 s.");
      expect(await eventsOf(talk, "effect.failed")).toMatchObject([{ keyword: "LLM", number: 68 }]);
    });
  });

  test("stop says so where there is no such conversation, and does nothing where nothing runs", async () => {
    const talk = conversation(await bot("HEAR x\nTALK x\n"));
    expect(await talk.api.stop()).toMatchObject({ ok: false, code: "conversation.unknown" });
    const parked = await open(talk.key.bot);
    expect(await parked.api.stop()).toMatchObject({ ok: true });
    expect(told((await parked.say("a")).frames)).toContain("bot: a");
  });
});

describe("places for calls", () => {
  /** All that are left: those of the objects that earlier tests have killed are taken until their time is over. */
  function takeAll(): (() => void)[] {
    const taken = Array.from({ length: MAX_TENANT_PLACES }, () => places.tryTake(TENANT, 60_000));
    expect(places.tryTake(TENANT, 60_000)).toBeNull();
    return taken.filter((leave) => leave !== null);
  }

  test("a call waits for its place, and the wait is queueing", async () => {
    const taken = takeAll();
    try {
      const other = places.tryTake("another", 1_000);
      expect(other).not.toBeNull();
      other?.();
      const talk = await open(
        await bot('HEAR x\nSET SESSION "k", 1\nTALK GET("session.k")\ny = LOOK UP x\nTALK y.done\n'),
      );
      const answer = talk.say("tea");
      await vi.waitFor(async () => expect(told(await talk.transcript())).toContain("bot: 1"), { timeout: 5_000 });
      expect(orders).toHaveLength(0);
      taken.pop()?.();
      expect(told((await answer).frames)).toContain("bot: tea");
      const timed = (await eventsOf(talk, "turn.timed")).at(-1);
      expect(timed?.queueMs).toBeGreaterThanOrEqual(200);
    } finally {
      for (const leave of taken) leave();
    }
  });

  test("a stop ends the wait for a place: the call is never made", async () => {
    const taken = takeAll();
    try {
      const talk = await open(await bot('HEAR x\nON ERROR RESUME NEXT\ny = LOOK UP x\nTALK "error " + ERR\n'));
      const answer = talk.say("tea");
      await new Promise((resolve) => setTimeout(resolve, 100));
      await talk.api.stop();
      expect(told((await answer).frames)).toContain("bot: error 18");
    } finally {
      for (const leave of taken) leave();
    }
    expect(orders).toHaveLength(0);
  });
});

describe("the journal", () => {
  test("a short and a long WAIT, an answer without a script, a missing service: each resumption with its clock", async () => {
    const talk = await open(
      await bot('HEAR x\nWAIT 0.3\nWAIT 2\nON ERROR RESUME NEXT\nSEND MAIL "a@example.com", "s", "b"\nTALK ERR\n'),
    );
    await talk.send("go", "go", 300);
    await recovered(talk, "state idle");
    await talk.say("anything?");
    const waits = (await eventsOf(talk, "effect.done")).filter(({ keyword }) => keyword === "WAIT");
    expect(waits).toMatchObject([{ line: 2 }, { line: 3 }]);
    expect((waits[1]?.now ?? 0) - (waits[0]?.now ?? 0)).toBeGreaterThanOrEqual(1_900);
    expect(await eventsOf(talk, "effect.failed")).toMatchObject([{ keyword: "SEND MAIL", number: 404, line: 5 }]);
    expect((await eventsOf(talk, "effect.done")).at(-1)).toMatchObject({
      keyword: "ANSWER",
      result: { json: '{"passage":null}' },
    });
  });

  test("values keep their type", async () => {
    const talk = await open(
      await bot('SAVE "t", { "a": 1, "d": #2026-01-02# }\nr = FIND "t"\nTALK r.count\nid = SAVE "t", { "a": 2 }\n'),
    );
    const results = (await eventsOf(talk, "effect.done")).map(({ keyword, result }) => ({ keyword, result }));
    expect(results).toMatchObject([
      { keyword: "SAVE", result: { json: expect.stringContaining('"$basalt":"id"') } },
      { keyword: "FIND", result: { json: expect.stringContaining('"$basalt":"records"') } },
      { keyword: "SAVE", result: { json: expect.stringContaining('"$basalt":"id"') } },
    ]);
  });

  test("a form of a keyword that touches the session only is neither journalled nor a barrier", async () => {
    const talk = await open(await bot({ scripts: { start: 'SET "colour", "red"\nTALK GET("session.colour")\n' } }));
    expect(told(talk.first.frames)[0]).toBe("bot: red");
    expect((await events(talk)).filter(({ type }) => type.startsWith("effect"))).toEqual([]);
  });

  test("the model that USE MODEL chose is in the session and in the journal", async () => {
    const talk = await open(
      await bot({
        scripts: { start: 'USE MODEL "small"\nTALK GET CURRENT MODEL()\n' },
        config: { "llm-models": "small;large" },
      }),
    );
    expect(told(talk.first.frames)[0]).toBe("bot: small");
    expect(await eventsOf(talk, "effect.done")).toMatchObject([
      { keyword: "USE MODEL", result: { json: '"small"' } },
      { keyword: "GET CURRENT MODEL", result: { json: '"small"' } },
    ]);
  });
});

describe("receipts", () => {
  test("a turn's own with its commit, commit and delivery with the next one", async () => {
    const talk = await open(await bot("DO\n  HEAR x\n  y = LOOK UP x\n  TALK y.done\nLOOP\n"));
    behave = async ({ name }) => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return { done: name };
    };
    const api = talk.api as unknown as SessionApi;
    const answer = unwrap(await api.receive({ id: "one", text: "tea", value: null, attachments: [] }, 5_000));
    // Nothing stood before it: only what the machine itself took until the turn began.
    expect(answer.timing?.queueMs).toBeLessThan(50);
    expect(answer.timing?.effectsMs).toBeGreaterThanOrEqual(50);
    expect(answer.timing?.totalMs).toBeGreaterThanOrEqual(answer.timing?.effectsMs ?? 0);
    expect(answer.timing?.steps).toBeGreaterThan(0);
    expect(answer.timing?.commitMs).toBeGreaterThanOrEqual(0);
    const [, timed] = await eventsOf(talk, "turn.timed");
    expect(timed).toMatchObject({
      steps: answer.timing?.steps,
      effects: [{ step: 0, keyword: "LOOK UP", class: "recordable", ms: answer.timing?.effectsMs }],
    });
    expect((await eventsOf(talk, "turn.delivered")).map(({ of }) => of)).toEqual([1]);
    await talk.say("milk");
    const delivered = await eventsOf(talk, "turn.delivered");
    expect(delivered.map(({ of }) => of)).toEqual([1, 2]);
    for (const { commitMs, deliveryMs } of delivered) {
      expect(commitMs).toBeGreaterThanOrEqual(0);
      expect(deliveryMs).toBeGreaterThanOrEqual(0);
    }
    // The same message again ran nothing.
    expect(
      unwrap(await api.receive({ id: "one", text: "tea", value: null, attachments: [] }, 5_000)).timing,
    ).toBeUndefined();
  });

  test("a message that waits behind another queues; a turn over a WAIT carries its receipt along", async () => {
    const talk = await open(await bot("DO\n  HEAR x\n  y = LOOK UP x\n  WAIT 2\n  TALK y.done\nLOOP\n"));
    const first = talk.send("tea", "one", 10_000);
    const second = talk.send("milk", "two", 10_000);
    await first;
    await second;
    const timed = await eventsOf(talk, "turn.timed");
    expect(timed).toHaveLength(3);
    expect(timed[1]?.effects.map(({ keyword }) => keyword)).toEqual(["LOOK UP", "WAIT"]);
    expect(timed[1]?.totalMs).toBeGreaterThanOrEqual(1_900);
    expect(timed[2]?.queueMs).toBeGreaterThanOrEqual(1_900);
  });
});

describe("through the API", () => {
  const ORIGIN = "http://localhost:8787";
  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    exports.default.fetch(new Request(ORIGIN + path, init));
  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
  const pathOf = ({ key }: Talk): string => `/api/v1/bots/${key.bot}/conversations/${key.conversation}`;
  const tokenOf = ({ key }: Talk): Promise<string> => mint(parseConversationKeys(env.CONVERSATION_KEYS), key);
  const operator = async (): Promise<Record<string, string>> => {
    const secret = atob(env.OPERATOR_KEY.replaceAll("-", "+").replaceAll("_", "/"));
    const now = Math.floor(Date.now() / 1000);
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: "HS256" })
      .setAudience("basalt-operator")
      .setJti(crypto.randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + 120)
      .sign(Uint8Array.from(secret, (char) => char.charCodeAt(0)));
    return bearer(token);
  };
  const codeOf = async (answer: Response | Promise<Response>): Promise<string> => {
    const { status, code } = await (await answer).json<Problem>();
    return `${status} ${code}`;
  };
  const decide = (talk: Talk, key: string, body: unknown, headers: Record<string, string>): Promise<Response> =>
    call(`${pathOf(talk)}/effects/${encodeURIComponent(key)}/settlement`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });

  test("stop: the conversation's token and no other", async () => {
    const talk = await open(await bot('HEAR x\nON ERROR RESUME NEXT\ny = LOOK UP x\nTALK "error " + ERR\n'));
    behave = () => never;
    const answer = talk.say("slow");
    await vi.waitFor(() => expect(orders).toHaveLength(1));
    const stop = (headers: Record<string, string>) => call(`${pathOf(talk)}/stop`, { method: "POST", headers });
    expect(await codeOf(stop({}))).toBe("401 auth.required");
    expect(await codeOf(stop(bearer("bt1.x")))).toBe("401 auth.invalid");
    expect((await stop(bearer(await tokenOf(talk)))).status).toBe(202);
    expect(told((await answer).frames)).toContain("bot: error 18");
    const nobody = conversation(talk.key.bot);
    const missing = call(`${pathOf(nobody)}/stop`, { method: "POST", headers: bearer(await tokenOf(nobody)) });
    expect(await codeOf(missing)).toBe("404 conversation.unknown");
  });

  test("an operator reads the unknown outcomes and settles the open one", async () => {
    const talk = await interrupted("ASK");
    await recovered(talk, "state waiting");
    const list = async (query: string, headers?: Record<string, string>): Promise<Response> =>
      call(`${pathOf(talk)}/effects${query}`, { headers: headers ?? (await operator()) });
    expect(await codeOf(list("", {}))).toBe("401 auth.required");
    expect(await codeOf(list("?state=closed"))).toBe("400 request.invalid");
    expect(await codeOf(list("?limit=0"))).toBe("400 request.invalid");
    const { items } = await (await list("?state=open")).json<{ items: UnknownEffect[] }>();
    expect(items).toMatchObject([{ key: settleKey(talk), keyword: "ORDER ASK", isOpen: true }]);
    expect((await (await list("?state=unknown")).json<{ items: unknown[] }>()).items).toHaveLength(1);
    const key = settleKey(talk);
    expect(await codeOf(decide(talk, key, { decision: "leave" }, {}))).toBe("401 auth.required");
    expect(await codeOf(decide(talk, key, { decision: "maybe" }, await operator()))).toBe("400 request.invalid");
    expect(await codeOf(decide(talk, "x/1/1", { decision: "leave" }, await operator()))).toBe("404 effect.not-asked");
    const settled = await decide(talk, key, { decision: "leave" }, await operator());
    expect([settled.status, await settled.json()]).toEqual([200, { key, decision: "leave" }]);
    expect(await codeOf(decide(talk, key, { decision: "leave" }, await operator()))).toBe("409 effect.settled");
    expect(told(await talk.transcript())).toContain("bot: error 500");
    expect((await (await list("?state=open")).json<{ items: unknown[] }>()).items).toEqual([]);
  });

  test("an API token needs the scopes", async () => {
    const talk = await open(await bot("HEAR x\n"));
    const tokens: ApiTokenStore = {
      find: async () => ({ scopes: ["bots:read"] }),
    } as unknown as ApiTokenStore;
    const app = createApp({ tokens: () => tokens });
    const headers = { ...bearer(`bsk_${"a".repeat(43)}`), "content-type": "application/json" };
    const get = app.request(`${ORIGIN}${pathOf(talk)}/effects`, { headers }, env, createExecutionContext());
    expect(await codeOf(get)).toBe("403 auth.forbidden");
    const body = JSON.stringify({ decision: "leave" });
    const url = `${ORIGIN}${pathOf(talk)}/effects/x/settlement`;
    const answer = app.request(url, { method: "POST", body, headers }, env, createExecutionContext());
    expect(await codeOf(answer)).toBe("403 auth.forbidden");
  });

  test("Server-Timing tells the receipt of the turn that has run, and nothing for one that has not", async () => {
    const name = await bot('TALK "Hi"\nDO\n  HEAR x\n  y = LOOK UP x\n  TALK y.done\nLOOP\n');
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      call(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json", ...headers },
      });
    const RECEIPT =
      /^queue;dur=\d+, vm;desc="\d+ steps", effects;dur=\d+, commit;dur=\d+, total;dur=\d+, edge;dur=\d+$/;
    const opened = await post(`/api/v1/bots/${name}/conversations`, {});
    expect(opened.headers.get("server-timing")).toMatch(RECEIPT);
    const { id, token, ...rest } = await opened.json<{ id: string; token: string }>();
    expect(Object.keys(rest).sort()).toEqual(["frames", "seq", "state"]);
    const messages = `/api/v1/bots/${name}/conversations/${id}/messages`;
    const said = await post(messages, { id: "m", text: "tea" }, bearer(token));
    expect(said.headers.get("server-timing")).toMatch(RECEIPT);
    expect(Number(/desc="(\d+) steps"/.exec(said.headers.get("server-timing") ?? "")?.[1])).toBeGreaterThan(0);
    expect(Object.keys(await said.json<object>()).sort()).toEqual(["frames", "seq", "state"]);
    const again = await post(messages, { id: "m", text: "tea" }, bearer(token));
    expect(again.headers.get("server-timing")).toMatch(/^edge;dur=\d+$/);
  });

  describe("traces", () => {
    const PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    /** Runs a conversation of two turns while a collector listens. */
    async function traced(traceparent: string, model: unknown[]): Promise<CollectedSpan[]> {
      const spans: CollectedSpan[] = [];
      const real = globalThis.fetch;
      const fetching = vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
        const url = String(input instanceof Request ? input.url : input);
        if (url !== "https://collector.test/v1/traces") return real(input, init);
        spans.push(...collected(JSON.parse(String(init?.body))));
        return new Response("{}");
      });
      const settings = {
        OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.test",
        SCRIPTED_MODEL: JSON.stringify(model),
      };
      await withBindings(settings, async () => {
        const name = await bot('TALK "secret words"\nHEAR x\ny = LOOK UP x\nTALK LLM("what " + x)\n');
        const headers = { "content-type": "application/json", traceparent };
        const path = `/api/v1/bots/${name}/conversations`;
        const opened = await call(path, { method: "POST", body: "{}", headers });
        const { id, token } = await opened.json<{ id: string; token: string }>();
        const body = JSON.stringify({ id: "m", text: "private matters" });
        await call(`${path}/${id}/messages`, { method: "POST", body, headers: { ...headers, ...bearer(token) } });
        await new Promise((resolve) => setTimeout(resolve, 1_200));
      }).finally(() => fetching.mockRestore());
      return spans;
    }

    test("a span for the request, the turn, each call and the commit, in the caller's trace, and not a word of what was said", async () => {
      const spans = await traced(PARENT, [{ reply: "classified answer" }]);
      expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set(["0af7651916cd43dd8448eb211c80319c"]));
      const named = (name: string | RegExp) => spans.filter((span) => span.name.match(name) !== null);
      const requests = named(/^POST/);
      expect(requests.map(({ name }) => name)).toEqual([
        "POST /api/v1/bots/:bot/conversations",
        "POST /api/v1/bots/:bot/conversations/:id/messages",
      ]);
      for (const request of requests) expect(request).toMatchObject({ kind: 2, parent: "b7ad6b7169203331" });
      expect(requests[0]?.attributes).toMatchObject({ "http.response.status_code": 201, "basalt.tenant": TENANT });
      const turns = named(/^invoke_agent/).sort(
        (a, b) => Number(a.attributes["basalt.turn"]) - Number(b.attributes["basalt.turn"]),
      );
      expect(turns.map(({ parent }) => parent)).toEqual(requests.map(({ spanId }) => spanId));
      expect(turns[1]?.attributes).toMatchObject({
        "basalt.tenant": TENANT,
        "basalt.turn": 2,
        "basalt.cause": "message",
        "gen_ai.operation.name": "invoke_agent",
      });
      const below = spans.filter(({ parent }) => parent === turns[1]?.spanId);
      expect(below.map(({ name }) => name)).toEqual(["LOOK UP", expect.stringMatching(/^chat /), "COMMIT"]);
      expect(below[1]?.attributes).toMatchObject({ "gen_ai.operation.name": "chat", "basalt.keyword": "LLM" });
      expect(JSON.stringify(spans)).not.toMatch(/secret words|private matters|classified/);
    });

    test("a trace that is not to be kept is not", async () => {
      expect(await traced(PARENT.replace(/01$/, "00"), [{ reply: "x" }])).toEqual([]);
    });
  });
});

/** Budgets of language models: the ledger by itself, and conversations that spend. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { type Booking, type BotBudgets, type LeaseAnswer, type LedgerApi, priceOf } from "../../contracts/ledger.ts";
import type { SessionConfig } from "../../durable-objects/session/config.ts";
import { Purse } from "../../durable-objects/session/spending/purse.ts";
import type { Identity } from "../../durable-objects/session/state.ts";
import { bot, open, TENANT, told, unwrap } from "./support-session.ts";

/** Turns are booked a second after them. */
const POLL = { timeout: 20_000, interval: 100 };
const CENT = 10_000_000;
const budgets = (day: number | null, user: number | null = null): BotBudgets => ({
  bot: { day, month: null },
  user: { day: user },
  warnAt: 80,
  timeZone: "UTC",
});

let ledgers = 0;
function freshLedger(): { stub: DurableObjectStub; api: LedgerApi } {
  const stub = env.LEDGER.getByName(`ledger-${++ledgers}`);
  return { stub, api: stub as unknown as LedgerApi };
}
const spender = (n: number) => ({ bot: "shop", user: "", conversation: `c${n}` });
const booking = (n: number, nano: number, leases: string[], turn = 1): Booking => ({
  ...spender(n),
  turn,
  at: Date.now(),
  spent: [{ provider: "openai", model: "m", calls: 1, input: 10, cached: 0, output: 5, nano, isEstimated: false }],
  leases,
  budgets: budgets(null),
});
const granted = (answers: readonly LeaseAnswer[]) =>
  answers.flatMap((answer) => (answer.kind === "granted" ? [answer.nano] : []));
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** Of the bot's day. */
async function account(api: LedgerApi): Promise<{ spent: number; held: number }> {
  const found = (await api.standing()).find(({ scope, period }) => scope === "bot/shop" && period.length === 10);
  return { spent: found?.spent ?? 0, held: found?.held ?? 0 };
}

describe("the ledger", () => {
  test("a thousand leases at once never pass the bound by a cent, and what was not spent comes back exactly", async () => {
    const { api } = freshLedger();
    const limit = 700 * CENT + 7;
    const ask = (n: number, wanted: number, wave: string) =>
      api.lease({ ...spender(n), id: `${wave}${n}`, wanted, budgets: budgets(limit) });
    const all = Array.from({ length: 1_000 }, (_, n) => n);
    const first = await Promise.all(all.map((n) => ask(n, ((n % 5) + 1) * CENT, "a")));
    expect(sum(granted(first))).toBeLessThanOrEqual(limit);
    expect(await account(api)).toEqual({ spent: 0, held: sum(granted(first)) });
    // The same lease asked for again is the same.
    expect(await ask(0, CENT, "a")).toEqual(first[0]);
    // A third of each was spent; every booking arrives twice.
    const spent = first.map((answer) => (answer.kind === "granted" ? Math.floor(answer.nano / 3) : 0));
    const books = all.flatMap((n) => (first[n]?.kind === "granted" ? [booking(n, spent[n] ?? 0, [`a${n}`])] : []));
    await Promise.all([...books, ...books].map((one) => api.book([one])));
    expect(await account(api)).toEqual({ spent: sum(spent), held: 0 });
    const second = await Promise.all(all.map((n) => ask(n, CENT, "b")));
    expect(granted(second).length).toBeGreaterThan(0);
    expect(sum(spent) + sum(granted(second))).toBeLessThanOrEqual(limit);
    expect(second).toContainEqual({ kind: "refused", scope: "bot", period: "day", limit });
    const { items } = await api.costs({}, 10, null);
    expect(items).toMatchObject([{ bot: "shop", calls: books.length, nano: sum(spent), estimatedCalls: 0 }]);
  });

  test("a lease that nobody closes counts as spent, until its booking comes after all", async () => {
    const { stub, api } = freshLedger();
    await api.lease({ ...spender(1), id: "lost", wanted: 5 * CENT, budgets: budgets(10 * CENT) });
    await runInDurableObject(stub, (_, state) => state.storage.sql.exec("UPDATE leases SET until = ?", Date.now() - 1));
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect(await account(api)).toEqual({ spent: 5 * CENT, held: 0 });
    const more = { ...spender(2), id: "more", wanted: 6 * CENT, budgets: budgets(10 * CENT) };
    expect((await api.lease(more)).kind).toBe("refused");
    await api.book([booking(1, CENT, ["lost"])]);
    expect(await account(api)).toEqual({ spent: CENT, held: 0 });
    expect((await api.lease(more)).kind).toBe("granted");
  });

  test("a turn that is run again after a kill is not given what its first run may have spent", async () => {
    const tenant = `killed-${++ledgers}`;
    const config = {
      keys: { "llm-budget-day": 0.05, "llm-budget-month": 0, "llm-budget-user-day": 0, "llm-budget-warning": 80 },
      timeZone: "UTC",
    } as unknown as SessionConfig;
    const identities = Array.from(
      { length: 20 },
      (_, n) => ({ key: { tenant, bot: "shop", conversation: `c${n}` }, request: {} }) as unknown as Identity,
    );
    // Each life reserves a cent, spends it and dies before anything is booked; the next has the same effect key.
    let spent = 0;
    for (let life = 0; life < 3; life++)
      await Promise.all(
        identities.map(async (identity) => {
          const purse = new Purse(env, identity);
          const key = `${identity.key.conversation}/1/1`;
          await purse.reserve(CENT, key, config, Date.now()).then(
            () => (spent += CENT),
            (error) => expect(error).toMatchObject({ number: 402 }),
          );
        }),
      );
    expect(spent).toBeGreaterThan(0);
    expect(spent).toBeLessThanOrEqual(5 * CENT);
  });

  test("bounds of tenant, bot and person hold beside each other; without any there is nothing to lease", async () => {
    const { api } = freshLedger();
    const ask = (user: string, id: string, of: BotBudgets) =>
      api.lease({ bot: "shop", user, conversation: "c", id, wanted: CENT, budgets: of });
    expect((await ask("", "none", budgets(null))).kind).toBe("unlimited");
    expect((await ask("ann", "a", budgets(null, 2 * CENT))).kind).toBe("granted");
    expect(await ask("ann", "b", budgets(null, 2 * CENT))).toMatchObject({ kind: "refused", scope: "user" });
    expect((await ask("bob", "c", budgets(null, 2 * CENT))).kind).toBe("granted");
    await api.setBudget({ day: null, month: CENT / 2 });
    expect(await ask("eve", "d", budgets(null))).toMatchObject({ kind: "refused", scope: "tenant", period: "month" });
  });

  test("prices are rounded up and exact", () => {
    const price = { input: 150_000_000, cached: 75_000_000, output: 600_000_000 };
    expect(priceOf(price, { input: 1_000, cached: 400, output: 10 })).toBe(600 * 150 + 400 * 75 + 10 * 600);
    expect(priceOf({ input: 1, cached: 1, output: 1 }, { input: 1, cached: 0, output: 0 })).toBe(1);
  });
});

describe("a conversation", () => {
  const usage = { input: 1_000, output: 500 };
  /** Two dollars for a million tokens in, four out: a call costs 0.004 USD. */
  const prices = { "llm-price-input": "2", "llm-price-output": "4", "llm-max-tokens": "1000" };
  const COST = 4_000_000;
  const ledger = () => env.LEDGER.getByName(TENANT) as unknown as LedgerApi;
  const costsOf = async (name: string) => (await ledger().costs({ bot: name }, 10, null)).items;

  async function withModel(replies: unknown[], work: () => Promise<void>): Promise<void> {
    Object.assign(env, { SCRIPTED_MODEL: JSON.stringify(replies) });
    try {
      await work();
    } finally {
      Object.assign(env, { SCRIPTED_MODEL: undefined });
    }
  }

  test("stops at its budget with an error that can be caught, and every call is booked once", async () => {
    await withModel([{ reply: "yes", usage }], async () => {
      const start = `calls = 0
TRY
  FOR i = 1 TO 100
    x = LLM "again?"
    calls = calls + 1
  NEXT
CATCH e
  TALK calls, " ", e.number, " ", e.message
END TRY
`;
      const name = await bot({ scripts: { start }, config: { ...prices, "llm-budget-day": "0.05" } });
      const talk = await open(name);
      const [line] = told(talk.first.frames);
      const calls = Number(/^bot: (\d+) 402 .*this bot may spend 0.05 USD a day/.exec(line ?? "")?.[1]);
      // The last calls would have fitted by what they cost, not by what they may cost.
      expect(calls).toBeGreaterThanOrEqual(8);
      expect(calls * COST).toBeLessThanOrEqual(50_000_000);
      const exact = { provider: "scripted", calls, input: calls * 1_000, output: calls * 500, nano: calls * COST };
      await expect.poll(() => costsOf(name), POLL).toMatchObject([exact]);
      expect((await ledger().standing()).find(({ scope }) => scope === `bot/${name}`)).toMatchObject({
        spent: calls * COST,
        held: 0,
      });
      // Another conversation of the same bot meets the same bound.
      expect(told((await open(name)).first.frames)[0]).toMatch(/^bot: [0-3] 402 /);
    });
  });

  test("a message meets a used up budget with an honest sentence", async () => {
    await withModel([{ reply: "yes", usage }], async () => {
      const name = await bot({ scripts: { start: 'TALK "hi"' }, config: { ...prices, "llm-budget-day": "0.000001" } });
      const talk = await open(name);
      const answer = await talk.say("what do you sell?");
      expect(told(answer.frames)[1]).toMatch(/^error: /);
      expect(answer.state).toBe("idle");
    });
  });

  test("what was produced before somebody stopped it is on the bill, as counted by us", async () => {
    const reply = "one two three four five six seven eight nine ten ".repeat(40);
    await withModel([{ reply, tokenDelayMs: 20, usage }], async () => {
      const name = await bot({ scripts: { start: 'TALK "hi"' }, config: prices });
      const talk = await open(name);
      const answer = talk.say("count");
      await new Promise((done) => setTimeout(done, 400));
      unwrap(await talk.api.stop());
      await answer;
      await expect.poll(async () => (await costsOf(name)).length, POLL).toBe(1);
      const [line] = await costsOf(name);
      expect(line).toMatchObject({ calls: 1, estimatedCalls: 1 });
      expect(line?.output).toBeGreaterThan(0);
      expect(line?.output).toBeLessThan(reply.length / 4);
      expect(line?.nano).toBe((line?.input ?? 0) * 2_000 + (line?.output ?? 0) * 4_000);
    });
  });
});

/** The keyword of docs/custom-keywords.md inside workerd: its result, its refusals, and what a crash in the middle of it does. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { registerExtensions } from "../../basic/index.ts";
import { EXAMPLE, faxes } from "../support/fax-keyword.ts";
import { replayAll } from "./support-replay.ts";
import { bot, conversation, open, told, unwrap } from "./support-session.ts";

afterAll(replayAll, 120_000);

/** The same keyword, which a crash must not repeat. */
const ONCE = { ...EXAMPLE, entry: { ...EXAMPLE.entry, keyword: "SEND FAX ONCE", policy: "raise" as const } };

beforeAll(() => registerExtensions([EXAMPLE, ONCE]));
beforeEach(() => {
  faxes.length = 0;
});

test("its result comes back, and its call is journalled with its key", async () => {
  const talk = await open(await bot('job = SEND FAX "+4930123456" WITH "Hello"\nTALK "pages: " + job.pages'));
  expect(told(talk.first.frames)).toContain("bot: pages: 1");
  const [fax] = faxes;
  expect(fax?.key).toMatch(/\/1\/1$/);
  const { items } = unwrap(await talk.api.journal(0, 100));
  const events = items.map(({ event }) => event as { type: string; keyword?: string; key?: string });
  expect(events.find(({ type }) => type === "effect.intended")).toMatchObject({ keyword: "SEND FAX", key: fax?.key });
  expect(events.find(({ type }) => type === "effect.done")).toMatchObject({ keyword: "SEND FAX" });
});

test("what its schema refuses, and its own failure, are errors of the script", async () => {
  const script = (number: string) =>
    `TRY\n  SEND FAX "${number}", "x"\nCATCH e\n  TALK e.number + " " + e.message\nEND TRY`;
  const refused = await open(await bot(script("nobody")));
  expect(told(refused.first.frames)[0]).toBe("bot: 5 SEND FAX: number: a telephone number such as +4930123456 is due");
  const failed = await open(await bot(script("+490000000")));
  expect(told(failed.first.frames)[0]).toBe("bot: 500 SEND FAX failed.");
});

test("a failure that nothing catches ends the script at once, and the call is not made again", async () => {
  const talk = await open(await bot('HEAR x\nSEND FAX "+490000000", "x"\nTALK "never"\n'));
  expect(told((await talk.say("go")).frames).at(-1)).toBe("state idle");
  const types = unwrap(await talk.api.journal(0, 1_000)).items.map(({ event }) => event.type);
  expect(types).toContain("script.failed");
  expect(types.filter((type) => type === "effect.failed")).toHaveLength(1);
  expect(types).not.toContain("turn.recovered");
});

test.each([
  ["SEND FAX", "bot: sent", 2],
  ["SEND FAX ONCE", "bot: error 500", 1],
])("a crash in the middle of %s: %s", async (keyword, last, calls) => {
  const name = await bot(
    `TRY\n  ${keyword} "+491111111", "x"\n  TALK "sent"\nCATCH e\n  TALK "error " + e.number\nEND TRY`,
  );
  const talk = conversation(name);
  const opening = talk.api.open(talk.key, { channel: "web", user: null, locale: null, args: {} });
  opening.catch(() => {});
  await vi.waitFor(() => expect(faxes).toHaveLength(1), { timeout: 5_000 });
  await runInDurableObject(talk.stub, (_, state) => state.abort("killed by the test")).catch(() => {});
  await vi.waitFor(
    async () => {
      await runDurableObjectAlarm(talk.stub);
      expect(told(await talk.transcript())).toContain(last);
    },
    { timeout: 10_000, interval: 200 },
  );
  expect(faxes).toHaveLength(calls);
  expect(new Set(faxes.map(({ key }) => key)).size).toBe(1);
});

test("a keyword whose service is to come says so, and so does a service that is called by its path", async () => {
  const talk = await open(
    await bot(
      'TRY\n  SEND MAIL "ann@example.com", "s", "b"\nCATCH e\n  TALK e.number + " " + e.message\nEND TRY\nON ERROR RESUME NEXT\nx = CALL "/crm/tickets/list"\nTALK ERROR MESSAGE\nx = KB STATISTICS\nTALK ERR',
    ),
  );
  expect(told(talk.first.frames).slice(0, 3)).toEqual([
    "bot: 404 SEND MAIL needs the mail service, which this version does not have.",
    'bot: CALL "/crm/tickets/list" needs the connected data service, which this version does not have.',
    "bot: 404",
  ]);
});

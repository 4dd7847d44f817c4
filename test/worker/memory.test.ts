/** What bots remember of a person, who the person is, and several bots in one conversation, inside workerd. */
import { env } from "cloudflare:workers";
import { type JWTPayload, SignJWT } from "jose";
import { afterAll, describe, expect, test } from "vitest";
import type { OpenAnswer } from "../../contracts/conversation.ts";
import type { BotApi } from "../../contracts/objects.ts";
import type { UserApi } from "../../contracts/person.ts";
import { call, codeOf } from "./support-edge.ts";
import { replayAll } from "./support-replay.ts";
import { bot, open, TENANT, told, unwrap } from "./support-session.ts";

afterAll(replayAll, 120_000);

let people = 0;
const freshPerson = () => ({ key: `person-${++people}` });
const userOf = ({ key }: { key: string }) => env.USER.getByName(`${TENANT}/${key}`) as unknown as UserApi;
const said = (frames: Parameters<typeof told>[0]) =>
  told(frames)
    .filter((line) => line.startsWith("bot: ") || line.startsWith("error"))
    .map((line) => line.replace(/^bot: /, ""));

describe("what is remembered of a person", () => {
  test("user memory and facts are one for all bots, REMEMBER is the bot's own", async () => {
    const person = freshPerson();
    const writer = await bot(
      [
        'SET USER MEMORY "size", "M"',
        'SET USER MEMORY "order", {"number": 7}',
        'SET USER FACT "diet", "vegetarian"',
        'REMEMBER USER FACT "prefers the morning"',
        'REMEMBER "last", 42, "30 days"',
        'REMEMBER "theme" = "dark"',
        'TALK RECALL "last"',
      ].join("\n"),
    );
    expect(said((await open(writer, { person })).first.frames)).toEqual(["42"]);
    const reader = await bot(
      [
        'o = GET USER MEMORY "order"',
        'TALK (GET USER MEMORY "size") + o.number',
        "f = USER FACTS()",
        'TALK f[0].value + ", " + f[1].value',
        'IF (RECALL "last") IS NULL THEN TALK "nothing here"',
        'CLEAR USER MEMORY "size"',
        'IF (GET USER MEMORY "size") = "" THEN TALK "cleared"',
      ].join("\n"),
    );
    const told = said((await open(reader, { person })).first.frames);
    expect(told).toEqual(["M7", "vegetarian, prefers the morning", "nothing here", "cleared"]);
    const own = 'REMEMBER "deal.name", "Pan"\nSET SESSION "theme", "light"\nTALK (GET "deal.name") + " " + GET "theme"';
    const again = await bot(own);
    expect(said((await open(again, { person })).first.frames)).toEqual(["Pan light"]);
    expect(said((await open(again)).first.frames)).toEqual(["Pan light"]);
    const user = userOf(person);
    expect(await user.get(`bot/${writer}`, "theme")).toBe("dark");
    await user.erase();
    expect(await user.get(`bot/${writer}`, "theme")).toBeNull();
    expect(await user.list("fact", 10)).toEqual([]);
  });

  test("without a verified person: error 70, and REMEMBER keeps to the conversation", async () => {
    const name = await bot({
      scripts: {
        start: [
          "ON ERROR RESUME NEXT",
          'x = GET USER MEMORY "a"',
          "TALK ERR",
          'REMEMBER "k", [1, 2], "1 hour"',
          "HEAR name",
          'r = RECALL "k"',
          "TALK UBOUND(r)",
        ].join("\n"),
      },
    });
    const talk = await open(name, { user: { id: "anybody" } });
    expect(said(talk.first.frames)).toEqual(["70"]);
    expect(said((await talk.say("go on")).frames)).toEqual(["2"]);
  });

  test("limits, times and writes that are applied once", async () => {
    const user = userOf(freshPerson());
    const value = { scope: "memory", key: "a", value: 1, until: null } as const;
    expect(await user.set("e1", value, 1)).toMatchObject({ ok: true });
    expect(await user.set("e2", { ...value, key: "b" }, 1)).toMatchObject({ ok: false, code: "memory.refused" });
    expect(await user.set("e1", { ...value, value: 2 }, 1)).toMatchObject({ ok: true });
    expect(await user.get("memory", "a")).toBe(1);
    await user.set("e3", { ...value, value: 3, until: Date.now() - 1 }, 1);
    expect(await user.get("memory", "a")).toBeNull();
    const small = await bot({
      scripts: { start: 'ON ERROR RESUME NEXT\nSET USER MEMORY "a", 1\nSET USER MEMORY "b", 2\nTALK ERR' },
      config: { "user-memory-max-keys": "1" },
    });
    expect(said((await open(small, { person: freshPerson() })).first.frames)).toEqual(["14"]);
  });
});

describe("who the person is", () => {
  const SECRET = "a secret of the site, long enough to sign with";
  const token = (claims: JWTPayload, key: string, exp: string | number = "5m") =>
    new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).setExpirationTime(exp).sign(new TextEncoder().encode(key));
  const post = (name: string, user: unknown) =>
    call(`/api/v1/bots/${name}/conversations`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user }),
    });

  test("a token of the site makes a verified person, the same one with every bot", async () => {
    const config = {
      "identity-secret": SECRET,
      "identity-issuer": "https://shop.example",
      "identity-audience": "chat",
    };
    const claims = { sub: "u-7", name: "Ada", email: "ada@example.com", iss: "https://shop.example", aud: "chat" };
    const writer = await bot({
      scripts: { start: 'SET USER MEMORY "n", 1\nTALK (GET SESSION "user_id") + " " + username + " " + useremail' },
      config,
    });
    const answer = await post(writer, await token(claims, SECRET));
    expect(answer.status).toBe(201);
    expect(said((await answer.json<OpenAnswer>()).frames)).toEqual(["u-7 Ada ada@example.com"]);
    const reader = await bot({ scripts: { start: 'TALK "n: " + GET USER MEMORY "n"' }, config });
    const same = await post(reader, await token(claims, SECRET));
    expect(said((await same.json<OpenAnswer>()).frames)).toEqual(["n: 1"]);
    const other = await post(reader, await token({ ...claims, sub: "u-8" }, SECRET));
    expect(said((await other.json<OpenAnswer>()).frames)).toEqual(["n: "]);
    const wrong = [
      token(claims, "another secret that is long enough, too"),
      token({ ...claims, iss: "https://evil.example" }, SECRET),
      token({ ...claims, aud: "other" }, SECRET),
      token({ ...claims, sub: "" }, SECRET),
      token(claims, SECRET, Math.floor(Date.now() / 1000) - 120),
      Promise.resolve("no token"),
      Promise.resolve("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1LTcifQ."),
    ];
    for (const one of wrong) expect(await codeOf(post(reader, await one))).toBe("401 identity.invalid");
    // What a page says of its user makes nobody a person, and neither does a field of the body.
    const claimed = await bot({
      scripts: { start: 'ON ERROR RESUME NEXT\nx = GET USER MEMORY "n"\nTALK ERR' },
      config,
    });
    const anonymous = await call(`/api/v1/bots/${claimed}/conversations`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user: { id: "u-7" }, person: { key: "x" } }),
    });
    expect(said((await anonymous.json<OpenAnswer>()).frames)).toEqual(["70"]);
  });
});

describe("several bots in one conversation", () => {
  const billing = () =>
    bot({
      scripts: {
        start: 'HEAR question\nTALK "billing on " + question\nHEAR n AS INTEGER\nTALK "number " + n',
      },
      config: { "bot-name": "Billing" },
    });

  test("DELEGATE yields an answer; asked again under its key, the bot runs nothing", async () => {
    const helper = await billing();
    const name = await bot(`a = DELEGATE "order 7" TO BOT "${helper}" TIMEOUT 10\nTALK "got: " + a`);
    const talk = await open(name);
    expect(said(talk.first.frames)).toEqual(["got: billing on order 7"]);
    const none = await open(await bot('ON ERROR RESUME NEXT\na = DELEGATE "x" TO BOT "nobody-here"\nTALK ERR'));
    expect(said(none.first.frames)).toEqual(["404"]);
  });

  test("a trigger calls a bot, which keeps the word while it asks something", async () => {
    const helper = await billing();
    const name = await bot({
      scripts: {
        start: `ADD BOT "${helper}" WITH TRIGGER "invoice, payment"\nSET BOT PRIORITY "${helper}", 3\nb = LIST BOTS\nTALK b[0].priority`,
      },
      config: { "fallback-message": "what?" },
    });
    const talk = await open(name);
    expect(said(talk.first.frames)).toEqual(["3"]);
    expect(said((await talk.say("my invoices")).frames)).toEqual(["what?"]);
    const { frames, state } = await talk.say("The INVOICE, please");
    expect(state).toBe("waiting");
    expect(told(frames).slice(1)).toEqual(["bot: billing on The INVOICE, please", "hear INTEGER", "state waiting"]);
    expect(frames).toContainEqual(expect.objectContaining({ type: "talk", from: { kind: "bot", name: "Billing" } }));
    expect(told((await talk.say("no number")).frames)).toContain("hear INTEGER again");
    expect(said((await talk.say("12")).frames)).toEqual(["number 12"]);
    expect(said((await talk.say("anything")).frames)).toEqual(["what?"]);
  });

  test("DELEGATE TO and TRANSFER hand the word on; a parked script waits for it to come back", async () => {
    const asking = await bot('TALK "Which order?"\nHEAR n AS INTEGER\nTALK "order " + n');
    const delegating = await open(await bot(`DELEGATE TO "${asking}"\nTALK "after"\nHEAR x\nTALK "mine: " + x`));
    expect(said(delegating.first.frames)).toEqual(["Which order?", "after"]);
    expect(said((await delegating.say("5")).frames)).toEqual(["order 5"]);
    expect(said((await delegating.say("back")).frames)).toEqual(["mine: back"]);
    const helper = await bot({ scripts: { start: "x = 1" }, config: { "fallback-message": "helper here" } });
    const transferred = await open(await bot(`TRANSFER CONVERSATION TO "${helper}"`));
    expect(said((await transferred.say("one")).frames)).toEqual(["helper here"]);
    expect(said((await transferred.say("two")).frames)).toEqual(["helper here"]);
    const gone = await open(await bot('TRANSFER CONVERSATION TO "nobody-here"'));
    expect(said((await gone.say("one")).frames)[0]).toMatch(/^error/);
    expect(said((await gone.say("two")).frames)[0]).not.toMatch(/^error/);
  });

  test("the answer to a bot's question for a secret is masked here, too", async () => {
    const asking = await bot('TALK "Password?"\nHEAR p AS PASSWORD\nTALK "thanks"');
    const talk = await open(await bot(`DELEGATE TO "${asking}"`));
    expect(told((await talk.say("hunter2-long")).frames)).toContain("bot: thanks");
    expect(JSON.stringify(await talk.transcript())).not.toContain("hunter2-long");
  });

  test("messages without waiting, to all, and one after the other", async () => {
    const one = await bot('HEAR a\nTALK "one: " + a\nHEAR b\nTALK "one again: " + b');
    const two = await bot('HEAR a\nTALK "two: " + LEN(a)');
    const name = await bot(
      [
        `SEND TO BOT "${one}" MESSAGE "hello"`,
        `TALK WAIT FOR BOT "${one}" TIMEOUT 10`,
        `ADD BOT "${one}"`,
        'ADD BOT "nobody-here"',
        'r = BROADCAST "all" TO BOTS',
        'TALK r[0].text + " / " + r[1].error',
        `REMOVE BOT "nobody-here"`,
        `TALK COLLABORATE WITH ["${two}"] ON "task"`,
      ].join("\n"),
    );
    const talk = await open(name);
    expect(said(talk.first.frames)).toEqual([
      "one: hello",
      'one again: all / There is no bot "nobody-here".',
      `${two}: two: 4`,
    ]);
  });

  test("memory that is shared with another bot", async () => {
    const taker = await bot({ scripts: { start: "x = 1" } });
    const giver = await bot(
      [
        'SET BOT MEMORY "price", 9',
        'SET BOT MEMORY "own", 1',
        `BOT SHARE MEMORY "price" WITH "${taker}"`,
        'SET BOT MEMORY "price", 10',
        'ON ERROR RESUME NEXT\nBOT SHARE MEMORY "price" WITH "nobody-here"\nTALK ERR',
      ].join("\n"),
    );
    const first = await open(giver);
    expect(said(first.first.frames)).toEqual(["404"]);
    const api = env.BOT.getByName(`${TENANT}/${taker}`) as unknown as BotApi;
    expect(await api.getMemory("price")).toBe(9);
    const other = await bot(`BOT SYNC MEMORY FROM "${giver}"\nTALK "none: " + GET BOT MEMORY "price"`);
    expect(said((await open(other)).first.frames)).toEqual(["none: "]);
  });

  test("bots that ask each other come to an end", async () => {
    const helper = await bot({
      scripts: {
        start: 'HEAR x\nON ERROR RESUME NEXT\na = DELEGATE x TO BOT bot\nTALK IIF(ERR <> 0, "end " + ERR, a)',
      },
      config: { "a2a-max-hops": "2" },
    });
    const talk = await open(await bot(`TALK DELEGATE "x" TO BOT "${helper}"`));
    expect(said(talk.first.frames)).toEqual(["end 6"]);
  });

  test("an erased conversation takes along what its bots were told", async () => {
    const helper = await billing();
    const talk = await open(await bot(`a = DELEGATE "secret thing" TO BOT "${helper}"`));
    const api = env.BOT.getByName(`${TENANT}/${helper}`) as unknown as BotApi;
    const list = async () => (await api.conversations({ state: null, release: null, limit: 10, cursor: null })).items;
    expect(await list()).toHaveLength(1);
    unwrap(await talk.api.erase());
    await expect.poll(list).toHaveLength(0);
  });
});

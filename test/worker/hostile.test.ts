/** What scripts, packages and strangers may try: it is refused in words, and the conversation goes on. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import type { BotApi } from "../../contracts/objects.ts";
import { readBytes } from "../../worker/body.ts";
import { bot, Device, open, TENANT, told, unwrap } from "./support-session.ts";

const failed = expect.stringMatching(/^error: Sorry/);
/** A text of 2 ^ n characters. */
const grow = (n: number) => `s = "x"\nFOR i = 1 TO ${n}\n  s = s + s\nNEXT\n`;

describe("a script that goes beyond the bounds of a turn", () => {
  test.each([
    ["a menu with an option of 4 MB", `${grow(22)}HEAR m AS s, "b"\n`],
    ["a menu with 90,000 options", 'a = []\nFOR i = 1 TO 90000\n  PUSH a, "o" + i\nNEXT\nHEAR m AS a\n'],
    ["a prompt of 8 MB", `${grow(23)}HEAR m AS TEXT WITH s\n`],
    ["a knowledge base with a name of 1 MB", `${grow(20)}USE KB s\n`],
    ["an error text of 8 MB", `${grow(23)}THROW s\n`],
  ])("%s ends the script, not the conversation", async (_, script) => {
    const talk = await open(await bot(script));
    expect(told(talk.first.frames)).toEqual([failed, "state idle"]);
    expect((await talk.say("still there?")).state).toBe("idle");
  });

  test("may catch it", async () => {
    const script = `${grow(23)}TRY\n  HEAR m AS TEXT WITH s\nCATCH e\n  TALK "too long"\nEND TRY\nHEAR n AS TEXT WITH "Short?"\n`;
    const talk = await open(await bot(script));
    expect(told(talk.first.frames)).toEqual(["bot: too long", "bot: Short?", "hear TEXT", "state waiting"]);
  });

  test("a HEAR after all of a turn's messages is an error, and nothing is lost", async () => {
    const script = `TRY\nFOR i = 1 TO 2000\n  TALK i\nNEXT\nCATCH e\nEND TRY\nHEAR n AS TEXT WITH "More?"\n`;
    const talk = await open(await bot(script));
    expect(talk.first.frames).toHaveLength(1_002);
    expect(told(talk.first.frames.slice(-2))).toEqual([failed, "state idle"]);
  });

  test("notes of any length are cut, and many of them are committed on the way", async () => {
    const talk = await open(await bot(`${grow(20)}FOR i = 1 TO 2000\n  PRINT s\nNEXT\nTALK "done"\n`));
    expect(told(talk.first.frames)).toEqual(["bot: done", "state idle"]);
  });

  test("contexts together are bounded", async () => {
    const script = `s = "é"\nFOR i = 1 TO 14\n  s = s + s\nNEXT\nFOR i = 1 TO 100\n  SET CONTEXT "c" + i AS s\nNEXT\nTALK "done"\n`;
    const talk = await open(await bot(script));
    expect(told(talk.first.frames)).toEqual([failed, "state idle"]);
  });

  test("a tool that returns 8 MB says its beginning", async () => {
    const talk = await open(
      await bot({ scripts: { start: 'ADD SUGGESTION TOOL "big" AS "Go"\n', big: `${grow(23)}RETURN s\n` } }),
    );
    const answer = await talk.say("Go", "click", "big");
    expect(told(answer.frames).some((line) => line.startsWith("bot: xxx"))).toBe(true);
    expect(answer.state).toBe("idle");
  });
});

describe("a stranger", () => {
  test("sends deep JSON and gets a fault; the socket stays", async () => {
    const talk = await open(await bot("DO\n  HEAR x AS TEXT\n  TALK x\nLOOP\n"));
    const device = await Device.connect(talk, 2);
    device.send(`{"type":"message","id":"deep","value":${"[".repeat(30_000)}${"]".repeat(30_000)}}`);
    device.send(`{"type":"event","id":"deep","name":"x","data":${'{"a":'.repeat(9_000)}1${"}".repeat(9_000)}}`);
    await device.untilFrame("fault", 2);
    device.message("still open", "ok-1");
    await device.untilFrame("ack");
  });

  test("cannot name the administrator or the sender, nor reach a prototype by an argument", async () => {
    const script = 'TALK admin + "/" + from + "/" + polluted + "/" + session + "/" + city\n';
    const args = JSON.parse('{"__PROTO__":{"polluted":"p"},"admin":"me","FROM":"+49","session":"s","city":"Oslo"}');
    const talk = await open(await bot(script), { args });
    expect(told(talk.first.frames)).toContain(`bot: ///${talk.key.conversation}/Oslo`);
  });

  test("cannot hold up the history with texts that Postgres does not take", async () => {
    const talk = await open(await bot("HEAR x AS TEXT\nTALK x\n"));
    await talk.say("a\0b \uD800 c");
    const { items } = unwrap(await talk.api.unprojected(100));
    expect(items.map(({ text }) => text)).toContain("a\uFFFDb \uFFFD c");
    expect(JSON.stringify(items)).not.toMatch(/\\u0000|\\ud800/);
  });

  test("who opens too many sockets of a conversation is told so", async () => {
    const talk = await open(await bot("HEAR x AS TEXT\n"));
    const devices = await Promise.all(Array.from({ length: 50 }, () => Device.connect(talk)));
    await expect(Device.connect(talk)).rejects.toThrow("429");
    for (const device of devices) device.close();
  });
});

test("a script reads no secret of its configuration, however it is called", async () => {
  const config = {
    "llm-key": "s-1",
    "smtp-password2": "s-2",
    apikey: "s-3",
    "db-token-old": "s-4",
    "shop-name": "Ada",
  };
  const lines = Object.keys(config).map((key) => `x = GET "config.${key}"\nTALK "[" + x + "]"\n`);
  const talk = await open(await bot({ scripts: { start: lines.join("") }, config }));
  expect(told(talk.first.frames)).toEqual(["bot: []", "bot: []", "bot: []", "bot: []", "bot: [Ada]", "state idle"]);
});

test("a file of the drive goes before one of the data folder, and each can be named", async () => {
  const script = 'a = READ "x.txt"\nb = READ ".gbdata/x.txt"\nTALK a + "/" + b\n';
  const data = { "shop.gbdata/x.txt": "data", "shop.gbdrive/x.txt": "drive" };
  const talk = await open(await bot({ scripts: { start: script }, data }));
  expect(told(talk.first.frames)).toContain("bot: drive/data");
});

describe("a body that does not come", () => {
  const request = (start: (body: ReadableStreamDefaultController<Uint8Array>) => void) =>
    new Request("https://edge.test/", { method: "POST", body: new ReadableStream({ start }) });
  const begun = new TextEncoder().encode("{");

  test("is given up after its time", async () => {
    await expect(
      readBytes(
        request((body) => body.enqueue(begun)),
        10,
        50,
      ),
    ).rejects.toMatchObject({
      failure: { code: "request.invalid", detail: expect.stringContaining("within 0.05 seconds") },
    });
  });

  test("or breaks off is the client's fault", async () => {
    const broken = request((body) => {
      body.enqueue(begun);
      body.error(new Error("reset"));
    });
    await expect(readBytes(broken, 10)).rejects.toMatchObject({ failure: { code: "request.invalid" } });
  });
});

test("an attachment that nobody has sent is refused in words, and the message that names it was not accepted", async () => {
  const talk = await open(await bot("HEAR x AS TEXT\nTALK x\n"));
  const sent = await talk.api.receive({ id: "a-1", text: "see", value: null, attachments: [{ id: "none" }] }, 5_000);
  expect(sent).toMatchObject({ ok: false, code: "attachment.unknown" });
  expect(told((await talk.say("see", "a-1")).frames)).toContain("bot: see");
});

test("a package of more scripts than a conversation can hold is refused", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 301 }, (_, i) => [`many.gbdialog/s${i}.bas`, strToU8("TALK 1\n")]),
  );
  const object = env.BOT.getByName(`${TENANT}/many`) as unknown as BotApi;
  const answer = await object.publish(TENANT, "many", new Uint8Array(zipSync(files)).buffer);
  expect(answer).toMatchObject({ ok: false, code: "release.invalid", detail: expect.stringContaining("301 scripts") });
});

test("an end of waiting that cannot be written is tried again after a while, not at once and for ever", async () => {
  const talk = await open(await bot("HEAR x AS TEXT TIMEOUT 1\nTALK x\n"));
  let tries = 0;
  await runInDurableObject(talk.stub, (instance) => {
    const { session } = instance as unknown as { session: { store: { commit(): void } } };
    session.store.commit = () => {
      tries += 1;
      throw new Error("storage fault of the test");
    };
  });
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(tries).toBe(1);
  expect(await runInDurableObject(talk.stub, (_, state) => state.storage.getAlarm())).toBeGreaterThan(Date.now());
});

describe("a neighbour in the same isolate", () => {
  const config = { "script-max-steps": "3000000", "loop-max-iterations": "1000000000" };
  const LIST = "FOR i = 1 TO 20000\n  PUSH a, (i * 7919) MOD 20011\nNEXT\n";

  test.each([
    ["an endless loop", "DO\n  n = n + 1\nLOOP\n", 3],
    ["endless recursion", "SUB s\n  s\nEND SUB\ns\n", 0],
    ["a memory bomb", 's = "x"\nDO\n  s = s + s\n  PUSH a, s\nLOOP\n', 0],
    ["a pattern bomb", 's = REPEAT("a", 50000)\nDO\n  IF s LIKE REPEAT("*a", 200) + "b" THEN x = 1\nLOOP\n', 3],
    ["a sort bomb", `${LIST}DO\n  b = SORT(a)\nLOOP\n`, 1],
    ["a giant text", 's = REPEAT("ab", 2000000)\nDO\n  t = REPLACE(s, "a", "b")\nLOOP\n', 1],
  ])(
    "is answered during %s",
    async (_, script, least) => {
      const talk = await open(await bot("DO\n  HEAR x\n  TALK x\nLOOP\n"));
      let isOver = false;
      const hog = open(await bot({ scripts: { start: script }, config })).finally(() => {
        isOver = true;
      });
      let answers = 0;
      while (!isOver && answers < 5) {
        const { frames } = await talk.say(`message ${answers}`);
        expect(told(frames)).toContain(`bot: message ${answers}`);
        if (!isOver) answers++;
      }
      expect(answers).toBeGreaterThanOrEqual(least);
      expect(told((await hog).first.frames)).toEqual([failed, "state idle"]);
      expect(told((await talk.say("still there")).frames)).toContain("bot: still there");
    },
    60_000,
  );
});

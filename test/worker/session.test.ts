/** The durable turn inside workerd: dedupe, order, eviction, recovery, sockets. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, describe, expect, test, vi } from "vitest";
import type { DataApi, SessionApi } from "../../contracts/objects.ts";
import { knowledgeOf } from "./support-knowledge.ts";
import { replayAll } from "./support-replay.ts";
import { bot, conversation, Device, open, told, unwrap, upgradeHeaders } from "./support-session.ts";

afterAll(replayAll, 120_000);

const GREETER = `
TALK "Hello"
HEAR name AS NAME WITH "Who are you?"
HEAR age AS INTEGER WITH "How old?"
TALK name + " is " + age
`;
const ECHO = `
n = 0
DO
  HEAR x AS TEXT
  n = n + 1
  TALK n + ": " + x
LOOP
`;

describe("a turn", () => {
  test("start runs until it hears, the answer goes on from there", async () => {
    const talk = await open(await bot(GREETER));
    expect(told(talk.first.frames)).toEqual(["bot: Hello", "bot: Who are you?", "hear NAME", "state waiting"]);
    expect(talk.first).toMatchObject({ seq: 4, state: "waiting" });
    const named = await talk.say("ada lovelace");
    expect(told(named.frames)).toEqual(["user: ada lovelace", "bot: How old?", "hear INTEGER", "state waiting"]);
    const aged = await talk.say("36");
    expect(told(aged.frames)).toEqual(["user: 36", "bot: Ada Lovelace is 36", "state idle"]);
    const frames = await talk.transcript();
    expect(frames.map(({ seq }) => seq)).toEqual(Array.from({ length: 11 }, (_, i) => i + 1));
    expect(frames.map(({ turn }) => turn)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3]);
  });

  test("the object may be evicted at every HEAR", async () => {
    const name = await bot(GREETER);
    const steady = await open(name);
    const evicted = await open(name);
    for (const text of ["Grace Hopper", "not a number", "85"]) {
      await evictDurableObject(evicted.stub);
      expect(told((await evicted.say(text)).frames)).toEqual(told((await steady.say(text)).frames));
    }
    await evictDurableObject(evicted.stub);
    expect(told(await evicted.transcript())).toEqual(told(await steady.transcript()));
  });

  test("an answer that does not fit is asked again, also after a restart, and given up in the end", async () => {
    const talk = await open(await bot('HEAR age AS INTEGER WITH "Age?"\nTALK "age=" + age\n'));
    const first = await talk.say("x");
    expect(told(first.frames)).toEqual([
      "user: x",
      expect.stringMatching(/^bot: .+/),
      "hear INTEGER again",
      "state waiting",
    ]);
    await evictDurableObject(talk.stub);
    await talk.say("y");
    await evictDurableObject(talk.stub);
    expect(told((await talk.say("z")).frames)).toEqual(["user: z", "bot: age=", "state idle"]);
  });

  test("a menu is shown as suggestions; a click is its label", async () => {
    const talk = await open(await bot('HEAR c AS "red", "green"\nTALK "You took " + c\n'));
    expect(told(talk.first.frames)).toEqual(["suggestions red|green", "hear MENU", "state waiting"]);
    expect(told((await talk.say("green", "click", "green")).frames)).toEqual([
      "user: green",
      "bot: You took green",
      "suggestions ",
      "state idle",
    ]);
  });

  test("a click gives a typed HEAR the value behind its label", async () => {
    const talk = await open(
      await bot('ADD SUGGESTION "track" AS "Track my order"\nHEAR c AS TEXT\nTALK "value " + c\n'),
    );
    expect(told((await talk.say("Track my order", "click", "track")).frames)).toContain("bot: value track");
  });

  test("a cancel word ends the run; as an answer to yes or no it is an answer", async () => {
    const talk = await open(await bot("HEAR x AS TEXT\nTALK x\n"));
    expect(told((await talk.say("Cancel")).frames)).toEqual(["user: Cancel", "bot: Cancelled.", "state idle"]);
    const asked = await open(await bot('HEAR x AS BOOLEAN\nTALK "answer " + x\n'));
    expect(told((await asked.say("cancel")).frames)).toContain("bot: answer false");
  });

  test("an error is told in words and kept with its place; the conversation goes on", async () => {
    const talk = await open(await bot('TALK "a"\nTHROW "secret detail"\nTALK "b"\n'));
    expect(told(talk.first.frames)).toEqual(["bot: a", expect.stringMatching(/^error: Sorry/), "state idle"]);
    expect(JSON.stringify(talk.first.frames)).not.toContain("secret detail");
    expect(await journalled(talk, "script.failed")).toMatch(/secret detail.*start\.bas.*"line":2/);
    expect((await talk.say("still there?")).state).toBe("idle");
  });

  test("what a lenient default lets pass is noted in the journal", async () => {
    const talk = await open(await bot("x = 1 / 0\nTALK 2\n"));
    expect(await journalled(talk, "warned")).toMatch(/"line":1/);
  });

  test("a start script that did not compile is an error frame, not a dead conversation", async () => {
    const talk = await open(await bot({ scripts: { start: 'IF THEN THEN ( "DOES NOT COMPILE\n' } }));
    expect(told(talk.first.frames)).toEqual([expect.stringMatching(/^error: /), "state idle"]);
  });

  test("a script that loops for ever is stopped by its budget", async () => {
    const name = await bot({ scripts: { start: "DO\n  n = n + 1\nLOOP\n" }, config: { "script-max-steps": "300000" } });
    expect(told((await open(name)).first.frames)).toEqual([expect.stringMatching(/^error: /), "state idle"]);
  });

  test("variables of the session's start, arguments and config parameters are set", async () => {
    const name = await bot({
      scripts: { start: 'TALK username + "/" + useremail + "/" + channel + "/" + city + "/" + colour\n' },
      config: { "param-colour": "blue" },
    });
    const user = { name: "Ada", email: "ada@example.com" };
    expect(told((await open(name, { user, args: { City: "Lisbon" } })).first.frames)[0]).toBe(
      "bot: Ada/ada@example.com/web/Lisbon/blue",
    );
  });
});

describe("a classic program", () => {
  const AVERAGE = [
    '10 PRINT "AVERAGE OF TWO NUMBERS"',
    "20 INPUT A, B",
    "30 PRINT (A+B)/2",
    "40 FOR I = 1 TO 3",
    "50 PRINT I, I*I",
    "60 NEXT I",
    "70 END",
  ].join("\n");

  test("what it prints is one message, up to INPUT with its prompt; columns stand in a block", async () => {
    const talk = await open(await bot(AVERAGE));
    expect(told(talk.first.frames)).toEqual(["bot: AVERAGE OF TWO NUMBERS\n? ", "hear TEXT", "state waiting"]);
    await evictDurableObject(talk.stub);
    expect(told((await talk.say("3; 4")).frames)).toEqual([
      "user: 3; 4",
      expect.stringMatching(/^bot: .+\n\? $/),
      "hear TEXT again",
      "state waiting",
    ]);
    await evictDurableObject(talk.stub);
    const columns = [" 3.5 ", " 1               1 ", " 2               4 ", " 3               9 "].join("\n");
    expect(told((await talk.say("3, 4")).frames)).toEqual([
      "user: 3, 4",
      `bot: \`\`\`\n${columns}\n\`\`\``,
      "state idle",
    ]);
  });

  test("it may print and loop more than a script of the dialect, and not without end", async () => {
    const many = await open(
      await bot('10 FOR I = 1 TO 12000\n20 PRINT I;\n30 NEXT I\n40 PRINT\n50 PRINT "END"\n60 END\n'),
    );
    expect(told(many.first.frames).at(-2)).toMatch(/END$/);
    const endless = await open(await bot('10 PRINT "0123456789012345678901234567890123456789"\n20 GO TO 10\n30 END\n'));
    expect(told(endless.first.frames).at(-2)).toMatch(/^error: /);
  });
});

describe("once", () => {
  test("the same id gives the same answer and runs nothing, also after a restart", async () => {
    const talk = await open(await bot(ECHO));
    const first = await talk.say("a", "same");
    expect(await talk.say("a", "same")).toEqual(first);
    await evictDurableObject(talk.stub);
    expect(await talk.say("another text", "same")).toEqual(first);
    expect(told((await talk.say("b")).frames)).toContain("bot: 2: b");
  });

  test("concurrently, too", async () => {
    const talk = await open(await bot(ECHO));
    const answers = await Promise.all(Array.from({ length: 20 }, () => talk.say("a", "same")));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(told(await talk.transcript()).filter((line) => line.startsWith("bot"))).toEqual(["bot: 1: a"]);
  });

  test("messages run one at a time, in the order of their arrival", async () => {
    const talk = await open(await bot("DO\n  HEAR x\n  WAIT 0.01\n  TALK x\nLOOP\n"));
    const words = Array.from({ length: 12 }, (_, i) => `w${i}`);
    await Promise.all(words.map((word) => talk.say(word)));
    expect(told(await talk.transcript()).filter((line) => line.startsWith("bot"))).toEqual(
      words.map((w) => `bot: ${w}`),
    );
  });

  test("open a second time answers what is there", async () => {
    const talk = await open(await bot(GREETER));
    const request = { channel: "web", user: null, locale: null, args: {} };
    expect(unwrap(await talk.api.open(talk.key, request))).toEqual(talk.first);
  });

  test("nothing is made for a conversation that was never opened", async () => {
    const talk = conversation(await bot(GREETER));
    expect(await talk.send("hello", "m-1")).toMatchObject({ ok: false, code: "conversation.unknown" });
    expect(await talk.api.frames(0, 10)).toMatchObject({ ok: false, code: "conversation.unknown" });
    expect((await talk.stub.fetch("https://edge.test/socket", { headers: upgradeHeaders(talk.key) })).status).toBe(404);
    expect(await rows(talk.stub, "SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")).toEqual(
      [],
    );
  });

  test("an idle conversation ends after its time, and then refuses messages", async () => {
    const name = await bot({
      scripts: { start: 'TALK "bye"\n' },
      config: { "session-timeout": "1", "timeout-message": "Gone." },
    });
    const talk = await open(name);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await runDurableObjectAlarm(talk.stub);
    expect(told(await talk.transcript())).toEqual(["bot: bye", "state idle", "bot: Gone.", "state ended"]);
    expect(await talk.send("hello?", "late")).toMatchObject({ ok: false, code: "conversation.ended" });
    await evictDurableObject(talk.stub);
    expect(await talk.send("hello?", "late")).toMatchObject({ ok: false, code: "conversation.ended" });
  });
});

describe("effects", () => {
  test("bot memory is shared by a bot's conversations", async () => {
    const name = await bot(
      'x = GET BOT MEMORY "count"\nSET BOT MEMORY "count", x + 1\nTALK "count " + GET BOT MEMORY("count")\n',
    );
    expect(told((await open(name)).first.frames)[0]).toBe("bot: count 1");
    expect(told((await open(name)).first.frames)[0]).toBe("bot: count 2");
  });

  test("SAVE and FIND", async () => {
    const talk = await open(
      await bot(`
t = { "title": "Broken lamp", "open": true, "rank": 3 }
id = SAVE "tickets", t
SAVE "tickets", { "title": "Noise", "open": false, "rank": 1 }
found = FIND "tickets", "rank > 2"
TALK found.title + "/" + found.count
all = FIND "tickets" WHERE rank > 0 ORDER BY rank LIMIT 5
FOR EACH row IN all
  TALK row.title
NEXT
again = FIND "tickets", "id", id
TALK "same " + (again.title = t.title)
none = FIND "nothing"
IF none THEN TALK "?" ELSE TALK "none"
`),
    );
    expect(told(talk.first.frames)).toEqual([
      "bot: Broken lamp/1",
      "bot: Noise",
      "bot: Broken lamp",
      "bot: same true",
      "bot: none",
      "state idle",
    ]);
  });

  test("files of the package: text, rows, keys; outside of it nothing", async () => {
    const name = await bot({
      scripts: {
        start: `
TALK GET "notes.txt"
rows = FIND "prices.csv", "price > 2"
TALK rows.name + " " + rows.price
TALK "missing " + (READ "no.txt" = NULL)
TALK GET "config.bot-name"
TALK "key " + (GET "config.llm-key" = NULL)
ON ERROR RESUME NEXT
x = READ "../secret.txt"
TALK "error " + ERR
`,
      },
      data: { "a.gbdata/notes.txt": "Opening hours 9-17", "a.gbdata/prices.csv": "name;price\napple;1,5\npear;3\n" },
      config: { "bot-name": "Fruits", "llm-key": "sk-secret" },
    });
    const lines = told((await open(name)).first.frames);
    expect(lines).toEqual([
      "bot: Opening hours 9-17",
      "bot: pear 3",
      "bot: missing true",
      "bot: Fruits",
      "bot: key true",
      "bot: error 75",
      "state idle",
    ]);
  });

  test("without a model LLM is an error that names the keys, and can be caught", async () => {
    const name = await bot('TRY\n  x = LLM "hi"\nCATCH e\n  TALK e.number + " " + e.message\nEND TRY\n');
    expect(told((await open(name)).first.frames)[0]).toMatch(/^bot: 500 .*llm-url.*llm-model/);
  });

  test("with a model: LLM, and answers when no script is parked", async () => {
    await withModel(
      [
        { when: "capital", reply: "Paris" },
        { when: null, reply: "I am a model." },
      ],
      async () => {
        const talk = await open(await bot('TALK LLM "What is the capital of France?"\n'));
        expect(told(talk.first.frames)[0]).toBe("bot: Paris");
        const device = await Device.connect(talk, talk.first.seq);
        device.message("who are you?", "m-model");
        await device.untilFrame("state");
        expect(told(device.durable())).toEqual(["user: who are you?", "bot: I am a model.", "state idle"]);
        const parts = device.frames.filter((frame) => frame.type === "delta");
        expect(parts.map((part) => part.text).join("")).toBe("I am a model.");
        expect(device.durable()[1]).toMatchObject({ stream: parts[0]?.stream });
      },
    );
  });

  test("knowledge: THINK KB names the source; unscripted questions get the passage", async () => {
    const path = "a.gbkb/faq/returns.md";
    const name = await bot({
      scripts: {
        start: 'USE KB "faq"\nr = THINK KB "How long may I return shoes?"\nTALK r.results[0].source\nTALK r.summary\n',
      },
      knowledge: [{ path, hash: "1", size: 1, collection: "faq" }],
    });
    const knowledge = knowledgeOf(`default/${name}/faq`);
    await knowledge.put({
      path,
      hash: "1",
      title: "Returns",
      pages: [
        { page: 1, text: "Shoes may be returned within thirty days when they were not worn outside.", headings: [] },
      ],
    });
    const talk = await open(name);
    const [source, summary] = told(talk.first.frames);
    expect(source).toBe(`bot: ${path}`);
    expect(summary).toMatch(/thirty days[\s\S]*Source: Returns/);
    expect(told((await talk.say("return shoes within how many days?")).frames)[1]).toMatch(
      /documents:[\s\S]*thirty days[\s\S]*Source/,
    );
    expect(told((await talk.say("xyzzy plugh")).frames)[1]).toMatch(/^bot: Sorry/);
  });

  test("a suggestion that names a tool runs it when there is no model", async () => {
    const name = await bot({
      scripts: { start: 'ADD SUGGESTION TOOL "hours" AS "Opening hours"\n', hours: 'TALK "Nine to five"\n' },
    });
    const talk = await open(name);
    expect(told(talk.first.frames)).toEqual(["suggestions Opening hours", "state idle"]);
    expect(told((await talk.say("Opening hours", "click", "hours")).frames)).toEqual([
      "user: Opening hours",
      "bot: Nine to five",
      "state idle",
    ]);
  });
});

describe("a script with a thousand rows", () => {
  const KEEPER = `
rows = []
FOR i = 0 TO 999
  rows[i] = { id: i, name: "Customer number " + i, city: "Lyon", balance: i * 1.25, active: i MOD 2 = 0 }
NEXT
DO
  HEAR city AS TEXT
  IF city = "all" THEN
    rows = []
  ELSEIF city <> "?" THEN
    rows[500].city = city
  END IF
  TALK UBOUND(rows) + " " + rows[500].city
LOOP
`;
  const pages = (talk: { stub: DurableObjectStub<undefined> }) =>
    rows(talk.stub, "SELECT id, bytes FROM pages ORDER BY id");
  const sizeOfHead = async (talk: { stub: DurableObjectStub<undefined> }) =>
    (await rows(talk.stub, "SELECT length(bytes) AS size FROM log ORDER BY position DESC LIMIT 1"))[0]?.["size"];

  test("writes only what changed when it waits again, and takes away what it no longer needs", async () => {
    const talk = await open(await bot(KEEPER));
    const first = await pages(talk);
    expect(first.length).toBe(16);
    expect(await sizeOfHead(talk)).toBeLessThan(600);
    await talk.say("?");
    expect(await pages(talk)).toEqual(first);
    await talk.say("Porto");
    const third = await pages(talk);
    const ids = new Set(first.map(({ id }) => id));
    expect(third.filter(({ id }) => !ids.has(id ?? null)).length).toBe(1);
    expect(third.length).toBe(16);
    await evictDurableObject(talk.stub);
    expect(told((await talk.say("?")).frames)).toContain("bot: 1000 Porto");
    expect(await pages(talk)).toEqual(third);
    await talk.say("all");
    expect(await pages(talk)).toEqual([]);
  });

  test("goes on with them after a kill in the middle of a turn", async () => {
    const talk = await open(await bot(KEEPER));
    await talk.say("Porto");
    await runInDurableObject(talk.stub, (instance) => breakNextTurns(instance, 1));
    await talk.say("Evora");
    await talk.say("Faro", "again").catch(() => {});
    await abort(talk.stub);
    await settled(talk);
    expect(told((await talk.say("Faro", "again")).frames)).toContain("bot: 1000 Faro");
    await evictDurableObject(talk.stub);
    expect(told((await talk.say("?")).frames)).toContain("bot: 1000 Faro");
  });
});

describe("time", () => {
  test("HEAR TIMEOUT: the default, else a trappable error", async () => {
    const name = await bot(
      'HEAR x AS TEXT DEFAULT "nobody" TIMEOUT 1\nTALK x\nTRY\n  HEAR y AS TEXT TIMEOUT 1\nCATCH e\n  TALK "error " + e.number\nEND TRY\n',
    );
    const talk = await open(name);
    for (let i = 0; i < 2; i++) {
      await evictDurableObject(talk.stub);
      await new Promise((resolve) => setTimeout(resolve, 1_050));
      await runDurableObjectAlarm(talk.stub);
    }
    const lines = told(await talk.transcript());
    expect(lines).toEqual([
      "hear TEXT",
      "state waiting",
      "bot: nobody",
      "hear TEXT",
      "state waiting",
      "bot: error 68",
      "state idle",
    ]);
  });

  test("a long WAIT gives the object back and goes on after a restart; the answer waits for it", async () => {
    const talk = await open(await bot('HEAR x\nTALK "one"\nWAIT 2\nTALK "two"\nHEAR y\nTALK "got " + y\n'));
    const answer = talk.say("go", "long");
    await talk.send("queued meanwhile", "second", 1);
    await expect(talk.api.receive({ id: "long", text: "go", value: null, attachments: [] }, 1)).resolves.toMatchObject({
      value: { quiet: false, state: "running" },
    });
    expect(told(await talk.transcript())).toContain("bot: one");
    expect(told((await answer).frames)).toEqual(["user: go", "bot: one", "bot: two", "hear TEXT", "state waiting"]);
    expect(told((await talk.say("queued meanwhile", "second")).frames)).toEqual([
      "user: queued meanwhile",
      "bot: got queued meanwhile",
      "state idle",
    ]);
  });

  test("stop ends a long WAIT", async () => {
    const talk = await open(await bot('HEAR x\nTRY\n  WAIT 200\nCATCH e\n  TALK "stopped " + e.number\nEND TRY\n'));
    const device = await Device.connect(talk, talk.first.seq);
    device.message("go", "w");
    await device.untilFrame("ack");
    await evictDurableObject(talk.stub);
    device.send({ type: "stop" });
    await device.untilFrame("state");
    expect(told(device.durable())).toEqual(["user: go", "bot: stopped 18", "state idle"]);
  });

  test("a slow effect lets out what was said and the ack, and stop ends it with an error to catch", async () => {
    await withModel([{ reply: "late", delayMs: 60_000 }], async () => {
      const talk = await open(
        await bot('HEAR x\nTALK "thinking"\nTRY\n  TALK LLM x\nCATCH e\n  TALK "stopped " + e.number\nEND TRY\n'),
      );
      const device = await Device.connect(talk, talk.first.seq);
      device.message("go", "slow");
      await device.untilFrame("ack");
      expect(device.frames.filter((frame) => frame.type === "working")).toEqual([{ type: "working", turn: 2 }]);
      expect(told(device.durable())).toEqual(["user: go", "bot: thinking"]);
      expect(unwrap(await talk.api.frames(0, 10)).state).toBe("running");
      device.send({ type: "stop" });
      await device.untilFrame("state");
      expect(told(device.durable())).toEqual(["user: go", "bot: thinking", "bot: stopped 18", "state idle"]);
    });
  });
});

test("the answer to a HEAR for a secret is masked wherever it is kept", async () => {
  const source =
    'HEAR p AS PASSWORD\nTALK p\nPRINT p\nSET BOT MEMORY "p", p\nHEAR again AS SECRET\nTALK p = again\nTALK {p: p}\n';
  const talk = await open(await bot(source));
  await talk.say("hunter2-hunter2", "m", "hunter2-hunter2");
  const second = await talk.say("hunter2-hunter2", "n", "hunter2-hunter2");
  expect(told(second.frames)).toContain("bot: true");
  const kept = await rows(talk.stub, "SELECT frames, journal, body, state FROM log");
  const waiting = await rows(talk.stub, "SELECT body FROM inbox UNION ALL SELECT value FROM meta");
  expect(JSON.stringify(kept)).toContain("••••••••");
  expect(JSON.stringify([kept, waiting])).not.toContain("hunter2");
});

describe("history", () => {
  test("a hint goes out after the commit, again until it is confirmed, and then no more", async () => {
    const hints: unknown[] = [];
    await withBindings(
      { DATABASE_URL: "postgres://unused", PROJECTIONS: { send: async (hint: unknown) => hints.push(hint) } },
      async () => {
        const talk = await open(await bot(ECHO));
        await talk.say("one");
        expect(hints).toEqual([]);
        await new Promise((resolve) => setTimeout(resolve, 1_050));
        await runDurableObjectAlarm(talk.stub);
        expect(hints).toEqual([{ key: talk.key }]);
        const batch = unwrap(await talk.api.unprojected(1000));
        expect(batch).toMatchObject({ key: talk.key, channel: "web", after: 0, state: "waiting" });
        expect(batch.items.map(({ seq, role, text }) => [seq, role, text])).toEqual([
          [1, "bot", "TEXT"],
          [2, "system", "waiting"],
          [3, "user", "one"],
          [4, "bot", "1: one"],
          [5, "bot", "TEXT"],
          [6, "system", "waiting"],
        ]);
        // Not confirmed: it stays due, with a pause, also after a restart.
        await evictDurableObject(talk.stub);
        expect(await nextAlarm(talk.stub)).toBeGreaterThan(Date.now());
        await talk.api.confirmProjected(4);
        await talk.api.confirmProjected(2);
        expect(unwrap(await talk.api.unprojected(1000)).items.map(({ seq }) => seq)).toEqual([5, 6]);
        await runDurableObjectAlarm(talk.stub);
        expect(hints).toHaveLength(2);
        await talk.api.confirmProjected(6);
        expect(unwrap(await talk.api.unprojected(1000)).items).toEqual([]);
        expect(await nextAlarm(talk.stub)).toBeNull();
      },
    );
  });

  test("hints that were lost again and again do not keep a new turn from being told", async () => {
    const send = async () => {};
    await withBindings({ DATABASE_URL: "postgres://unused", PROJECTIONS: { send } }, async () => {
      const talk = await open(await bot(ECHO));
      await talk.say("one");
      const hour = Date.now() + 3_600_000;
      await runInDurableObject(talk.stub, (_, { storage }) => {
        const lost = JSON.stringify({ watermark: 0, attempts: 12, next: hour });
        storage.sql.exec("INSERT OR REPLACE INTO meta (key, value) VALUES ('projection', ?)", lost);
      });
      await evictDurableObject(talk.stub);
      await talk.say("two");
      expect(await nextAlarm(talk.stub)).toBeLessThan(Date.now() + 31_000);
    });
  });
});

describe("the test switches break what they name", () => {
  const broken = (name: string, work: () => Promise<void>) =>
    withBindings({ BASALT_TEST: "1", BASALT_TEST_BREAK: name }, work);

  test("dedupe: the same id runs twice", () =>
    broken("dedupe", async () => {
      const talk = await open(await bot(ECHO));
      await talk.say("a", "same");
      await talk.say("a", "same");
      expect(told(await talk.transcript()).filter((line) => line.startsWith("bot"))).toEqual([
        "bot: 1: a",
        "bot: 2: a",
      ]);
    }));

  test("outbox: frames are sent and not kept", () =>
    broken("outbox", async () => {
      const talk = await open(await bot(ECHO));
      talk.damaged = "whose frames were not kept on purpose";
      const device = await Device.connect(talk);
      device.message("a", "m");
      await device.untilFrame("ack");
      expect(told(device.durable())).toContain("bot: 1: a");
      expect(await talk.transcript()).toEqual([]);
    }));

  test("journal: a turn is lost with the process", () =>
    broken("journal", async () => {
      const talk = await open(await bot('HEAR a\nTALK "first"\nHEAR b\nTALK "second"\n'));
      talk.damaged = "whose state was not kept on purpose";
      await talk.say("a");
      await evictDurableObject(talk.stub);
      expect(unwrap(await talk.api.frames(0, 100)).items.length).toBeLessThan(6);
    }));

  test("phases are marked on the console, outside of the process", () =>
    withBindings({ BASALT_TEST: "1" }, async () => {
      const print = vi.spyOn(console, "log").mockImplementation(() => {});
      try {
        const talk = await open(await bot(ECHO));
        await talk.say("a");
        const marks = print.mock.calls.map(([line]) => String(line)).filter((line) => line.startsWith("basalt.phase"));
        const { conversation } = talk.key;
        for (const phase of ["receive", "run", "effect", "commit", "deliver"]) {
          expect(marks).toContain(`basalt.phase ${conversation} 2 ${phase}`);
        }
      } finally {
        print.mockRestore();
      }
    }));

  test("without BASALT_TEST they do nothing", () =>
    withBindings({ BASALT_TEST_BREAK: "dedupe" }, async () => {
      const talk = await open(await bot(ECHO));
      expect(await talk.say("a", "same")).toEqual(await talk.say("a", "same"));
    }));
});

describe("recovery", () => {
  /** Kills the object in the middle of a slow effect, behind its barrier. */
  async function killedInEffect() {
    const name = await bot('HEAR x\nTALK "before"\nTALK LLM(x)\nHEAR y\nTALK "after " + y\n');
    const talk = await open(name);
    await withModel([{ reply: "late", delayMs: 60_000 }], async () => {
      await talk.send("question", "q", 600);
      expect(told(await talk.transcript())).toEqual(["hear TEXT", "state waiting", "user: question", "bot: before"]);
      await abort(talk.stub);
    });
    return talk;
  }

  test("the alarm takes up a turn that was killed in the middle of an effect", async () => {
    const talk = await killedInEffect();
    await withModel([{ reply: "the answer" }], async () => {
      await runDurableObjectAlarm(talk.stub);
      await settled(talk);
    });
    expect(told(await talk.transcript()).slice(2)).toEqual([
      "user: question",
      "bot: before",
      "bot: the answer",
      "hear TEXT",
      "state waiting",
    ]);
    expect(told((await talk.say("question", "q")).frames).length).toBe(5);
    expect(told((await talk.say("z")).frames)).toEqual(["user: z", "bot: after z", "state idle"]);
  });

  test("a short WAIT ends at its time, also when no process lives as long as it takes", async () => {
    const talk = await open(await bot('HEAR x\nTALK "before"\nWAIT 1\nTALK "after"\nHEAR y\n'));
    const isOver = async () => told(await talk.transcript()).includes("state waiting", 2);
    await talk.send("question", "q", 400);
    for (let kills = 0; kills < 12 && !(await isOver()); kills++) {
      await abort(talk.stub);
      await talk.send("question", "q", 200);
    }
    expect(told(await talk.transcript()).slice(2)).toEqual([
      "user: question",
      "bot: before",
      "bot: after",
      "hear TEXT",
      "state waiting",
    ]);
  });

  test("so does any request, and the message sent again joins the turn", async () => {
    const talk = await killedInEffect();
    await withModel([{ reply: "the answer" }], async () => {
      const [a, b] = await Promise.all([talk.say("question", "q"), talk.say("next", "n")]);
      expect(told(a.frames)).toEqual([
        "user: question",
        "bot: before",
        "bot: the answer",
        "hear TEXT",
        "state waiting",
      ]);
      expect(told(b.frames)).toEqual(["user: next", "bot: after next", "state idle"]);
    });
  });

  test("an acknowledged message whose turn failed is tried again by the alarm, in its place", async () => {
    const talk = await open(await bot("DO\n  HEAR x\n  TALK LLM(x)\nLOOP\n"));
    await withModel([{ when: "one", reply: "ok", delayMs: 800 }, { reply: "ok" }], async () => {
      await talk.send("one", "m1", 400);
      await talk.send("two", "m2", 1);
      await talk.send("three", "m3", 1);
      await runInDurableObject(talk.stub, (instance) => breakNextTurns(instance, 2));
      await settled(talk);
    });
    expect(await nextAlarm(talk.stub)).not.toBeNull();
    expect(told(await talk.transcript()).filter((line) => line.startsWith("user"))).toEqual(["user: one"]);
    await withModel([{ reply: "ok" }], async () => {
      for (let i = 0; i < 3; i++) {
        await runDurableObjectAlarm(talk.stub);
        await settled(talk);
      }
    });
    expect(told(await talk.transcript()).filter((line) => line.startsWith("user"))).toEqual([
      "user: one",
      "user: two",
      "user: three",
    ]);
  });

  test("a turn that never gets further is given up with an error, and the conversation goes on", async () => {
    const talk = await killedInEffect();
    await runInDurableObject(talk.stub, (_, state) => {
      state.storage.sql.exec("UPDATE meta SET value = json_set(value, '$.running.attempts', 8) WHERE key = 'state'");
      state.abort("read it again");
    }).catch(() => {});
    expect(told((await talk.say("question", "q")).frames)).toEqual([
      "user: question",
      "bot: before",
      expect.stringMatching(/^error: /),
      "state idle",
    ]);
    expect((await talk.say("hello?")).state).toBe("idle");
  });

  test("an answer of the model without a script is asked for again", async () => {
    const talk = await open(await bot("TALK 1\n"));
    await withModel([{ reply: "late", delayMs: 60_000 }], async () => {
      await talk.send("question", "q", 600);
      await abort(talk.stub);
    });
    await withModel([{ reply: "the answer" }], async () => {
      expect(told((await talk.say("question", "q")).frames)).toEqual([
        "user: question",
        "bot: the answer",
        "state idle",
      ]);
    });
  });

  test("two long waits, one after the other, with a restart in each", { timeout: 15_000 }, async () => {
    const talk = await open(await bot('HEAR x\nWAIT 2\nTALK "one"\nWAIT 2\nTALK "two"\n'));
    await talk.send("go", "w", 300);
    await abort(talk.stub);
    const begun = Date.now();
    await expect
      .poll(async () => told(await talk.transcript()).at(-1), { timeout: 8_000, interval: 100 })
      .toBe("bot: one");
    await abort(talk.stub);
    await expect
      .poll(async () => told(await talk.transcript()).at(-1), { timeout: 8_000, interval: 100 })
      .toBe("state idle");
    expect(Date.now() - begun).toBeGreaterThan(3_000);
    expect(told(await talk.transcript()).slice(2)).toEqual(["user: go", "bot: one", "bot: two", "state idle"]);
  });

  test("a message accepted behind a barrier survives the kill, in its place", async () => {
    const name = await bot("DO\n  HEAR x\n  TALK LLM(x)\nLOOP\n");
    const talk = await open(name);
    await withModel([{ reply: "late", delayMs: 60_000 }], async () => {
      const early = talk.send("one", "m1", 600);
      const queuedBefore = talk.send("two", "m2", 600);
      await early;
      await queuedBefore;
      await talk.send("three", "m3", 1);
      await abort(talk.stub);
    });
    await withModel([{ reply: "ok" }], async () => {
      await runDurableObjectAlarm(talk.stub);
      await settled(talk);
    });
    expect(told(await talk.transcript()).filter((line) => /user|bot/.test(line))).toEqual([
      "user: one",
      "bot: ok",
      "user: two",
      "bot: ok",
      "user: three",
      "bot: ok",
    ]);
  });

  test("a write that was applied before the kill is not applied twice", async () => {
    const name = await bot(
      'HEAR x\nSAVE "log", { "text": x }\nTALK LLM("go")\nr = FIND "log"\nTALK "rows " + r.count\n',
    );
    const talk = await open(name);
    // Killed in the model call before that one has made its own barrier: the last commit is the one before the write.
    await withModel([{ reply: "late", delayMs: 60_000 }], async () => {
      await talk.send("x", "q", 120);
      expect(await journalled(talk, "effect.done")).toBe("[]");
      await abort(talk.stub);
    });
    const data = env.DATA.getByName(`default/${name}`) as unknown as DataApi;
    const query = { filter: null, orderBy: [], limit: 10, offset: 0, now: 0, timeZone: "UTC" };
    expect(unwrap(await data.find("log", query)).rows).toHaveLength(1);
    await withModel([{ reply: "went" }], async () => {
      await talk.say("x", "q");
    });
    expect(told(await talk.transcript()).slice(-3)).toEqual(["bot: went", "bot: rows 1", "state idle"]);
  });
});

describe("sockets", () => {
  test("the backlog, then live, in order, on every device; the ack only to the sender", async () => {
    const talk = await open(await bot(ECHO));
    await talk.say("zero");
    const all = await Device.connect(talk);
    const late = await Device.connect(talk, 3);
    all.message("one", "d-1");
    late.message("two", "d-2");
    await all.untilSeq(14);
    await late.untilSeq(14);
    const frames = await talk.transcript();
    expect(all.durable()).toEqual(frames);
    expect(late.durable()).toEqual(frames.slice(3));
    expect(all.frames.filter((frame) => frame.type === "ack")).toEqual([{ type: "ack", id: "d-1" }]);
    expect(late.frames.filter((frame) => frame.type === "ack")).toEqual([{ type: "ack", id: "d-2" }]);
    // Both turns were over before anybody could have shown that they run.
    expect(all.frames.filter((frame) => frame.type === "working")).toEqual([]);
  });

  test("a socket survives eviction, and resume sends again", async () => {
    const talk = await open(await bot(ECHO));
    const device = await Device.connect(talk);
    await device.untilSeq(2);
    await evictDurableObject(talk.stub);
    device.message("hello", "e-1");
    await device.untilSeq(6);
    expect(device.durable().map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    device.frames.length = 0;
    device.send({ type: "resume", after: 4 });
    await device.untilSeq(6);
    expect(device.durable().map(({ seq }) => seq)).toEqual([5, 6]);
    device.message("hello", "e-1");
    await device.untilFrame("ack");
    expect(device.durable().at(-1)?.seq).toBe(6);
  });

  test("a long backlog comes in pages, without gaps, while others speak", async () => {
    const talk = await open(await bot(`FOR i = 1 TO 900\n  TALK i\nNEXT\n${ECHO}`));
    for (let round = 0; round < 2; round++) {
      const device = await Device.connect(talk);
      await talk.say(`r${round}`);
      await device.untilSeq(
        unwrap(await talk.api.frames(0, 1)).nextAfter === undefined ? 0 : (await talk.transcript()).length,
      );
      expect(device.durable()).toEqual(await talk.transcript());
      device.close();
    }
  });

  test("what one turn says and no row of the log could hold is kept in several, and nothing is lost", async () => {
    const talk = await open(
      await bot(
        'HEAR x\nt = REPEAT("0123456789", 3000)\nFOR i = 1 TO 50\n  TALK i + t\n  PRINT i\nNEXT\nHEAR y\nTALK "got " + y\n',
      ),
    );
    await talk.say("go");
    await abort(talk.stub);
    const last = await talk.say("on", "m-on");
    expect(told(last.frames)).toEqual(["user: on", "bot: got on", "state idle"]);
    const frames = await talk.transcript();
    expect(frames.map(({ seq }) => seq)).toEqual(frames.map((_, index) => index + 1));
    expect(
      told(frames)
        .filter((line) => line.startsWith("bot: "))
        .map((line) => line.slice(5, 9)),
    ).toEqual([...Array.from({ length: 50 }, (_, i) => `${i + 1}012345`.slice(0, 4)), "got "]);
    const log = await rows(
      talk.stub,
      "SELECT to_seq, message IS NOT NULL AS answer, state IS NOT NULL AS newest FROM log",
    );
    expect(log.length).toBeGreaterThan(5);
    expect(log.map(({ newest }) => newest)).toEqual(log.map((_, index) => (index === log.length - 1 ? 1 : 0)));
    expect(log.filter(({ answer }) => answer === 1)).toHaveLength(2);
    const entries = unwrap(await talk.api.journal(0, 1_000)).items.map(({ position }) => position);
    expect(entries).toEqual(entries.map((_, index) => index + 1));
    expect(unwrap(await talk.api.journal(entries.length - 3, 2)).items.map(({ position }) => position)).toEqual(
      entries.slice(-3, -1),
    );
    // Known in a new process, too, where no id is in memory yet.
    await abort(talk.stub);
    expect((await talk.say("on", "m-on")).frames).toEqual(last.frames);
    expect(await talk.transcript()).toEqual(frames);
  });

  test("malformed frames get a fault and the socket stays; twenty in a minute close it", async () => {
    const talk = await open(await bot(ECHO));
    const device = await Device.connect(talk, 2);
    const bad: [unknown, string][] = [
      ["not json", "frame.invalid"],
      ["[]", "frame.invalid"],
      [{ type: "dance" }, "frame.unknown-type"],
      [{ type: "message", text: "no id" }, "frame.invalid"],
      [{ type: "message", id: "with blank", text: "x" }, "frame.invalid"],
      [{ type: "resume", after: -1 }, "frame.invalid"],
      [new TextEncoder().encode('{"type":"ping"}').buffer, "frame.invalid"],
    ];
    for (const [frame] of bad) device.send(frame);
    await device.untilFrame("fault", bad.length);
    expect(device.frames.map((frame) => (frame.type === "fault" ? frame.code : frame.type))).toEqual(
      bad.map(([, code]) => code),
    );
    device.message("still open", "ok-1");
    await device.untilFrame("ack");
    for (let i = bad.length; i < 20; i++) device.send("x");
    await device.untilClosed();
    expect(device.closed?.code).toBe(1008);
  });

  test("a frame above 64 KiB closes with 1009; ping is answered", async () => {
    const talk = await open(await bot(ECHO));
    const device = await Device.connect(talk, 2);
    device.send('{"type":"ping"}');
    device.send('{"type": "ping"}');
    await device.untilFrame("pong", 2);
    device.send(JSON.stringify({ type: "message", id: "big", text: "ä".repeat(33_000) }));
    await device.untilClosed();
    expect(device.closed?.code).toBe(1009);
  });
});

/** Events of a type, as JSON. */
async function journalled(talk: { api: SessionApi }, type: string): Promise<string> {
  const { items } = unwrap(await talk.api.journal(0, 1_000));
  return JSON.stringify(items.filter(({ event }) => (event as { type: string }).type === type));
}

async function rows(stub: DurableObjectStub<undefined>, sql: string): Promise<Record<string, SqlStorageValue>[]> {
  return runInDurableObject(stub, (_, state) => state.storage.sql.exec(sql).toArray());
}

/** The object is thrown away in the middle of what it does, as by a crash of its machine. */
async function abort(stub: DurableObjectStub<undefined>): Promise<void> {
  await runInDurableObject(stub, (_, state) => state.abort("killed by the test")).catch(() => {});
}

/** Waits until no turn runs. */
async function settled(talk: { api: { frames(after: number, limit: number): Promise<unknown> } }): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const page = (await talk.api.frames(0, 1)) as { value: { state: string } };
    if (page.value.state !== "running") return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("the turn did not become quiet");
}

/** Objects that are made while `work` runs see this scripted model. */
function withModel(replies: unknown[], work: () => Promise<void>): Promise<void> {
  return withBindings({ SCRIPTED_MODEL: JSON.stringify(replies) }, work);
}

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

async function nextAlarm(stub: DurableObjectStub<undefined>): Promise<number | null> {
  return runInDurableObject(stub, (_, state) => state.storage.getAlarm());
}

/** Makes the commits that end the next turns fail after the present one, as a storage fault would. */
function breakNextTurns(instance: unknown, turns: number): void {
  const { session } = instance as { session: { store: { commit(commit: { state: { running: unknown } }): void } } };
  const { store } = session;
  const commit = store.commit.bind(store);
  let quiet = 0;
  store.commit = (change) => {
    if (change.state.running === null) quiet += 1;
    if (quiet > 1 && quiet <= turns + 1) throw new Error("storage fault of the test");
    commit(change);
  };
}

/** Keywords of the services that the product has, through a conversation: session, memory, knowledge, model. */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, describe, expect, test } from "vitest";
import { knowledgeOf } from "./support-knowledge.ts";
import { replayAll } from "./support-replay.ts";
import { bot, open, TENANT, told, unwrap } from "./support-session.ts";

afterAll(replayAll, 120_000);

/** What the bot says to a start script, a line each. */
async function says(script: string, files: Parameters<typeof bot>[0] = script): Promise<string[]> {
  const name = await bot(
    typeof files === "string" ? files : { ...files, scripts: { start: script, ...files.scripts } },
  );
  return told((await open(name)).first.frames);
}

async function withModel(replies: unknown[], work: () => Promise<void>): Promise<void> {
  Object.assign(env, { SCRIPTED_MODEL: JSON.stringify(replies) });
  try {
    await work();
  } finally {
    Object.assign(env, { SCRIPTED_MODEL: undefined });
  }
}

describe("session keys", () => {
  test("are kept with their type, through restarts, under any case; NULL takes one away", async () => {
    const talk = await open(
      await bot(`
SET SESSION "Case.Number", 17
SET "session.tier" = "gold"
SET basket, ["tea", {n: 2}]
HEAR x
n = GET SESSION "case.number"
TALK n + 1
TALK GET "session.tier" = "gold"
TALK JSON(GET SESSION "basket")
SET SESSION "tier", NULL
TALK (GET SESSION "tier") IS NULL
TALK (GET SESSION "never") IS NULL
`),
    );
    await evictDurableObject(talk.stub);
    expect(told((await talk.say("go")).frames).slice(1, -1)).toEqual([
      "bot: 18",
      "bot: true",
      'bot: ["tea",{"n":2}]',
      "bot: true",
      "bot: true",
    ]);
  });

  test("tell what the conversation knows of itself, and refuse what is its own", async () => {
    const name = await bot(`
TALK GET SESSION "user_name", " ", GET SESSION "channel"
SET USER "customer-7"
TALK GET SESSION "user_id"
TRY
  SET SESSION "id", "another"
CATCH e
  TALK e.number
END TRY
key = "name"
other = "someone-else"
TRY
  x = GET SESSION other, key
CATCH e
  TALK e.number, " ", e.message
END TRY
`);
    const { first } = await open(name, { user: { id: "u-1", name: "Ann" } });
    expect(told(first.frames)).toEqual([
      "bot: Ann web",
      "bot: customer-7",
      "bot: 5",
      expect.stringMatching(/^bot: 404 .*messaging service/),
      "state idle",
    ]);
  });

  test("have a limit in all", async () => {
    expect(await says('TRY\n  SET SESSION "big", REPEAT("x", 1000001)\nCATCH e\n  TALK e.number\nEND TRY\n')).toContain(
      "bot: 14",
    );
  });
});

describe("memory of the bot", () => {
  test("CACHE keeps a value for its time, for all conversations", async () => {
    const name = await bot(`
kept = CACHE GET "rate"
TALK "before: " + kept
CACHE SET "rate", {usd: 1.1}, 60
CACHE SET "short", 1, 0.001
WAIT 0.05
TALK (CACHE GET "rate").usd, " ", (CACHE GET "short") IS NULL
`);
    expect(told((await open(name)).first.frames).slice(0, 2)).toEqual(["bot: before: ", "bot: 1.1 true"]);
    expect(told((await open(name)).first.frames)[0]).toBe('bot: before: {"usd":1.1}');
    expect(await says('TRY\n  CACHE SET "a", 1, -5\nCATCH e\n  TALK e.number\nEND TRY\n')).toContain("bot: 5");
  });
});

test("GENERATE CODE makes digits as text, each time others", async () => {
  const script = 'a = GENERATE CODE 8\nb = GENERATE CODE 8\nTALK LEN(a), " ", a = b, " ", ISNUMERIC(a)\n';
  expect(await says(script)).toContain("bot: 8 false true");
});

describe("knowledge", () => {
  test("figures of the collections, and which are there", async () => {
    const script = `
TALK JOIN(KB LIST COLLECTIONS, ",")
HEAR x
s = KB STATISTICS
TALK s.total_collections, " ", s.total_documents, " ", s.documents_added_last_week
TALK (KB COLLECTION STATS "manuals").points_count > 0
TALK KB DOCUMENTS COUNT, " ", KB DOCUMENTS ADDED SINCE 1, " ", KB STORAGE SIZE > 0
TALK (KB COLLECTION STATS "nothing") IS NULL
again = JSON PARSE s
TALK again.total_documents
`;
    const files = {
      scripts: { start: script },
      knowledge: [{ collection: "manuals", path: "a.md", hash: "h1", size: 9 }],
    };
    const name = await bot(files);
    const talk = await open(name);
    const collection = knowledgeOf(`${TENANT}/${name}/manuals`);
    const page = { page: 0, text: "The pump stops when the filter is full.", headings: [] };
    await collection.put({ path: "a.md", hash: "h1", title: "Pump", pages: [page] });
    expect(told(talk.first.frames)[0]).toBe("bot: manuals");
    expect(told((await talk.say("go")).frames).slice(1, -1)).toEqual([
      "bot: 1 1 1",
      "bot: true",
      "bot: 1 1 true",
      "bot: true",
      "bot: 1",
    ]);
  });
});

describe("the model", () => {
  test("verbs that ask for one thing; a category is always one of those given", async () => {
    await withModel(
      [
        { when: "polite", reply: " Please come in. " },
        { when: "Bom dia", reply: "Good morning" },
        { when: "long letter", reply: "Short." },
        { when: "broken", reply: "It is a Complaint." },
        { when: "lovely", reply: "Positive" },
        { when: "fire", reply: "high" },
        { when: "return my order", reply: "refund" },
        { when: "abcdefgh", reply: "Yes." },
        { when: null, reply: "?" },
      ],
      async () => {
        expect(
          await says(`
TALK REWRITE "Make it polite: come in"
TALK TRANSLATE "Bom dia", "English"
TALK SUMMARIZE "a long letter"
TALK CLASSIFY "it is broken", ["praise", "complaint"]
TALK SENTIMENT "how lovely"
TALK DETECT_URGENCY("fire")
TALK CLASSIFY_INTENT("I want to return my order")
TALK VALIDATE "abcdefgh", "eight letters"
TALK VALIDATE "ann@example.com", "EMAIL"
TALK VALIDATE "ann", "EMAIL"
`),
        ).toEqual([
          "bot: Please come in.",
          "bot: Good morning",
          "bot: Short.",
          "bot: complaint",
          "bot: positive",
          "bot: high",
          "bot: refund",
          "bot: true",
          "bot: true",
          "bot: false",
          "state idle",
        ]);
      },
    );
  });

  test("SAVE FROM UNSTRUCTURED reads a text into the columns of the table; data is stored as it stands", async () => {
    await withModel(
      [
        { when: "seats", reply: '```json\n{"name": "Ada", "seats": 4}\n```' },
        { when: null, reply: "no idea" },
      ],
      async () => {
        expect(
          await says(`
SAVE "tables", {name: "Bob", seats: 2}
SAVE FROM UNSTRUCTURED "tables", "Ada wants four seats"
SAVE FROM UNSTRUCTURED "tables", "{""name"": ""Eve"", ""seats"": 1}"
FOR EACH t IN FIND "tables" ORDER BY name
  TALK t.name, " ", t.seats
NEXT
TRY
  SAVE FROM UNSTRUCTURED "tables", "nothing to see"
CATCH e
  TALK e.number
END TRY
`),
        ).toEqual(["bot: Ada 4", "bot: Bob 2", "bot: Eve 1", "bot: 500", "state idle"]);
      },
    );
  });

  test("CALCULATE computes, asks nobody and runs nothing else", async () => {
    expect(
      await says(`
total = CALCULATE "price * count + ROUND(0.4)", {price: 5, count: 3}
TALK total
FOR EACH formula IN ["1 +", "1) : TALK (2", "GET BOT MEMORY ""x""", "REPEAT(""x"", 1000000)"]
  TRY
    TALK CALCULATE formula
  CATCH e
    TALK e.number
  END TRY
NEXT
`),
    ).toEqual(["bot: 15", "bot: 5", "bot: 5", "bot: 5", "bot: 5", "state idle"]);
  });

  test("ANSWER and messages see contexts, the script's system prompt and the choice of the model", async () => {
    await withModel(
      [
        { when: "what is the plan", reply: "as asked" },
        { when: null, reply: "something else" },
      ],
      async () => {
        const name = await bot({
          scripts: {
            start: `
BEGIN SYSTEM PROMPT
  You sell bicycles to \${GET SESSION "user_name"}.
END SYSTEM PROMPT
SET CONTEXT "plan" AS "first"
CLEAR CONTEXT "plan"
USE MODEL "fast"
TALK GET CURRENT MODEL, " ", JOIN(LIST MODELS, ",")
TALK ANSWER "what is the plan"
TRY
  USE MODEL "unknown"
CATCH e
  TALK e.number
END TRY
`,
          },
          config: {
            "llm-url": "http://models.example",
            "llm-model": "big",
            "llm-models": "big;small",
            "model-fast": "small",
          },
        });
        expect(told((await open(name)).first.frames)).toEqual([
          "bot: small big,small,fast",
          "bot: as asked",
          "bot: 5",
          "state idle",
        ]);
      },
    );
  });
});

describe("the choice of the model", () => {
  const config = {
    "llm-url": "http://models.example",
    "llm-model": "big",
    "llm-models": "big;small",
    "model-fast": "quick",
    "model-fallback-order": "fast",
  };

  test("where one does not answer the next of the chain does; a chosen one goes first, and so does a routed one", async () => {
    await withModel(
      [
        { model: "big", when: "down", fail: { status: 500 } },
        { model: "big", reply: "I am big" },
        { model: "small", reply: "I am small" },
        { model: "quick", reply: "I am quick" },
      ],
      async () => {
        const start = `TALK LLM "up"
TALK LLM "down"
USE MODEL "small"
TALK LLM "up"
SET MODEL ROUTING "cost"
TALK LLM "up"
TRY
  SET MODEL ROUTING "cheapest"
CATCH e
  TALK e.message
END TRY
`;
        expect(told((await open(await bot({ scripts: { start }, config }))).first.frames)).toEqual([
          "bot: I am big",
          "bot: I am quick",
          "bot: I am small",
          "bot: I am quick",
          'bot: SET MODEL ROUTING takes auto, manual, fallback, quality, cost, load-balanced, not "cheapest".',
          "state idle",
        ]);
      },
    );
  });

  test("nothing else is tried where the configuration says so", async () => {
    await withModel(
      [
        { model: "big", fail: { status: 500 } },
        { model: "quick", reply: "quick" },
      ],
      async () => {
        const start = 'TRY\n  TALK LLM "x"\nCATCH e\n  TALK e.number\nEND TRY\n';
        const name = await bot({ scripts: { start }, config: { ...config, "model-fallback-enabled": "false" } });
        expect(told((await open(name)).first.frames)[0]).toBe("bot: 500");
      },
    );
  });
});

test("what was said longest ago is left out where the model's window is too small for it", async () => {
  await withModel(
    [
      { when: "tell me", reply: "blah ".repeat(300) },
      { in: "prompt", when: "the word is swordfish", reply: "it still knows" },
      { reply: "it has forgotten" },
    ],
    async () => {
      const small = await open(
        await bot({ scripts: { start: 'TALK "hi"' }, config: { "llm-context-window": "1200" } }),
      );
      const large = await open(await bot({ scripts: { start: 'TALK "hi"' } }));
      for (const talk of [small, large]) {
        await talk.say("tell me: the word is swordfish");
        await talk.say("tell me more");
      }
      expect(told((await small.say("what is the word?")).frames)).toContain("bot: it has forgotten");
      expect(JSON.stringify(unwrap(await small.api.journal(0, 1_000)))).toContain(
        "of the earlier messages did not fit",
      );
      expect(told((await large.say("what is the word?")).frames)).toContain("bot: it still knows");
    },
  );
});

describe("personal data", () => {
  const start = `ADD TOOL "note"
TRY
  TALK LLM "Card 4111 1111 1111 1111 of ann@x.example, not [[EMAIL_1]]"
CATCH e
  TALK e.number + " " + e.message
END TRY
`;
  const note = 'PARAM text\nDESCRIPTION "Notes"\nTALK "noted " + text\nRETURN "kept " + text\n';
  const replies = [
    { in: "prompt", when: "4111", reply: "the model saw the card" },
    { in: "prompt", when: "ann@x.example", reply: "the model saw the address" },
    { round: 1, in: "tools", when: "kept [[EMAIL_1]]", reply: "Wrote to [[EMAIL_1]]." },
    { round: 0, when: "write to [[EMAIL_1]]", reply: "", tools: [{ name: "note", input: { text: "[[EMAIL_1]]" } }] },
    { when: "[[CARD_1]] of [[EMAIL_1]], not [[TEXT_1]]", reply: "Hello [[EMAIL_1]], [[CARD_1]] and [[TEXT_1]]" },
    { reply: "told something else" },
  ];

  test("is no model's business where it is masked; people and tools see it as it is", async () => {
    await withModel(replies, async () => {
      const talk = await open(await bot({ scripts: { start, note }, config: { "llm-pii": "mask" } }));
      expect(told(talk.first.frames)[0]).toBe("bot: Hello ann@x.example, 4111 1111 1111 1111 and [[EMAIL_1]]");
      expect(told((await talk.say("write to ann@x.example")).frames)).toEqual([
        "user: write to ann@x.example",
        "bot: noted ann@x.example",
        "bot: Wrote to ann@x.example.",
        "state idle",
      ]);
    });
  });

  test("is not sent where that is refused, and goes as it is where nothing is said", async () => {
    await withModel(replies, async () => {
      const refusing = await open(await bot({ scripts: { start, note }, config: { "llm-pii": "refuse" } }));
      expect(told(refusing.first.frames)[0]).toMatch(/^bot: 70 .*card, email.*llm-pii/);
      const plain = await open(await bot({ scripts: { start, note } }));
      expect(told(plain.first.frames)[0]).toBe("bot: the model saw the card");
    });
  });
});

describe("the model's turn", () => {
  const STOCK = `PARAM plant AS STRING LIKE "fern" DESCRIPTION "Which plant"
PARAM count AS INTEGER DEFAULT 1
DESCRIPTION "Looks up how many are there"
`;
  const seller = (stock: string): Promise<string> =>
    bot({ scripts: { start: 'ADD TOOL "stock"\nHEAR x\n', stock: `${STOCK}${stock}` } });
  const call = (input: object) => ({ name: "stock", input });

  test("tools run in the session with converted arguments, and the model is told what came of them", async () => {
    await withModel(
      [
        { round: 0, reply: "Let me look. ", tools: [call({ plant: "fern" }), call({ plant: "ivy", count: "3" })] },
        { round: 1, in: "tools", when: '"of":"ivy","wanted":3', reply: "Ferns and ivy are there." },
        { reply: "told something else" },
      ],
      async () => {
        const talk = await open(await seller('TALK "Looking for " + plant\nRETURN {"of": plant, "wanted": count}\n'));
        await talk.say("hi");
        expect(told((await talk.say("do you have plants?")).frames)).toEqual([
          "user: do you have plants?",
          "bot: Let me look. ",
          "bot: Looking for fern",
          "bot: Looking for ivy",
          "bot: Ferns and ivy are there.",
          "state idle",
        ]);
      },
    );
  });

  test("a tool that asks the person goes on days later in another process; nothing is asked or done twice", async () => {
    await withModel(
      [
        { round: 0, times: 1, when: "order", tools: [call({ plant: "fern" })] },
        { round: 1, times: 1, in: "tools", when: "sent to Lisbon", reply: "It is on its way." },
        { reply: "asked again" },
      ],
      async () => {
        const talk = await open(
          await seller('TALK "One " + plant\nHEAR town WITH "Where to?"\nRETURN "sent to " + town\n'),
        );
        await talk.say("hi");
        expect(told((await talk.say("order a fern")).frames)).toEqual([
          "user: order a fern",
          "bot: One fern",
          "bot: Where to?",
          "hear TEXT",
          "state waiting",
        ]);
        await runInDurableObject(talk.stub, (_, state) => state.abort("killed by the test")).catch(() => {});
        expect(told((await talk.say("Lisbon")).frames)).toEqual([
          "user: Lisbon",
          "bot: It is on its way.",
          "state idle",
        ]);
      },
    );
  });

  test("wrong arguments, unknown tools and failing tools are told to the model, which may try again", async () => {
    await withModel(
      [
        {
          round: 0,
          tools: [
            { name: "stock", raw: "{not json" },
            { name: "nothing", input: {} },
          ],
        },
        { round: 1, in: "tools", when: "JSON", tools: [call({ count: "many" })] },
        { round: 2, in: "tools", when: "The argument plant is missing", tools: [call({ plant: "yew" })] },
        { round: 3, in: "tools", when: "out of yew", reply: "There is none." },
        { reply: "not told" },
      ],
      async () => {
        const talk = await open(await seller('THROW "out of " + plant\n'));
        await talk.say("hi");
        expect(told((await talk.say("yew?")).frames)).toEqual(["user: yew?", "bot: There is none.", "state idle"]);
      },
    );
  });

  test("LLM WITH TOOLS yields the answer after the tools have run, across a crash while one asks the person", async () => {
    await withModel(
      [
        { round: 0, times: 1, when: "Where is my fern", tools: [call({ plant: "fern" })] },
        { round: 1, times: 1, in: "tools", when: "to Lisbon", reply: "At sea." },
        { reply: "asked again" },
      ],
      async () => {
        const talk = await open(
          await bot({
            scripts: {
              start: `ADD TOOL "stock"
where = "nowhere"
TALK "Asking"
where = LLM "Where is my fern?" WITH TOOLS
TALK "The model says: " + where
`,
              stock: `${STOCK}HEAR town WITH "Where to?"\nRETURN "to " + town\n`,
            },
          }),
        );
        expect(told(talk.first.frames)).toEqual(["bot: Asking", "bot: Where to?", "hear TEXT", "state waiting"]);
        await runInDurableObject(talk.stub, (_, state) => state.abort("killed by the test")).catch(() => {});
        expect(told((await talk.say("Lisbon")).frames)).toEqual([
          "user: Lisbon",
          "bot: The model says: At sea.",
          "state idle",
        ]);
      },
    );
  });

  test("ANSWER goes through the tools and is not shown; a model that fails can be caught, and so can one that is missing", async () => {
    const name = await bot({
      scripts: {
        start: `ADD TOOL "stock"
TRY
  text = ANSWER "how many ferns?"
  TALK "[" + text + "]"
  text = LLM "broken" WITH TOOLS
CATCH e
  TALK e.number + " " + e.message
END TRY
`,
        stock: `${STOCK}RETURN 12
`,
      },
    });
    await withModel(
      [
        { when: "broken", fail: { status: 401 } },
        { round: 0, tools: [call({ plant: "fern" })] },
        { round: 1, in: "tools", when: "12", reply: "Twelve." },
      ],
      async () => {
        const said = told((await open(name)).first.frames);
        expect(said[0]).toBe("bot: [Twelve.]");
        expect(said[1]).toMatch(/^bot: 500 .*does not take the key/);
      },
    );
    expect(told((await open(name)).first.frames)[0]).toMatch(/^bot: 500 No language model is configured.*llm-url/);
  });

  test("LLM WITH JSON and WITH an object of types yields values, asks once more for what does not fit, and then fails", async () => {
    await withModel(
      [
        { when: "never", in: "prompt", reply: "no" },
        { when: "free form", reply: '```json\n{"a": [1, true]}\n```' },
        { round: 0, times: 1, when: "order three", reply: '{"count": "many"}' },
        { when: "Answer again", in: "prompt", reply: '{"count": "3", "town": "Évora", "when": "2026-12-01"}' },
      ],
      async () => {
        expect(
          await says(`
free = LLM "free form" WITH JSON
TALK free.a[0] + 1
order = LLM "order three to Évora" WITH {"count": "INTEGER", "town": "TEXT", "when": "DATE", "note": "TEXT?"}
TALK order.count + 1, " ", order.town, " ", order.note IS NULL
TRY
  x = LLM "never" WITH JSON
CATCH e
  TALK e.number
END TRY
TRY
  x = LLM "never" WITH {}
CATCH e
  TALK e.number
END TRY
`),
        ).toEqual(["bot: 2", "bot: 4 Évora true", "bot: 500", "bot: 5", "state idle"]);
      },
    );
  });

  test("in the mode sql the model reads the tables by SELECT, and is told what else it tries", async () => {
    await withModel(
      [
        { when: "hi", reply: "hello" },
        {
          round: 0,
          in: "system",
          when: "price), 2 rows",
          tools: [{ name: "query_tables", input: { sql: "DELETE FROM plants" } }],
        },
        {
          round: 1,
          in: "tools",
          when: "SELECT",
          tools: [{ name: "query_tables", input: { sql: "SELECT name FROM plants ORDER BY price DESC LIMIT 1" } }],
        },
        { round: 2, in: "tools", when: "palm", reply: "The palm is the dearest." },
        { reply: "told something else" },
      ],
      async () => {
        const talk = await open(
          await bot(
            `SAVE "plants", {"name": "fern", "price": 5}\nSAVE "plants", {"name": "palm", "price": 50}\nSET ANSWER MODE "sql"\n`,
          ),
        );
        expect(told((await talk.say("the dearest plant?")).frames)).toEqual([
          "user: the dearest plant?",
          "bot: The palm is the dearest.",
          "state idle",
        ]);
      },
    );
  });

  test("what a program brings of its own conversation is what the model is told, with its tools and its format", async () => {
    const user = (text: string) => ({ role: "user" as const, content: [{ type: "text" as const, text }] });
    const lookup = { name: "lookup", description: "Finds", parameters: { type: "object", properties: {} } };
    const brought = {
      system: "Speak like a pirate.",
      messages: [user("I am Ann"), { role: "assistant" as const, content: [{ type: "text" as const, text: "Ahoy." }] }],
      tools: [lookup],
      toolChoice: "auto" as const,
      json: null,
    };
    await withModel(
      [
        { in: "tools", when: "sunny", times: 1, reply: "Fair winds." },
        {
          round: 0,
          when: "weather",
          reply: "Aye. ",
          tools: [{ name: "lookup", input: { of: "sky" } }, call({ plant: "fern" })],
        },
        { in: "system", when: "pirate", reply: "Ann, aye" },
        { reply: "told nothing of it" },
      ],
      async () => {
        const name = await bot({ scripts: { start: 'ADD TOOL "stock"\n', stock: `${STOCK}TALK "looked"\n` } });
        const asks = [...brought.messages, user("the weather?")];
        const talk = await open(name, { brought: { ...brought, messages: asks } });
        const answer = await talk.say("the weather?");
        expect(told(answer.frames).filter((line) => line.startsWith("bot"))).toEqual(["bot: Aye. "]);
        const calls = answer.frames.find((frame) => frame.type === "tool-calls");
        expect(calls).toMatchObject({ calls: [{ name: "lookup", arguments: '{"of":"sky"}' }] });
        const [id] = calls?.type === "tool-calls" ? calls.calls.map((one) => one.id) : [];
        const results = [
          ...asks,
          {
            role: "assistant" as const,
            content: [{ type: "tool-call" as const, id: id ?? "", name: "lookup", input: { of: "sky" } }],
          },
          {
            role: "tool" as const,
            content: [{ id: id ?? "", name: "lookup", output: "sunny", isError: false }],
          },
        ];
        const after = await open(name, { brought: { ...brought, messages: results } });
        expect(told((await after.say("")).frames)).toContain("bot: Fair winds.");
        // The same conversation goes on with what was said in it.
        expect(told((await after.say("and who am I?")).frames)).toContain("bot: Ann, aye");
        const receipt = unwrap(await after.api.journal(0, 100)).items.findLast(
          ({ event }) => event.type === "turn.timed",
        );
        expect(receipt?.event).toMatchObject({ model: { calls: 1, isEstimated: false } });
      },
    );
  });

  test("a model that calls tools without end is stopped after eight rounds", async () => {
    await withModel([{ reply: "Again. ", tools: [call({ plant: "fern" })] }], async () => {
      const talk = await open(await seller('TALK "looked"\n'));
      await talk.say("hi");
      const said = told((await talk.say("loop")).frames);
      expect(said.filter((line) => line === "bot: looked")).toHaveLength(8);
      expect(said.slice(-2)).toEqual(["bot: Again. ", "state idle"]);
    });
  });

  test("what a tool said is its result where it returns nothing; a failing model is an honest sentence", async () => {
    await withModel(
      [
        { round: 0, when: "first", tools: [call({ plant: "fern" })] },
        { round: 1, in: "tools", when: "twelve ferns", reply: "Twelve." },
        { fail: { status: 401 } },
      ],
      async () => {
        const talk = await open(await seller('TALK "twelve ferns"\n'));
        await talk.say("hi");
        expect(told((await talk.say("first")).frames)).toContain("bot: Twelve.");
        expect(told((await talk.say("second")).frames)[1]).toMatch(/^error: Sorry/);
        expect((await talk.say("third")).state).toBe("idle");
      },
    );
  });
});

describe("tools and modes", () => {
  test("a tool is attached by name, listed, run by its name where no model is, and detached", async () => {
    const name = await bot({
      scripts: {
        start: 'ADD TOOL "Track.bas"\nADD TOOL "missing"\nUSE TOOL "x.gbdialog/track"\nTALK JOIN(LIST TOOLS, ",")\n',
        track: 'TALK "tracking"\nREMOVE TOOL "track"\n',
      },
    });
    const talk = await open(name);
    expect(told(talk.first.frames)[0]).toBe("bot: track");
    expect(JSON.stringify(unwrap(await talk.api.journal(0, 100)))).toContain('no script \\"missing\\"');
    expect(told((await talk.say("/track")).frames)).toContain("bot: tracking");
    expect(told((await talk.say("track")).frames)).not.toContain("bot: tracking");
  });

  test("with a model, the mode tool or a slash is needed", async () => {
    await withModel([{ when: null, reply: "from the model" }], async () => {
      const name = await bot({
        scripts: { start: 'ADD TOOL "track"\nHEAR mode\nSET ANSWER MODE mode\n', track: 'TALK "tracking"\n' },
      });
      const talk = await open(name);
      await talk.say("default");
      expect(told((await talk.say("track")).frames)).toContain("bot: from the model");
      expect(told((await talk.say("/track")).frames)).toContain("bot: tracking");
      const other = await open(name);
      await other.say("tool");
      expect(told((await other.say("track")).frames)).toContain("bot: tracking");
      const strict = await open(name);
      await strict.say("document");
      expect(told((await strict.say("who are you?")).frames)).not.toContain("bot: from the model");
    });
  });

  test("a mode that nobody knows, or that is to come, is an error in words", async () => {
    expect(
      await says(`
FOR EACH mode IN ["loud", "chart"]
  TRY
    SET ANSWER MODE mode
  CATCH e
    TALK e.number
  END TRY
NEXT
`),
    ).toEqual(["bot: 5", "bot: 404", "state idle"]);
  });
});

/** Cards and lists through a conversation: frames, bounds, what changes in them, history. */
import { evictDurableObject } from "cloudflare:test";
import { afterAll, describe, expect, test } from "vitest";
import type { DurableFrame } from "../../contracts/frames.ts";
import { treeSchema } from "../../contracts/frames.ts";
import { patchTree } from "../../contracts/tree-patch.ts";
import { replayAll } from "./support-replay.ts";
import { bot, Device, open, told, unwrap } from "./support-session.ts";

afterAll(replayAll, 120_000);

async function frames(script: string): Promise<DurableFrame[]> {
  return (await open(await bot(script))).first.frames;
}

const treesOf = (all: readonly DurableFrame[]) =>
  all.filter((frame) => frame.type === "tree" || frame.type === "tree.patch");

describe("SHOW CARD", () => {
  test("sends a tree, in its place among what is said; the same to every device, and after a restart", async () => {
    const talk = await open(
      await bot(`
TALK "before"
SHOW CARD {title: "Order " + 17, text: "Done: " + TRUE, fields: [{label: "Sum", value: 9.50}, {label: "On", value: DATE("2025-06-02")}], buttons: ["Pay"]}
TALK "after"
HEAR x
`),
    );
    expect(told(talk.first.frames)).toEqual(["bot: before", "tree", "bot: after", "hear TEXT", "state waiting"]);
    const [frame] = treesOf(talk.first.frames);
    expect(frame).toEqual({
      seq: 2,
      turn: 1,
      type: "tree",
      id: "t1",
      tree: {
        type: "card",
        props: {
          title: "Order 17",
          fields: [
            { label: "Sum", value: "9.5" },
            { label: "On", value: "2025-06-02" },
          ],
        },
        children: [
          { type: "text", props: { text: "Done: true" }, children: [] },
          { type: "button", props: { label: "Pay", value: "Pay" }, children: [] },
        ],
      },
    });
    await evictDurableObject(talk.stub);
    const device = await Device.connect(talk);
    await device.untilSeq(5);
    expect(device.durable()[1]).toEqual(frame);
    expect((await talk.transcript())[1]).toEqual(frame);
    device.close();
  });

  test("a click on its button answers the HEAR with the button's value, a menu with its label", async () => {
    const talk = await open(
      await bot(`
SHOW CARD {title: "Order 17", buttons: [{label: "Pay now", value: "pay:17"}]}
HEAR wish
TALK "value " + wish
SHOW CARD {title: "Colour", buttons: [{label: "red", value: "#f00"}]}
HEAR colour AS "red", "green"
TALK "menu " + colour
`),
    );
    expect(told((await talk.say("Pay now", "c1", "pay:17")).frames)).toContain("bot: value pay:17");
    expect(told((await talk.say("red", "c2", "#f00")).frames)).toContain("bot: menu red");
  });

  test("without a HEAR counts as having said something, and a click is a plain message", async () => {
    const talk = await open(
      await bot({
        scripts: { start: 'SHOW CARD {title: "Hello", buttons: ["More"]}\n' },
        config: { "welcome-message": "Welcome!", "fallback-message": "What?" },
      }),
    );
    expect(told(talk.first.frames)).toEqual(["tree", "state idle"]);
    expect(told((await talk.say("More", "c1", "More")).frames)).toEqual(["user: More", "bot: What?", "state idle"]);
  });

  test("under the same key changes where it stands, also turns later; under another it is a new one", async () => {
    const talk = await open(
      await bot(`
card = {title: "Order", fields: {State: "open"}, key: "order"}
SHOW CARD card
SHOW CARD card
HEAR x
card.fields = {State: "paid"}
card.buttons = ["Thanks"]
SHOW CARD card
SHOW LIST ["a", "b"], {key: "order"}
SHOW CARD {title: "Other", key: "other"}
SHOW CARD {title: "No key"}
`),
    );
    // Nothing changed the second time.
    expect(told(talk.first.frames)).toEqual(["tree", "hear TEXT", "state waiting"]);
    await evictDurableObject(talk.stub);
    const { frames } = await talk.say("go");
    expect(told(frames)).toEqual(["user: go", "tree.patch", "tree.patch", "tree", "tree", "state idle"]);
    const shown = new Map();
    for (const frame of treesOf(await talk.transcript())) {
      shown.set(frame.id, frame.type === "tree" ? frame.tree : patchTree(shown.get(frame.id), frame.ops));
    }
    expect([...shown.keys()]).toEqual(["t1", "t2", "t3"]);
    expect(shown.get("t1")).toMatchObject({ type: "list", key: "order", children: [{ props: { text: "a" } }, {}] });
    expect(JSON.stringify(frames[1])).toContain('"path":"/props/fields"');
  });

  test("keeps so many keys that the state stays small, and shows the others anew", async () => {
    const talk = await open(
      await bot(`
FOR i = 1 TO 25
  SHOW CARD {title: "Card " + i, key: "k" + i}
NEXT
SHOW CARD {title: "Last", key: "k25"}
SHOW CARD {title: "First", key: "k1"}
FOR i = 1 TO 20
  SHOW CARD {text: REPEAT("x", 3900), key: "long" + i}
NEXT
SHOW CARD {title: "Last", key: "long20"}
SHOW CARD {title: "First", key: "long1"}
`),
    );
    const kinds = told(talk.first.frames);
    expect(kinds.slice(25, 27)).toEqual(["tree.patch", "tree"]);
    expect(kinds.slice(47, 49)).toEqual(["tree.patch", "tree"]);
  });
});

describe("SHOW LIST", () => {
  test("of rows from a table, of one row, of none", async () => {
    const found = treesOf(
      await frames(`
SAVE "tickets", {number: 17, subject: "Pump"}
SAVE "tickets", {number: 18, subject: NULL}
SHOW LIST FIND("tickets"), {title: "Tickets", columns: {number: "No.", subject: "Subject"}}
first = FIND "tickets", "number=17"
SHOW LIST first, {columns: ["number", "subject"]}
nobody = FIND "tickets", "number=99"
SHOW LIST nobody, {empty: "There is none."}
one = FIND "tickets", "number=18"
SHOW CARD {title: "Ticket " + one.number, fields: [{label: "Subject", value: one.subject}]}
`),
    );
    expect(found.map((frame) => ("tree" in frame ? frame.tree : null))).toMatchObject([
      {
        type: "table",
        props: {
          title: "Tickets",
          columns: [{ label: "No.", align: "end" }, { label: "Subject" }],
          rows: [
            ["17", "Pump"],
            ["18", ""],
          ],
        },
      },
      { type: "table", props: { rows: [["17", "Pump"]] } },
      { type: "list", props: { empty: "There is none." }, children: [] },
      { type: "card", props: { title: "Ticket 18", fields: [{ label: "Subject", value: "" }] } },
    ]);
  });
});

describe("what a script may try", () => {
  const caught = (statement: string) =>
    `TRY\n  ${statement}\nCATCH e\n  TALK e.number, " ", e.message\nEND TRY\nTALK "goes on"\n`;

  test.each([
    ["a colour", 'SHOW CARD {title: "a", colour: "red"}', /^bot: 5 SHOW CARD: colour is not known here/],
    [
      "a script as a picture",
      'SHOW CARD {title: "a", image: "javascript:alert(1)"}',
      /^bot: 5 SHOW CARD: image is the address/,
    ],
    [
      "an SVG as a picture",
      'SHOW CARD {image: "data:image/svg+xml;base64,PHN2Zz4="}',
      /^bot: 5 SHOW CARD: image is the address/,
    ],
    ["NULL", "SHOW CARD NULL", /^bot: 5 SHOW CARD takes an object/],
    ["an empty record set", 'SHOW CARD (FIND "nothing")', /^bot: 5 SHOW CARD takes an object/],
    [
      "10,000 rows",
      "a = []\n  FOR i = 1 TO 10000\n    PUSH a, i\n  NEXT\n  SHOW LIST a",
      /^bot: 5 SHOW LIST shows at most 100 rows, and these are 10000/,
    ],
    [
      "30,000 rows",
      "a = []\n  FOR i = 1 TO 30000\n    PUSH a, i\n  NEXT\n  SHOW LIST a",
      /^bot: 5 This has more than 20000 parts/,
    ],
    [
      "a card that contains itself",
      'c = {title: "a"}\n  c.fields = [c]\n  c.buttons = c.fields\n  SHOW CARD c',
      /^bot: 5 This is nested deeper than 10 levels/,
    ],
    [
      "a text of 4 MB",
      's = "x"\n  FOR i = 1 TO 22\n    s = s + s\n  NEXT\n  SHOW CARD {text: s}',
      /^bot: 5 SHOW CARD: text has 4194304 characters; at most 4000/,
    ],
  ])("%s: an error that says what is wrong, and the script goes on", async (_, statement, message) => {
    const lines = told(await frames(caught(statement)));
    expect(lines).toEqual([expect.stringMatching(message), "bot: goes on", "state idle"]);
  });

  test("HTML is text like any other", async () => {
    const html = "<img src=x onerror=alert(1)>";
    const [frame] = treesOf(
      await frames(`h = "${html}"\nSHOW CARD {title: h, text: h, fields: [{label: h, value: h}], buttons: [h]}\n`),
    );
    expect(frame).toMatchObject({ tree: { props: { title: html, fields: [{ label: html, value: html }] } } });
    expect(treeSchema.safeParse(frame && "tree" in frame ? frame.tree : null).success).toBe(true);
  });

  test("a password stays a mask", async () => {
    const talk = await open(
      await bot('HEAR p AS PASSWORD\nSHOW CARD {title: "a", fields: [{label: "p", value: p}]}\n'),
    );
    const { frames } = await talk.say("correct horse battery");
    expect(JSON.stringify(frames)).not.toContain("horse");
    expect(JSON.stringify(frames)).toContain("••••");
  });

  test("more than a turn may say", async () => {
    const lines = told(await frames(caught('FOR i = 1 TO 2000\n    SHOW CARD {text: REPEAT("x", 4000)}\n  NEXT')));
    expect(lines.filter((line) => line === "tree").length).toBeGreaterThan(900);
    expect(lines.slice(-2)).toEqual([expect.stringMatching(/^error: Sorry/), "state idle"]);
  });
});

test("history has trees as text, and what changed in them", async () => {
  const talk = await open(
    await bot(`
SHOW CARD {title: "Order", text: "Wait.", buttons: ["Pay"], key: "o"}
SHOW CARD {title: "Order", text: "Paid.", buttons: ["Pay"], key: "o"}
`),
  );
  const { items } = unwrap(await talk.api.unprojected(100));
  expect(items.map(({ type, role, text }) => [type, role, text])).toEqual([
    ["tree", "bot", "Order\nWait.\n[Pay]"],
    ["tree.patch", "bot", "Paid."],
    ["state", "system", "idle"],
  ]);
});

/** The keywords of tables through real conversations inside workerd: what a package declares, what its scripts do with it. */
import { env } from "cloudflare:workers";
import { zipSync } from "fflate";
import { afterAll, describe, expect, test } from "vitest";
import type { Result } from "../../contracts/faults.ts";
import type { BotApi, DataApi, DataWorld } from "../../contracts/objects.ts";
import { replayAll } from "./support-replay.ts";
import { open, TENANT, told } from "./support-session.ts";

afterAll(replayAll, 120_000);

let names = 0;
const freshName = (): string => `tables-${++names}`;
const dataOf = (bot: string) => env.DATA.getByName(`${TENANT}/${bot}`) as unknown as DataApi;

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.detail);
  return result.value;
}

async function publish(bot: string, start: string, more: Record<string, string> = {}) {
  const files = { "b.gbai/b.gbdialog/start.bas": start, ...more };
  const encoder = new TextEncoder();
  const zip = zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)])));
  const api = env.BOT.getByName(`${TENANT}/${bot}`) as unknown as BotApi;
  return value(await api.publish(TENANT, bot, Uint8Array.from(zip).buffer));
}

/** What the bot says, a line for each message. */
async function says(bot: string, answers: string[] = []): Promise<string[]> {
  const talk = await open(bot);
  let frames = told(talk.first.frames);
  for (const answer of answers) frames = frames.concat(told((await talk.say(answer)).frames));
  return frames
    .filter((line) => line.startsWith("bot: ") || line.startsWith("error"))
    .map((line) => line.replace("bot: ", ""));
}

const PRODUCTS = "sku;name;price;active\nA1;Red lamp;10;true\nB2;Blue lamp;12,5;false\nC3;Chair; 40;true\n";

describe("a package's tables", () => {
  const TABLE = `TABLE orders
  id number KEY
  customer* string(40) NOT NULL
  total number(10,2) DEFAULT 0 CHECK (total >= 0)
  state string(10) DEFAULT 'new'
  label string GENERATED ALWAYS AS (customer || ' #' || id) STORED
END TABLE
CREATE INDEX by_state ON orders(state)
`;

  test("are there before the first conversation, and every verb works on them", async () => {
    const bot = freshName();
    const report = await publish(
      bot,
      `${TABLE}
r = FIND "orders"
TALK "none: " + COUNT(r)
id = SAVE "orders", {id: 1, customer: "Ann", total: 20}
TALK "saved " + id
a = INSERT "orders", {id: 2, customer: "Bob", total: 70, colour: "red"}
TALK "inserted " + a.id + " " + a.success
b = INSERT "orders", {id: 2, customer: "Eve"}
TALK "again " + b.success
INSERT INTO "orders" WITH id = 3, customer = "Cy", total = 50
n = UPDATE "orders" SET total = total + 1, state = "paid" WHERE total > 30
TALK "updated " + n
SET "orders", "customer=Cy", "state=sent"
UPDATE "orders", 1, "state", "held"
o = FIND "orders" WHERE state = "held"
TALK o.label + " " + o.total
m = MERGE "orders" WITH [{id: 3, total: 51}, {id: 4, customer: "Di"}] BY "id"
TALK "merged " + m.inserted + " " + m.updated + " " + m.unchanged
t = AGGREGATE "orders", "SUM", "total"
TALK "sum " + t
q = QUERY "SELECT state, COUNT(*) AS n FROM orders GROUP BY state ORDER BY state"
FOR EACH g IN q
  TALK g.state + "=" + g.n
NEXT
rows = FIND "orders" WHERE total > 40 ORDER BY total DESC
big = SELECT customer FROM rows WHERE total > 60
TALK "big " + big.customer
TALK "search " + SEARCH("orders", "ann").id
TALK "last " + (GET LAST "orders").id
n = DELETE "orders", "state = sent"
TALK "deleted " + n
n = DELETE FROM "orders" WHERE id = 4
TALK "left " + COUNT(FIND("orders"))
TRY
  SAVE "orders", {id: 9, customer: "Zed", total: -1}
CATCH e
  TALK e.number + " " + e.message
END TRY
TRY
  SAVE "orders", {id: 9}
CATCH e
  TALK e.message
END TRY
`,
    );
    expect(report.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(await says(bot)).toEqual([
      "none: 0",
      "saved 1",
      "inserted 2 true",
      "again false",
      "updated 2",
      "Ann #1 20",
      "merged 1 0 1",
      "sum 142",
      "held=1",
      "new=1",
      "paid=1",
      "sent=1",
      "big Bob",
      "search 1",
      "last 4",
      "deleted 1",
      "left 2",
      '5 "orders": the value of total breaks its rule (CHECK).',
      '"orders": customer may not be empty (NOT NULL).',
    ]);
  });

  test("a later release adds columns and keeps rows; a table that it declares no more takes any column again", async () => {
    const bot = freshName();
    await publish(
      bot,
      `TABLE people\n  id number key\n  name string\nEND TABLE\nSAVE "people", {id: 1, name: "Ann"}\n`,
    );
    await says(bot);
    await publish(
      bot,
      `TABLE people\n  id number key\n  name string\n  city string default 'Rome'\nEND TABLE\nSAVE "people", {id: 2, name: "Bob"}\np = FIND "people" ORDER BY id\nTALK p[0].name + p[0].city + " " + p[1].city\n`,
    );
    expect(await says(bot)).toEqual(["Ann Rome"]);
    await publish(bot, `SAVE "people", {id: 3, name: "Cy", age: 7}\np = FIND "people" WHERE age = 7\nTALK p.name\n`);
    expect(await says(bot)).toEqual(["Cy"]);
  });

  test("a broken TABLE is reported at its line, and ON a connection is said to wait for its service", async () => {
    const bot = freshName();
    const report = await publish(
      bot,
      `TABLE broken\n  id number key\n  total whatever? 3\nEND TABLE\nTABLE far ON erp\n  id number\nEND TABLE\nTALK "hi"\n`,
    );
    const found = report.diagnostics.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`);
    expect(found).toEqual([
      expect.stringMatching(/start\.bas:3 BAS215 /),
      expect.stringMatching(/start\.bas:5 PKG105 TABLE far ON erp needs the connected data service/),
    ]);
  });
});

describe("data files of a package", () => {
  test("are read with types by their columns, and become tables of their own when a script changes them", async () => {
    const bot = freshName();
    await publish(
      bot,
      `p = FIND "products.csv" WHERE active
TALK COUNT(p) + " " + p.name + " " + TYPEOF(p.price)
n = UPDATE "products.csv", "sku=A1", {name: "Green lamp"}
TALK n
SAVE "products.csv", {sku: "D4", name: "Desk", price: 99, active: true}
all = FIND "products.csv"
TALK COUNT(all) + " " + all[0].name + " " + all[3].name + " " + FORMAT KEYS(all[3]) AS JSON
TALK COUNT(FIND("products.csv", "name LIKE LAMP"))
j = FIND "list.json" WHERE size > 3
TALK j.id
i = IMPORT "list.json"
TALK COUNT(i)
`,
      {
        "b.gbai/b.gbdata/products.csv": PRODUCTS,
        "b.gbai/b.gbdata/list.json": '[{"id":1,"size":2},{"id":2,"size":9}]',
      },
    );
    const expected = ["2 Red lamp string", "1", '4 Green lamp Desk ["sku","name","price","active"]', "2", "2", "2"];
    expect(await says(bot)).toEqual(expected);
  });
});

describe("what a person types", () => {
  test("never becomes more than a value of a filter, over several turns", async () => {
    const bot = freshName();
    await publish(
      bot,
      `SAVE "people", [{id: 1, name: "Ann"}, {id: 2, name: "Bob"}]
HEAR typed
part = "name = '" + typed
HEAR more
f = part + more + "'"
TRY
  r = FIND "people", f
  TALK "found " + COUNT(r)
CATCH e
  TALK "refused " + e.number
END TRY
TRY
  DELETE "people", typed
CATCH e
  TALK "kept " + e.number
END TRY
TALK COUNT(FIND("people"))
`,
    );
    // A text that is no condition is the id of a row, and there is none of that id.
    expect(await says(bot, ["An", "n"])).toEqual(["found 1", "2"]);
    expect(await says(bot, ["id > 0", "' OR 'a'='a"])).toEqual(["refused 93", "kept 93", "2"]);
  });
});

describe("a change", () => {
  const world: DataWorld = { now: Date.UTC(2026, 1, 1), timeZone: "UTC" };
  const row = (id: number, total: number) => ({ id, fields: [{ name: "total", value: total }] });
  const plusOne = {
    kind: "call",
    name: "+",
    args: [
      { kind: "column", name: "total" },
      { kind: "literal", value: 1 },
    ],
  };

  test("is made once, however often it is sent, and others at the same time each count", async () => {
    const data = dataOf(freshName());
    value(await data.change("s/1/1", { kind: "save", table: "t", rows: [row(1, 0)] }, world));
    const change = {
      kind: "update",
      table: "t",
      where: { id: 1 },
      set: [{ column: "total", value: plusOne }],
    } as const;
    const sent = Array.from({ length: 20 }, (_, i) =>
      data.change(`s/2/${i % 10}`, { ...change, set: [...change.set] }, world),
    );
    for (const result of await Promise.all(sent)) expect(value(result).affected).toBe(1);
    const query = { filter: null, orderBy: [], limit: 10, offset: 0, now: world.now, timeZone: "UTC" };
    expect(value(await data.find("t", query)).rows).toEqual([{ id: 1, total: 10 }]);
  });

  test("that breaks a rule in its last row leaves nothing behind, and may be sent again in other words", async () => {
    const data = dataOf(freshName());
    value(await data.change("s/1/1", { kind: "insert", table: "t", rows: [row(1, 0)] }, world));
    const refused = await data.change("s/1/2", { kind: "insert", table: "t", rows: [row(2, 0), row(1, 5)] }, world);
    expect(refused.ok ? "" : refused.detail).toContain("already has a row with the id 1");
    value(await data.change("s/1/3", { kind: "insert", table: "t", rows: [row(2, 0)] }, world));
  });

  test("of a shape that no keyword makes is refused", async () => {
    const data = dataOf(freshName());
    value(await data.change("s/1/1", { kind: "save", table: "t", rows: [row(1, 0)] }, world));
    const set = [{ column: "total", value: { kind: "call", name: "constructor", args: [] } }];
    const refused = await data.change("s/1/2", { kind: "update", table: "t", where: { id: 1 }, set }, world);
    expect(refused.ok).toBe(false);
  });
});

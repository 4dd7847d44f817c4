/** What the data object does by itself: changes of watched tables reach their handlers, indexes come to be, plans are told. */
import { env } from "cloudflare:workers";
import { zipSync } from "fflate";
import { afterAll, expect, test, vi } from "vitest";
import type { Result } from "../../contracts/faults.ts";
import type { BotApi, DataApi } from "../../contracts/objects.ts";
import { replayAll } from "./support-replay.ts";
import { open, TENANT, told } from "./support-session.ts";

afterAll(replayAll, 120_000);

const dataOf = (bot: string) => env.DATA.getByName(`${TENANT}/${bot}`) as unknown as DataApi;

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.detail);
  return result.value;
}

async function publish(bot: string, files: Record<string, string>) {
  const encoder = new TextEncoder();
  const entries = Object.entries(files).map(([name, text]) => [`b.gbai/${name}`, encoder.encode(text)]);
  const api = env.BOT.getByName(`${TENANT}/${bot}`) as unknown as BotApi;
  return api.publish(TENANT, bot, Uint8Array.from(zipSync(Object.fromEntries(entries))).buffer);
}

const QUERY = { filter: null, orderBy: [], limit: 100, offset: 0, now: 0, timeZone: "UTC" };

test("changes of a watched table run its handlers, each once, in their order", async () => {
  const bot = "data-watched";
  value(
    await publish(bot, {
      "b.gbdialog/start.bas": `SAVE "orders", {id: 1, state: "new"}
UPDATE "orders" SET state = "paid" WHERE id = 1
DELETE FROM "orders" WHERE id = 1
TALK "done"
`,
      "b.gbdialog/on-orders.bas": `ON INSERT OF "orders"
  SAVE "log", {what: "in " + row.state}
END ON
ON UPDATE OF "orders"
  SAVE "log", {what: before.state + " to " + row.state}
END ON
`,
    }),
  );
  const talk = await open(bot);
  expect(told(talk.first.frames).join()).toContain("done");
  await vi.waitFor(
    async () => {
      const { rows } = value(await dataOf(bot).find("log", QUERY));
      expect(rows.map(({ what }) => what).sort()).toEqual(["in new", "new to paid"]);
    },
    { timeout: 15_000, interval: 50 },
  );
});

test("an index over rows that are there is built by the alarm and then used", async () => {
  const bot = "data-indexed";
  const data = dataOf(bot);
  for (let part = 0; part < 3; part++) {
    const rows = Array.from({ length: 9_000 }, (_, i) => {
      const id = part * 9_000 + i;
      return { id: `r${id}`, fields: [{ name: "n", value: id % 5_000 }] };
    });
    value(await data.change(`part-${part}`, { kind: "insert", table: "big", rows }, { now: 0, timeZone: "UTC" }));
  }
  const report = value(await data.declare("r1", [], [{ name: "by_n", table: "big", columns: ["n"] }]));
  expect(report).toMatchObject({ warnings: [], building: true });
  const filter = {
    where: { kind: "compare", op: "=", left: { kind: "column", name: "n" }, right: { kind: "literal", value: 7 } },
    order: [],
    limit: null,
    offset: 0,
  };
  const ids = async () => value(await data.find("big", { ...QUERY, filter })).rows.map(({ id }) => id);
  const before = await ids();
  expect(before).toHaveLength(6);
  await vi.waitFor(
    async () =>
      expect(value(await data.declare("r1", [], [{ name: "by_n", table: "big", columns: ["n"] }])).building).toBe(
        false,
      ),
    { timeout: 10_000 },
  );
  expect(await ids()).toEqual(before);
});

test("a package that asks for PostgreSQL where there is none is refused with the way out", async () => {
  const refused = await publish("data-postgres", {
    "b.gbdialog/start.bas": 'TALK "hi"\n',
    "b.gbot/config.csv": "name,value\ndata-store,postgres\n",
  });
  expect(refused).toMatchObject({ ok: false, detail: expect.stringContaining("DATABASE_URL") });
});

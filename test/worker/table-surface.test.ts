/** Tables as people and files see them: the API with each of its answers, import and export, and the keywords of files. */
import { env } from "cloudflare:workers";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Page } from "../../contracts/admin.ts";
import type { BotApi, DataApi } from "../../contracts/objects.ts";
import type { ImportReport, RowsPage, TableSummary } from "../../contracts/tables.ts";
import { apiToken, call, codeOf, send } from "./support-edge.ts";
import { replayAll } from "./support-replay.ts";
import { bot, open, TENANT, told, unwrap } from "./support-session.ts";

afterAll(replayAll, 120_000);

const TABLE = `TABLE "Kunden & Co"
  id number KEY
  name string(20) NOT NULL
  total number CHECK (total >= 0)
END TABLE
TALK "ready"`;
const at = (name: string, rest = "", table = "Kunden & Co") =>
  `/api/v1/bots/${name}/tables/${encodeURIComponent(table)}/${rest}`;
const dataOf = (name: string) => env.DATA.getByName(`${TENANT}/${name}`) as unknown as DataApi;
let reader: string;
let writer: string;
let name: string;

beforeAll(async () => {
  [reader, writer] = await Promise.all([apiToken("data:read"), apiToken("data:read", "data:write")]);
  name = "table-surface";
  const zip = zipSync({ "b.gbai/b.gbdialog/start.bas": new TextEncoder().encode(TABLE) });
  const api = env.BOT.getByName(`${TENANT}/${name}`) as unknown as BotApi;
  unwrap(await api.publish(TENANT, name, Uint8Array.from(zip).buffer));
});

const rowsOf = async (query = "", table?: string): Promise<RowsPage> =>
  (await send(writer, at(name, `rows${query}`, table))).json();

function upload(path: string, body: string, type: string, key?: string): Promise<Response> {
  const headers = { authorization: `Bearer ${writer}`, "content-type": type };
  return call(path, { method: "POST", body, headers: key ? { ...headers, "idempotency-key": key } : headers });
}

describe("rows over the API", () => {
  test("are added once for a key, read in pages, changed and deleted as the version that was seen", async () => {
    const headers = {
      authorization: `Bearer ${writer}`,
      "content-type": "application/json",
      "idempotency-key": "first-row",
    };
    const body = JSON.stringify({ values: { id: 1, name: "Zoë", total: 5 } });
    for (let time = 0; time < 2; time++) {
      const made = await call(at(name, "rows"), { method: "POST", headers, body });
      expect([made.status, await made.json()]).toEqual([201, { id: 1 }]);
    }
    for (const id of [2, 3, 4]) await send(writer, at(name, "rows"), { values: { id, name: `n${id}`, total: id } });
    const first = await rowsOf("?limit=3");
    expect(first.columns).toEqual(["id", "name", "total"]);
    expect(first.items.map(({ values }) => values["id"])).toEqual([1, 2, 3]);
    const second = await rowsOf(`?limit=3&cursor=${first.nextCursor}`);
    expect([second.items.length, second.nextCursor]).toEqual([1, null]);
    const ordered = await rowsOf(
      `?limit=2&order=${encodeURIComponent("total DESC")}&filter=${encodeURIComponent("total >= 2")}`,
    );
    expect(ordered.items.map(({ values }) => values["total"])).toEqual([5, 4]);
    const rest = await rowsOf(
      `?limit=2&order=${encodeURIComponent("total DESC")}&filter=${encodeURIComponent("total >= 2")}&cursor=${ordered.nextCursor}`,
    );
    expect(rest.items.map(({ values }) => values["total"])).toEqual([3, 2]);

    const [row] = first.items;
    const patch = (values: unknown, version = row!.version) =>
      call(at(name, `rows/${row!.row}`), {
        method: "PATCH",
        body: JSON.stringify({ values }),
        headers: { ...headers, "idempotency-key": crypto.randomUUID(), "if-match": `"${version}"` },
      });
    expect((await patch({ total: 6 })).status).toBe(204);
    expect(await codeOf(patch({ total: 7 }))).toBe("412 table.conflict");
    const [changed] = (await rowsOf("?limit=1")).items;
    expect([changed?.values["total"], changed?.version === row?.version]).toEqual([6, false]);
    expect(await codeOf(patch({ total: -1 }, changed!.version))).toBe("422 table.refused");
    expect(await codeOf(patch({}, changed!.version))).toBe("400 request.invalid");
    const gone = at(name, `rows/${row!.row}`);
    expect((await send(writer, gone, undefined, "DELETE")).status).toBe(204);
    expect(await codeOf(send(writer, gone, undefined, "DELETE"))).toBe("404 table.row-unknown");
  });

  test("are refused with the reason and its place", async () => {
    expect(await codeOf(call(at(name, "rows")))).toBe("401 auth.required");
    expect(await codeOf(send(reader, at(name, "rows"), { values: { id: 9 } }))).toBe("403 auth.forbidden");
    expect(await codeOf(send(writer, at(name, "rows", "none")))).toBe("404 table.unknown");
    expect(await codeOf(send(writer, at(name, "rows?limit=0")))).toBe("400 request.invalid");
    expect(await codeOf(send(writer, at(name, "rows?cursor=x")))).toBe("400 request.invalid");
    expect(await codeOf(send(writer, at(name, "rows"), { values: { id: 9 } }))).toBe("422 table.refused");
    expect(await codeOf(send(writer, at(name, "rows/x"), undefined, "DELETE"))).toBe("404 table.row-unknown");
    const bad = await send(writer, at(name, `rows?filter=${encodeURIComponent("total >>> 1 OR 1=1 --")}`));
    expect([bad.status, await bad.text()]).toEqual([400, expect.stringMatching(/character \d+/)]);
  });

  test("belong to tables that are listed", async () => {
    const page: Page<TableSummary> = await (await send(reader, `/api/v1/bots/${name}/tables`)).json();
    expect(page.items).toEqual([
      expect.objectContaining({
        name: "Kunden & Co",
        rows: 3,
        declared: true,
        key: ["id"],
        columns: [
          { name: "id", type: "number", required: expect.any(Boolean), generated: false },
          { name: "name", type: "text", required: true, generated: false },
          { name: "total", type: "number", required: false, generated: false },
        ],
      }),
    ]);
  });
});

describe("files of tables", () => {
  test("a trial changes nothing; bad rows are told with their lines, the others are in; the key makes it happen once", async () => {
    const csv = 'Nr;Kunde;total\n10;"Anna\nvon B.";1\n11;;2\n\n12;Carl;-3\n13;Dora;4\n';
    const path = at(name, `import?columns=${encodeURIComponent('{"Nr":"id","Kunde":"name"}')}`);
    const trial: ImportReport = await (await upload(`${path}&dryRun=true`, csv, "text/csv")).json();
    expect(trial).toMatchObject({ dryRun: true, rows: 4, inserted: 2, failed: 2, complete: true });
    expect(trial.errors.map(({ line }) => line)).toEqual([4, 6]);
    expect((await rowsOf()).items).toHaveLength(3);
    for (let time = 0; time < 2; time++) {
      const report: ImportReport = await (await upload(path, csv, "text/csv", "kunden-1")).json();
      expect(report).toMatchObject({ dryRun: false, inserted: 2, failed: 2 });
    }
    expect((await rowsOf()).items).toHaveLength(5);
    const json = JSON.stringify([
      { id: 13, name: "Dora", total: 40 },
      { id: 14, name: "Eve" },
    ]);
    const merged: ImportReport = await (await upload(at(name, "import?key=id"), json, "application/json")).json();
    expect(merged).toMatchObject({ inserted: 1, updated: 1, failed: 0 });
    expect(await codeOf(upload(at(name, "import"), "a", "text/plain"))).toBe("415 request.unsupported-type");
    expect(await codeOf(upload(at(name, "import"), "{}", "application/json"))).toBe("400 request.invalid");
    expect(await codeOf(upload(at(name, "import?columns=[]"), json, "application/json"))).toBe("400 request.invalid");
  });

  test("what is exported comes back the same, through every page", async () => {
    const lines = Array.from({ length: 2_500 }, (_, i) => `${i},"text ""${i}"", more",${i % 2 === 0}`);
    const report: ImportReport = await (
      await upload(at(name, "import", "big"), `n,text,even\n${lines.join("\n")}\n`, "text/csv")
    ).json();
    expect(report).toMatchObject({ inserted: 2_500, failed: 0 });
    const csv = await send(reader, at(name, "export?format=csv", "big"));
    expect(csv.headers.get("content-disposition")).toContain("big.csv");
    const text = await csv.text();
    expect(text.split("\n")[0]).toContain("n,text,even");
    expect(text.split("\n")[2_500]).toContain('2499,"text ""2499"", more",false');
    const json = await (await send(reader, at(name, "export?format=json", "big"))).json<Record<string, unknown>[]>();
    expect(json).toHaveLength(2_500);
    expect(json[7]).toMatchObject({ n: 7, text: 'text "7", more', even: false });
    const book = await (await send(reader, at(name, "export?format=xlsx", "big"))).arrayBuffer();
    expect(new Uint8Array(book).subarray(0, 2)).toEqual(new Uint8Array([0x50, 0x4b]));
    const some = await send(reader, at(name, `export?format=csv&filter=${encodeURIComponent("n < 3")}`, "big"));
    expect((await some.text()).trim().split("\n")).toHaveLength(4);
    expect(await codeOf(send(reader, at(name, "export?format=pdf")))).toBe("400 request.invalid");
    expect(await codeOf(send(reader, at(name, "export", "none")))).toBe("404 table.unknown");
  });
});

describe("keywords of files and services", () => {
  const says = async (script: string): Promise<string[]> => {
    const made = await bot({ scripts: { start: script }, data: { "b.gbdata/prices.csv": "name,price\ntea,3\n" } });
    return told((await open(made)).first.frames)
      .filter((line) => line.startsWith("bot: ") || line.startsWith("error"))
      .map((line) => line.replace("bot: ", ""));
  };

  test("EXPORT and IMPORT of tables, files and rows", async () => {
    expect(
      await says(`
SAVE "stock", [{id: 1, name: "a, b"}, {id: 2, name: "c"}]
f = EXPORT "stock", "out/stock.csv"
TALK f.path
TALK READ "out/stock.csv"
rows = IMPORT "out/stock.csv"
TALK COUNT(rows) + " " + rows[0].name
EXPORT "prices.csv", "prices.json"
p = IMPORT "prices.json"
TALK p[0].price + 1
b = EXPORT rows, "book.xlsx#All"
TALK b.size > 500
l = GET LAST "stock"
TALK l.id
n = AGGREGATE "stock", "COUNT"
TALK n
q = SELECT name FROM stock WHERE id = 2
TALK q[0].name
TALK DELETE "out/stock.csv"
TALK (READ "out/stock.csv") IS NULL
TRY
  x = IMPORT "none.csv"
CATCH e
  TALK e.number
END TRY
`),
    ).toEqual([
      "out/stock.csv",
      'id,name\n1,"a, b"\n2,c\n',
      "2 a, b",
      "4",
      "true",
      "2",
      "2",
      "c",
      "true",
      "true",
      "53",
    ]);
  });

  test("SYNCHRONIZE reads page after page until one is short, and changes by key", async () => {
    const pages: string[] = [];
    vi.stubGlobal("fetch", async (input: RequestInfo | URL) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      const page = Number(url.searchParams.get("page"));
      pages.push(`${page}/${url.searchParams.get("size")}`);
      const count = page < 3 ? 100 : 30;
      const items = Array.from({ length: count }, (_, i) => ({ id: (page - 1) * 100 + i, name: `n${page}` }));
      return Response.json({ items });
    });
    try {
      const said = await says(`
SAVE "items", {id: 5, name: "old"}
n = SYNCHRONIZE "https://api.example.com/items?kind=a", "items", "id", "page", "size"
TALK n
TALK AGGREGATE "items", "COUNT"
f = FIND "items", "id = 5"
TALK f[0].name
`);
      expect(said).toEqual(["230", "230", "n1"]);
      expect(pages).toEqual(["1/100", "2/100", "3/100"]);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

test("a page behind many rows is found without reading those before it", async () => {
  const many = await bot({ scripts: { start: 'TALK "x"' } });
  const rows = Array.from({ length: 3_000 }, (_, i) => ({ id: null, fields: [{ name: "n", value: i }] }));
  unwrap(await dataOf(many).save("fill", "t", rows));
  const query = { filter: "", order: [], limit: 100, now: 0 };
  const page = unwrap(await dataOf(many).page("t", { ...query, cursor: null }));
  let last = page;
  let count = page.items.length;
  while (last.nextCursor !== null) {
    last = unwrap(await dataOf(many).page("t", { ...query, cursor: last.nextCursor }));
    count += last.items.length;
  }
  expect(count).toBe(3_000);
  const found = await bot({
    scripts: {
      start: `rows = []
FOR i = 1 TO 6000
  rows.push({id: i, name: "n" + i})
NEXT
SAVE "t", rows
s = SEARCH "t", "n5999"
a = AUTOCOMPLETE("t", "name", "n599", 3)
l = GET LAST "t"
TALK s[0].id + " " + JOIN(a, " ") + " " + l.id`,
    },
  });
  expect(told((await open(found)).first.frames).filter((line) => /^(?:bot|error)/.test(line))).toEqual([
    "bot: 5999 n599 n5990 n5991 6000",
  ]);
});

test("what scripts, the API and imports change runs the handlers of the table", async () => {
  const files = {
    "b.gbai/b.gbdialog/start.bas": `ON INSERT OF "orders"
  SAVE "log", {what: "insert", name: row.name}
END ON
ON UPDATE OF "orders"
  SAVE "log", {what: "update", name: before.name + " to " + row.name}
END ON
SAVE "orders", {id: 1, name: "Ann"}
UPDATE "orders" SET name = "Anna" WHERE id = 1
TALK "done"`,
    "b.gbai/b.gbdialog/orders_delete.bas": 'SAVE "log", {what: "delete", name: row.name}',
  };
  const handled = "table-triggers";
  const zip = zipSync(
    Object.fromEntries(Object.entries(files).map(([at, text]) => [at, new TextEncoder().encode(text)])),
  );
  const api = env.BOT.getByName(`${TENANT}/${handled}`) as unknown as BotApi;
  unwrap(await api.publish(TENANT, handled, Uint8Array.from(zip).buffer));
  await open(handled);
  await upload(at(handled, "import", "orders"), "id,name\n2,Bob\n", "text/csv");
  const page: RowsPage = await (await send(writer, at(handled, "rows", "orders"))).json();
  await send(writer, at(handled, `rows/${page.items[0]!.row}`, "orders"), undefined, "DELETE");
  const log = async (): Promise<string[]> => {
    const found: Partial<RowsPage> = await (await send(writer, at(handled, "rows", "log"))).json();
    return (found.items ?? []).map(({ values }) => `${values["what"]} ${values["name"]}`);
  };
  await expect.poll(log, { timeout: 8_000 }).toHaveLength(4);
  expect((await log()).sort()).toEqual(["delete Anna", "insert Ann", "insert Bob", "update Ann to Anna"]);
});

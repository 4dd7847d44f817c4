/** A bot's tables: what there is, pages of rows, changes of single rows, files in and out. */
import { type Context, Hono } from "hono";
import type { Page } from "../../contracts/admin.ts";
import type { Failure, Result } from "../../contracts/faults.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { DataChange } from "../../contracts/objects.ts";
import type { Scope } from "../../contracts/scopes.ts";
import { type RowsPage, type RowsQuery, rowValues, TABLE_LIMITS, type TableSummary } from "../../contracts/tables.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import { readJson } from "../body.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { callObject, dataStub } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { pageCursor, wholeNumber } from "../query.ts";
import { exportTable } from "../tables/export.ts";
import { importTable } from "../tables/import.ts";

interface Named {
  bot: string;
  table: string;
}

export function tables(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const dataOf = (c: Ctx, bot: string) => dataStub(c.env, c.get("tenant"), bot);
  const allow = async (c: Context<AppEnv>, scope: Scope): Promise<Named> => {
    const bot = botOf(c);
    await requireScope(c, scope, tokensOf(c));
    return { bot, table: tableName(c.req.param("table") ?? "") };
  };

  routes.get("/bots/:bot/tables", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "data:read", tokensOf(c));
    const limit = limitOf(c.req.query("limit"), TABLE_LIMITS.tables);
    const cursor = pageCursor(c.req.query("cursor"), /^[^\p{Cc}]{1,200}$/u);
    const page: Page<TableSummary> = await callObject(() => dataOf(c, bot).describe(limit, cursor));
    return c.json(page);
  });

  routes.get("/bots/:bot/tables/:table/rows", async (c) => {
    const { bot, table } = await allow(c, "data:read");
    const query = rowsQuery(c, limitOf(c.req.query("limit"), TABLE_LIMITS.page));
    const page: RowsPage = expectOk(await callObject(() => dataOf(c, bot).page(table, query)));
    return c.json(page);
  });

  routes.post("/bots/:bot/tables/:table/rows", async (c) => {
    const { bot, table } = await allow(c, "data:write");
    const { values } = await readJson(c.req.raw, rowValues, TABLE_LIMITS.rowBytes);
    const fields = fieldsOf(values);
    const id = fields.find(({ name }) => name.toLowerCase() === "id");
    const row = { id: id?.value ?? null, fields: fields.filter((field) => field !== id) };
    const { ids } = await change(c, bot, { kind: "insert", table, rows: [row] });
    return c.json({ id: ids[0] ?? null }, 201);
  });

  routes.patch("/bots/:bot/tables/:table/rows/:row", async (c) => {
    const { bot, table } = await allow(c, "data:write");
    const where = rowOf(c);
    const { values } = await readJson(c.req.raw, rowValues, TABLE_LIMITS.rowBytes);
    const set = fieldsOf(values).map(({ name, value }) => ({ column: name, value: { kind: "literal", value } }));
    await change(c, bot, { kind: "update", table, where, set });
    return c.body(null, 204);
  });

  routes.delete("/bots/:bot/tables/:table/rows/:row", async (c) => {
    const { bot, table } = await allow(c, "data:write");
    await change(c, bot, { kind: "delete", table, where: rowOf(c) });
    return c.body(null, 204);
  });

  routes.get("/bots/:bot/tables/:table/export", async (c) => {
    const { bot, table } = await allow(c, "data:read");
    const query = rowsQuery(c, TABLE_LIMITS.exportPage);
    const read = (cursor: string | null): Promise<RowsPage> =>
      callObject(() => dataOf(c, bot).page(table, { ...query, cursor })).then(expectOk);
    return exportTable(c, table, read);
  });

  routes.post("/bots/:bot/tables/:table/import", async (c) => {
    const { bot, table } = await allow(c, "data:write");
    const { source, options } = await importTable(c);
    const effect = `import/${effectOf(c)}`;
    const report = expectOk(await callObject(() => dataOf(c, bot).importRows(effect, table, source, options)));
    return c.json(report);
  });

  /** Made once for an Idempotency-Key. */
  async function change(c: Ctx, bot: string, asked: DataChange) {
    const effect = `api/${effectOf(c)}`;
    const world = { now: Date.now(), timeZone: "UTC" };
    return expectOk(refused(await callObject(() => dataOf(c, bot).change(effect, asked, world))));
  }

  return routes;
}

/** What the table's own rules say against it is not a badly formed request. */
const refused = <T>(result: Result<T>): { ok: true; value: T } | Failure =>
  !result.ok && result.code === "request.invalid" ? { ...result, code: "table.refused" } : result;

function tableName(name: string): string {
  if (name.trim() === "" || name.length > TABLE_LIMITS.nameLength || /\p{Cc}/u.test(name))
    throw new FaultError("table.unknown", `A table's name has 1 to ${TABLE_LIMITS.nameLength} printable characters.`);
  return name;
}

/** The row, and its version where the client says which one it means. */
function rowOf(c: Context<AppEnv>): { place: number; version: string | null } {
  const row = c.req.param("row") ?? "";
  if (!/^\d{1,15}$/.test(row))
    throw new FaultError("table.row-unknown", "A row is named by what `row` says in a page.");
  const given = c.req.header("if-match")?.trim();
  if (given === undefined || given === "*") return { place: Number(row), version: null };
  const version = /^"([0-9a-z]{1,12})"$/.exec(given)?.[1];
  if (version === undefined)
    throw new FaultError("request.invalid", 'If-Match holds the version of the row in quotation marks: "1x2y3z".');
  return { place: Number(row), version };
}

/** Of the request's Idempotency-Key; without one, every request is another. */
function effectOf(c: Ctx): string {
  const key = c.req.header("idempotency-key");
  if (key === undefined) return crypto.randomUUID();
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new FaultError("request.invalid", "Idempotency-Key has 1 to 255 printable ASCII characters without blanks.");
  return `key/${key}`;
}

function fieldsOf(values: Record<string, JsonValue>): { name: string; value: JsonValue }[] {
  const fields = Object.entries(values).map(([name, value]) => ({ name, value }));
  if (fields.length === 0) throw new FaultError("request.invalid", "values names no column.");
  return fields;
}

function rowsQuery(c: Ctx, limit: number): RowsQuery {
  const order = (c.req.query("order") ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const [, column = part, direction = ""] = /^(.*?)(?:\s+(ASC|DESC))?$/i.exec(part) ?? [];
      return { column, descending: direction.toUpperCase() === "DESC" };
    });
  if (order.length > 10) throw new FaultError("request.invalid", "order takes 10 columns.");
  const filter = c.req.query("filter") ?? "";
  const cursor = pageCursor(c.req.query("cursor"), /^[np]\d{1,15}$/);
  return { filter, order, limit, cursor, now: Date.now() };
}

function limitOf(text: string | undefined, most: number): number {
  const limit = wholeNumber(text) ?? Math.min(100, most);
  if (limit < 1 || limit > most) throw new FaultError("request.invalid", `limit is a number from 1 to ${most}.`);
  return limit;
}

/** A bot's events: what became of each, and one that another program says has happened. */
import { Hono } from "hono";
import { foldName } from "../../contracts/event-names.ts";
import { emailEvent, eventRequest } from "../../contracts/event-requests.ts";
import type { BotEvent } from "../../contracts/events.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import { sha256Hex } from "../auth/secrets.ts";
import { readJson } from "../body.ts";
import { manifestOf } from "../bot-settings.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { botStub, callObject } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { pageCursor, wholeNumber } from "../query.ts";

const PAGE = 200;
const MAX_BODY = 1024 * 1024;
const MAX_ID = 256;
const MAX_NAME = 200;

export function events(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get("/bots/:bot/events", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "conversations:read", tokensOf(c));
    expectOk(await manifestOf(c.env, c.get("tenant"), bot));
    const limit = wholeNumber(c.req.query("limit")) ?? PAGE;
    if (limit < 1 || limit > PAGE) throw new FaultError("request.invalid", `limit is a number from 1 to ${PAGE}.`);
    const cursor = pageCursor(c.req.query("cursor"), /^\d{1,15}$/);
    const page = await callObject(() => botStub(c.env, c.get("tenant"), bot).eventRuns(limit, cursor));
    return c.json({ ...page, items: page.items.map((run) => ({ ...run, at: new Date(run.at).toISOString() })) });
  });

  routes.post("/bots/:bot/events/:name", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "events:write", tokensOf(c));
    expectOk(await manifestOf(c.env, c.get("tenant"), bot));
    const name = c.req.param("name");
    if (name.trim() === "" || name.length > MAX_NAME)
      throw new FaultError("request.invalid", `The name of an event has 1 to ${MAX_NAME} characters.`);
    const key = `api/${foldName(name)}/${await given(c)}`;
    const event = await eventOf(c, name);
    const { runs } = expectOk(await callObject(() => botStub(c.env, c.get("tenant"), bot).raise(key, event)));
    return c.json({ runs }, 202);
  });

  return routes;
}

/** `email` is what a mail that comes is; anything else is an event of that name. */
async function eventOf(c: Ctx, name: string): Promise<BotEvent> {
  if (foldName(name) === "email") return { kind: "email", ...(await readJson(c.req.raw, emailEvent, MAX_BODY)) };
  const { data } = await readJson(c.req.raw, eventRequest, MAX_BODY);
  return { kind: "named", name, data };
}

async function given(c: Ctx): Promise<string> {
  const key = c.req.header("idempotency-key");
  if (key === undefined) return crypto.randomUUID();
  if (key.length > MAX_ID) throw new FaultError("request.invalid", `Idempotency-Key has at most ${MAX_ID} characters.`);
  return (await sha256Hex(key)).slice(0, 40);
}

/** Setting connections up, and seeing what became of the messages that went to vendors. */
import { Hono } from "hono";
import { type ChannelAdapter, connectionId } from "../../contracts/channel.ts";
import {
  type ConnectionRecord,
  type ConnectionSummary,
  connectionRequest,
  type DeadLetterPage,
  type DeliveryItem,
  type DeliveryPage,
} from "../../contracts/deliveries.ts";
import { systemClock } from "../../platform/clock.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf, conversationOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import { readJson } from "../body.ts";
import { type ConnectionName, connectionStub, openSecrets, sealSecrets } from "../channels/connections.ts";
import { findChannel } from "../channels/registry.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { botStub, callObject, sessionStub } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { pageCursor, wholeNumber } from "../query.ts";

const MAX_DELIVERIES = 1_000;
const MAX_LETTERS = 100;

export function channels(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const one = "/bots/:bot/channels/:channel/:connection";

  routes.put(one, async (c) => {
    const bot = botOf(c);
    await requireScope(c, "bots:publish", tokensOf(c));
    const { adapter, name } = named(c);
    const request = await readJson(c.req.raw, connectionRequest);
    const there = await ownRecord(c, name, bot);
    const kept = there ? ((await openSecrets(c.env, name, there)) ?? {}) : {};
    const secrets: Record<string, string> = {};
    for (const [key, value] of Object.entries({ ...kept, ...request.secrets }))
      if (value !== null) secrets[key] = value;
    check(adapter, "settings", request.settings);
    check(adapter, "secrets", secrets);
    const record: ConnectionRecord = {
      bot,
      origin: originOf(c, request.origin),
      opening: request.opening,
      settings: request.settings,
      sealed: await sealSecrets(c.env, name, secrets),
      secretNames: Object.keys(secrets),
      updatedAt: systemClock.now(),
    };
    const { created } = expectOk(await callObject(() => connectionStub(c.env, name).put(record)));
    return c.json(summary(name, record), created ? 201 : 200);
  });

  routes.get(one, async (c) => {
    const bot = botOf(c);
    await requireScope(c, "bots:publish", tokensOf(c));
    const { name } = named(c);
    const record = await ownRecord(c, name, bot);
    if (record === null) throw unknownConnection();
    return c.json(summary(name, record));
  });

  routes.delete(one, async (c) => {
    const bot = botOf(c);
    await requireScope(c, "bots:publish", tokensOf(c));
    const { name } = named(c);
    if ((await ownRecord(c, name, bot)) === null) throw unknownConnection();
    await callObject(() => connectionStub(c.env, name).remove());
    return c.body(null, 204);
  });

  routes.get("/bots/:bot/conversations/:id/deliveries", async (c) => {
    const key = conversationOf(c);
    await requireScope(c, "conversations:read", tokensOf(c));
    const after = wholeNumber(c.req.query("after")) ?? 0;
    const limit = limitOf(c, MAX_DELIVERIES);
    const page: DeliveryPage = expectOk(await callObject(() => sessionStub(c.env, key).deliveries(after, limit)));
    return c.json(page);
  });

  routes.post("/bots/:bot/conversations/:id/deliveries/:number/retry", async (c) => {
    const key = conversationOf(c);
    await requireScope(c, "conversations:write", tokensOf(c));
    const number = wholeNumber(c.req.param("number")) ?? 0;
    const item: DeliveryItem = expectOk(await callObject(() => sessionStub(c.env, key).retryDelivery(number)));
    return c.json(item, 202);
  });

  routes.get("/bots/:bot/dead-letters", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "conversations:read", tokensOf(c));
    const limit = limitOf(c, MAX_LETTERS);
    const cursor = pageCursor(c.req.query("cursor"), /^\d{1,15}$/);
    const page: DeadLetterPage = await callObject(() =>
      botStub(c.env, c.get("tenant"), bot).deadLetters(limit, cursor),
    );
    return c.json(page);
  });

  return routes;
}

function named(c: Ctx): { adapter: ChannelAdapter; name: ConnectionName } {
  const channel = c.req.param("channel") ?? "";
  const adapter = findChannel(channel);
  if (!adapter) throw new FaultError("channel.unknown", "This installation has no channel of this name.");
  const connection = connectionId.safeParse(c.req.param("connection"));
  if (!connection.success) throw new FaultError("request.invalid", connection.error.issues[0]?.message ?? "");
  return { adapter, name: { tenant: c.get("tenant"), channel, connection: connection.data } };
}

/** Null when there is none; another bot's is told apart, because its name cannot be used. */
async function ownRecord(c: Ctx, name: ConnectionName, bot: string): Promise<ConnectionRecord | null> {
  const record = await callObject(() => connectionStub(c.env, name).read());
  if (record !== null && record.bot !== bot) {
    throw new FaultError("connection.taken", "A connection of this name belongs to another bot: choose another name.");
  }
  return record;
}

const unknownConnection = () => new FaultError("connection.unknown", "This bot has no connection of this name.");

/** By the adapter's own schema; a mistake names the place and never the value, which may be a secret. */
function check(adapter: ChannelAdapter, part: "settings" | "secrets", value: unknown): void {
  const parsed = adapter[part].safeParse(value);
  if (parsed.success) return;
  const errors = parsed.error.issues.slice(0, 20).map((issue) => ({
    path: `/${[part, ...issue.path].map(String).join("/")}`,
    message: issue.message,
  }));
  throw new FaultError("request.invalid", `The ${part} do not fit the channel ${adapter.name}; see errors.`, {
    errors,
  });
}

function summary({ channel, connection }: ConnectionName, record: ConnectionRecord): ConnectionSummary {
  return {
    channel,
    connection,
    bot: record.bot,
    hook: `${record.origin}/hooks/v1/${channel}/${connection}`,
    opening: record.opening,
    settings: record.settings,
    secrets: record.secretNames,
    updatedAt: new Date(record.updatedAt).toISOString(),
  };
}

/** The host is the one that was verified, and no other: it names the tenant. */
function originOf(c: Ctx, given: string | undefined): string {
  const { origin, hostname } = new URL(c.req.url);
  if (given === undefined) return origin;
  const url = new URL(given);
  if (url.hostname === hostname && url.pathname === "/" && url.search === "") return url.origin;
  const errors = [{ path: "/origin", message: `has to be an address of ${hostname}, without a path` }];
  throw new FaultError("request.invalid", "The origin is not this host's; see errors.", { errors });
}

function limitOf(c: Ctx, max: number): number {
  const limit = wholeNumber(c.req.query("limit")) ?? max;
  if (limit < 1 || limit > max) throw new FaultError("request.invalid", `limit is a number from 1 to ${max}.`);
  return limit;
}

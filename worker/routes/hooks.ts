/**
 * Where vendors deliver: `/hooks/v1/{channel}/{connection}`. The raw bytes are verified before anything is parsed; each message
 * goes to the conversation of its sender and is answered for once it is durable there. The turn is not waited for: what the bot says
 * is delivered by the conversation itself.
 */
import { Hono } from "hono";
import {
  type ChannelAdapter,
  type ChannelMessage,
  type ChannelReceipt,
  type Connection,
  connectionId,
  HOOK_BYTES,
  HOOK_EVENTS,
  type HookRequest,
  MalformedHook,
} from "../../contracts/channel.ts";
import type { ConnectionRecord } from "../../contracts/deliveries.ts";
import { systemClock } from "../../platform/clock.ts";
import { readBytes } from "../body.ts";
import { connectionStub, openConnection } from "../channels/connections.ts";
import { takeMessage, takeReceipt } from "../channels/inbound.ts";
import { findChannel } from "../channels/registry.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { callObject } from "../objects.ts";
import { FaultError } from "../problem.ts";

/** A vendor sends its body at once. */
const READ_MS = 10_000;

export const hooks = new Hono<AppEnv>();

hooks.get("/:channel/:connection", async (c) => {
  const { adapter, connection } = await named(c);
  const answer = await adapter.challenge(requestOf(c, connection, new Uint8Array()), connection);
  if (answer === null) throw new FaultError("hook.refused", "The hook does not answer this question.");
  return c.body(answer.body, statusOf(answer.status), { "content-type": answer.contentType });
});

hooks.post("/:channel/:connection", async (c) => {
  const { adapter, connection, record } = await named(c);
  const body = new Uint8Array(await readBytes(c.req.raw, HOOK_BYTES, READ_MS));
  const request = requestOf(c, connection, body);
  const verdict = await adapter.verify(request, connection, systemClock.now());
  if (!verdict.ok) {
    console.warn(
      JSON.stringify({
        level: "warn",
        event: "hook.refused",
        channel: adapter.name,
        connection: connection.id,
        reason: verdict.reason,
      }),
    );
    throw new FaultError("hook.refused", "The request's signature is missing, wrong or too old.");
  }
  const { events, answer } = parse(adapter, request, connection);
  const messages = events.filter((event): event is ChannelMessage => event.type === "message");
  const receipts = events.filter((event): event is ChannelReceipt => event.type === "receipt");
  await Promise.all([
    // In order for each person; people do not wait for each other.
    ...[...Map.groupBy(messages, ({ address }) => address).values()].map((list) =>
      inOrder(list, (message) => takeMessage(c.env, adapter, connection, record, message)),
    ),
    ...[...Map.groupBy(receipts, ({ address, key }) => address ?? key).values()].map((list) =>
      inOrder(list, (receipt) => takeReceipt(c.env, connection, receipt)),
    ),
  ]);
  if (!answer) return c.body(null, 200);
  return c.body(answer.body, statusOf(answer.status), { "content-type": answer.contentType });
});

/** The adapter and the connection of the path, or 404. */
async function named(c: Ctx): Promise<{ adapter: ChannelAdapter; connection: Connection; record: ConnectionRecord }> {
  const channel = c.req.param("channel") ?? "";
  const id = c.req.param("connection") ?? "";
  const adapter = findChannel(channel);
  if (!adapter) throw new FaultError("channel.unknown", "This installation has no such channel.");
  const name = { tenant: c.get("tenant"), channel, connection: id };
  const isId = connectionId.safeParse(id).success;
  const record = isId ? await callObject(() => connectionStub(c.env, name).read()) : null;
  if (record === null) throw new FaultError("connection.unknown", "No connection of this name was set up.");
  const connection = await openConnection(c.env, name, record);
  if (connection === null) {
    throw new FaultError("service.unavailable", "The connection's secrets cannot be opened: set them again.");
  }
  return { adapter, connection, record };
}

function parse(adapter: ChannelAdapter, request: HookRequest, connection: Connection) {
  try {
    const parsed = adapter.parse(request, connection);
    if (parsed.events.length > HOOK_EVENTS) throw new MalformedHook(`A request has at most ${HOOK_EVENTS} events.`);
    return parsed;
  } catch (error) {
    if (error instanceof MalformedHook) throw new FaultError("request.invalid", error.message);
    throw error;
  }
}

/** The address that the vendor was given: the one that it may have signed, whatever stands between it and us. */
function requestOf(c: Ctx, connection: Connection, body: Uint8Array<ArrayBuffer>): HookRequest {
  const { pathname, search } = new URL(c.req.url);
  return {
    method: c.req.method === "GET" ? "GET" : "POST",
    url: `${connection.origin}${pathname}${search}`,
    header: (name) => c.req.header(name) ?? null,
    body,
  };
}

async function inOrder<T>(list: readonly T[], take: (item: T) => Promise<void>): Promise<void> {
  for (const item of list) await take(item);
}

/** An adapter's status, kept to what a vendor may be told. */
function statusOf(status: number): 200 | 201 | 202 {
  return status === 201 || status === 202 ? status : 200;
}

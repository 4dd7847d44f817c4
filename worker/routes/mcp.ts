/** A bot as an MCP server: who may call it, and how large a call may be. What it offers is in durable-objects/mcp. */
import { type Context, Hono } from "hono";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import { readBytes } from "../body.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { callObject } from "../objects.ts";
import { FaultError } from "../problem.ts";

const MAX_BODY = 1024 * 1024;
/** What the protocol says in headers. */
const HEADERS = ["accept", "content-type", "mcp-protocol-version", "mcp-session-id", "last-event-id"];

export function mcp(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  const answer = async (c: Context<AppEnv>): Promise<Response> => {
    const bot = botOf(c);
    checkPage(c);
    await requireScope(c, "conversations:write", tokensOf(c));
    const { env } = c;
    const body = c.req.method === "POST" ? await readBytes(c.req.raw, MAX_BODY) : null;
    // Made anew: nothing else of what the client has sent reaches the object.
    const headers = new Headers();
    for (const name of HEADERS) {
      const value = c.req.header(name);
      if (value !== undefined) headers.set(name, value);
    }
    const call = { method: c.req.method, headers, ...(body === null ? {} : { body: new Uint8Array(body) }) };
    const answered = await callObject(() => env.MCP.getByName(`${c.get("tenant")}/${bot}`).fetch("https://mcp/", call));
    if (answered.status === 404) throw new FaultError("bot.unknown", "No package has been published under this name.");
    if (answered.status === 403)
      throw new FaultError("auth.forbidden", "This bot is no MCP server: set mcp-server,true in its config.csv.");
    return new Response(answered.body, answered);
  };

  routes.post("/bots/:bot/mcp", answer);
  // Nothing is sent without being asked for, and there are no sessions to end: GET and DELETE get the 405 that the specification wants.
  return routes;
}

/** The specification wants foreign pages turned away: a name that leads here would make a browser speak for its visitor. */
function checkPage(c: Ctx): void {
  const origin = c.req.header("origin");
  if (origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== new URL(c.req.url).host)
    throw new FaultError("auth.forbidden", "Pages of other origins may not call an MCP server.");
}

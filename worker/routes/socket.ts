/** The web socket of a conversation: checked here, held by the conversation's object, which hibernates under it. */
import { Hono } from "hono";
import type { Failure } from "../../contracts/faults.ts";
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from "../../contracts/frames.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { Env } from "../../durable-objects/env.ts";
import { type Access, accessBy } from "../auth/access.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { conversationOf } from "../auth/conversation.ts";
import { checkOrigin } from "../bot-settings.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { callObject, sessionStub } from "../objects.ts";
import { FaultError } from "../problem.ts";
import { wholeNumber } from "../query.ts";
import { holdUntilToken } from "./token-first.ts";

export function sockets(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get("/bots/:bot/conversations/:id/socket", (c) => connect(c, tokensOf(c)));
  return routes;
}

async function connect(c: Ctx, tokens: ApiTokenStore): Promise<Response> {
  const key = conversationOf(c);
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket")
    throw new FaultError("request.upgrade-required", "This address is a web socket.", {
      headers: { upgrade: "websocket", connection: "upgrade" },
    });
  const offered = (c.req.header("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());
  const token = offered.find((name) => name.startsWith(TOKEN_SUBPROTOCOL_PREFIX));
  if (token !== undefined && !offered.includes(SUBPROTOCOL))
    throw new FaultError("request.invalid", `Offer the subprotocol ${SUBPROTOCOL} beside the token.`);
  const after = wholeNumber(c.req.query("after"));
  const accessOf = (text: string) => accessBy(c, key, text, "conversations:read", tokens);
  const access = token === undefined ? null : await accessOf(token.slice(TOKEN_SUBPROTOCOL_PREFIX.length));
  await checkOrigin(c, key.bot);
  const headers = new Headers();
  if (offered.includes(SUBPROTOCOL)) headers.set("sec-websocket-protocol", SUBPROTOCOL);
  const open = (as: Access) => openSocket(c.env, key, after, as);
  const webSocket = access === null ? holdUntilToken(async (text) => open(await accessOf(text))) : await open(access);
  return new Response(null, { status: 101, webSocket, headers });
}

/**
 * A socket to the conversation's object. The request is made anew, so that nothing which the client sent (its
 * `x-basalt-*` headers, its cookies, its token) reaches the object. The caller has verified the token. Throws the
 * object's refusal as a FaultError.
 */
export async function openSocket(
  env: Env,
  key: ConversationKey,
  after: number | undefined,
  access: Access,
): Promise<WebSocket> {
  const address = new URL(`https://session/api/v1/bots/${key.bot}/conversations/${key.conversation}/socket`);
  if (after !== undefined) address.searchParams.set("after", String(after));
  const headers = {
    upgrade: "websocket",
    "x-basalt-tenant": key.tenant,
    "x-basalt-bot": key.bot,
    "x-basalt-conversation": key.conversation,
    "x-basalt-access": access,
  };
  const handshake = await callObject(() => sessionStub(env, key).fetch(address.href, { headers }));
  if (handshake.webSocket) return handshake.webSocket;
  const { code, detail } = await handshake.json<Failure>();
  throw new FaultError(code, detail);
}

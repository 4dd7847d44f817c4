/** The web socket of a conversation: checked here, held by the conversation's object, which hibernates under it. */
import { Hono } from "hono";
import type { Failure } from "../../contracts/faults.ts";
import { SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from "../../contracts/frames.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import type { Env } from "../../durable-objects/env.ts";
import { checkToken, conversationOf } from "../auth/conversation.ts";
import { checkOrigin } from "../bot-settings.ts";
import type { AppEnv } from "../context.ts";
import { callObject, sessionStub } from "../objects.ts";
import { FaultError } from "../problem.ts";
import { wholeNumber } from "../query.ts";
import { holdUntilToken } from "./token-first.ts";

export const sockets = new Hono<AppEnv>();

sockets.get("/bots/:bot/conversations/:id/socket", async (c) => {
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
  if (token !== undefined) await checkToken(c, key, token.slice(TOKEN_SUBPROTOCOL_PREFIX.length));
  await checkOrigin(c, key.bot);
  const headers = new Headers();
  if (offered.includes(SUBPROTOCOL)) headers.set("sec-websocket-protocol", SUBPROTOCOL);
  const open = () => openSocket(c.env, key, after);
  if (token === undefined) return new Response(null, { status: 101, webSocket: holdUntilToken(c, key, open), headers });
  return new Response(null, { status: 101, webSocket: await open(), headers });
});

/**
 * A socket to the conversation's object. The request is made anew, so that nothing which the client sent (its
 * `x-basalt-*` headers, its cookies, its token) reaches the object. The caller has verified the token. Throws the
 * object's refusal as a FaultError.
 */
export async function openSocket(env: Env, key: ConversationKey, after: number | undefined): Promise<WebSocket> {
  const address = new URL(`https://session/api/v1/bots/${key.bot}/conversations/${key.conversation}/socket`);
  if (after !== undefined) address.searchParams.set("after", String(after));
  const headers = {
    upgrade: "websocket",
    "x-basalt-tenant": key.tenant,
    "x-basalt-bot": key.bot,
    "x-basalt-conversation": key.conversation,
  };
  const handshake = await callObject(() => sessionStub(env, key).fetch(address.href, { headers }));
  if (handshake.webSocket) return handshake.webSocket;
  const { code, detail } = await handshake.json<Failure>();
  throw new FaultError(code, detail);
}

/** Who else speaks in a conversation: people of the desk, and the bot without having been asked. */
import { Hono } from "hono";
import {
  agentMessageRequest,
  handoffRequest,
  type InboxItem,
  proactiveRequest,
  type TurnAnswer,
} from "../../contracts/conversation.ts";
import type { JsonObject } from "../../contracts/events.ts";
import { LIMITS } from "../../contracts/frames.ts";
import type { ConversationKey } from "../../contracts/ids.ts";
import { newConversationId } from "../../platform/ids.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { conversationOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import { readJson } from "../body.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { botStub, callObject, sessionStub } from "../objects.ts";
import { expectOk } from "../problem.ts";

export function desk(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const path = "/bots/:bot/conversations/:id";

  /** Takes the conversation over from the bot, or hands it back. */
  routes.post(`${path}/agent`, async (c) => {
    const key = await entry(c);
    const { id = newConversationId(), ...request } = await readJson(c.req.raw, handoffRequest);
    const answered = await answer(c, key, { kind: "handoff", ...request, id });
    if (request.action === "join") await tellTransfer(c, key, id, { agent: request.agent, reason: request.reason });
    return answered;
  });

  routes.post(`${path}/agent/messages`, async (c) => {
    const key = await entry(c);
    return answer(c, key, { kind: "agent", ...(await readJson(c.req.raw, agentMessageRequest)) });
  });

  /** A text between two turns, or a script once none is parked. */
  routes.post(`${path}/proactive`, async (c) => {
    const key = await entry(c);
    return answer(c, key, { kind: "proactive", source: "api", ...(await readJson(c.req.raw, proactiveRequest)) });
  });

  async function entry(c: Ctx): Promise<ConversationKey> {
    const key = conversationOf(c);
    await requireScope(c, "conversations:write", tokensOf(c));
    return key;
  }

  return routes;
}

/** For `on_transfer`; the same call again tells it once. */
async function tellTransfer(c: Ctx, key: ConversationKey, id: string, data: JsonObject): Promise<void> {
  const { tenant, bot, conversation } = key;
  const event = { kind: "named" as const, name: "transfer", data: { session: conversation, ...data } };
  const raised = await callObject(() => botStub(c.env, tenant, bot).raise(`transfer/${conversation}/${id}`, event));
  if (!raised.ok) console.warn(JSON.stringify({ level: "warn", event: "transfer.untold", code: raised.code }));
}

async function answer(c: Ctx, key: ConversationKey, item: InboxItem): Promise<Response> {
  const waitMs = LIMITS.answerSeconds * 1000;
  // All kinds share one inbox, and each chooses its ids alone. A person's id has no blank, so nobody can take another's.
  const named = { ...item, id: `${item.kind} ${item.id}` };
  const turn = expectOk(await callObject(() => sessionStub(c.env, key).receive(named, waitMs)));
  const body: TurnAnswer = { seq: turn.seq, state: turn.state, frames: turn.frames };
  return c.json(body, turn.quiet ? 200 : 202);
}

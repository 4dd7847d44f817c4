/** Opening a conversation and sending it messages (docs/contract.md, "HTTP"). */
import { Hono } from "hono";
import { messageRequest, type OpenAnswer, openingBody, type TurnAnswer } from "../../contracts/conversation.ts";
import { LIMITS } from "../../contracts/frames.ts";
import { botOf, idForOpening, mintToken, requireConversation } from "../auth/conversation.ts";
import { readJson } from "../body.ts";
import { checkOrigin } from "../bot-settings.ts";
import type { AppEnv } from "../context.ts";
import { withIdentity } from "../identity.ts";
import { callObject, sessionStub } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { serverTiming } from "../server-timing.ts";

export const conversations = new Hono<AppEnv>();

conversations.post("/bots/:bot/conversations", async (c) => {
  const bot = botOf(c);
  const body = await readJson(c.req.raw, openingBody);
  if (body.channel === "event")
    throw new FaultError("request.invalid", "The channel event is that of scripts that events start.");
  await checkOrigin(c, bot);
  const request = await withIdentity(c, bot, body);
  // The same person may come back with a newer token.
  const conversation = await idForOpening(c, bot, request);
  const key = { tenant: c.get("tenant"), bot, conversation };
  const turn = expectOk(await callObject(() => sessionStub(c.env, key).open(key, request, undefined, c.get("trace"))));
  const { timing, ...opened } = turn;
  if (timing) c.header("server-timing", serverTiming(timing));
  const answer: OpenAnswer = { id: conversation, token: await mintToken(c.env, key), ...opened };
  return c.json(answer, 201, { location: `/api/v1/bots/${bot}/conversations/${conversation}/frames` });
});

conversations.post("/bots/:bot/conversations/:id/messages", async (c) => {
  const key = await requireConversation(c);
  const message = await readJson(c.req.raw, messageRequest);
  await checkOrigin(c, key.bot);
  const waitMs = LIMITS.answerSeconds * 1000;
  const turn = expectOk(await callObject(() => sessionStub(c.env, key).receive(message, waitMs, c.get("trace"))));
  if (turn.timing) c.header("server-timing", serverTiming(turn.timing));
  const answer: TurnAnswer = { seq: turn.seq, state: turn.state, frames: turn.frames };
  return c.json(answer, turn.quiet ? 200 : 202);
});

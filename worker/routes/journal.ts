/** What happened in a conversation, turn by turn, for whoever runs the bot. */
import { Hono } from "hono";
import type { JournalPage } from "../../contracts/objects.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { conversationOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { callObject, sessionStub } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { wholeNumber } from "../query.ts";

const MAX_ITEMS = 1_000;

export function journal(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get("/bots/:bot/conversations/:id/journal", async (c) => {
    const key = conversationOf(c);
    await requireScope(c, "conversations:read", tokensOf(c));
    const after = wholeNumber(c.req.query("after")) ?? 0;
    const limit = wholeNumber(c.req.query("limit")) ?? MAX_ITEMS;
    if (limit < 1 || limit > MAX_ITEMS)
      throw new FaultError("request.invalid", `limit is a number from 1 to ${MAX_ITEMS}.`);
    const page: JournalPage = expectOk(await callObject(() => sessionStub(c.env, key).journal(after, limit)));
    return c.json(page);
  });

  return routes;
}

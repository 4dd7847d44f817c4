/** A bot's conversations, as its own object knows them: no database stands behind this list. */
import { Hono } from "hono";
import type { Page } from "../../contracts/admin.ts";
import type { BotConversation } from "../../contracts/release.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { botStub, callObject } from "../objects.ts";
import { FaultError } from "../problem.ts";
import { pageCursor, wholeNumber } from "../query.ts";

const PAGE = 200;

export function botConversations(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get("/bots/:bot/conversations", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "conversations:read", tokensOf(c));
    const { state = null, release = null, cursor } = c.req.query();
    if (state !== null && state !== "open" && state !== "ended")
      throw new FaultError("request.invalid", "state is open or ended.");
    if (release !== null && !/^[0-9a-f]{64}$/.test(release))
      throw new FaultError("request.invalid", "release is the 64 hexadecimal digits of a release's hash.");
    const limit = wholeNumber(c.req.query("limit")) ?? PAGE;
    if (limit < 1 || limit > PAGE) throw new FaultError("request.invalid", `limit is a number from 1 to ${PAGE}.`);
    const after = pageCursor(cursor, /^\d{1,16}\.[0-9a-v]{26}$/);
    const page: Page<BotConversation> = await callObject(() =>
      botStub(c.env, c.get("tenant"), bot).conversations({ state, release, limit, cursor: after }),
    );
    return c.json(page);
  });

  return routes;
}

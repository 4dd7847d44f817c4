/**
 * Calls to the outside from the outside: stopping the one that a turn waits for, and those of which nobody knows whether
 * they happened, with the operator's answer to the question whether one is made again.
 */
import { Hono } from "hono";
import { settlementRequest } from "../../contracts/conversation.ts";
import type { UnknownEffectsPage } from "../../contracts/objects.ts";
import { newConversationId } from "../../platform/ids.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { conversationOf, requireConversation } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import { readJson } from "../body.ts";
import { checkOrigin } from "../bot-settings.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { callObject, sessionStub } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { wholeNumber } from "../query.ts";

const MAX_ITEMS = 1_000;
const DEFAULT_ITEMS = 100;
const MAX_KEY = 200;

export function effects(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.post("/bots/:bot/conversations/:id/stop", async (c) => {
    const key = await requireConversation(c);
    await checkOrigin(c, key.bot);
    expectOk(await callObject(() => sessionStub(c.env, key).stop()));
    return c.json({}, 202);
  });

  routes.get("/bots/:bot/conversations/:id/effects", async (c) => {
    const key = conversationOf(c);
    await requireScope(c, "conversations:read", tokensOf(c));
    const state = c.req.query("state") ?? "unknown";
    if (state !== "unknown" && state !== "open")
      throw new FaultError("request.invalid", "state is unknown (all) or open (those that somebody is asked about).");
    const after = wholeNumber(c.req.query("after")) ?? 0;
    const limit = wholeNumber(c.req.query("limit")) ?? DEFAULT_ITEMS;
    if (limit < 1 || limit > MAX_ITEMS)
      throw new FaultError("request.invalid", `limit is a number from 1 to ${MAX_ITEMS}.`);
    const filter = { after, limit, onlyOpen: state === "open" };
    const page: UnknownEffectsPage = expectOk(await callObject(() => sessionStub(c.env, key).unknownEffects(filter)));
    return c.json(page);
  });

  routes.post("/bots/:bot/conversations/:id/effects/:key/settlement", async (c) => {
    const key = conversationOf(c);
    await requireScope(c, "conversations:write", tokensOf(c));
    const effect = c.req.param("key");
    if (effect.length > MAX_KEY) throw new FaultError("effect.not-asked", "No call has a key of this length.");
    const { decision } = await readJson(c.req.raw, settlementRequest);
    const settlement = { kind: "settlement" as const, id: `settlement-${newConversationId()}`, key: effect, decision };
    const { quiet } = expectOk(await callObject(() => sessionStub(c.env, key).settle(settlement)));
    return c.json({ key: effect, decision }, quiet ? 200 : 202);
  });

  return routes;
}

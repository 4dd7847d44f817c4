/** What is set for a bot beside its package: values of the configuration, and secrets that can be set and never read. */
import { type Context, Hono } from "hono";
import { overrideRequest, secretName, secretRequest } from "../../contracts/bot-settings.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import { readJson } from "../body.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { botStub, callObject } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { pageCursor, wholeNumber } from "../query.ts";

const CHANGES = 100;

export function settings(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const stub = (c: Context<AppEnv>) => botStub(c.env, c.get("tenant"), botOf(c));
  const allowed = (c: Context<AppEnv>, scope: "bots:read" | "bots:publish") => requireScope(c, scope, tokensOf(c));

  routes.get("/bots/:bot/config", async (c) => {
    await allowed(c, "bots:read");
    return c.json({ items: await callObject(() => stub(c).overrides()), nextCursor: null });
  });

  routes.get("/bots/:bot/config-changes", async (c) => {
    await allowed(c, "bots:read");
    const limit = Math.min(Math.max(wholeNumber(c.req.query("limit")) ?? CHANGES, 1), CHANGES);
    const cursor = pageCursor(c.req.query("cursor"), /^\d{1,15}$/);
    return c.json(await callObject(() => stub(c).settingChanges(limit, cursor)));
  });

  routes.get("/bots/:bot/config/:key", async (c) => {
    await allowed(c, "bots:read");
    return c.json(await callObject(() => stub(c).config(keyOf(c))));
  });

  routes.put("/bots/:bot/config/:key", async (c) => {
    const by = await allowed(c, "bots:publish");
    const key = keyOf(c);
    const { value } = await readJson(c.req.raw, overrideRequest);
    expectOk(await callObject(() => stub(c).setConfig(key, value, by)));
    return c.json(await callObject(() => stub(c).config(key)));
  });

  routes.delete("/bots/:bot/config/:key", async (c) => {
    const by = await allowed(c, "bots:publish");
    expectOk(await callObject(() => stub(c).setConfig(keyOf(c), null, by)));
    return c.body(null, 204);
  });

  routes.get("/bots/:bot/secrets", async (c) => {
    await allowed(c, "bots:read");
    return c.json({ items: await callObject(() => stub(c).secrets()), nextCursor: null });
  });

  routes.put("/bots/:bot/secrets/:name", async (c) => {
    const by = await allowed(c, "bots:publish");
    const [tenant, bot, name] = [c.get("tenant"), botOf(c), nameOf(c)];
    const { value } = await readJson(c.req.raw, secretRequest);
    expectOk(await callObject(() => stub(c).setSecret(tenant, bot, name, value, by)));
    return c.body(null, 204);
  });

  routes.delete("/bots/:bot/secrets/:name", async (c) => {
    const by = await allowed(c, "bots:publish");
    const [tenant, bot, name] = [c.get("tenant"), botOf(c), nameOf(c)];
    expectOk(await callObject(() => stub(c).setSecret(tenant, bot, name, null, by)));
    return c.body(null, 204);
  });

  return routes;
}

function keyOf(c: Context<AppEnv>): string {
  const key = c.req.param("key") ?? "";
  if (key.length > 200) throw new FaultError("config.unknown", "A key has at most 200 characters.");
  return key;
}

function nameOf(c: Context<AppEnv>): string {
  const name = secretName.safeParse(c.req.param("name") ?? "");
  if (!name.success) throw new FaultError("request.invalid", `The name of a secret ${name.error.issues[0]?.message}.`);
  return name.data;
}

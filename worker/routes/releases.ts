/** Publishing packages, and what is known of each bot. */
import { Hono } from "hono";
import type { BotSummary, Page } from "../../contracts/admin.ts";
import { botName } from "../../contracts/ids.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import { readBytes } from "../body.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { botStub, callObject } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { wholeNumber } from "../query.ts";

/** An RPC carries 32 MiB at most. */
const PACKAGE_BYTES = 24 * 1024 * 1024;
const PAGE = 50;

/** The list of a tenant's bots: empty files, so that it needs no database. */
const entryPrefix = (tenant: string) => `t/${tenant}/bots/`;

export function releases(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.post("/bots/:bot/releases", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "bots:publish", tokensOf(c));
    const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
    if (type !== "application/zip" && type !== "application/octet-stream")
      throw new FaultError("request.unsupported-type", "Send the package as application/zip.");
    const bytes = await readBytes(c.req.raw, PACKAGE_BYTES);
    // The local file header's signature: bytes are judged by themselves, not by their label.
    if (bytes.byteLength < 22 || bytes[0] !== 0x50 || bytes[1] !== 0x4b)
      throw new FaultError("release.invalid", "The body is not a zip archive.");
    const zip = new Uint8Array(bytes).buffer;
    const tenant = c.get("tenant");
    const report = expectOk(await callObject(() => botStub(c.env, tenant, bot).publish(tenant, bot, zip)));
    await c.env.FILES.put(entryPrefix(tenant) + bot, new Uint8Array());
    return c.json(report, report.changed ? 201 : 200);
  });

  routes.get("/bots", async (c) => {
    await requireScope(c, "bots:read", tokensOf(c));
    const limit = Math.min(Math.max(wholeNumber(c.req.query("limit")) ?? PAGE, 1), PAGE);
    const cursor = c.req.query("cursor");
    const tenant = c.get("tenant");
    const prefix = entryPrefix(tenant);
    const listed = await c.env.FILES.list({ prefix, limit, ...(cursor ? { cursor } : {}) });
    const names = listed.objects
      .map((entry) => entry.key.slice(prefix.length))
      .filter((name) => botName.safeParse(name).success);
    const items = await Promise.all(names.map((bot) => summary(c, tenant, bot)));
    const page: Page<BotSummary> = { items, nextCursor: listed.truncated ? listed.cursor : null };
    return c.json(page);
  });

  routes.get("/bots/:bot", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "bots:read", tokensOf(c));
    const found = await summary(c, c.get("tenant"), bot);
    if (found.release === null) throw new FaultError("bot.unknown", "No package has been published under this name.");
    return c.json(found);
  });

  return routes;
}

async function summary(c: Ctx, tenant: string, bot: string): Promise<BotSummary> {
  const status = await callObject(() => botStub(c.env, tenant, bot).status());
  return { bot, ...status };
}

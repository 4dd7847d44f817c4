/** Publishing packages, the releases that came of it, and what is known of each bot. */
import { type Context, Hono } from "hono";
import { API_TOKEN_PREFIX, type BotSummary, type Page, upgradeCheckRequest } from "../../contracts/admin.ts";
import type { PublishOptions, ReleaseSummary, UpgradeCheck } from "../../contracts/release.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf } from "../auth/conversation.ts";
import { bearer, requireOperator, requireScope } from "../auth/principal.ts";
import { readBytes, readJson } from "../body.ts";
import { botNames, botSummary, entryPrefix } from "../bots.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { botStub, callObject } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { flag, pageCursor, wholeNumber } from "../query.ts";
import { checkUpgrade } from "../upgrade-check.ts";

/** An RPC carries 32 MiB at most. */
const PACKAGE_BYTES = 24 * 1024 * 1024;
const PAGE = 50;
const RELEASE_PAGE = 100;

export function releases(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.post("/bots/:bot/releases", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "bots:publish", tokensOf(c));
    const options = await publishOptions(c);
    const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
    if (type !== "application/zip" && type !== "application/octet-stream")
      throw new FaultError("request.unsupported-type", "Send the package as application/zip.");
    const bytes = await readBytes(c.req.raw, PACKAGE_BYTES);
    // The local file header's signature: bytes are judged by themselves, not by their label.
    if (bytes.byteLength < 22 || bytes[0] !== 0x50 || bytes[1] !== 0x4b)
      throw new FaultError("release.invalid", "The body is not a zip archive.");
    const zip = new Uint8Array(bytes).buffer;
    const tenant = c.get("tenant");
    const report = expectOk(await callObject(() => botStub(c.env, tenant, bot).publish(tenant, bot, zip, options)));
    await keepEntry(c, bot);
    return c.json(report, report.changed || report.candidate ? 201 : 200);
  });

  routes.get("/bots/:bot/releases", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "bots:read", tokensOf(c));
    const limit = pageLimit(c.req.query("limit"), RELEASE_PAGE);
    const cursor = pageCursor(c.req.query("cursor"), /^\d{1,16}\.[0-9a-f]{64}$/);
    const page: Page<ReleaseSummary> = await callObject(() =>
      botStub(c.env, c.get("tenant"), bot).releases(limit, cursor),
    );
    return c.json(page);
  });

  routes.get("/bots/:bot/releases/:release", async (c) => {
    const { bot, release } = releaseOf(c);
    await requireScope(c, "bots:read", tokensOf(c));
    return c.json(expectOk(await callObject(() => botStub(c.env, c.get("tenant"), bot).releaseDetail(release))));
  });

  routes.post("/bots/:bot/releases/:release/current", async (c) => {
    const { bot, release } = releaseOf(c);
    await requireScope(c, "bots:publish", tokensOf(c));
    return c.json(expectOk(await callObject(() => botStub(c.env, c.get("tenant"), bot).makeCurrent(release))));
  });

  routes.get("/bots/:bot/releases/:release/upgrade", async (c) => {
    const { bot, release } = releaseOf(c);
    await requireScope(c, "bots:read", tokensOf(c));
    return c.json(expectOk(await callObject(() => botStub(c.env, c.get("tenant"), bot).upgradeReport(release))));
  });

  routes.post("/bots/:bot/releases/:release/upgrade-check", async (c) => {
    const { bot, release } = releaseOf(c);
    await requireScope(c, "bots:publish", tokensOf(c));
    const { limit } = await readJson(c.req.raw, upgradeCheckRequest);
    const tenant = c.get("tenant");
    const check: UpgradeCheck = await checkUpgrade(c.env, { tenant, bot, release, limit });
    return c.json(check);
  });

  routes.get("/bots", async (c) => {
    await requireScope(c, "bots:read", tokensOf(c));
    const limit = Math.min(Math.max(wholeNumber(c.req.query("limit")) ?? PAGE, 1), PAGE);
    const tenant = c.get("tenant");
    const { names, cursor } = await botNames(c.env.FILES, tenant, limit, c.req.query("cursor"));
    const items = await Promise.all(names.map((bot) => botSummary(c.env, tenant, bot)));
    const page: Page<BotSummary> = { items, nextCursor: cursor };
    return c.json(page);
  });

  routes.get("/bots/:bot", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "bots:read", tokensOf(c));
    const found = await botSummary(c.env, c.get("tenant"), bot);
    if (found.release === null) throw new FaultError("bot.unknown", "No package has been published under this name.");
    return c.json(found);
  });

  return routes;
}

/** How a release is stored, from the query. */
export async function publishOptions(c: Ctx): Promise<PublishOptions> {
  const candidate = flag("candidate", c.req.query("candidate"));
  const development = flag("development", c.req.query("development"));
  if (development) await requireStartScript(c);
  return { candidate, development };
}

/** Writes a bot into the tenant's list. */
export async function keepEntry(c: Ctx, bot: string): Promise<void> {
  const key = entryPrefix(c.get("tenant")) + bot;
  if ((await c.env.FILES.head(key)) === null) await c.env.FILES.put(key, new Uint8Array());
}

/** Conversations of a development release follow every change, with nobody asked. */
async function requireStartScript(c: Ctx): Promise<void> {
  if (bearer(c)?.startsWith(API_TOKEN_PREFIX))
    throw new FaultError("auth.forbidden", "Only the start script mounts folders that are being worked on.");
  await requireOperator(c);
}

export function releaseOf(c: Context<AppEnv>): { bot: string; release: string } {
  const bot = botOf(c);
  const release = c.req.param("release") ?? "";
  if (!/^[0-9a-f]{64}$/.test(release))
    throw new FaultError("release.unknown", "A release is named by the 64 hexadecimal digits of its hash.");
  return { bot, release };
}

function pageLimit(text: string | undefined, most: number): number {
  const limit = wholeNumber(text) ?? most;
  if (limit < 1 || limit > most) throw new FaultError("request.invalid", `limit is a number from 1 to ${most}.`);
  return limit;
}

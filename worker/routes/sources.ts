/** Files of a release as they were published, what differs between two releases, and what switching to one would do. */
import { type Context, Hono } from "hono";
import { type ReleaseFile, type ReleaseManifest, releaseKey } from "../../contracts/release.ts";
import type { Env } from "../../durable-objects/env.ts";
import { compareReleases } from "../../platform/release-difference.ts";
import { readReleaseFile } from "../../platform/release-files.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { botStub, callObject } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { releaseOf } from "./releases.ts";

export function sources(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get("/bots/:bot/releases/:release/source", async (c) => {
    return new Response(await sourceOf(c, tokensOf(c)), {
      headers: {
        "content-type": "text/plain; charset=utf-8",
        // Named by the hash of what it holds.
        "cache-control": "private, max-age=86400, immutable",
      },
    });
  });

  routes.get("/bots/:bot/releases/:release/diff/:other", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "bots:read", tokensOf(c));
    const [from, to] = await Promise.all(
      [c.req.param("release"), c.req.param("other")].map((hash) => stored(c.env, c.get("tenant"), bot, hash)),
    );
    if (!from || !to) throw new FaultError("release.unknown", "This bot has no such release in store.");
    return c.json(compareReleases(from, to));
  });

  // It may name values of the tables, as the report of publishing does.
  routes.get("/bots/:bot/releases/:release/plan", async (c) => {
    const { bot, release } = releaseOf(c);
    await requireScope(c, "bots:publish", tokensOf(c));
    return c.json(expectOk(await callObject(() => botStub(c.env, c.get("tenant"), bot).planRelease(release))));
  });

  return routes;
}

type StoredManifest = ReleaseManifest & { files?: ReleaseFile[] };

async function stored(env: Env, tenant: string, bot: string, release: string): Promise<StoredManifest> {
  if (!/^[0-9a-f]{64}$/.test(release))
    throw new FaultError("release.unknown", "A release is named by the 64 hexadecimal digits of its hash.");
  const object = await env.FILES.get(releaseKey(tenant, bot, release));
  if (object === null) throw new FaultError("release.unknown", "This bot has no such release in store.");
  return object.json<StoredManifest>();
}

async function sourceOf(c: Context<AppEnv>, tokens: ApiTokenStore): Promise<ReadableStream> {
  const bot = botOf(c);
  await requireScope(c, "bots:read", tokens);
  const { env } = c;
  const tenant = c.get("tenant");
  const path = c.req.query("path") ?? "";
  const { scripts, files = [] } = await stored(env, tenant, bot, c.req.param("release") ?? "");
  // Documents may be for some alone; who publishes has them all. Credentials may stand in two files, which are for nobody.
  if (!scripts.some((script) => script.path === path)) await requireScope(c, "bots:publish", tokens);
  const file = /(^|\/)(config|mcp)\.csv$/i.test(path) ? undefined : files.find((one) => one.path === path);
  const object = file ? await readReleaseFile(env.FILES, tenant, bot, file.hash) : null;
  if (object === null)
    throw new FaultError("script.unknown", "The release has no file at this path that can be shown.");
  return object.body;
}

/** The scripts of a release as they were written: what a debugger shows. */
import { Hono } from "hono";
import { type ReleaseFile, type ReleaseManifest, releaseKey } from "../../contracts/release.ts";
import type { Env } from "../../durable-objects/env.ts";
import { readReleaseFile } from "../../platform/release-files.ts";
import type { ApiTokenStore } from "../auth/api-tokens.ts";
import { botOf } from "../auth/conversation.ts";
import { requireScope } from "../auth/principal.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { FaultError } from "../problem.ts";

export function sources(tokensOf: (c: Ctx) => ApiTokenStore): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get("/bots/:bot/releases/:release/source", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "bots:read", tokensOf(c));
    const release = c.req.param("release");
    if (!/^[0-9a-f]{64}$/.test(release))
      throw new FaultError("release.unknown", "A release is named by the 64 hexadecimal digits of its hash.");
    const path = c.req.query("path") ?? "";
    const body = await sourceOf(c.env, c.get("tenant"), bot, release, path);
    return new Response(body, {
      headers: {
        "content-type": "text/plain; charset=utf-8",
        // Named by the hash of what it holds.
        "cache-control": "private, max-age=86400, immutable",
      },
    });
  });

  return routes;
}

async function sourceOf(env: Env, tenant: string, bot: string, release: string, path: string): Promise<ReadableStream> {
  const stored = await env.FILES.get(releaseKey(tenant, bot, release));
  if (stored === null) throw new FaultError("release.unknown", "This bot has no such release in store.");
  const { scripts, files = [] } = await stored.json<ReleaseManifest & { files?: ReleaseFile[] }>();
  // Scripts alone: the configuration beside them may hold secrets.
  const isScript = scripts.some((script) => script.path === path);
  const file = isScript ? files.find((one) => one.path === path) : undefined;
  const object = file ? await readReleaseFile(env.FILES, tenant, bot, file.hash) : null;
  if (object === null) throw new FaultError("script.unknown", "The release has no script at this path.");
  return object.body;
}

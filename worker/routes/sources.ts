/** The scripts of a release as they were written, which a debugger shows, and what differs between two releases. */
import { Hono } from "hono";
import { shownValue } from "../../contracts/bot-settings.ts";
import { type ReleaseDifference, type ReleaseFile, type ReleaseManifest, releaseKey } from "../../contracts/release.ts";
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

  routes.get("/bots/:bot/releases/:release/diff/:other", async (c) => {
    const bot = botOf(c);
    await requireScope(c, "bots:read", tokensOf(c));
    const [from, to] = await Promise.all(
      [c.req.param("release"), c.req.param("other")].map((hash) => stored(c.env, c.get("tenant"), bot, hash)),
    );
    if (!from || !to) throw new FaultError("release.unknown", "This bot has no such release in store.");
    return c.json(compareReleases(from, to));
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

/** What the second has that the first has not, and the other way round. Values that are credentials are hidden. */
function compareReleases(from: StoredManifest, to: StoredManifest): ReleaseDifference {
  const [before, after] = [from, to].map(({ files = [] }) => new Map(files.map((file) => [file.path, file])));
  const paths = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort();
  const keys = [...new Set([...Object.keys(from.config), ...Object.keys(to.config)])].sort();
  const shown = (key: string, value: string | undefined) => (value === undefined ? null : shownValue(key, value));
  return {
    from: from.hash,
    to: to.hash,
    files: paths.flatMap((path) => {
      const [old, now] = [before?.get(path), after?.get(path)];
      if (old?.hash === now?.hash) return [];
      const change = old === undefined ? "added" : now === undefined ? "removed" : "modified";
      return [{ path, change, before: old?.size ?? null, after: now?.size ?? null }] as const;
    }),
    config: keys
      .filter((key) => from.config[key] !== to.config[key])
      .map((key) => ({ key, before: shown(key, from.config[key]), after: shown(key, to.config[key]) })),
  };
}

async function sourceOf(env: Env, tenant: string, bot: string, release: string, path: string): Promise<ReadableStream> {
  const { scripts, files = [] } = await stored(env, tenant, bot, release);
  // Scripts alone: the configuration beside them may hold secrets.
  const isScript = scripts.some((script) => script.path === path);
  const file = isScript ? files.find((one) => one.path === path) : undefined;
  const object = file ? await readReleaseFile(env.FILES, tenant, bot, file.hash) : null;
  if (object === null) throw new FaultError("script.unknown", "The release has no script at this path.");
  return object.body;
}

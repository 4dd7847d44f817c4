/** Built files and theme pictures. Names hold their content's hash, so they may be kept for ever. */
import { Hono } from "hono";
import { readReleaseFile } from "../../platform/release-files.ts";
import { botOf } from "../auth/conversation.ts";
import { manifestOf, themeImage } from "../bot-settings.ts";
import type { AppEnv } from "../context.ts";
import { expectOk, FaultError } from "../problem.ts";

const IMMUTABLE = "public, max-age=31536000, immutable";
const TYPES: Record<string, string> = {
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
  ico: "image/x-icon",
};

export const assets = new Hono<AppEnv>();

assets.get("/:file", async (c) => {
  const name = c.req.param("file");
  const found = /^[a-z][a-z0-9-]*-[A-Z0-9]{8}\.(?:js|css|svg)$/.test(name)
    ? await c.env.ASSETS.fetch(new URL(`/assets/${name}`, c.req.url))
    : null;
  if (!found?.ok) throw new FaultError("route.unknown", "There is no such file; it may belong to an older build.");
  const headers = new Headers(found.headers);
  headers.set("cache-control", IMMUTABLE);
  return new Response(found.body, { headers });
});

/** Registered behind the tenant's check. */
export const themeImages = new Hono<AppEnv>();

themeImages.get("/:bot/:hash", async (c) => {
  const manifest = expectOk(await manifestOf(c.env, c.get("tenant"), botOf(c)));
  const file = themeImage(manifest, c.req.param("hash"));
  const blob = file && (await readReleaseFile(c.env.FILES, c.get("tenant"), manifest.bot, file.hash));
  if (!file || !blob) throw new FaultError("route.unknown", "The bot's current theme has no such picture.");
  return new Response(blob.body, {
    headers: {
      "content-type": TYPES[file.path.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream",
      "cache-control": IMMUTABLE,
      // An SVG opened by itself is a document: it may draw, and nothing else.
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    },
  });
});

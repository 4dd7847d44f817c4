/** What a foreign page loads: the loader script, the bot's looks; and a page that shows them in use. */
import { Hono } from "hono";
import { botOf } from "../auth/conversation.ts";
import { chatSettings, embedOrigins, manifestOf } from "../bot-settings.ts";
import type { AppEnv } from "../context.ts";
import { demoShop } from "../pages/demo-shop.ts";
import { assetAddress, htmlPage } from "../pages/html.ts";
import { expectOk } from "../problem.ts";

/** Host names that get no tenant may still load the scripts: they are the same for everyone. */
export const loader = new Hono<AppEnv>();

loader.get("/v1.js", async (c) => {
  const file = await c.env.ASSETS.fetch(
    new Request(new URL("/embed/v1.js", c.req.url), { headers: conditional(c.req.header("if-none-match")) }),
  );
  const headers = new Headers(file.headers);
  // The address stays while the content changes: kept for five minutes, then asked for by ETag.
  headers.set("cache-control", "public, max-age=300, stale-while-revalidate=86400");
  return new Response(file.body, { status: file.status, headers });
});

/** Where a loader finds the chat when the file that it knows belongs to an older build. */
loader.get("/chat.js", async (c) => c.redirect(await assetAddress(c, "chat.js"), 302));

export const embed = new Hono<AppEnv>();

embed.get("/settings/:bot", async (c) => {
  const bot = botOf(c);
  const manifest = expectOk(await manifestOf(c.env, c.get("tenant"), bot));
  c.set("embedOrigins", embedOrigins(manifest));
  const settings = await chatSettings(c.env, c.get("tenant"), manifest);
  return c.json(settings, 200, { "cache-control": "public, max-age=60" });
});

embed.get("/demo/:bot", async (c) => {
  const bot = botOf(c);
  const manifest = expectOk(await manifestOf(c.env, c.get("tenant"), bot, true));
  const settings = await chatSettings(c.env, c.get("tenant"), manifest);
  return htmlPage(c, {
    title: `${settings.title} in a shop's page`,
    language: "en",
    styles: [await assetAddress(c, "demo.css")],
    scripts: [],
    body: demoShop(bot, settings.theme.light["--basalt-accent"]),
  });
});

const conditional = (etag: string | undefined): Record<string, string> => (etag ? { "if-none-match": etag } : {});

/** `GET /{bot}`: the bot's chat as a page of its own. */
import { Hono } from "hono";
import { botOf } from "../auth/conversation.ts";
import { chatSettings, embedOrigins, manifestOf } from "../bot-settings.ts";
import type { AppEnv } from "../context.ts";
import { assetAddress, escapeHtml, htmlPage, jsonBlock } from "../pages/html.ts";
import { expectOk } from "../problem.ts";

export const botPage = new Hono<AppEnv>();

botPage.get("/:bot", async (c) => {
  const bot = botOf(c);
  const manifest = expectOk(await manifestOf(c.env, c.get("tenant"), bot, true));
  const isWorkedOn = manifest.development === true;
  // The open page asks whether the folder was saved meanwhile (widget/saved-notice.ts).
  if (isWorkedOn && c.req.method === "HEAD") return c.body(null, 200, { "x-basalt-release": manifest.hash });
  const settings = await chatSettings(c.env, c.get("tenant"), manifest);
  return htmlPage(c, {
    title: settings.title,
    description: settings.description,
    language: settings.language,
    styles: [await assetAddress(c, "page.css")],
    scripts: ["/embed/v1.js", ...(isWorkedOn ? [await assetAddress(c, "saved.js")] : [])],
    // The widget takes the settings from here, so that the first paint has the bot's colours.
    body: `${jsonBlock("basalt-settings", settings)}
${isWorkedOn ? `<header><p role="status" id="saved" data-release="${manifest.hash}"></p></header>` : ""}
<main><basalt-chat bot="${escapeHtml(bot)}" layout="page"></basalt-chat></main>
<noscript><p class="notice">${escapeHtml(settings.name)}: this chat needs JavaScript.</p></noscript>`,
    frameAncestors: embedOrigins(manifest),
  });
});

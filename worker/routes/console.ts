/** The console's pages: one shell; what is shown and who may see it is the API's business. */
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { assetAddress, htmlPage } from "../pages/html.ts";

export const consolePages = new Hono<AppEnv>();

const PATHS = [
  "/",
  "/enter",
  "/bots",
  "/tokens",
  "/bots/:bot/conversations",
  "/bots/:bot/conversations/:id",
  "/bots/:bot/conversations/:id/replay",
  "/bots/:bot/files",
  "/bots/:bot/releases",
  "/bots/:bot/knowledge",
  "/bots/:bot/tables",
  "/bots/:bot/tables/:table",
];

for (const path of PATHS)
  consolePages.get(path, async (c) =>
    htmlPage(c, {
      title: "Basalt console",
      language: "en",
      styles: [await assetAddress(c, "console.css")],
      scripts: [await assetAddress(c, "console.js")],
      body: `<div id="console"></div><noscript><p>The console needs JavaScript.</p></noscript>`,
    }),
  );

/**
 * `/openapi.json`, its page `/docs`, and the small files that browsers ask every site for. The description is made when the
 * pages are built (worker/openapi/, scripts/build-public.ts): the schemas' way to JSON stays out of the worker.
 */
import { Hono } from "hono";
import type { AppEnv, Ctx } from "../context.ts";
import { assetAddress, htmlPage } from "../pages/html.ts";

export const documentation = new Hono<AppEnv>();

documentation.get("/", (c) => c.redirect("/docs"));

documentation.get("/openapi.json", async (c) => {
  const document = await file(c, "/openapi.json");
  return new Response(document.body, {
    status: document.status,
    headers: {
      "content-type": "application/json",
      "cache-control": "public, max-age=300",
      "access-control-allow-origin": "*",
    },
  });
});

documentation.get("/docs", async (c) =>
  htmlPage(c, {
    title: "Basalt API",
    language: "en",
    styles: [await assetAddress(c, "docs.css")],
    scripts: [],
    body: await (await file(c, "/docs-body.txt")).text(),
  }),
);

documentation.get("/favicon.ico", async (c) => {
  const icon = await file(c, "/favicon.svg");
  return new Response(icon.body, {
    status: icon.status,
    headers: { "content-type": "image/svg+xml", "cache-control": "public, max-age=86400" },
  });
});

// Conversations are nobody's search result.
documentation.get("/robots.txt", (c) =>
  c.text("User-agent: *\nDisallow: /\n", 200, { "cache-control": "max-age=86400" }),
);

const file = (c: Ctx, path: string) => c.env.ASSETS.fetch(new URL(path, c.req.url));

/** `/openapi.json`, its page `/docs`, and the small files that browsers ask every site for. */
import { Hono } from "hono";
import { FAULTS } from "../../contracts/faults.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { openApi } from "../openapi/document.ts";
import { operations } from "../openapi/operations.ts";
import { assetAddress, escapeHtml, htmlPage } from "../pages/html.ts";

export const documentation = new Hono<AppEnv>();

documentation.get("/", (c) => c.redirect("/docs"));

documentation.get("/openapi.json", (c) =>
  c.json(openApi(), 200, { "cache-control": "public, max-age=300", "access-control-allow-origin": "*" }),
);

documentation.get("/docs", async (c) =>
  htmlPage(c, {
    title: "Basalt API",
    language: "en",
    styles: [await assetAddress(c, "docs.css")],
    scripts: [],
    body: docsBody(),
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

function docsBody(): string {
  const rows = operations.map(
    (operation) => `<tr><td><code class="method">${operation.method.toUpperCase()}</code></td>
<td><code>${escapeHtml(operation.path)}</code></td><td>${escapeHtml(operation.summary)}</td></tr>`,
  );
  const faults = Object.entries(FAULTS).map(
    ([code, { status, title }]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(title)}</td></tr>`,
  );
  return `<main><h1>Basalt API</h1>
<p>JSON over HTTPS. The machine-readable description is <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).
A conversation's routes take the token that opening it answered; administrative routes take an API token from the <a href="/console">console</a>.</p>
<h2>Routes</h2><div class="wide" tabindex="0" role="region" aria-label="Routes"><table>
<thead><tr><th scope="col">Method</th><th scope="col">Path</th><th scope="col">Does</th></tr></thead><tbody>${rows.join("\n")}</tbody></table></div>
<h2>Errors</h2><p>Errors are <code>application/problem+json</code>; <code>code</code> is stable.</p>
<div class="wide" tabindex="0" role="region" aria-label="Errors"><table>
<thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead><tbody>${faults.join("\n")}</tbody></table></div></main>`;
}

/** Our pages: a shell in HTML, everything else in files of our own origin, under a policy that allows nothing inline. */
import type { Ctx } from "../context.ts";
import { FaultError } from "../problem.ts";

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? "");

/** JSON in a data block: `<` is the only character that could end it. */
export const jsonBlock = (id: string, value: unknown): string =>
  `<script type="application/json" id="${id}">${JSON.stringify(value).replaceAll("<", "\\u003c")}</script>`;

/** The built file's address, with its content's hash in the name; `chat.js`, `page.css` ... (scripts/build-public.ts). */
export async function assetAddress(c: Ctx, name: string): Promise<string> {
  const answer = await c.env.ASSETS.fetch(new URL("/assets/manifest.json", c.req.url));
  if (!answer.ok) throw new FaultError("service.unavailable", "The pages have not been built; run the build.");
  const manifest: unknown = await answer.json();
  const found = typeof manifest === "object" && manifest !== null ? Reflect.get(manifest, name) : undefined;
  if (typeof found !== "string") throw new Error(`the build made no ${name}`);
  return found;
}

export interface PageParts {
  title: string;
  description?: string;
  language: string;
  styles: string[];
  scripts: string[];
  body: string;
  /** Origins that may frame the page beside our own. */
  frameAncestors?: readonly string[];
}

export function htmlPage(c: Ctx, parts: PageParts, status: 200 | 404 = 200): Response {
  const url = new URL(c.req.url);
  const socket = `${url.protocol === "https:" ? "wss" : "ws"}://${url.host}`;
  const html = `<!doctype html>
<html lang="${escapeHtml(parts.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(parts.title)}</title>
${parts.description ? `<meta name="description" content="${escapeHtml(parts.description)}">\n` : ""}<link rel="icon" href="/favicon.ico" type="image/svg+xml">
${parts.styles.map((address) => `<link rel="stylesheet" href="${address}">`).join("\n")}
${parts.scripts.map((address) => `<script src="${address}" defer></script>`).join("\n")}
</head>
<body>
${parts.body}
</body>
</html>
`;
  const ancestors = ["'self'", ...(parts.frameAncestors ?? [])].join(" ");
  return new Response(html, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
      "content-security-policy":
        `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; ` +
        `connect-src 'self' ${socket}; font-src 'self'; base-uri 'none'; form-action 'none'; ` +
        `frame-ancestors ${ancestors}; require-trusted-types-for 'script'; trusted-types 'none'`,
      "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
      "cross-origin-opener-policy": "same-origin",
      ...(parts.frameAncestors?.length ? {} : { "x-frame-options": "SAMEORIGIN" }),
    },
  });
}

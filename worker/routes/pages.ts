/**
 * `/{bot}/...`: pages and files of the package's .gbui folders. They are written by the bot's author and lie on the same host as
 * the chat of every bot of the tenant, whose tokens a page of that host could read. So each is sandboxed by its policy into
 * an origin of its own: it runs its scripts, shows its pictures and sends forms, and reaches no storage, cookie or page of
 * the host. Forms of such a page come with `Origin: null`.
 */
import { botName } from "../../contracts/ids.ts";
import type { ReleaseFile, ReleaseManifest } from "../../contracts/release.ts";
import { readReleaseFile } from "../../platform/release-files.ts";
import { embedOrigins, manifestOf } from "../bot-settings.ts";
import type { Ctx } from "../context.ts";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  htm: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  json: "application/json",
  webmanifest: "application/manifest+json",
  map: "application/json",
  txt: "text/plain; charset=utf-8",
  md: "text/plain; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  xml: "application/xml",
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  ico: "image/x-icon",
  woff: "font/woff",
  woff2: "font/woff2",
  ttf: "font/ttf",
  otf: "font/otf",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
  wav: "audio/wav",
  mp4: "video/mp4",
  webm: "video/webm",
  pdf: "application/pdf",
};
const SANDBOX =
  "allow-scripts allow-forms allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

/** The page at this address, or null where no bot has one. Asked when no route of ours answers. */
export async function botPageFile(c: Ctx): Promise<Response | null> {
  if (c.req.method !== "GET" && c.req.method !== "HEAD") return null;
  const [, bot = "", path] = /^\/([^/]+)(\/.*)$/.exec(c.req.path) ?? [];
  // Names of our own routes are no bots: whatever is not served below them is nowhere.
  if (path === undefined || !c.get("tenant") || !botName.safeParse(bot).success) return null;
  const manifest = await manifestOf(c.env, c.get("tenant"), bot);
  if (!manifest.ok || !manifest.value.pages?.length) return null;
  const file = findPage(manifest.value.pages, decoded(path));
  if (file === null) return null;
  // Relative links of a folder's page need its slash.
  if (file.isFolder && !path.endsWith("/")) return c.redirect(`${c.req.path}/`, 302);
  const headers = headersOf(c, manifest.value, file.page);
  if (c.req.header("if-none-match") === headers["etag"]) return new Response(null, { status: 304, headers });
  const stored = await readReleaseFile(c.env.FILES, c.get("tenant"), bot, file.page.hash);
  return stored === null ? null : new Response(c.req.method === "HEAD" ? null : stored.body, { headers });
}

/** A file by its path below the .gbui folder; a folder means its index.html, and `.html` may be left out. Case does not matter. */
export function findPage(pages: readonly ReleaseFile[], path: string): { page: ReleaseFile; isFolder: boolean } | null {
  const wanted = path.replace(/^\/+/, "").toLowerCase();
  const find = (name: string): ReleaseFile | undefined => pages.find((page) => innerPath(page.path) === name);
  const exact = wanted === "" ? undefined : (find(wanted) ?? find(`${wanted}.html`));
  if (exact) return { page: exact, isFolder: false };
  const index = find(`${wanted.replace(/\/$/, "")}/index.html`.replace(/^\//, ""));
  return index ? { page: index, isFolder: true } : null;
}

/** Path inside the .gbui folder. */
const innerPath = (path: string): string => path.toLowerCase().replace(/^(?:.*?\/)?[^/]*\.gbui\//, "");

function headersOf(c: Ctx, manifest: ReleaseManifest, page: ReleaseFile): Record<string, string> {
  const { host } = new URL(c.req.url);
  const extension = /\.([a-z0-9]+)$/i.exec(page.path)?.[1]?.toLowerCase() ?? "";
  const type = Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined;
  const ancestors = ["'self'", ...embedOrigins(manifest)].join(" ");
  // In a sandbox 'self' is not understood the same way everywhere; the host says it for all.
  const own = `'self' ${host}`;
  return {
    "content-type": type ?? "application/octet-stream",
    ...(type === undefined ? { "content-disposition": "attachment" } : {}),
    "cache-control": "no-cache",
    etag: `"${page.hash}"`,
    "content-security-policy":
      `sandbox ${SANDBOX}; default-src 'none'; script-src ${own} 'unsafe-inline'; style-src ${own} 'unsafe-inline'; ` +
      `img-src ${own} https: data: blob:; media-src ${own} https: data: blob:; font-src ${own} data:; ` +
      `connect-src ${own}; form-action ${own}; frame-src ${own}; base-uri 'none'; frame-ancestors ${ancestors}`,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    // Module scripts, fonts and fetches of a sandboxed page ask as from another origin; what is here is public.
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

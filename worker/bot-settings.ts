/** What the edge knows of a bot: its looks and who may embed it, read from the current release and kept for a moment. */
import type { ChatSettings } from "../contracts/chat-settings.ts";
import { fail, type Result } from "../contracts/faults.ts";
import type { ReleaseFile, ReleaseManifest } from "../contracts/release.ts";
import type { Env } from "../durable-objects/env.ts";
import { systemClock } from "../platform/clock.ts";
import { readReleaseFile } from "../platform/release-files.ts";
import type { Ctx } from "./context.ts";
import { botStub, callObject } from "./objects.ts";
import { expectOk, FaultError } from "./problem.ts";
import { readTheme, themeOfColour } from "./theme.ts";

const TTL_MS = 10_000;
const MAX_ENTRIES = 500;
const MAX_STYLE_SHEETS = 4;
const IMAGES = /\.(?:svg|png|jpe?g|webp|gif|ico)$/i;

const manifests = new Map<string, { manifest: ReleaseManifest; until: number }>();

/** The current release's manifest; `fresh` asks the bot's object, otherwise at most TTL_MS old. Absent bots are not kept. */
export async function manifestOf(
  env: Env,
  tenant: string,
  bot: string,
  fresh = false,
): Promise<Result<ReleaseManifest>> {
  const name = `${tenant}/${bot}`;
  const known = manifests.get(name);
  if (!fresh && known && known.until > systemClock.now()) return { ok: true, value: known.manifest };
  const answer = await callObject(() => botStub(env, tenant, bot).current());
  if (!answer.ok) {
    manifests.delete(name);
    // A bot comes into being by its first release: without one there is no bot of this name.
    return answer.code === "bot.no-release"
      ? fail("bot.unknown", "No bot has been published under this name.")
      : answer;
  }
  if (manifests.size >= MAX_ENTRIES) manifests.delete(manifests.keys().next().value ?? "");
  manifests.set(name, { manifest: answer.value, until: systemClock.now() + TTL_MS });
  return answer;
}

/**
 * Refuses a page that the bot's `embed-origins` does not list. Without the list, or without an Origin header, anyone may
 * call; our own pages always may. Call it after the token is verified: it can wake the bot's object, and an unknown bot
 * ends here.
 */
export async function checkOrigin(c: Ctx, bot: string): Promise<void> {
  const listed = embedOrigins(expectOk(await manifestOf(c.env, c.get("tenant"), bot)));
  c.set("embedOrigins", listed);
  const origin = c.req.header("origin");
  if (origin === undefined || listed.length === 0 || listed.includes(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === new URL(c.req.url).host) return;
  throw new FaultError("auth.forbidden", "This bot may not be embedded in that page; its config lists embed-origins.");
}

/** Web origins only: any other address has the origin `null`, which every sandboxed frame has as well. */
export function embedOrigins(manifest: ReleaseManifest): string[] {
  return (manifest.config["embed-origins"] ?? "")
    .split(/[\s,;]+/)
    .filter((origin) => /^https?:\/\//i.test(origin) && URL.canParse(origin))
    .map((origin) => new URL(origin).origin);
}

export async function chatSettings(env: Env, tenant: string, manifest: ReleaseManifest): Promise<ChatSettings> {
  const { config, bot } = manifest;
  const title = config["theme-title"] || config["bot-name"] || humanName(bot);
  const sheets = manifest.theme.filter((file) => file.path.toLowerCase().endsWith(".css")).slice(0, MAX_STYLE_SHEETS);
  const css = await Promise.all(sheets.map((file) => blobText(env, tenant, bot, file)));
  const theme = readTheme(css.join("\n"));
  return {
    bot,
    name: config["bot-name"] || title,
    title,
    description: config["bot-description"] ?? "",
    logo: logoAddress(manifest),
    language: /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.exec(config["default-language"] ?? "")?.[0] ?? "en",
    theme: {
      light: { ...themeOfColour(config["theme-color1"] ?? config["theme-color"]), ...theme.light },
      dark: theme.dark,
    },
  };
}

/** The theme's picture of that hash, or null: only what the current release names can be fetched. */
export function themeImage(manifest: ReleaseManifest, hash: string): ReleaseFile | null {
  return manifest.theme.find((file) => file.hash === hash && IMAGES.test(file.path)) ?? null;
}

function logoAddress(manifest: ReleaseManifest): string | null {
  const images = manifest.theme.filter((file) => IMAGES.test(file.path));
  const wanted = (manifest.config["theme-logo"] ?? "").split("/").at(-1)?.toLowerCase();
  const file =
    images.find((image) => wanted && image.path.toLowerCase().endsWith(wanted)) ??
    images.find((image) => /(?:^|\/)(?:avatar|logo)\.[a-z]+$/i.test(image.path));
  return file ? `/assets/themes/${manifest.bot}/${file.hash}` : null;
}

async function blobText(env: Env, tenant: string, bot: string, file: ReleaseFile): Promise<string> {
  if (file.size > 256 * 1024) return "";
  const blob = await readReleaseFile(env.FILES, tenant, bot, file.hash);
  return blob ? blob.text() : "";
}

function humanName(bot: string): string {
  const words = bot.replaceAll(/[-_]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What the edge has to know of a webhook or form before it lets anybody in. */

import { scriptWord } from "../../contracts/event-names.ts";
import type { HandlerKeyword } from "../../contracts/events.ts";
import type { Endpoint } from "../../contracts/objects.ts";
import type { ReleaseManifest } from "../../contracts/release.ts";

/** Null where the release has no such endpoint. Settings of one endpoint go before those of all: `webhook-secret-NAME`. */
export function endpointOf(
  manifest: Pick<ReleaseManifest, "config" | "handlers" | "overrides"> | null,
  keyword: Extract<HandlerKeyword, "WEBHOOK" | "ON FORM SUBMIT">,
  subject: string,
): Endpoint | null {
  const isThere = manifest?.handlers?.some(
    (handler) => handler.keyword === keyword && handler.subject === (handler.byName ? scriptWord(subject) : subject),
  );
  if (!manifest || !isThere) return null;
  const config = { ...manifest.config, ...manifest.overrides };
  const setting = (key: string): string | null =>
    config[`${key}-${subject.replaceAll("_", "-")}`] || config[key] || null;
  return {
    secret: keyword === "WEBHOOK" ? setting("webhook-secret") : null,
    origins: (setting("form-origins") ?? "")
      .split(/[\s,;]+/)
      .filter((origin) => /^https?:\/\//i.test(origin) && URL.canParse(origin))
      .map((origin) => new URL(origin).origin),
    redirect: setting("form-redirect"),
  };
}

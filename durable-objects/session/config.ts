/** The package's configuration as a turn reads it: the product's own texts stand in where the bot says nothing. */
import type { OperationContext } from "../../basic/operations/context.ts";
import { type PackageConfig, readPackageConfig } from "../../contracts/package-config.ts";
import type { Env } from "../env.ts";
import type { PinnedRelease } from "./state.ts";
import { textsFor } from "./texts.ts";

export interface SessionConfig {
  /** Keys with their types and defaults; times in seconds. */
  readonly keys: PackageConfig;
  /** config.csv as written, also the keys that the product does not know; what an administrator set goes before it. */
  readonly raw: Readonly<Record<string, string>>;
  readonly botName: string;
  readonly timeZone: string;
  readonly locale: string;
  /** Which number of `3/4/2025` is the day. */
  readonly dayFirst: boolean;
  readonly errorMessage: string;
  readonly fallbackMessage: string;
  /** In lower case. */
  readonly cancelWords: ReadonlySet<string>;
  readonly systemPrompt: string | null;
}

export function readConfig(release: PinnedRelease, env: Env): SessionConfig {
  const { config: keys } = readPackageConfig(release.config, { ...env }, release.overrides);
  const locale = knownLocale(keys["default-language"]);
  const texts = textsFor(locale);
  return {
    keys,
    raw: { ...release.config, ...release.overrides },
    botName: keys["bot-name"] || release.bot,
    timeZone: keys.timezone,
    locale,
    dayFirst: keys["date-format"] !== "mdy",
    errorMessage: keys["error-message"] || texts.error,
    fallbackMessage: keys["fallback-message"] || texts.fallback,
    cancelWords: new Set(keys["cancel-words"].map((word) => word.toLowerCase())),
    systemPrompt: release.systemPrompt || keys["system-prompt"] || null,
  };
}

/** What the operators of the language need to know when the host itself uses them: nothing is charged to a script. */
export function hostValues(config: Pick<SessionConfig, "timeZone" | "dayFirst">): OperationContext {
  return { timeZone: config.timeZone, dayFirst: config.dayFirst, strict: false, charge: free, allocate: free };
}

function free(): void {}

function knownLocale(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll("_", "-"))[0] ?? "en";
  } catch {
    return "en";
  }
}

/** The keys of a package's config.csv that a turn reads, with their defaults and bounds (reference, Annex A). */
import type { OperationContext } from "../../basic/operations/context.ts";
import type { PinnedRelease } from "./state.ts";
import { textsFor } from "./texts.ts";

export interface SessionConfig {
  readonly botName: string;
  readonly timeZone: string;
  readonly locale: string;
  /** Null says nothing. */
  readonly welcomeMessage: string | null;
  readonly errorMessage: string;
  readonly fallbackMessage: string;
  /** Said when an idle conversation ends; null says nothing. */
  readonly timeoutMessage: string | null;
  readonly cancelWords: ReadonlySet<string>;
  /** Seconds; 0 = a HEAR without TIMEOUT waits for ever. */
  readonly hearTimeout: number;
  /** Seconds that an idle conversation stays open after its script ended; 0 = for ever. */
  readonly sessionTimeout: number;
  readonly maxSteps: number;
  readonly maxLoopIterations: number;
  readonly findMaxRows: number;
  readonly ragMaxResults: number;
  readonly ragMinScore: number;
  /** Seconds. */
  readonly llmTimeout: number;
  /** Messages of history that the model sees. */
  readonly historyLimit: number;
  readonly systemPrompt: string | null;
  /** Any other key, as written. */
  readonly raw: Readonly<Record<string, string>>;
}

/** What the operators of the language need to know when the host itself uses them: nothing is charged to a script. */
export function hostValues(config: Pick<SessionConfig, "timeZone">): OperationContext {
  return { timeZone: config.timeZone, strict: false, charge: () => {}, allocate: () => {} };
}

export function readConfig(release: PinnedRelease): SessionConfig {
  const raw = release.config;
  const text = (key: string): string | null => raw[key]?.trim() || null;
  const number = (key: string, fallback: number, min: number, max: number): number => {
    const value = Number(raw[key] ?? "");
    return raw[key]?.trim() && Number.isFinite(value) ? Math.min(Math.max(value, min), max) : fallback;
  };
  const locale = knownLocale(text("default-language") ?? "en");
  const texts = textsFor(locale);
  return {
    botName: text("bot-name") ?? release.bot,
    timeZone: knownTimeZone(text("timezone") ?? "UTC"),
    locale,
    welcomeMessage: text("welcome-message"),
    errorMessage: text("error-message") ?? texts.error,
    fallbackMessage: text("fallback-message") ?? texts.fallback,
    timeoutMessage: text("timeout-message"),
    cancelWords: new Set(
      (raw["cancel-words"] ?? "cancel,/cancel,/stop")
        .split(",")
        .map((word) => word.trim().toLowerCase())
        .filter((word) => word !== ""),
    ),
    hearTimeout: number("hear-timeout-secs", 0, 0, 366 * 86_400),
    sessionTimeout: number("session-timeout", 1800, 0, 366 * 86_400),
    maxSteps: number("script-max-steps", 5_000_000, 1_000, 100_000_000),
    maxLoopIterations: number("loop-max-iterations", 100_000, 1, 100_000_000),
    findMaxRows: number("find-max-rows", 1000, 1, 10_000),
    ragMaxResults: number("rag-max-results", 10, 1, 50),
    ragMinScore: number("rag-min-score", 0, 0, 1),
    llmTimeout: number("llm-timeout", 60, 1, 300),
    historyLimit: number("history-limit", 20, 0, 200),
    systemPrompt: release.systemPrompt ?? text("system-prompt") ?? text("bot-system-prompt"),
    raw,
  };
}

/** A zone that the platform does not know would fail every date of the bot: UTC instead. */
function knownTimeZone(name: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name;
  } catch {
    return "UTC";
  }
}

function knownLocale(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? "en";
  } catch {
    return "en";
  }
}

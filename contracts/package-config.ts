/**
 * The keys of a package's config.csv that the product honours, with their types and defaults. Keys that are not here are
 * kept, shown by a warning, and readable by scripts; `param-NAME` keys become script variables and have their own reader.
 */
import * as z from "zod";
import { choice, color, duration, flag, list, number, size, text, timeZone, url, whole } from "./config-values.ts";
import { PROVIDERS } from "./model-call.ts";

/** Language models that a configuration may name by their provider. */
const REAL_PROVIDERS = PROVIDERS.filter((provider) => provider !== "scripted");

const KB = 1024;
const MB = 1024 * KB;
const GB = 1024 * MB;
const DAY = 86_400;

export const packageConfig = z.object({
  /** Shown to people as the bot's name; "" = the bot's name in the address. */
  "bot-name": text(100),
  "bot-description": text(1_000),
  /** First message when the start script says nothing. */
  "welcome-message": text(10_000),
  /** Said when a script fails; "" = a neutral text in the person's language. */
  "error-message": text(2_000),
  /** Said when nothing can answer: no script waits and no model is configured. */
  "fallback-message": text(2_000),
  /** Base instruction for the model; a PROMPT.md in the .gbot folder goes before it. */
  "system-prompt": text(100_000),
  "default-language": z
    .string()
    .regex(/^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/i, "must be a language tag such as en or pt-BR")
    .default("en"),
  timezone: timeZone,
  /** How 3/4/2025 is read: dmy, the day first, or mdy. */
  "date-format": choice(["dmy", "mdy"], "dmy"),
  "theme-color1": color,
  /** The older key of one colour by its name; theme-color1 goes before it. */
  "theme-color": color,
  "theme-logo": text(500),
  "theme-title": text(100),
  /** Origins of pages that may embed the bot; empty = any. */
  "embed-origins": list([]),
  "llm-url": url,
  "llm-key": text(1_000),
  "llm-model": text(200),
  /** The protocol, where the address does not tell it: openai, anthropic, google, mistral, groq, azure, bedrock, ollama, openai-compatible. Its own server where llm-url is empty. */
  "llm-provider": choice(["", ...REAL_PROVIDERS], ""),
  /** What USE MODEL may choose, beside the aliases model-NAME. */
  "llm-models": list([]),
  /** Name of the model that answers where nothing else is chosen; "" = llm-model. */
  "model-default": text(200),
  /** auto, manual and fallback: the default one; quality and cost: model-quality or model-fast; load-balanced: each conversation one of llm-models. */
  "model-routing-strategy": choice(["auto", "manual", "fallback", "quality", "cost", "load-balanced"], "auto"),
  /** Whether others are tried where the model does not answer, and which. */
  "model-fallback-enabled": flag(true),
  "model-fallback-order": list(["quality", "fast", "local"]),
  "llm-temperature": number(0, 2, 0.7),
  "llm-max-tokens": whole(1, 1_000_000, 4_096),
  /** Tokens that the model reads and writes together; 0 = what the catalogue says of it, else 8,192. */
  "llm-context-window": whole(0, 10_000_000, 0),
  /** Seconds for one answer. */
  "llm-timeout": whole(1, 300, 60),
  /** Personal data on its way to a model: sent as it is, replaced by names and put back, or not sent at all. */
  "llm-pii": choice(["off", "mask", "refuse"], "off"),
  "llm-pii-kinds": list(["card", "iban", "cpf", "cnpj", "email", "phone", "ip", "mac"]),
  /** Tools that a model may only run when the person says so, each time; `all` for every one. */
  "tool-approval": list([]),
  /** Whether the bot's scripts and documents are offered over MCP. */
  "mcp-server": flag(false),
  /** US dollars that the bot, and each of its people, may spend on models in a day or month of the bot's time zone; 0 = no bound. */
  "llm-budget-day": number(0, 1_000_000, 0),
  "llm-budget-month": number(0, 1_000_000, 0),
  "llm-budget-user-day": number(0, 1_000_000, 0),
  /** Percent of a bound from which on the log tells of it. */
  "llm-budget-warning": whole(1, 100, 80),
  /** US dollars for a million tokens, of models that the catalogue does not know. */
  "llm-price-input": number(0, 10_000, 0),
  "llm-price-output": number(0, 10_000, 0),
  /** How plain messages are answered where SET ANSWER MODE says nothing. */
  "answer-mode": choice(["default", "direct", "document", "tool", "sql"], "default"),
  /** Messages of history that the model sees. */
  "history-limit": whole(0, 200, 20),
  /** Passages that a search brings. */
  "rag-max-results": whole(1, 50, 10),
  /** 0 to 1: passages below are left out. */
  "rag-min-score": number(0, 1, 0),
  /** Rows that a FIND without LIMIT brings. */
  "find-max-rows": whole(1, 10_000, 1_000),
  /** Seconds that a HEAR waits; 0 = for ever. */
  "hear-timeout-secs": whole(0, 366 * 86_400, 0),
  /** Seconds that a conversation stays open after its script has ended; 0 = for ever. */
  "session-timeout": whole(0, 366 * 86_400, 1_800),
  /** Said when it ends then. */
  "timeout-message": text(2_000),
  /** Days for which the release of an ended conversation stays, so that it can be replayed. */
  "replay-days": whole(0, 3_650, 30),
  /** A message that comes while the bot answers: waits, aborts what the bot waits for, or is refused. */
  "message-queue": choice(["queue", "interrupt", "reject"], "queue"),
  /** What an open conversation does when a newer release is there: stays to its end, moves at a question, or begins anew. */
  "session-upgrade": choice(["finish", "next-hear", "restart"], "finish"),
  /** Days after its last turn at which a conversation that nobody works on erases itself; 0 = never. */
  "retention-days": whole(0, 3_650, 0),
  /** The same for conversations that an event started; 0 = as the others. */
  "event-retention-days": whole(0, 3_650, 7),
  /** Times that a message is sent to a channel's vendor before it is given up. */
  "delivery-max-attempts": whole(1, 50, 8),
  /** Words that end what a parked script asks. */
  "cancel-words": list(["cancel", "/cancel", "/stop"]),
  "script-max-steps": whole(1_000, 100_000_000, 5_000_000),
  "loop-max-iterations": whole(1, 100_000_000, 100_000),
  "goto-max-iterations": whole(1, 1_000_000_000, 1_000_000),
  /** Who looks after the bot: the script variable `admin`. */
  admin: text(500),

  // Packages.
  /** Version of this package, `1.4.0`; what `depends-NAME` of other packages is compared with. */
  "package-version": text(100),
  /** Bytes of all files together. */
  "package-max-size": size(512 * MB, 100 * MB),
  /** Bytes of one script. */
  "script-max-size": size(4 * MB, MB),

  // Files.
  /** Bytes of what UPLOAD takes; `attachment-max-size` is for what a person sends. */
  "upload-max-size": size(GB, 10 * MB),
  /** Media types or endings that people may send; empty = those that are safe to keep. */
  "upload-allowed-types": list([]),
  /** Seconds that an upload in parts stays open. */
  "upload-timeout": duration(7 * DAY, DAY),
  "attachment-max-size": size(GB, 25 * MB),
  /** Of the bot's drive; 0 = unlimited. */
  "drive-quota-gb": number(0, 10_000, 10),
  "drive-max-file-size": size(5 * GB, 50 * MB),
  /** Endings of files that the drive takes; empty = any. */
  "drive-allowed-extensions": list([]),
  /** Bytes, bytes of one file, and number of files below a person's own folder. */
  "user-storage-quota": size(100 * GB, 100 * MB),
  "user-file-limit": size(GB, 10 * MB),
  "user-file-count": whole(0, 1_000_000, 1_000),
  "download-max-size": size(GB, 100 * MB),
  /** Seconds that a link to a file opens it. */
  "download-link-expiry": duration(365 * DAY, DAY),
  "download-link-base-url": url,
  "extract-archive-max-size": size(512 * MB, 100 * MB),
  "extract-output-max-size": size(2 * GB, 500 * MB),
  "extract-max-files": whole(1, 100_000, 5_000),
  "extract-max-depth": whole(1, 64, 16),
  /** Scripts may write scripts; never in force before the next publishing. */
  "allow-script-write": flag(false),
  /** When a backup is made: `daily` or `weekly` (on Mondays), `daily 03:00` in UTC; empty = never. And how many of these stay. */
  "backup-schedule": z
    .string()
    .regex(
      /^(?:(?:daily|weekly)(?: (?:[01]\d|2[0-3]):[0-5]\d)?)?$/,
      "must be daily or weekly, with a time as in daily 03:00",
    )
    .default(""),
  "backup-keep": whole(1, 50, 7),

  // Data.
  "data-store": choice(["sqlite", "postgres"], "sqlite"),

  // Knowledge.
  "kb-max-collections": whole(1, 500, 50),
  /** Bytes of a document; the keys of its kind go before it where they are set. */
  "kb-doc-max-size": size(512 * MB, 50 * MB),
  "kb-pdf-max-size": size(512 * MB, 0),
  "kb-word-max-size": size(512 * MB, 0),
  "kb-excel-max-size": size(512 * MB, 0),
  "kb-image-max-size": size(512 * MB, 0),
  "kb-text-max-size": size(512 * MB, 0),
  "website-expires": duration(366 * DAY, DAY),
  "website-max-depth": whole(0, 20, 3),
  "website-max-pages": whole(1, 100_000, 100),
  "rag-hybrid-enabled": flag(true),
  "rag-dense-weight": number(0, 1, 0.7),
  "rag-sparse-weight": number(0, 1, 0.3),
  "rag-rrf-k": whole(1, 10_000, 60),
  "rag-cache-enabled": flag(true),
  "rag-cache-ttl": duration(30 * DAY, 3_600),
  /** Characters. */
  "rag-chunk-size": whole(100, 20_000, 1_000),
  "rag-chunk-overlap": whole(0, 5_000, 200),
  "bm25-enabled": flag(true),
  "bm25-stemming": flag(true),
  "bm25-stopwords": flag(true),
  "embedding-url": url,
  "embedding-model": text(200),
  "embedding-key": text(1_000),
  /** 0 = as the server answers. */
  "embedding-dimensions": whole(0, 16_384, 0),
  "embedding-batch-size": whole(1, 2_048, 32),
  "embedding-timeout": duration(300, 30),
  "embedding-concurrent": whole(1, 64, 2),
  "qdrant-url": url,
  "qdrant-api-key": text(1_000),

  // Requests of scripts.
  "http-base-url": url,
  "http-default-content-type": text(200),
  "http-max-redirects": whole(0, 10, 10),
  "http-retry-count": whole(0, 10, 3),
  /** ms. */
  "http-retry-delay": whole(0, 60_000, 1_000),
  "http-timeout": duration(300, 30),
  "http-user-agent": text(200),
  /** Nothing else is called: `api.example.com`, `*.example.com`; empty = what is public. */
  "http-allowed-hosts": list([]),
  "soap-timeout": duration(300, 120),
  "soap-auth-type": choice(["none", "basic", "api-key"], "none"),
  "soap-username": text(500),
  "soap-password": text(1_000),
  "soap-api-key": text(1_000),
  "soap-api-key-header": text(100),
  /** Of every webhook; `webhook-secret-NAME` goes before it for one. */
  "webhook-secret": text(1_000),
  /** Origins of pages that may send forms; empty = any. `form-origins-NAME` goes before it for one form. */
  "form-origins": list([]),
  /** Where the person is sent after a form: a path of this host or an address. `form-redirect-NAME` for one form. */
  "form-redirect": text(2_000),

  // Who somebody is, and what is remembered of a person.
  "identity-secret": text(1_000),
  "identity-jwks-url": url,
  "identity-issuer": text(500),
  "identity-audience": text(500),
  "user-memory-enabled": flag(true),
  "user-memory-max-keys": whole(0, 100_000, 1_000),
  /** Seconds; 0 = for ever. */
  "user-memory-default-ttl": duration(3_660 * DAY, 0),

  // Other bots.
  "a2a-enabled": flag(true),
  "a2a-timeout": duration(300, 30),
  "a2a-max-hops": whole(1, 20, 5),
  "delegate-timeout": duration(3_600, 300),
  "delegate-message-max-size": size(MB, MB),
});
export type PackageConfig = z.infer<typeof packageConfig>;
export type ConfigKey = keyof PackageConfig;

/** Older names of the same keys. */
const ALIASES: Readonly<Record<string, ConfigKey>> = {
  "bot-system-prompt": "system-prompt",
  "max-tokens": "llm-max-tokens",
  "rag-top-k": "rag-max-results",
  "max-context-messages": "history-limit",
  "embedding-server-url": "embedding-url",
  "website-max-documents": "website-max-pages",
};

const squash = (name: string): string => name.toLowerCase().replace(/[-_\s]/g, "");
const KEYS = Object.keys(packageConfig.shape).filter((key): key is ConfigKey => key in packageConfig.shape);
const KNOWN: ReadonlyMap<string, ConfigKey> = new Map([
  ...Object.entries(ALIASES).map(([alias, key]) => [squash(alias), key] as const),
  ...KEYS.map((key) => [squash(key), key] as const),
]);

/**
 * The one spelling of a key: names are equal when they differ only in case, `-`, `_` and blanks. Of `param-NAME` the
 * name stays a script variable: lower case, with `_` where the language allows no other sign.
 */
export function configKey(name: string): string {
  const param = /^\s*param\s*[-_ ]\s*(\S.*)$/i.exec(name)?.[1];
  if (param !== undefined)
    return `param-${param
      .trim()
      .toLowerCase()
      .replace(/[-\s]+/g, "_")}`;
  return (
    KNOWN.get(squash(name)) ??
    name
      .trim()
      .toLowerCase()
      .replace(/[_\s]+/g, "-")
  );
}

/** Families whose last word is a name of the package's own. */
const FAMILIES = /^(param|depends|model|webhook-secret|form-origins|form-redirect)-./;

export const isKnownConfigKey = (key: string): boolean => KEYS.some((known) => known === key) || FAMILIES.test(key);

/** Why a value is none for a key, in words that follow the key; null where it is one, or where any is. */
export function configProblem(key: string, value: string): string | null {
  const known = KEYS.find((one) => one === key);
  const read = known === undefined ? null : packageConfig.shape[known].safeParse(value);
  return read === null || read.success ? null : (read.error.issues[0]?.message ?? "is not valid");
}

/** How the environment spells a key. */
export const environmentName = (key: string): string => key.toUpperCase().replaceAll("-", "_");

export interface ConfigProblem {
  key: string;
  message: string;
}

/**
 * The configuration in effect. Layers in rising precedence: config.csv, the environment (`LLM_URL` for `llm-url`; only
 * keys of this table are looked up there), the administrator's overrides. A value that is not of its key's type is
 * reported and the default holds. Except for an override, `llm-key` comes from the layer that `llm-url` (or, without one, `llm-provider`) comes from: else
 * a package could name an address and be sent the operator's key.
 */
export function readPackageConfig(
  file: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, unknown>> = {},
  overrides: Readonly<Record<string, string>> = {},
): { config: PackageConfig; problems: ConfigProblem[] } {
  const accepted: Record<string, string> = {};
  const problems: ConfigProblem[] = [];
  const layers: Layer[] = [(key) => overrides[key], (key) => environment[environmentName(key)], (key) => file[key]];
  for (const key of KEYS) {
    const asked = key === "llm-key" ? keyLayers(layers) : layers;
    const value = asked.map((layer) => layer(key)).find(isText);
    if (value === undefined) continue;
    const message = configProblem(key, value);
    if (message === null) accepted[key] = value;
    else problems.push({ key, message });
  }
  return { config: packageConfig.parse(accepted), problems };
}

type Layer = (key: ConfigKey) => unknown;

function keyLayers(layers: readonly Layer[]): Layer[] {
  const ofAddress =
    layers.find((layer) => isText(layer("llm-url"))) ?? layers.find((layer) => isText(layer("llm-provider")));
  return layers.filter((layer, index) => index === 0 || layer === ofAddress);
}

const isText = (value: unknown): value is string => typeof value === "string";

/** `param-*` keys as script variables: numbers and true/false typed, the rest text (reference 4.2). */
export function scriptParameters(file: Readonly<Record<string, string>>): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(file)
      .filter(([key]) => key.startsWith("param-"))
      .map(([key, value]) => [key.slice("param-".length), typed(value)]),
  );
}

function typed(value: string): string | number | boolean {
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  // A number with leading zeros is a code: a telephone number, a postal code.
  const isNumber = /^[+-]?(0|[1-9]\d*)(\.\d+)?$/.test(value) && Number.isFinite(Number(value));
  return isNumber && Math.abs(Number(value)) <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

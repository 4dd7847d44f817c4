/**
 * The keys of a package's config.csv that the product honours, with their types and defaults. Keys that are not here are
 * kept, shown by a warning, and readable by scripts; `param-NAME` keys become script variables and have their own reader.
 */
import * as z from "zod";

const text = (longest: number) => z.string().max(longest, `must have at most ${longest} characters`).default("");
const number = (low: number, high: number, value: number) =>
  z
    .string()
    .regex(/^[+-]?\d+(\.\d+)?$/, "must be a number such as 30 or 0.7")
    .transform(Number)
    .refine((n) => n >= low && n <= high, `must be from ${low} to ${high}`)
    .default(value);
const whole = (low: number, high: number, value: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, "must be a whole number")
    .transform(Number)
    .refine((n) => n >= low && n <= high, `must be from ${low} to ${high}`)
    .default(value);
const list = (value: string[]) =>
  z
    .string()
    .transform((items) =>
      items
        .split(/[,;]/)
        .map((item) => item.trim())
        .filter((item) => item !== ""),
    )
    .default(value);
const color = z
  .string()
  .regex(/^(#([0-9a-f]{3}|[0-9a-f]{6})|[a-z]{3,30})?$/i, "must be a colour such as #0D7C66 or teal")
  .default("");
const url = z
  .string()
  .refine((value) => value === "" || (URL.canParse(value) && /^https?:\/\//i.test(value)), "must be an http(s) address")
  .default("");

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

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
  timezone: z.string().refine(isTimeZone, "must be a time zone such as Europe/Lisbon").default("UTC"),
  /** How 3/4/2025 is read: dmy, the day first, or mdy. */
  "date-format": z
    .string()
    .transform((order) => order.trim().toLowerCase())
    .pipe(z.enum(["dmy", "mdy"], "must be dmy or mdy"))
    .default("dmy"),
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
  "llm-temperature": number(0, 2, 0.7),
  "llm-max-tokens": whole(1, 1_000_000, 4_096),
  /** Seconds for one answer. */
  "llm-timeout": whole(1, 300, 60),
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
  "message-queue": z
    .string()
    .transform((mode) => mode.trim().toLowerCase())
    .pipe(z.enum(["queue", "interrupt", "reject"], "must be queue, interrupt or reject"))
    .default("queue"),
  /** What an open conversation does when a newer release is there: stays to its end, moves at a question, or begins anew. */
  "session-upgrade": z
    .string()
    .transform((policy) => policy.trim().toLowerCase())
    .pipe(z.enum(["finish", "next-hear", "restart"], "must be finish, next-hear or restart"))
    .default("finish"),
  /** Days after its last turn at which a conversation that nobody works on erases itself; 0 = never. */
  "retention-days": whole(0, 3_650, 0),
  /** Times that a message is sent to a channel's vendor before it is given up. */
  "delivery-max-attempts": whole(1, 50, 8),
  /** Words that end what a parked script asks. */
  "cancel-words": list(["cancel", "/cancel", "/stop"]),
  "script-max-steps": whole(1_000, 100_000_000, 5_000_000),
  "loop-max-iterations": whole(1, 100_000_000, 100_000),
  "goto-max-iterations": whole(1, 1_000_000_000, 1_000_000),
  /** Who looks after the bot: the script variable `admin`. */
  admin: text(500),
});
export type PackageConfig = z.infer<typeof packageConfig>;
export type ConfigKey = keyof PackageConfig;

/** Older names of the same keys. */
const ALIASES: Readonly<Record<string, ConfigKey>> = {
  "bot-system-prompt": "system-prompt",
  "max-tokens": "llm-max-tokens",
  "rag-top-k": "rag-max-results",
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

export const isKnownConfigKey = (key: string): boolean =>
  KEYS.some((known) => known === key) || key.startsWith("param-");

export interface ConfigProblem {
  key: string;
  message: string;
}

/**
 * The configuration in effect. Layers in rising precedence: config.csv, the environment (`LLM_URL` for `llm-url`; only
 * keys of this table are looked up there), the administrator's overrides. A value that is not of its key's type is
 * reported and the default holds. Except for an override, `llm-key` comes from the layer that `llm-url` comes from: else
 * a package could name an address and be sent the operator's key.
 */
export function readPackageConfig(
  file: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, unknown>> = {},
  overrides: Readonly<Record<string, string>> = {},
): { config: PackageConfig; problems: ConfigProblem[] } {
  const accepted: Record<string, string> = {};
  const problems: ConfigProblem[] = [];
  const layers: Layer[] = [
    (key) => overrides[key],
    (key) => environment[key.toUpperCase().replaceAll("-", "_")],
    (key) => file[key],
  ];
  for (const key of KEYS) {
    const asked = key === "llm-key" ? keyLayers(layers) : layers;
    const value = asked.map((layer) => layer(key)).find(isText);
    if (value === undefined) continue;
    const parsed = packageConfig.shape[key].safeParse(value);
    if (parsed.success) accepted[key] = value;
    else problems.push({ key, message: parsed.error.issues[0]?.message ?? "is not valid" });
  }
  return { config: packageConfig.parse(accepted), problems };
}

type Layer = (key: ConfigKey) => unknown;

function keyLayers(layers: readonly Layer[]): Layer[] {
  const ofAddress = layers.find((layer) => isText(layer("llm-url")));
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

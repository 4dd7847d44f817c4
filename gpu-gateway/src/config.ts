// The gateway's configuration: read once from the environment, checked, and never read again.
import { availableParallelism } from "node:os";
import { z } from "zod";
import { DEFAULT_GATEWAY_AUDIENCE, DOCUMENT_LIMITS } from "../../contracts/gateway.ts";

/** A public Ed25519 key. Loose, because `alg`, `use` and the like may stand beside these. */
const publicKeySchema = z
  .looseObject({
    kty: z.literal("OKP", { error: 'each key needs "kty": "OKP"' }),
    crv: z.literal("Ed25519", { error: 'each key needs "crv": "Ed25519"' }),
    kid: z.string({ error: 'each key needs a "kid"' }).min(1).max(200),
    x: z
      .string({ error: 'each key needs "x"' })
      .regex(/^[A-Za-z0-9_-]{43}$/, 'a key\'s "x" is not 32 bytes in base64url'),
  })
  .refine((key) => !("d" in key), 'a key holds its private part "d"; give only the public part');

const keySetSchema = z
  .object({ keys: z.array(publicKeySchema).min(1, "the set holds no key").max(32, "the set holds more than 32 keys") })
  .refine((set) => new Set(set.keys.map((key) => key.kid)).size === set.keys.length, 'two keys have the same "kid"');
export type PublicKeySet = z.infer<typeof keySetSchema>;

const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number({ error: "is not a number" })
    .int("is not a whole number")
    .min(least, `is less than ${least}`)
    .max(most, `is more than ${most}`);

const environmentSchema = z.object({
  BASALT_GATEWAY_HOST: z.string().min(1, "is empty").default("127.0.0.1"),
  BASALT_GATEWAY_PORT: wholeNumber(0, 65_535).default(8789),
  BASALT_GATEWAY_PUBLIC_JWKS: z
    .string({ error: "is missing; give the worker's public keys as a JSON Web Key Set" })
    .transform(parseKeySet),
  BASALT_GATEWAY_AUDIENCE: z.string().min(1, "is empty").max(200).default(DEFAULT_GATEWAY_AUDIENCE),
  BASALT_GATEWAY_STATE: z
    .string({ error: "is missing; give a folder where the gateway may keep its state" })
    .min(1, "is empty"),
  BASALT_GATEWAY_CLOCK_TOLERANCE_S: wholeNumber(0, 30).default(2),
  BASALT_GATEWAY_MAX_BODY_BYTES: wholeNumber(1, DOCUMENT_LIMITS.maxBodyBytes).default(DOCUMENT_LIMITS.defaultBodyBytes),
  BASALT_GATEWAY_DOCUMENT_THREADS: wholeNumber(1, 64).default(Math.min(4, availableParallelism())),
  BASALT_GATEWAY_DOCUMENT_QUEUE: wholeNumber(0, 1_000).default(8),
  BASALT_GATEWAY_DOCUMENT_MEMORY_MB: wholeNumber(64, 16_384).default(512),
  BASALT_GATEWAY_DOCUMENT_TIMEOUT_MS: wholeNumber(100, DOCUMENT_LIMITS.wallTimeMs).default(DOCUMENT_LIMITS.wallTimeMs),
  BASALT_GATEWAY_LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error"], { error: "is not debug, info, warn or error" })
    .default("info"),
});

export interface GatewayConfig {
  readonly host: string;
  /** 0 takes any free port; the log line `listening` names it. */
  readonly port: number;
  readonly publicKeys: PublicKeySet;
  readonly audience: string;
  readonly stateFolder: string;
  /** How far the worker's clock and ours may lie apart, in seconds. */
  readonly clockToleranceS: number;
  readonly maxBodyBytes: number;
  readonly logLevel: "debug" | "info" | "warn" | "error";
  readonly documents: {
    readonly threads: number;
    /** How many documents may wait for a thread. */
    readonly queue: number;
    /** What one extraction may hold, in MiB: JavaScript heap and buffers, each. */
    readonly memoryMb: number;
    readonly timeoutMs: number;
  };
}

/** Mistakes in the environment, one sentence each. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join("\n"));
    this.mistakes = mistakes;
  }
}

/** Throws a ConfigError with one sentence per mistake. An empty variable counts as absent. */
export function readConfig(environment: Record<string, string | undefined>): GatewayConfig {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = environmentSchema.safeParse(present);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`));
  }
  const values = parsed.data;
  return {
    host: values.BASALT_GATEWAY_HOST,
    port: values.BASALT_GATEWAY_PORT,
    publicKeys: values.BASALT_GATEWAY_PUBLIC_JWKS,
    audience: values.BASALT_GATEWAY_AUDIENCE,
    stateFolder: values.BASALT_GATEWAY_STATE,
    clockToleranceS: values.BASALT_GATEWAY_CLOCK_TOLERANCE_S,
    maxBodyBytes: values.BASALT_GATEWAY_MAX_BODY_BYTES,
    logLevel: values.BASALT_GATEWAY_LOG_LEVEL,
    documents: {
      threads: values.BASALT_GATEWAY_DOCUMENT_THREADS,
      queue: values.BASALT_GATEWAY_DOCUMENT_QUEUE,
      memoryMb: values.BASALT_GATEWAY_DOCUMENT_MEMORY_MB,
      timeoutMs: values.BASALT_GATEWAY_DOCUMENT_TIMEOUT_MS,
    },
  };
}

function parseKeySet(text: string, context: z.RefinementCtx): PublicKeySet {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: 'is not JSON; give a JSON Web Key Set such as {"keys":[...]}' });
    return z.NEVER;
  }
  const parsed = keySetSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  // One sentence for the variable; the messages never hold the keys themselves.
  const issue = parsed.error.issues[0];
  context.addIssue({
    code: "custom",
    message: `is not a set of public Ed25519 keys: ${issue?.message ?? "it has another shape"}`,
  });
  return z.NEVER;
}

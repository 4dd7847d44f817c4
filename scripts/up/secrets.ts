/** The secrets of an installation: made once, kept in the data folder for its owner alone, never replaced silently. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import fs from "node:fs";
import { z } from "zod";
import { isSystemError, reasonOf, StartProblem } from "./problem.ts";

const key32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "is not 32 bytes in base64url");

const secretsSchema = z
  .object({
    version: z.literal(1),
    conversationKeys: z.object({ current: z.string().min(1), keys: z.record(z.string(), key32) }),
    operatorKey: key32,
    gatewayKey: z.object({
      kty: z.literal("OKP"),
      crv: z.literal("Ed25519"),
      kid: z.string().min(1),
      x: key32,
      d: key32,
    }),
    databasePassword: key32,
    redisToken: key32,
  })
  .refine((secrets) => secrets.conversationKeys.keys[secrets.conversationKeys.current] !== undefined, {
    path: ["conversationKeys", "current"],
    message: "names a key that is not listed",
  });

export type Secrets = z.infer<typeof secretsSchema>;

/** The keys that every worker is given, by the names of its environment. */
export function keyBindings({ conversationKeys, operatorKey }: Secrets): Record<string, string> {
  return { CONVERSATION_KEYS: JSON.stringify(conversationKeys), OPERATOR_KEY: operatorKey };
}

/** Reads the secrets, or makes them when there are none. Throws a StartProblem when the file cannot be read as such. */
export function openSecrets(file: string): Secrets {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return createSecrets(file);
    throw new StartProblem(`${file} cannot be read (${reasonOf(error)}): give this user the right to read it.`);
  }
  // Somebody may have copied the folder with the rights of a wider umask.
  fs.chmodSync(file, 0o600);
  const parsed = secretsSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where =
    issue === undefined || issue.path.length === 0
      ? "it is not the JSON that Basalt wrote"
      : `${issue.path.join(".")} ${issue.message}`;
  throw new StartProblem(
    `${file} is damaged (${where}): restore it from a backup; without one move it away, and new secrets are made, but the conversations that are open now can no longer be reached.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function createSecrets(file: string): Secrets {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { x, d } = privateKey.export({ format: "jwk" });
  const id = randomBytes(6).toString("base64url");
  const secrets: Secrets = secretsSchema.parse({
    version: 1,
    conversationKeys: { current: id, keys: { [id]: newKey() } },
    operatorKey: newKey(),
    gatewayKey: { kty: "OKP", crv: "Ed25519", kid: id, x, d },
    databasePassword: newKey(),
    redisToken: newKey(),
  });
  // Whole or not at all, also over a power cut: half a secrets file would stop every later start.
  const draft = `${file}.new`;
  fs.rmSync(draft, { force: true });
  const handle = fs.openSync(draft, "wx", 0o600);
  try {
    fs.writeFileSync(handle, `${JSON.stringify(secrets, null, 2)}\n`);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  fs.renameSync(draft, file);
  return secrets;
}

const newKey = (): string => randomBytes(32).toString("base64url");

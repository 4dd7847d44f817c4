/**
 * Every secret of the product, by the name under which the worker gets it. The start script makes them once; in
 * production each is set with `wrangler secret put NAME`. Both check this table before anything starts.
 */

export interface SecretName {
  name: string;
  /** False: the part that it belongs to is left out when it is absent. */
  required: boolean;
  purpose: string;
  /** The form that the value must have, in words. */
  form: string;
}

export const SECRET_NAMES = [
  {
    name: "CONVERSATION_KEYS",
    required: true,
    purpose: "signs conversation tokens",
    form: 'JSON {"current":"ID","keys":{"ID":"32 bytes in base64url"}}; old keys stay listed so that their tokens hold',
  },
  {
    name: "OPERATOR_KEY",
    required: true,
    purpose: "signs administrator links and the operator's calls",
    form: "32 bytes in base64url",
  },
  {
    name: "GATEWAY_PRIVATE_JWK",
    required: false,
    purpose: "signs calls to the GPU gateway",
    form: "Ed25519 private key as JWK with kid",
  },
  {
    name: "DATABASE_URL",
    required: false,
    purpose: "reaches Postgres",
    form: "postgresql://USER:PASSWORD@HOST/DATABASE",
  },
  {
    name: "UPSTASH_REDIS_REST_TOKEN",
    required: false,
    purpose: "reaches Redis over Upstash's REST protocol",
    form: "the token of the database",
  },
] as const satisfies readonly SecretName[];

export type SecretNameOf = (typeof SECRET_NAMES)[number]["name"];

/** The required secrets that `env` lacks. */
export function missingSecrets(env: Readonly<Record<string, unknown>>): SecretName[] {
  return SECRET_NAMES.filter(({ name, required }) => required && (typeof env[name] !== "string" || env[name] === ""));
}

/** What an administrator sets for a bot beside its package: values that go before config.csv, and secrets. */
import * as z from "zod";

export const SETTING_LIMITS = { overrides: 200, value: 10_000, secrets: 200, secret: 16_384, changes: 1_000 } as const;

export const overrideRequest = z.object({ value: z.string().max(SETTING_LIMITS.value) });
export const secretRequest = z.object({ value: z.string().min(1).max(SETTING_LIMITS.secret) });

/** The name of a secret, as `vault:NAME` says it. */
export const secretName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._/-]{0,99}$/, "must have 1 to 100 lower-case letters, digits and . _ / -");

/** The name in `vault:NAME`; null where a value is no such reference. */
export function vaultName(value: string): string | null {
  const name = /^\s*vault:\s*(\S+)\s*$/i.exec(value)?.[1]?.toLowerCase();
  return name !== undefined && secretName.safeParse(name).success ? name : null;
}

/** Keys whose values are credentials, by how they are called. */
const SECRET_KEY = /(^|-)(key|secret|token|password|pass|pwd|credentials?|sid)$|(^|-)(api-key|secret|password)-/;
const PUBLIC_KEY = /^(shard-key|whatsapp-phone-number-id|theme-.*|bot-name|soap-api-key-header|encryption-key-source)$/;
/** Values that give themselves away: tokens of well-known makers, signed tokens, keys in PEM, addresses with a password. */
const SECRET_VALUE =
  /^(sk|pk|rk|bsk|xox[abeprs]|gh[pousr]|glpat|AKIA|whsec|ya29)[-_.A-Za-z0-9]{12,}|^eyJ[\w-]{8,}\.[\w-]{8,}\.|-----BEGIN [A-Z ]*PRIVATE KEY|^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/;

/** Shorter ones are names, numbers and switches. */
const SHORTEST_SECRET = 6;

export const isSecretKey = (key: string): boolean => SECRET_KEY.test(key) && !PUBLIC_KEY.test(key);

/** Whether a value is a credential written out. A reference is none. */
export const isLiteralSecret = (key: string, value: string): boolean =>
  value.trim() !== "" &&
  value.trim().toLowerCase() !== "none" &&
  vaultName(value) === null &&
  ((isSecretKey(key) && value.trim().length >= SHORTEST_SECRET) || SECRET_VALUE.test(value.trim()));

export const HIDDEN = "(hidden)";
/** A value as it may be shown. */
export const shownValue = (key: string, value: string): string => (isLiteralSecret(key, value) ? HIDDEN : value);

export interface ConfigEntry {
  key: string;
  /** In effect; `(hidden)` where it is a credential. */
  value: string;
  source: "override" | "environment" | "package" | "default";
  /** Of the override alone; null where there is none. */
  override: string | null;
}

export interface SettingChange {
  number: number;
  at: string;
  /** Who: the API token's name, `console` or `operator`. */
  by: string;
  subject: "config" | "secret";
  name: string;
  action: "set" | "removed";
}

/** A secret is never read back. */
export interface SecretEntry {
  name: string;
  changedAt: string;
  /** False: it was sealed under another operator's key and has to be set again. */
  readable: boolean;
}

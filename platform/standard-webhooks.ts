/**
 * Signatures of the Standard Webhooks specification (standardwebhooks.com, version 1.0.0): HMAC-SHA256 over
 * `id.timestamp.body`. Of our own because the raw bytes and the caller's clock have to be what is verified; checked against vectors of
 * the specification's own library.
 */
import { base64Bytes, base64Text, bytesOf, hmac, hmacIsValid } from "./hmac.ts";

/** Seconds that a timestamp may be away from now. */
export const TOLERANCE_SECONDS = 300;
const PREFIX = "whsec_";
/** Signatures looked at in one header: each costs a computation. */
const MAX_SIGNATURES = 8;

/** Key of a secret `whsec_<base64>`: 24 to 64 bytes as the specification demands; null otherwise. */
export function webhookKey(secret: string): Uint8Array<ArrayBuffer> | null {
  if (!secret.startsWith(PREFIX)) return null;
  const key = base64Bytes(secret.slice(PREFIX.length));
  return key && key.byteLength >= 24 && key.byteLength <= 64 ? key : null;
}

/** `timestamp` in seconds since the epoch. */
export async function webhookSignature(
  key: Uint8Array<ArrayBuffer>,
  id: string,
  timestamp: number,
  body: Uint8Array<ArrayBuffer>,
): Promise<string> {
  return `v1,${base64Text(await hmac("SHA-256", key, bytesOf(`${id}.${timestamp}.`), body))}`;
}

/** Why it is not valid, in a word for the log, or null when it is. `now` in ms; any of the keys may have signed. */
export async function webhookProblem(
  keys: readonly Uint8Array<ArrayBuffer>[],
  header: (name: string) => string | null,
  body: Uint8Array<ArrayBuffer>,
  now: number,
): Promise<string | null> {
  const id = header("webhook-id");
  const timestamp = header("webhook-timestamp");
  const signatures = header("webhook-signature");
  if (!id || !timestamp || !signatures) return "a header is missing";
  if (!/^\d{1,12}$/.test(timestamp)) return "the timestamp is no number";
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return "the timestamp is too far away";
  for (const signature of signatures.split(" ").slice(0, MAX_SIGNATURES)) {
    const [version, text = ""] = signature.split(",");
    const code = version === "v1" ? base64Bytes(text) : null;
    if (!code) continue;
    for (const key of keys)
      if (await hmacIsValid("SHA-256", key, code, bytesOf(`${id}.${timestamp}.`), body)) return null;
  }
  return "no signature fits";
}

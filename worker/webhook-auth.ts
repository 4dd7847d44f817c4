/**
 * Whether a webhook's caller knows its secret. Three ways, over the raw bytes: a signature of the Standard Webhooks
 * specification, a signature as GitHub makes it (`x-hub-signature-256`), or the secret itself in a header. A secret
 * `whsec_...` takes the first alone, because it is the one that protects against a repetition.
 */
import { bytesOf, hexBytes, hmacIsValid, isSameText } from "../platform/hmac.ts";
import { webhookKey, webhookProblem } from "../platform/standard-webhooks.ts";

/** Headers that hold or prove the secret: no script sees them. */
export const CREDENTIAL_HEADERS: ReadonlySet<string> = new Set([
  "authorization",
  "proxy-authorization",
  "cookie",
  "x-webhook-secret",
  "webhook-signature",
  "x-hub-signature",
  "x-hub-signature-256",
]);

/** Why the request is refused, in a word for the log; null when it is let in. `now` in ms. */
export async function webhookRefusal(
  secret: string,
  header: (name: string) => string | null,
  body: Uint8Array<ArrayBuffer>,
  now: number,
): Promise<string | null> {
  const isStandard = secret.startsWith("whsec_");
  if (isStandard || header("webhook-signature") !== null) {
    const key = isStandard ? webhookKey(secret) : bytesOf(secret);
    return key === null ? "the secret is no whsec_ key of 24 to 64 bytes" : webhookProblem([key], header, body, now);
  }
  const signature = header("x-hub-signature-256");
  if (signature !== null) {
    const code = /^sha256=([0-9a-f]{64})$/i.exec(signature.trim())?.[1];
    const bytes = code === undefined ? null : hexBytes(code);
    return bytes && (await hmacIsValid("SHA-256", bytesOf(secret), bytes, body))
      ? null
      : "x-hub-signature-256 does not fit";
  }
  const given = header("x-webhook-secret") ?? /^Bearer +(\S+)$/i.exec(header("authorization") ?? "")?.[1];
  if (given === undefined) return "nothing proves that the caller knows the secret";
  return (await isSameText(given, secret)) ? null : "the secret is another one";
}

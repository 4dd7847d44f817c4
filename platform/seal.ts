/**
 * Secrets at rest: AES-256-GCM under a key of the tenant's own, derived from the operator's (HKDF-SHA256, RFC 5869). The place
 * where a secret lies is bound to it, so that one copied to another connection or tenant does not open. Form:
 * `v1.<12 bytes>.<ciphertext and tag>`, both in base64.
 */
import { base64Bytes, base64Text, bytesOf } from "./hmac.ts";

const VERSION = "v1";

/** `place`: `channel/connection` or the like; not secret. */
export async function seal(
  operatorKey: Uint8Array<ArrayBuffer>,
  tenant: string,
  place: string,
  text: string,
): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await tenantKey(operatorKey, tenant, "encrypt");
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: bytesOf(`${tenant}\n${place}`) },
    key,
    bytesOf(text),
  );
  return [VERSION, base64Text(iv), base64Text(new Uint8Array(sealed))].join(".");
}

/** Null when it was sealed under another key, for another place, or was changed. */
export async function unseal(
  operatorKey: Uint8Array<ArrayBuffer>,
  tenant: string,
  place: string,
  sealed: string,
): Promise<string | null> {
  const [version, ivText = "", body = ""] = sealed.split(".");
  const iv = base64Bytes(ivText);
  const bytes = base64Bytes(body);
  if (version !== VERSION || !iv || !bytes) return null;
  const key = await tenantKey(operatorKey, tenant, "decrypt");
  try {
    const plain = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv, additionalData: bytesOf(`${tenant}\n${place}`) },
      key,
      bytes,
    );
    return new TextDecoder().decode(plain);
  } catch {
    return null;
  }
}

async function tenantKey(
  operatorKey: Uint8Array<ArrayBuffer>,
  tenant: string,
  use: "encrypt" | "decrypt",
): Promise<CryptoKey> {
  const master = await crypto.subtle.importKey("raw", operatorKey, "HKDF", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: bytesOf("channel-secrets/v1"), info: bytesOf(`tenant/${tenant}`) },
    master,
    { name: "AES-GCM", length: 256 },
    false,
    [use],
  );
}

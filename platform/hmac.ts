/** Message authentication codes as vendors sign with: made and compared by WebCrypto, which compares in constant time. */

export type HmacHash = "SHA-1" | "SHA-256" | "SHA-512";

export async function hmac(
  hash: HmacHash,
  key: Uint8Array<ArrayBuffer>,
  ...parts: Uint8Array<ArrayBuffer>[]
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", await imported(hash, key, "sign"), joined(parts)));
}

/** False also for a code of another length. */
export async function hmacIsValid(
  hash: HmacHash,
  key: Uint8Array<ArrayBuffer>,
  code: Uint8Array<ArrayBuffer>,
  ...parts: Uint8Array<ArrayBuffer>[]
): Promise<boolean> {
  return crypto.subtle.verify("HMAC", await imported(hash, key, "verify"), code, joined(parts));
}

/** Two texts, in a time that tells nothing of where they differ. */
export async function isSameText(one: string, other: string): Promise<boolean> {
  // A key of the moment: what is compared are two codes of which the caller knows neither.
  const key = crypto.getRandomValues(new Uint8Array(32));
  const code = await hmac("SHA-256", key, bytesOf(one));
  return hmacIsValid("SHA-256", key, code, bytesOf(other));
}

const encoder = new TextEncoder();
/** UTF-8. */
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(encoder.encode(text));

/** Null where the text is not hexadecimal. */
export function hexBytes(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return null;
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

export function hexText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Null where the text is not base64 (RFC 4648, section 4). */
export function base64Bytes(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}

export function base64Text(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function imported(hash: HmacHash, key: Uint8Array<ArrayBuffer>, use: "sign" | "verify"): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key, { name: "HMAC", hash }, false, [use]);
}

function joined(parts: Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const [first] = parts;
  if (parts.length === 1 && first) return first;
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

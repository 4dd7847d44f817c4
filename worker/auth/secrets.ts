/** Keys as WebCrypto and jose want them, decoded once per isolate. */

let decoded: { text: string; bytes: Uint8Array<ArrayBuffer> } | undefined;

/** Bytes of OPERATOR_KEY. Throws when the deployment has none: without it nothing administrative may open. */
export function operatorKey(env: { OPERATOR_KEY: string }): Uint8Array<ArrayBuffer> {
  if (decoded?.text === env.OPERATOR_KEY) return decoded.bytes;
  const bytes = base64urlBytes(env.OPERATOR_KEY ?? "");
  if (bytes.byteLength < 32) throw new Error("OPERATOR_KEY must be base64url of at least 32 bytes");
  decoded = { text: env.OPERATOR_KEY, bytes };
  return bytes;
}

export function base64urlBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}

export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

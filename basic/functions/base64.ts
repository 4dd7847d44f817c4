/** Base64 of bytes and back. */

export function encodeBase64(bytes: Uint8Array): string {
  let binary = "";
  // In pieces: a call with a million arguments would overflow the stack.
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(binary);
}

/** The bytes, also of the URL-safe alphabet; throws where the text is no base64. */
export function decodeBase64(text: string): Uint8Array {
  const binary = atob(text.trim().replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (unit) => unit.charCodeAt(0));
}

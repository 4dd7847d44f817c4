/** Everything random that is ours: ids and seeds, from the platform's cryptographic generator. */

const BASE32HEX = "0123456789abcdefghijklmnopqrstuv";

/** 128 random bits in base32hex, 26 characters (contracts/ids.ts, `conversationId`). */
export function newConversationId(): string {
  return base32hex(crypto.getRandomValues(new Uint8Array(16)));
}

/** Seed of a script's RND: a 32-bit integer. */
export function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

/** RFC 4648 base32hex, lower case, without padding. */
export function base32hex(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32HEX[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32HEX[(held << (5 - bits)) & 31] : text;
}

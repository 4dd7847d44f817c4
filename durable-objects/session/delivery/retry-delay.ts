/** How long a message that a vendor did not take waits for its next try. */

/** Pause after the first failed attempt; four times as long after each further one. */
const RETRY_MS = 1_000;
const RETRY_FACTOR = 4;
const RETRY_MAX_MS = 3_600_000;
/** A vendor that asks for a longer pause is asked again after this. */
const RETRY_AFTER_MAX_MS = 86_400_000;

/**
 * ms until the next try: `attempts` were made. Spread by a quarter to either side, by the key and not by chance, so that many
 * conversations do not come back at the same moment and a replay is the same.
 */
export function retryDelay(attempts: number, key: string, afterMs: number | null): number {
  const base = Math.min(RETRY_MS * RETRY_FACTOR ** Math.min(attempts - 1, 10), RETRY_MAX_MS);
  const spread = fraction(`${key}#${attempts}`);
  const delay = Math.round(base * (0.75 + spread / 2));
  if (afterMs === null) return delay;
  // Never earlier than the vendor asked for.
  return Math.max(delay, Math.min(afterMs, RETRY_AFTER_MAX_MS) + Math.round(spread * RETRY_MS));
}

/** 0 to 1, from a text: FNV-1a with a last mixing. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/**
 * Values with an expiry in Redis, over Upstash's REST protocol: a command is a JSON array that is posted, the answer is
 * `{"result": ...}` or `{"error": "..."}`. Two commands are all that is needed; the vendor's client would be a tenth of the worker.
 */

/** A store that does not answer is an error of the script that uses it, and of nobody else. */
export class CacheError extends Error {}

export interface CacheAccess {
  url: string;
  token: string;
  signal: AbortSignal;
}

const TIMEOUT_MS = 3_000;
const MAX_ANSWER = 1_000_000;

/** Keys of a bot never meet those of another one: neither name holds a colon. */
export const cacheKey = ({ tenant, bot }: { tenant: string; bot: string }, key: string): string =>
  `t:${tenant}:b:${bot}:cache:${key.normalize("NFC")}`;

/** The text under the key; null where there is none or its time is over. */
export async function readCached(access: CacheAccess, key: string): Promise<string | null> {
  const result = await command(access, ["GET", key]);
  if (result !== null && typeof result !== "string") throw new CacheError("The cache answered something else.");
  return result;
}

/** Kept for so many ms. Written twice it is the same. */
export async function writeCached(access: CacheAccess, key: string, text: string, ms: number): Promise<void> {
  await command(access, ["SET", key, text, "PX", String(Math.max(1, Math.round(ms)))]);
}

async function command({ url, token, signal }: CacheAccess, words: readonly string[]): Promise<unknown> {
  const timeout = new AbortController();
  // Not AbortSignal.timeout: its timer cannot be ended, and would keep an object awake for as long.
  const timer = setTimeout(() => timeout.abort(), TIMEOUT_MS);
  try {
    const answer = await fetch(url, {
      method: "POST",
      // Values go through as they are, also where they look like base64.
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(words),
      signal: AbortSignal.any([signal, timeout.signal]),
    });
    const text = await answer.text();
    if (!answer.ok || text.length > MAX_ANSWER) throw new CacheError(`The cache answered ${answer.status}.`);
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null || !("result" in body))
      throw new CacheError("The cache answered something else.");
    return body.result;
  } catch (error) {
    if (error instanceof CacheError || signal.aborted) throw error;
    throw new CacheError("The cache does not answer.");
  } finally {
    clearTimeout(timer);
  }
}

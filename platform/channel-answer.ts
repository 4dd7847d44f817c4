/** What a vendor's HTTP answer means for a delivery, where the vendor keeps to HTTP. */
import type { SendOutcome } from "../contracts/channel.ts";

/** Of an answer that is looked at; the rest is not read. */
const ANSWER_BYTES = 64 * 1024;
/** A vendor that asks for a longer pause is asked again after this. */
const LONGEST_PAUSE_MS = 24 * 3_600_000;

/** 2xx accepts; 408, 425, 429 and 5xx are tried again; anything else is final. `now` in ms. */
export function outcomeOf(response: Response, now: number, vendorId: () => string | null): SendOutcome {
  const { status } = response;
  if (response.ok) return { state: "accepted", vendorId: vendorId() };
  const reason = `the vendor answered ${status}`;
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return { state: "retry", afterMs: retryAfter(response.headers.get("retry-after"), now), reason };
  }
  return { state: "refused", reason: status >= 300 && status < 400 ? `${reason}: redirects are not followed` : reason };
}

/** `Retry-After` in ms from now: seconds or a date (RFC 9110, section 10.2.3). Null where there is none that can be read. */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const ms = /^\d{1,10}$/.test(text)
    ? Number(text) * 1000
    : /[A-Za-z]/.test(text)
      ? Date.parse(text) - now
      : Number.NaN;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_PAUSE_MS) : null;
}

/** The beginning of the answer as text; the connection is given up behind it. */
export async function readBounded(response: Response): Promise<string> {
  if (!response.body) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  while (size < ANSWER_BYTES) {
    const part = await reader.read();
    if (part.done) return text + decoder.decode();
    size += part.value.byteLength;
    text += decoder.decode(part.value, { stream: true });
  }
  await reader.cancel().catch(() => {});
  return text;
}

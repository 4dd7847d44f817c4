/**
 * Straight from the worker, for Cloudflare: its network has no private address that a name could lead to. What stands in the
 * address itself has been checked before (check-url.ts).
 */
import { OutboundError } from "../../contracts/outbound.ts";
import { type ExchangeAnswer, readBounded, tooLarge, type Way } from "./exchange.ts";
import { answerHeaders } from "./headers.ts";

/** `send` is the platform's fetch, or a test's. */
export function directWay(send: typeof fetch = (input, init) => fetch(input, init)): Way {
  return async ({ method, url, headers, body, maxBytes, signal }): Promise<ExchangeAnswer> => {
    let answer: Response;
    try {
      answer = await send(url.href, { method, headers: { ...headers }, body, redirect: "manual", signal });
    } catch {
      // The platform's words name addresses and parts of it.
      throw new OutboundError("unreachable", `${url.host} could not be reached.`);
    }
    // Of a compressed body the length says nothing; the reader below counts what comes out.
    const isPlain = !answer.headers.has("content-encoding");
    if (isPlain && method !== "HEAD" && Number(answer.headers.get("content-length") ?? 0) > maxBytes) {
      void answer.body?.cancel().catch(() => {});
      throw tooLarge(maxBytes);
    }
    try {
      return {
        status: answer.status,
        headers: answerHeaders(answer.headers),
        body: await readBounded(answer.body, maxBytes),
      };
    } catch (error) {
      if (error instanceof OutboundError) throw error;
      throw new OutboundError("unreachable", `The answer of ${url.host} broke off.`);
    }
  };
}

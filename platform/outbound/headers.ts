/** Headers of requests that scripts send: which names are theirs to set, and which of them may follow a redirect to another site. */
import { OutboundError } from "../../contracts/outbound.ts";

const MAX_HEADERS = 64;
const MAX_VALUE = 8_192;
const MAX_TOTAL = 32_768;

/** What belongs to one connection (RFC 9110, 7.6.1), frames the message, or speaks for the network that the request comes from. */
const OWN =
  /^(host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect|via|forwarded|date|accept-encoding|x-real-ip|true-client-ip|http2-settings)$|^(proxy-|sec-|cf-|x-forwarded-)/;
const HOP_BY_HOP =
  /^(connection|keep-alive|transfer-encoding|te|trailer|upgrade|content-length|content-encoding)$|^proxy-/;
/** Everything else may be a credential under a name of its own. */
const PUBLIC = /^(accept|accept-language|content-type|content-language|user-agent|cache-control|idempotency-key)$/;

/** Lower-case names, checked. Throws an OutboundError that names the header and never quotes its value. */
export function requestHeaders(given: Readonly<Record<string, string>>): Record<string, string> {
  const headers: Record<string, string> = {};
  let size = 0;
  for (const [key, text] of Object.entries(given)) {
    const name = headerName(key);
    const value = text.trim();
    if (/[^\t\u0020-\u007e\u0080-\u00ff]/.test(value))
      throw new OutboundError(
        "invalid",
        `The header ${name} holds a line break or a character that headers cannot carry.`,
      );
    if (value.length > MAX_VALUE)
      throw new OutboundError("invalid", `The header ${name} is longer than ${MAX_VALUE} characters.`);
    headers[name] = value;
    size += name.length + value.length;
  }
  if (Object.keys(headers).length > MAX_HEADERS || size > MAX_TOTAL)
    throw new OutboundError(
      "invalid",
      `A request carries at most ${MAX_HEADERS} headers with ${MAX_TOTAL} characters.`,
    );
  return headers;
}

/** The name in lower case; throws where it is no name of a header, or one that the product sets itself. */
export function headerName(text: string): string {
  const name = text.trim().toLowerCase();
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/.test(name))
    throw new OutboundError(
      "invalid",
      `"${text.slice(0, 60).replace(/[^\x20-\x7e]/g, "?")}" is not the name of a header.`,
    );
  if (OWN.test(name)) throw new OutboundError("invalid", `The header ${name} is set by the product itself.`);
  return name;
}

export function headersForOtherSite(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => PUBLIC.test(name)));
}

/** What the script gets to see of an answer's headers, bounded. */
export function answerHeaders(pairs: Iterable<readonly [string, string]>): Record<string, string> {
  const headers: Record<string, string> = {};
  let size = 0;
  for (const [key, value] of pairs) {
    const name = key.toLowerCase();
    size += name.length + value.length;
    if (size > MAX_TOTAL || Object.keys(headers).length >= 2 * MAX_HEADERS) break;
    if (!HOP_BY_HOP.test(name)) headers[name] = value;
  }
  return headers;
}

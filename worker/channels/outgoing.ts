/**
 * The fetch that adapters send with. An address in a connection's settings comes from whoever may publish a bot: it must not
 * reach into the network that the worker stands in, neither directly nor by a redirect. A name that resolves to a private address
 * cannot be seen from here; Cloudflare's network has none to reach, a self-hosted one should filter its way out.
 */

/** Names that never lead outside (RFC 6761, RFC 8375 and usual practice). */
const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|onion|test|invalid)$/;

export class ForbiddenAddress extends Error {
  override readonly name = "ForbiddenAddress";
}

/** `allowed`: hosts with port, separated by commas, that may be called although they are private or plain http. */
export function outgoingFetch(allowed: string): (url: string, init: RequestInit) => Promise<Response> {
  return async (url, init) => {
    checkAddress(url, allowed);
    return fetch(url, { ...init, redirect: "manual" });
  };
}

/** Throws a ForbiddenAddress that says what is wrong with it. */
export function checkAddress(text: string, allowed: string): void {
  if (!URL.canParse(text)) throw new ForbiddenAddress("the address is not a URL");
  const url = new URL(text);
  if (allowed.split(",").some((host) => host.trim() !== "" && host.trim() === url.host)) return;
  if (url.protocol !== "https:") throw new ForbiddenAddress("the address has to begin with https://");
  if (url.username !== "" || url.password !== "") throw new ForbiddenAddress("the address must not hold a password");
  const host = url.hostname.toLowerCase().replace(/\.$/, "");
  // URL has normalised every spelling of an IPv4 address (hexadecimal, one number) to four decimal ones.
  if (/^[\d.]+$/.test(host) || host.startsWith("["))
    throw new ForbiddenAddress("the address has to name a host, no IP");
  if (!host.includes(".") || PRIVATE_NAMES.test(host))
    throw new ForbiddenAddress("the address is of a private network");
}

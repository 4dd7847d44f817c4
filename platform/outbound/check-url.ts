/**
 * Looks at an address before anything is sent to it, and again at each redirect: scheme, host, port, and what hides in the
 * text. URL normalises every spelling of an IPv4 address (one number, octal, hexadecimal, short, full-width digits) to four
 * decimal numbers and every name to its ASCII form, so that the checks see what would be connected to.
 */
import { OutboundError, type OutboundPolicy } from "../../contracts/outbound.ts";
import { isPublicAddress } from "./address.ts";

export const MAX_URL = 8_192;

/** Names that never lead to the internet (RFC 6761, RFC 8375, RFC 9476, and usual practice in clouds and clusters). */
const PRIVATE_NAMES =
  /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa|in-addr\.arpa|ip6\.arpa|alt|onion|test|invalid|svc|consul|metadata)$/;
/** Public names whose only use is to resolve to an address that stands in the name, to the own machine or to a cloud's metadata. */
const ADDRESS_NAMES =
  /(^|\.)(nip\.io|sslip\.io|xip\.io|localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|yoogle\.com|rbndr\.us|1u\.ms|127-0-0-1\.org\.uk|metadata\.(tencentyun\.com|packet\.net|platformequinix\.com))$/;
/** Services on ports above 1023 that speak no HTTP, or one that is meant for administrators (databases, caches, clusters). */
const REFUSED_PORTS: ReadonlySet<number> = new Set([
  1080, 1433, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 2380, 3128, 3306, 3389, 3659, 4045, 4190, 5060,
  5061, 5432, 5672, 5900, 5984, 5985, 5986, 6000, 6379, 6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 8500,
  9042, 9092, 9200, 9300, 10080, 10250, 10255, 11211, 27017, 27018, 50000,
]);

/**
 * The address to send to: characters that a URL may not hold are percent-encoded (reference 3.10), the fragment is gone.
 * Throws an OutboundError, `invalid` for what is no address and `refused` for one that may not be called; neither quotes more
 * than the host.
 */
export function checkUrl(text: string, policy: OutboundPolicy): URL {
  const url = parse(text);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw refused("the address has to begin with https:// or http://");
  if (url.username !== "" || url.password !== "")
    throw refused("the address must not hold a user name or password; send an Authorization header");
  const host = url.hostname.replace(/\.$/, "");
  if (host === "" || host.endsWith(".")) throw new OutboundError("invalid", "The address names no host.");
  if (host !== url.hostname) url.hostname = host;
  for (const allowed of [policy.onlyHosts, policy.tenantOnlyHosts ?? []])
    if (allowed.length > 0 && !allowed.some((entry) => matches(entry, url)))
      throw refused(`${host} is not among the hosts that are allowed`);
  if (isPrivateHostAllowed(url, policy)) return url;
  checkHost(host);
  checkPort(url);
  return url;
}

/** Named with its port by whoever runs the installation: neither its address nor its port is looked at. */
export function isPrivateHostAllowed(url: URL, policy: Pick<OutboundPolicy, "privateHosts">): boolean {
  return policy.privateHosts.some((entry) => !entry.startsWith("*") && matches(entry, url));
}

/** For messages and traces: without the query, which may hold secrets, and not longer than a line. */
export function shownUrl(text: string): string {
  if (!URL.canParse(text)) return "the address";
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname}`.slice(0, 200);
}

function parse(text: string): URL {
  const trimmed = text.trim();
  if (trimmed.length > MAX_URL) throw new OutboundError("invalid", `An address has at most ${MAX_URL} characters.`);
  // URL drops line breaks and tabs and takes a backslash for a slash: what was checked by eye would be another host.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(trimmed)) throw refused("the address holds a control character");
  const [beforeQuery = ""] = trimmed.split(/[?#]/, 1);
  if (beforeQuery.includes("\\")) throw refused("the address holds a backslash");
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed))
    throw new OutboundError("invalid", "The address has to begin with https://.");
  if (!URL.canParse(trimmed)) throw new OutboundError("invalid", "The address is no URL.");
  const url = new URL(trimmed);
  url.hash = "";
  url.pathname = encodeIllegal(url.pathname);
  url.search = encodeIllegal(url.search);
  return url;
}

/** What URL leaves as it is although RFC 3986 has no place for it; also a percent sign that begins no escape. */
function encodeIllegal(part: string): string {
  return part.replace(/%(?![0-9a-f]{2})/gi, "%25").replace(/["<>\\^`{|}]/g, encodeURIComponent);
}

function checkHost(host: string): void {
  if (host.startsWith("[") || /^[\d.]+$/.test(host)) {
    if (!isPublicAddress(host.replace(/^\[|\]$/g, "")))
      throw refused(`${host} is not an address of the public internet`);
    return;
  }
  const name = host.toLowerCase();
  if (name.length > 253 || !/^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}$/.test(name))
    throw refused(`${host.slice(0, 100)} is not the name of a host on the public internet`);
  if (PRIVATE_NAMES.test(name) || ADDRESS_NAMES.test(name)) throw refused(`${host} is a name of a private network`);
}

function checkPort(url: URL): void {
  const port = portOf(url);
  if (port !== 80 && port !== 443 && (port < 1024 || REFUSED_PORTS.has(port)))
    throw refused(`port ${port} is not one for web servers`);
}

const portOf = (url: URL): number => Number(url.port || (url.protocol === "https:" ? 443 : 80));

/** `api.example.com`, `*.example.com` (what lies below it), `[2001:db8::1]`, each with `:port` where it is not the scheme's own. */
function matches(entry: string, url: URL): boolean {
  const [, host = "", port = ""] = /^(.*?)(?::(\d{1,5}))?$/.exec(entry.trim().toLowerCase()) ?? [];
  const isPort = port === "" ? url.port === "" : Number(port) === portOf(url);
  const isHost = host.startsWith("*.") ? url.hostname.endsWith(host.slice(1)) : host === url.hostname;
  return isPort && isHost;
}

function refused(why: string): OutboundError {
  return new OutboundError("refused", `The request was refused: ${why}.`);
}

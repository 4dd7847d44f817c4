/**
 * Which network addresses a script's request may go to: those of the public internet. The worker applies this to addresses
 * that stand in a URL, the gateway's egress, together with a library's judgement, to everything that a name resolves to. The blocks are those of
 * IANA's registries of special-purpose addresses (RFC 6890 and its successors, as of 2025).
 */

/** First address and length of the prefix. */
const SPECIAL_IPV4: readonly (readonly [address: string, bits: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  // Multicast, and everything reserved behind it.
  ["224.0.0.0", 3],
  // Azure answers its machines here although the address counts as public.
  ["168.63.129.16", 32],
];
const BLOCKS = SPECIAL_IPV4.map(([address, bits]) => ({ first: ipv4(address) ?? 0, size: 2 ** (32 - bits) }));

/** True for a public address in its plain form: four decimal numbers, or an IPv6 address without a zone and without an IPv4 address in it. */
export function isPublicAddress(text: string): boolean {
  const four = ipv4(text);
  if (four !== null) return !BLOCKS.some(({ first, size }) => four >= first && four < first + size);
  const groups = ipv6(text);
  if (!groups) return false;
  const [first = 0, second = 0, third = 0] = groups;
  // Global unicast is 2000::/3; forms that carry an IPv4 address lie elsewhere, but for Teredo (2001::/32) and 6to4 (2002::/16).
  if (first < 0x2000 || first > 0x3fff || first === 0x2002) return false;
  // Protocol assignments, documentation, and the name servers for private addresses (AS112).
  if (first === 0x2001) return second >= 0x0200 && second !== 0x0db8;
  if (first === 0x3fff) return second >= 0x1000;
  return !(first === 0x2620 && second === 0x004f && third === 0x8000);
}

/** As a number; null for what is not four plain decimal numbers. */
function ipv4(text: string): number | null {
  if (!/^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/.test(text)) return null;
  return text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The eight groups; null for anything else, also for the form that ends in an IPv4 address. */
function ipv6(text: string): number[] | null {
  const halves = text.split("::");
  if (halves.length > 2 || !/^[\da-f:]+$/i.test(text)) return null;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...tail];
  return groups.every((group) => /^[\da-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : null;
}

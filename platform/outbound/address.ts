/**
 * Which network addresses a script's request may go to. One rule for both ways out: the worker applies it to addresses that
 * stand in a URL, the gateway's egress to everything that a name resolves to.
 */
import ipaddr from "ipaddr.js";

/** Platforms answer their machines here although the addresses count as public: Azure's host, Oracle's and Alibaba's metadata. */
const PLATFORM_ADDRESSES: ReadonlySet<string> = new Set(["168.63.129.16", "192.0.0.192", "100.100.100.200"]);
/** Global unicast is all that the internet routes today (RFC 4291, IANA's registry of 2025). */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");
/** Blocks inside of it that are none: documentation (RFC 9637), identifiers of SRv6 (RFC 9602), and local NAT64 (RFC 8215). */
const NOT_GLOBAL_IPV6 = ["3fff::/20", "5f00::/16", "64:ff9b:1::/48"].map((block) => ipaddr.IPv6.parseCIDR(block));

/**
 * True for an address of the public internet in its plain form: four decimal numbers, or an IPv6 address without a zone.
 * Forms that carry an IPv4 address inside an IPv6 one (mapped, NAT64, 6to4, Teredo) are refused whatever they carry: where
 * they lead depends on the network that they are used in.
 */
export function isPublicAddress(text: string): boolean {
  if (text.includes("%")) return false;
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return ipaddr.IPv4.parse(text).range() === "unicast" && !PLATFORM_ADDRESSES.has(text);
  }
  if (!ipaddr.IPv6.isValid(text)) return false;
  const address = ipaddr.IPv6.parse(text);
  return (
    address.range() === "unicast" &&
    address.match(GLOBAL_IPV6) &&
    !NOT_GLOBAL_IPV6.some((block) => address.match(block))
  );
}

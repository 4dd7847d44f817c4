// Resolves a name once and checks every address that it has: one private address among public ones is how a name is made
// to lead inside at the second look-up (rebinding), so such a name is refused as a whole.
import { lookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { OutboundError } from "../../../contracts/outbound.ts";
import { isPublicAddress } from "../../../platform/outbound/address.ts";

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}
/** All addresses of a name, CNAMEs followed. Injected so that tests have names of their own. */
export type Resolver = (name: string) => Promise<readonly ResolvedAddress[]>;

const MAX_ADDRESSES = 64;

export const systemResolver: Resolver = async (name) => {
  const found = await lookup(name, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/** The checked addresses of a host; `isPrivateAllowed` for one that the installation names. Throws an OutboundError. */
export async function resolveHost(
  host: string,
  isPrivateAllowed: boolean,
  resolver: Resolver,
): Promise<readonly ResolvedAddress[]> {
  const literal = host.startsWith("[") ? host.slice(1, -1) : /^[\d.]+$/.test(host) ? host : null;
  const addresses: readonly ResolvedAddress[] =
    literal === null ? await resolve(host, resolver) : [{ address: literal, family: literal.includes(":") ? 6 : 4 }];
  if (addresses.length === 0) throw new OutboundError("unreachable", `The name ${host} has no address.`);
  if (addresses.length > MAX_ADDRESSES)
    throw new OutboundError("refused", `The request was refused: ${host} has more than ${MAX_ADDRESSES} addresses.`);
  if (!isPrivateAllowed && !addresses.every(isPublic))
    throw new OutboundError(
      "refused",
      `The request was refused: ${host} leads to an address that is not of the public internet.`,
    );
  return addresses;
}

/** Our own rule and a library's: one that has overlooked a block is corrected by the other. */
function isPublic({ address }: ResolvedAddress): boolean {
  return isPublicAddress(address) && ipaddr.isValid(address) && ipaddr.parse(address).range() === "unicast";
}

async function resolve(host: string, resolver: Resolver): Promise<readonly ResolvedAddress[]> {
  try {
    return await resolver(host);
  } catch {
    throw new OutboundError("unreachable", `The name ${host} could not be resolved.`);
  }
}

/** Answers a connection's look-up with what was checked, whatever the name resolves to by then. */
export function pinned(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_name, options, done) => {
    const wanted = addresses.filter(({ family }) => !options.family || options.family === family);
    const [first] = wanted;
    if (!first) return done(new Error("no address of this family"), "");
    if (options.all) done(null, [...wanted]);
    else done(null, first.address, first.family);
  };
}

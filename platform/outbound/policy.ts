/** What may be called: by the deployment's environment, by its words for a single tenant, and by the bot's package. */
import * as z from "zod";
import { OutboundError, type OutboundPolicy } from "../../contracts/outbound.ts";

export interface OutboundPolicyEnv {
  /** `host:port`, separated by commas: programs of the installation that every tenant's scripts may call. */
  OUTBOUND_PRIVATE_HOSTS?: string;
  /** JSON by tenant: `{"acme":{"onlyHosts":["api.example.com"],"privateHosts":["10.0.0.5:8080"]}}`. */
  OUTBOUND_TENANTS?: string;
}

const hosts = z.array(z.string().min(1).max(300)).max(200).default([]);
const tenantsSchema = z.record(z.string(), z.strictObject({ onlyHosts: hosts, privateHosts: hosts }));

/** `packageHosts`: config key `http-allowed-hosts`. Throws an OutboundError where the deployment's words cannot be read: nothing may be called then. */
export function outboundPolicy(
  env: OutboundPolicyEnv,
  tenant: string,
  packageHosts: readonly string[] = [],
): OutboundPolicy {
  const own = tenantEntry(env.OUTBOUND_TENANTS ?? "", tenant);
  const shared = (env.OUTBOUND_PRIVATE_HOSTS ?? "").split(",").map((host) => host.trim());
  return {
    onlyHosts: packageHosts,
    tenantOnlyHosts: own.onlyHosts,
    privateHosts: [...shared.filter((host) => host !== ""), ...own.privateHosts],
  };
}

function tenantEntry(text: string, tenant: string): { onlyHosts: string[]; privateHosts: string[] } {
  const none = { onlyHosts: [], privateHosts: [] };
  if (text.trim() === "") return none;
  try {
    const tenants = tenantsSchema.parse(JSON.parse(text));
    return Object.hasOwn(tenants, tenant) ? (tenants[tenant] ?? none) : none;
  } catch {
    throw new OutboundError(
      "refused",
      'The request was refused: the deployment\'s OUTBOUND_TENANTS is not JSON such as {"acme":{"onlyHosts":["api.example.com"]}}.',
    );
  }
}

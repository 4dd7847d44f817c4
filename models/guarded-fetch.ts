/**
 * The requests of providers: only to addresses that this tenant may call, and never on to another one. Who configures a
 * bot names its model's server, and must not reach the installation's own network by that.
 */
import { checkUrl } from "../platform/outbound/check-url.ts";
import { type OutboundPolicyEnv, outboundPolicy } from "../platform/outbound/policy.ts";

export interface GuardEnv extends OutboundPolicyEnv {
  /** The server that whoever runs the installation has named for every bot: wherever it stands. */
  LLM_URL?: string;
}

export function guardedFetch(env: GuardEnv, tenant: string): typeof globalThis.fetch {
  const given = outboundPolicy(env, tenant);
  const policy = { ...given, privateHosts: [...given.privateHosts, ...hostOf(env.LLM_URL ?? "")] };
  return (input, init) => {
    const url = checkUrl(input instanceof Request ? input.url : String(input), policy);
    // Workers know no redirect "error": one that is not followed is an answer that no provider gives, and fails as such.
    return fetch(input instanceof Request ? new Request(url, input) : url, { ...init, redirect: "manual" });
  };
}

/** As the policy writes hosts; none where the text is no address. */
function hostOf(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const { protocol, hostname, port } = new URL(address);
  return [`${hostname}:${port || (protocol === "https:" ? 443 : 80)}`];
}

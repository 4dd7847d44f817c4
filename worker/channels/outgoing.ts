/**
 * The fetch that adapters send with. An address in a connection's settings comes from whoever may publish a bot: it must not
 * reach into the network that the worker stands in, neither directly nor by a redirect. So it goes the way of scripts' requests
 * (platform/outbound), with one rule more: https to a name, unless the installation names the host.
 */
import { OutboundError, type OutboundPolicy, type OutboundRequest } from "../../contracts/outbound.ts";
import { checkUrl, isPrivateHostAllowed } from "../../platform/outbound/check-url.ts";
import { type OutboundEnv, outboundFetch } from "../../platform/outbound/outbound-fetch.ts";
import { type OutboundPolicyEnv, outboundPolicy } from "../../platform/outbound/policy.ts";

const LIMIT_MS = 30_000;
const MAX_ANSWER = 4_000_000;

export interface ChannelEnv extends OutboundEnv, OutboundPolicyEnv {
  /** What channels alone may call, beside OUTBOUND_PRIVATE_HOSTS. */
  CHANNEL_PRIVATE_HOSTS?: string;
}

export class ForbiddenAddress extends Error {
  override readonly name = "ForbiddenAddress";
}

/** `send` is for tests. */
export function outgoingFetch(
  env: ChannelEnv,
  tenant: string,
  send = outboundFetch,
): (url: string, init: RequestInit) => Promise<Response> {
  return async (url, init) => {
    const policy = channelPolicy(env, tenant);
    checkAddress(url, policy);
    // The platform writes out a form and finds the type of a body.
    const { method, headers, body } = new Request(url, { ...init, signal: null });
    const request: OutboundRequest = {
      // Which methods there are is the adapters' to know; outboundFetch hands on any.
      method: method as OutboundRequest["method"],
      url,
      headers: Object.fromEntries(headers),
      body: body === null ? null : new Uint8Array(await new Response(body).arrayBuffer()),
      timeoutMs: LIMIT_MS,
      maxBytes: MAX_ANSWER,
      maxRedirects: 0,
      retries: 0,
      signal: init.signal ?? new AbortController().signal,
    };
    try {
      const answer = await send(env, request, policy);
      // Only these carry no body, and a Response refuses even an empty one.
      const isBare = [204, 205, 304].includes(answer.status);
      return new Response(isBare ? null : answer.body, { status: answer.status, headers: answer.headers });
    } catch (error) {
      throw error instanceof OutboundError && error.kind === "refused" ? new ForbiddenAddress(error.message) : error;
    }
  };
}

function channelPolicy(env: ChannelEnv, tenant: string): OutboundPolicy {
  const shared = `${env.OUTBOUND_PRIVATE_HOSTS ?? ""},${env.CHANNEL_PRIVATE_HOSTS ?? ""}`;
  return outboundPolicy({ ...env, OUTBOUND_PRIVATE_HOSTS: shared }, tenant);
}

/** Throws a ForbiddenAddress that says what is wrong with it. */
export function checkAddress(text: string, policy: OutboundPolicy): void {
  let url: URL;
  try {
    url = checkUrl(text, policy);
  } catch (error) {
    throw error instanceof OutboundError ? new ForbiddenAddress(error.message) : error;
  }
  if (isPrivateHostAllowed(url, policy)) return;
  if (url.protocol !== "https:") throw new ForbiddenAddress("the address has to begin with https://");
  if (/^[\d.]+$|^\[/.test(url.hostname)) throw new ForbiddenAddress("the address has to name a host, no IP");
}

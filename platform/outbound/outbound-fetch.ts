/**
 * Requests of scripts to other servers (contracts/outbound.ts): the checks, redirects, repetitions, time and size, the same on
 * both ways out. This folder is the only place that calls an address that a script, a package or an answer named.
 */
import {
  OutboundError,
  type OutboundPolicy,
  type OutboundRequest,
  type OutboundResponse,
} from "../../contracts/outbound.ts";
import { type Clock, systemClock } from "../clock.ts";
import { createGatewayClient } from "../gateway-client.ts";
import { checkUrl } from "./check-url.ts";
import { directWay } from "./direct-way.ts";
import type { ExchangeAnswer, Way } from "./exchange.ts";
import { gatewayWay } from "./gateway-way.ts";
import { headersForOtherSite, requestHeaders } from "./headers.ts";

const MAX_REDIRECTS = 10;
const MAX_RETRIES = 10;
/** The longest pause that a server may ask for with Retry-After. */
const MAX_PAUSE_MS = 10_000;
const RETRY_STATUS: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** The part of the bindings that says which way requests go. */
export interface OutboundEnv {
  /** `gateway` or `direct` (the default). */
  EGRESS?: string;
  GATEWAY_URL?: string;
  GATEWAY_PRIVATE_JWK?: string;
}

/**
 * The answer, whatever its status. Throws an OutboundError where there is none, and the signal's reason where that is aborted.
 * `way` is for tests.
 */
export async function outboundFetch(
  env: OutboundEnv,
  request: OutboundRequest,
  policy: OutboundPolicy,
  clock: Clock = systemClock,
  way: Way = wayOf(env, clock),
): Promise<OutboundResponse> {
  const headers = requestHeaders(request.headers);
  const end = clock.now() + request.timeoutMs;
  // Not AbortSignal.timeout: its timer cannot be ended, and would keep an object awake for as long (workerd, 2026-11).
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), request.timeoutMs);
  const signal = AbortSignal.any([request.signal, timeout.signal]);
  const isSafe = request.method === "GET" || request.method === "HEAD";
  const retries = isSafe ? Math.min(request.retries, MAX_RETRIES) : 0;
  const first = request.retryDelayMs ?? 1_000;
  try {
    for (let number = 0; ; number += 1) {
      const pause = first * 2 ** number;
      const hasPause = number < retries && clock.now() + pause < end;
      const outcome = await follow({ ...request, headers, signal }, policy, way, end, clock).catch((error: unknown) => {
        const isPassing = error instanceof OutboundError && error.kind === "unreachable" && !signal.aborted;
        if (isPassing && hasPause) return null;
        throw error;
      });
      if (outcome && !(hasPause && RETRY_STATUS.has(outcome.status))) return outcome;
      const asked = retryAfterMs(outcome, clock.now());
      if (outcome && clock.now() + asked >= end) return outcome;
      await clock.sleep(Math.max(pause, asked), signal);
    }
  } catch (error) {
    if (request.signal.aborted) throw request.signal.reason;
    if (timeout.signal.aborted) throw timedOut(request.timeoutMs);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** One attempt with its redirects, each of which is checked like the address itself. */
async function follow(
  request: OutboundRequest,
  policy: OutboundPolicy,
  way: Way,
  end: number,
  clock: Clock,
): Promise<OutboundResponse> {
  let { method, body, headers } = request;
  let url = checkUrl(request.url, policy);
  const most = Math.min(request.maxRedirects, MAX_REDIRECTS);
  for (let hops = 0; ; hops += 1) {
    request.signal.throwIfAborted();
    const timeoutMs = Math.ceil(end - clock.now());
    if (timeoutMs <= 0) throw timedOut(request.timeoutMs);
    const { maxBytes, signal } = request;
    const exchange = { method, url, headers, body, timeoutMs, maxBytes, privateHosts: policy.privateHosts, signal };
    const answer = await abortable(way(exchange), signal);
    const target = redirectOf(answer);
    if (target === null || most === 0) return { ...answer, url: url.href };
    if (hops >= most) throw new OutboundError("limit", `The server redirected more than ${most} times.`);
    if (!URL.canParse(target, url)) throw new OutboundError("invalid", "The server redirected to what is no address.");
    const next = checkUrl(new URL(target, url).href, policy);
    if (!isSameSite(url, next)) headers = headersForOtherSite(headers);
    // As browsers do (Fetch, "HTTP-redirect fetch"): a form that was sent is not sent again to where its answer lies.
    const becomesGet = answer.status === 303 ? method !== "HEAD" : answer.status < 303 && method === "POST";
    if (becomesGet) {
      method = "GET";
      body = null;
      headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith("content-")));
    }
    url = next;
  }
}

function wayOf(env: OutboundEnv, clock: Clock): Way {
  if (env.EGRESS !== "gateway") return directWay();
  const { GATEWAY_URL: baseUrl, GATEWAY_PRIVATE_JWK: jwk } = env;
  // Never the other way instead: it was chosen because this network has addresses that nobody may reach.
  if (!baseUrl || !jwk)
    throw new OutboundError("unreachable", "Requests go out through the gateway, and none is configured.");
  return gatewayWay(createGatewayClient({ baseUrl, privateJwk: JSON.parse(jwk), clock }));
}

/** A way may be slow to notice; nobody waits for it then. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

function redirectOf({ status, headers }: ExchangeAnswer): string | null {
  return [301, 302, 303, 307, 308].includes(status) ? (headers["location"] ?? null) : null;
}

/** From http to https of one host counts as the same site: what was sent in the clear may be sent encrypted. */
function isSameSite(from: URL, to: URL): boolean {
  if (from.origin === to.origin) return true;
  return (
    from.hostname === to.hostname &&
    from.protocol === "http:" &&
    to.protocol === "https:" &&
    to.port === "" &&
    from.port === ""
  );
}

function retryAfterMs(answer: ExchangeAnswer | null, now: number): number {
  const text = answer?.headers["retry-after"];
  if (text === undefined) return 0;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MAX_PAUSE_MS) : 0;
}

function timedOut(ms: number): OutboundError {
  return new OutboundError("timeout", `There was no answer within ${Math.round(ms / 100) / 10} s.`);
}

/** Sends a request of a script: address, headers, limits and policy from what the script, the package and the deployment say. */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { vaultName } from "../../../contracts/bot-settings.ts";
import { OutboundError, type OutboundRequest, type OutboundResponse } from "../../../contracts/outbound.ts";
import { shownUrl } from "../../../platform/outbound/check-url.ts";
import { outboundFetch } from "../../../platform/outbound/outbound-fetch.ts";
import { outboundPolicy } from "../../../platform/outbound/policy.ts";
import { botObject, callObject } from "../../objects.ts";
import type { EffectContext } from "./effect.ts";

/** An answer becomes one value of the language, whose texts have at most 10 MB. */
export const MAX_ANSWER_BYTES = 10_000_000;
export const MAX_BODY_BYTES = 16 * 1024 * 1024;
const USER_AGENT = "Basalt/0.1";

export interface Call {
  method: OutboundRequest["method"];
  url: string;
  body?: Uint8Array<ArrayBuffer> | null;
  /** Go before the script's own. */
  headers?: Readonly<Record<string, string>>;
  timeoutMs?: number;
  maxBytes?: number;
}

/** Nothing is left for the keyword's own bound, which would tell less: that one is this much later. */
const MARGIN_MS = 2_000;
export const httpTimeoutMs = (context: EffectContext): number => context.config.keys["http-timeout"] * 1000;
export const httpLimitMs = (context: EffectContext): number => httpTimeoutMs(context) + MARGIN_MS;

/**
 * The answer, whatever its status. Throws an OutboundError where there is none, a BasicError where the script named a secret that
 * is not there, and the signal's reason when the person stops the turn.
 */
export async function send(call: Call, context: EffectContext): Promise<OutboundResponse> {
  const { config, session, env, identity } = context;
  const isSafe = call.method === "GET" || call.method === "HEAD";
  const headers: Record<string, string> = {
    accept: "application/json, text/*;q=0.9, */*;q=0.8",
    "user-agent": config.keys["http-user-agent"] || USER_AGENT,
    ...(isSafe ? {} : { "idempotency-key": context.effectKey }),
    ...session.http?.headers,
    ...call.headers,
  };
  const body = call.body ?? null;
  if (body && body.byteLength > MAX_BODY_BYTES)
    throw new OutboundError("limit", `A request carries at most ${MAX_BODY_BYTES / 1024 / 1024} MiB.`);
  context.describe({ "http.request.method": call.method, "url.full": shownUrl(call.url) });
  const answer = await outboundFetch(
    env,
    {
      method: call.method,
      url: call.url,
      headers: await withSecrets(headers, context),
      body,
      timeoutMs: call.timeoutMs ?? httpTimeoutMs(context),
      maxBytes: call.maxBytes ?? MAX_ANSWER_BYTES,
      maxRedirects: config.keys["http-max-redirects"],
      retries: config.keys["http-retry-count"],
      retryDelayMs: config.keys["http-retry-delay"],
      signal: context.signal,
    },
    outboundPolicy(env, identity.key.tenant, config.keys["http-allowed-hosts"]),
    context.clock,
  );
  context.describe({ "http.response.status_code": answer.status });
  return answer;
}

/** A path goes behind `http-base-url`, where the package has one. */
export function fullAddress(text: string, context: EffectContext): string {
  const address = text.trim();
  const base = context.config.keys["http-base-url"];
  if (base === "" || /^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return address;
  return `${base.replace(/\/+$/, "")}/${address.replace(/^\/+/, "")}`;
}

/** `vault:NAME`, alone or behind a scheme ("Bearer vault:NAME"), becomes the secret here and nowhere before. */
async function withSecrets(
  headers: Readonly<Record<string, string>>,
  context: EffectContext,
): Promise<Record<string, string>> {
  const entries = Object.entries(headers).map(async ([name, value]) => {
    const [, scheme = "", reference = ""] = /^\s*([\w-]+ +)?(vault:\s*\S+)\s*$/i.exec(value) ?? [];
    const secret = vaultName(reference);
    return [name, secret === null ? value : scheme + (await openSecret(secret, context))] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** A value of the configuration that may name a secret. */
export function configSecret(value: string, context: EffectContext): Promise<string> | string {
  const name = vaultName(value);
  return name === null ? value : openSecret(name, context);
}

/** Error 70 where it is not set. */
async function openSecret(name: string, context: EffectContext): Promise<string> {
  const found = await findSecret(name, context);
  if (found !== null) return found;
  throw new BasicError(ERR.permission, `The secret ${name} is not set: basalt secret set BOT ${name}.`);
}

export async function findSecret(name: string, context: EffectContext): Promise<string | null> {
  const bot = botObject(context.env, context.identity.key);
  const found = await callObject(context.clock, context.signal, () => bot.secret(name));
  return found.ok ? found.value : null;
}

/** The words for a script of why there is no answer. Whatever else went wrong is thrown on. */
export function noAnswer(error: unknown, context: EffectContext): { number: number; message: string } {
  if (context.signal.aborted) throw context.signal.reason;
  if (!(error instanceof OutboundError)) throw error;
  const number = error.kind === "timeout" ? ERR.timeout : error.kind === "refused" ? ERR.permission : ERR.remote;
  return { number, message: error.message };
}

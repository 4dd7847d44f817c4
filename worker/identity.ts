/** Who opens a conversation: what the page says of its user, shown and never trusted; or a token that its site has signed. */
import type { JSONWebKeySet } from "jose";
import { vaultName } from "../contracts/bot-settings.ts";
import type { OpeningBody, OpenRequest } from "../contracts/conversation.ts";
import { readPackageConfig } from "../contracts/package-config.ts";
import { systemClock } from "../platform/clock.ts";
import { personKey } from "../platform/identity/person-key.ts";
import { IdentityError, verifyPerson } from "../platform/identity/verify-person.ts";
import { outboundFetch } from "../platform/outbound/outbound-fetch.ts";
import { outboundPolicy } from "../platform/outbound/policy.ts";
import { manifestOf } from "./bot-settings.ts";
import type { Ctx } from "./context.ts";
import { botStub, callObject } from "./objects.ts";
import { expectOk, FaultError } from "./problem.ts";

/** A site's keys are kept for so long, and fetched anew for a key that is not among them at most so often. ms. */
const KEPT_MS = 600_000;
const AGAIN_MS = 30_000;
const MAX_SITES = 200;
const MAX_KEYS_BYTES = 100_000;
const TIMEOUT_MS = 5_000;

/** 401 `identity.invalid` where the token proves nothing: nobody becomes an anonymous visitor without being told. */
export async function withIdentity(c: Ctx, bot: string, body: OpeningBody): Promise<OpenRequest> {
  const { user } = body;
  if (typeof user !== "string") return { ...body, user };
  const { env } = c;
  const tenant = c.get("tenant");
  const manifest = expectOk(await manifestOf(env, tenant, bot));
  const { config } = readPackageConfig(manifest.config, { ...env }, manifest.overrides);
  const url = config["identity-jwks-url"];
  try {
    const claims = await verifyPerson(
      user,
      {
        secret: await secretOf(c, bot, config["identity-secret"]),
        keys: url ? (fresh) => siteKeys(c, url, config["http-allowed-hosts"], fresh) : null,
        issuer: config["identity-issuer"],
        audience: config["identity-audience"],
      },
      systemClock.now(),
    );
    const { issuer, ...person } = claims;
    const key = await personKey(env.OPERATOR_KEY, tenant, `token:${issuer}`, claims.id);
    return { ...body, user: person, person: { key } };
  } catch (error) {
    if (error instanceof IdentityError) throw new FaultError("identity.invalid", error.message);
    throw error;
  }
}

async function secretOf(c: Ctx, bot: string, value: string): Promise<string> {
  const name = vaultName(value);
  if (name === null) return value;
  return expectOk(await callObject(() => botStub(c.env, c.get("tenant"), bot).secret(name)));
}

const sites = new Map<string, { keys: JSONWebKeySet; at: number }>();

async function siteKeys(c: Ctx, url: string, hosts: readonly string[], fresh: boolean): Promise<JSONWebKeySet> {
  const name = `${c.get("tenant")} ${url}`;
  const known = sites.get(name);
  const now = systemClock.now();
  if (known && known.at + (fresh ? AGAIN_MS : KEPT_MS) > now) return known.keys;
  const keys = await fetchKeys(c, url, hosts);
  sites.delete(name);
  sites.set(name, { keys, at: now });
  const [oldest] = sites.keys();
  if (sites.size > MAX_SITES && oldest !== undefined) sites.delete(oldest);
  return keys;
}

async function fetchKeys(c: Ctx, url: string, hosts: readonly string[]): Promise<JSONWebKeySet> {
  const request = {
    method: "GET",
    url,
    headers: { accept: "application/json" },
    body: null,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_KEYS_BYTES,
    maxRedirects: 2,
    retries: 1,
    signal: c.req.raw.signal,
  } as const;
  try {
    const answer = await outboundFetch(c.env, request, outboundPolicy(c.env, c.get("tenant"), hosts));
    const keys: unknown = JSON.parse(new TextDecoder().decode(answer.body));
    if (answer.status === 200 && isKeySet(keys)) return keys;
  } catch (error) {
    console.error("the keys of a site could not be fetched", error);
  }
  throw new IdentityError("The keys at identity-jwks-url cannot be read now.");
}

/** jose looks at each key by itself. */
const isKeySet = (value: unknown): value is JSONWebKeySet =>
  typeof value === "object" && value !== null && "keys" in value && Array.isArray(value.keys);

/**
 * Who makes an administrative call: the operator (the start script), a person in the console (cookie), or a program
 * with an API token. Only the last has scopes; the first two may do everything within the host's tenant.
 */
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { API_TOKEN_PREFIX, type Scope } from "../../contracts/admin.ts";
import type { Ctx } from "../context.ts";
import { FaultError } from "../problem.ts";
import { type ApiTokenStore, withTokens } from "./api-tokens.ts";
import { CONSOLE_SECONDS, type Grant, isOperatorToken, readConsole, signConsole } from "./operator.ts";
import { sha256Hex } from "./secrets.ts";

const COOKIE = "basalt_console";

/** `Authorization: Bearer ...`; null when there is none. */
export function bearer(c: Ctx): string | null {
  const match = /^Bearer +([\x21-\x7e]{1,2000})$/i.exec(c.req.header("authorization")?.trim() ?? "");
  return match?.[1] ?? null;
}

/** Who it is: `console`, `operator`, or the API token's name. Throws 401 without one and 403 where a token lacks the scope. */
export async function requireScope(c: Ctx, scope: Scope, tokens: ApiTokenStore): Promise<string> {
  const given = bearer(c);
  if (given === null) {
    await requireConsole(c);
    return "console";
  }
  if (given.startsWith(API_TOKEN_PREFIX)) return requireScopeOf(c, given, scope, tokens);
  await requireOperator(c);
  return "operator";
}

/** The name of an API token, wherever it was sent. Throws 401 where it is not valid and 403 where it lacks the scope. */
export async function requireScopeOf(c: Ctx, given: string, scope: Scope, tokens: ApiTokenStore): Promise<string> {
  const hash = await sha256Hex(given);
  const token = await withTokens(() => tokens.find(c.get("tenant"), hash));
  if (!token) throw new FaultError("auth.invalid", "This API token is unknown, expired or revoked.");
  if (!token.scopes.includes(scope)) throw new FaultError("auth.forbidden", `This API token lacks the scope ${scope}.`);
  return token.name;
}

export async function requireOperator(c: Ctx): Promise<void> {
  const given = bearer(c);
  if (given === null) throw new FaultError("auth.required", "Send the operator's token as a bearer token.");
  if (!(await isOperatorToken(c.env, given)))
    throw new FaultError("auth.invalid", "The operator's token is wrong or has expired.");
}

/** Operator or console: what API tokens never may, such as making API tokens. */
export async function requireAdministrator(c: Ctx): Promise<void> {
  if (bearer(c) === null) await requireConsole(c);
  else await requireOperator(c);
}

export async function requireConsole(c: Ctx): Promise<Grant> {
  const cookie = getCookie(c, cookieName(c));
  if (!cookie) throw new FaultError("auth.required", "Sign in with the administrator's link, or send an API token.");
  const grant = await readConsole(c.env, cookie);
  // A cookie of one tenant's host is worth nothing on another's.
  if (!grant || grant.tenant !== c.get("tenant"))
    throw new FaultError("auth.invalid", "This sign-in has expired; open a new administrator's link.");
  if (c.req.method !== "GET" && c.req.method !== "HEAD") requireSameOrigin(c);
  return grant;
}

/** Against forged requests: a mutation by cookie must come from a page of this very host. */
export function requireSameOrigin(c: Ctx): void {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  const url = new URL(c.req.url);
  // Hosts are compared, not schemes: behind a proxy that ends TLS the request itself arrives as http.
  const same = origin !== undefined && URL.canParse(origin) && new URL(origin).host === url.host;
  if (!same || (site !== undefined && site !== "same-origin"))
    throw new FaultError("auth.forbidden", "This may only be done from the console's own page.");
}

export async function signIn(c: Ctx, tenant: string): Promise<Date> {
  const { token, expiresAt } = await signConsole(c.env, tenant);
  setCookie(c, cookieName(c), token, { ...attributes(c), maxAge: CONSOLE_SECONDS });
  return expiresAt;
}

export function signOut(c: Ctx): void {
  deleteCookie(c, cookieName(c), attributes(c));
}

const secure = (c: Ctx) => new URL(c.req.url).protocol === "https:";
/** `__Host-` keeps a sibling subdomain from planting a cookie; browsers take the prefix over TLS only. */
const cookieName = (c: Ctx) => (secure(c) ? `__Host-${COOKIE}` : COOKIE);
const attributes = (c: Ctx) => ({ path: "/", httpOnly: true, secure: secure(c), sameSite: "Strict" as const });

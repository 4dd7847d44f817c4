/**
 * What OPERATOR_KEY signs, told apart by audience (HS256 by jose):
 *   basalt-operator   the start script's own calls, at most five minutes old
 *   basalt-link       the administrator's link: single use, a day
 *   basalt-console    the console's cookie, twelve hours
 */
import { jwtVerify, SignJWT } from "jose";
import type { Env } from "../../durable-objects/env.ts";
import { systemClock } from "../../platform/clock.ts";
import { operatorKey } from "./secrets.ts";

const LINK_SECONDS = 24 * 3600;
const OPERATOR_SECONDS = 300;
export const CONSOLE_SECONDS = 12 * 3600;

export interface Grant {
  tenant: string;
  id: string;
  expiresAt: Date;
}

export async function isOperatorToken(env: Env, token: string): Promise<boolean> {
  // maxTokenAge refuses a token without `iat` or issued long ago, whatever its `exp` says.
  return (await read(env, token, "basalt-operator", OPERATOR_SECONDS)) !== null;
}

export const signLink = (env: Env, tenant: string) => sign(env, tenant, "basalt-link", LINK_SECONDS);
export const readLink = (env: Env, token: string) => readGrant(env, token, "basalt-link", LINK_SECONDS);
export const signConsole = (env: Env, tenant: string) => sign(env, tenant, "basalt-console", CONSOLE_SECONDS);
export const readConsole = (env: Env, token: string) => readGrant(env, token, "basalt-console", CONSOLE_SECONDS);

async function sign(env: Env, tenant: string, audience: string, seconds: number) {
  const now = Math.floor(systemClock.now() / 1000);
  const token = await new SignJWT({ tenant })
    .setProtectedHeader({ alg: "HS256" })
    .setAudience(audience)
    .setJti(crypto.randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + seconds)
    .sign(operatorKey(env));
  return { token, expiresAt: new Date((now + seconds) * 1000) };
}

async function readGrant(env: Env, token: string, audience: string, seconds: number): Promise<Grant | null> {
  const payload = await read(env, token, audience, seconds);
  if (typeof payload?.["tenant"] !== "string" || !payload.jti || !payload.exp) return null;
  return { tenant: payload["tenant"], id: payload.jti, expiresAt: new Date(payload.exp * 1000) };
}

async function read(env: Env, token: string, audience: string, maxSeconds: number) {
  const key = operatorKey(env);
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ["HS256"],
      audience,
      maxTokenAge: maxSeconds,
      requiredClaims: ["exp", "iat"],
    });
    return payload;
  } catch {
    return null;
  }
}

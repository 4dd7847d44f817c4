/** A person in a token (JWT, RFC 7519) that the embedding site has signed: read by jose, believed only when everything fits. */
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import { bytesOf } from "../hmac.ts";

export interface IdentitySettings {
  /** Shared with the site, for HS256; "" where there is none. */
  secret: string;
  /** The site's public keys; null where there are none. `fresh`: the ones at hand lack the token's. */
  keys: ((fresh: boolean) => Promise<JSONWebKeySet>) | null;
  /** "" accepts any. */
  issuer: string;
  audience: string;
}

export interface PersonClaims {
  issuer: string;
  id: string;
  name?: string;
  email?: string;
}

/** Why a token proves nothing; the words hold no part of it. */
export class IdentityError extends Error {}

/** Never one that a public key could be passed off as a secret with, nor `none`. */
const PUBLIC = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"];
const SHARED = ["HS256"];
const MIN_SECRET = 32;
const SKEW_S = 60;

export async function verifyPerson(token: string, settings: IdentitySettings, now: number): Promise<PersonClaims> {
  const payload = await verified(token, settings, now);
  const { sub = "", iss = "", name, email } = payload;
  if (sub === "" || sub.length > 200) throw new IdentityError("The token's sub has 1 to 200 characters.");
  return {
    issuer: iss,
    id: sub,
    ...(typeof name === "string" && name !== "" ? { name: name.slice(0, 200) } : {}),
    // A site may know an address that nobody has confirmed.
    ...(typeof email === "string" && email.length <= 320 && payload["email_verified"] !== false ? { email } : {}),
  };
}

async function verified(token: string, settings: IdentitySettings, now: number): Promise<JWTPayload> {
  const { secret, keys, issuer, audience } = settings;
  const options = {
    clockTolerance: SKEW_S,
    currentDate: new Date(now),
    requiredClaims: ["exp", "sub"],
    ...(issuer ? { issuer } : {}),
    ...(audience ? { audience } : {}),
  };
  try {
    if (SHARED.includes(decodeProtectedHeader(token).alg ?? "")) {
      if (secret.length < MIN_SECRET)
        throw new IdentityError(`This bot has no identity-secret of at least ${MIN_SECRET} characters.`);
      return (await jwtVerify(token, bytesOf(secret), { ...options, algorithms: SHARED })).payload;
    }
    if (keys === null) throw new IdentityError("This bot has no identity-jwks-url.");
    const read = async (fresh: boolean) =>
      (await jwtVerify(token, createLocalJWKSet(await keys(fresh)), { ...options, algorithms: PUBLIC })).payload;
    return await read(false).catch((error: unknown) => {
      if (codeOf(error) !== "ERR_JWKS_NO_MATCHING_KEY") throw error;
      return read(true);
    });
  } catch (error) {
    if (error instanceof IdentityError) throw error;
    throw new IdentityError(WORDS[codeOf(error)] ?? "The token is not signed by whom this bot trusts.");
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

const WORDS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: "The token has expired.",
  ERR_JWT_CLAIM_VALIDATION_FAILED:
    "The token lacks sub or exp, or its iss or aud is not the one that this bot expects.",
};

// The token that the worker sends with every call to the GPU gateway: short-lived, for one call, bound to its body.
import { importJWK, type JWK, SignJWT } from "jose";
import { SERVICE_TOKEN_ISSUER, SERVICE_TOKEN_MAX_LIFETIME_S, SERVICE_TOKEN_TYPE } from "../contracts/gateway.ts";

/** A private key ready to sign, and the id under which the gateway knows its public half. */
export interface ServiceKey {
  readonly kid: string;
  readonly key: CryptoKey;
}

export interface ServiceTokenInput {
  readonly key: ServiceKey;
  readonly audience: string;
  /** Upper-case HTTP method. */
  readonly method: string;
  /** Path with its query, exactly as it is sent. */
  readonly path: string;
  /** SHA-256 of the raw body, base64url without padding: see `bodyHash`. */
  readonly bodySha256: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Seconds until the token expires: 1 to 60. */
  readonly ttl: number;
}

/**
 * Makes a private Ed25519 JWK (`kty` OKP, `crv` Ed25519, `d`, `kid`) ready to sign.
 * Throws a TypeError that names what is missing; the message never holds the key.
 */
export async function importServiceKey(jwk: JWK): Promise<ServiceKey> {
  if (jwk.kty !== "OKP" || jwk.crv !== "Ed25519") {
    throw new TypeError('The gateway\'s signing key must be an Ed25519 JWK ("kty": "OKP", "crv": "Ed25519").');
  }
  if (jwk.d === undefined) throw new TypeError('The gateway\'s signing key has no private part ("d").');
  if (jwk.kid === undefined || jwk.kid === "") throw new TypeError('The gateway\'s signing key has no key id ("kid").');
  const key = await importJWK(jwk, "EdDSA");
  if (key instanceof Uint8Array) throw new TypeError("The gateway's signing key is not an asymmetric key.");
  return { kid: jwk.kid, key };
}

/** Signs a token as `serviceTokenClaimsSchema` in contracts/gateway.ts describes it. Each call makes a new `jti`. */
export function signServiceToken(input: ServiceTokenInput): Promise<string> {
  if (!(input.ttl >= 1 && input.ttl <= SERVICE_TOKEN_MAX_LIFETIME_S)) {
    throw new RangeError(`A service token lives 1 to ${SERVICE_TOKEN_MAX_LIFETIME_S} seconds, not ${input.ttl}.`);
  }
  const issuedAt = Math.floor(input.now / 1000);
  return new SignJWT({ htm: input.method, htu: input.path, bsh: input.bodySha256 })
    .setProtectedHeader({ alg: "EdDSA", kid: input.key.kid, typ: SERVICE_TOKEN_TYPE })
    .setIssuer(SERVICE_TOKEN_ISSUER)
    .setAudience(input.audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + Math.floor(input.ttl))
    .setJti(crypto.randomUUID())
    .sign(input.key.key);
}

/** SHA-256 of a body in base64url without padding, the form of the claim `bsh`. */
export async function bodyHash(body: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return btoa(String.fromCharCode(...digest))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

// Checks a service token up to the point where the body is needed: signature, times, and what it is bound to.
import { createLocalJWKSet, errors, jwtVerify } from "jose";
import {
  SERVICE_TOKEN_ISSUER,
  SERVICE_TOKEN_MAX_LIFETIME_S,
  SERVICE_TOKEN_TYPE,
  type ServiceTokenClaims,
  serviceTokenClaimsSchema,
} from "../../../contracts/gateway.ts";
import type { PublicKeySet } from "../config.ts";
import { Fault } from "../fault.ts";

/** A token has about 500 bytes; nothing longer is worth a signature check. */
const MAX_AUTHORIZATION_LENGTH = 4096;

export interface TokenVerifierOptions {
  readonly publicKeys: PublicKeySet;
  readonly audience: string;
  readonly clockToleranceS: number;
}

export interface TokenSubject {
  readonly authorization: string | undefined;
  readonly method: string;
  /** Path with query, as it came. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export type TokenVerifier = (subject: TokenSubject) => Promise<ServiceTokenClaims>;

/** Rejects with a Fault (401), whose `reason` tells the log which check failed. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const keys = createLocalJWKSet({ keys: options.publicKeys.keys });

  return async (subject) => {
    const token = bearerToken(subject.authorization);
    const now = subject.now / 1000;
    let payload: unknown;
    try {
      const verified = await jwtVerify(token, keys, {
        // Named here and never taken from the token: "none" and HS256 with a public key as secret stay outside.
        algorithms: ["EdDSA"],
        typ: SERVICE_TOKEN_TYPE,
        issuer: SERVICE_TOKEN_ISSUER,
        audience: options.audience,
        clockTolerance: options.clockToleranceS,
        currentDate: new Date(subject.now),
        requiredClaims: ["iss", "aud", "iat", "exp", "jti", "htm", "htu", "bsh"],
      });
      if (verified.protectedHeader.kid === undefined)
        throw refusal("key-id-missing", "The service token names no key.");
      payload = verified.payload;
    } catch (error) {
      throw joseFault(error);
    }
    const parsed = serviceTokenClaimsSchema.safeParse(payload);
    if (!parsed.success) throw refusal("claims-invalid", "The service token's claims do not have the agreed form.");
    const claims = parsed.data;
    if (claims.exp - claims.iat > SERVICE_TOKEN_MAX_LIFETIME_S) {
      throw refusal(
        "lifetime-too-long",
        `The service token lives longer than ${SERVICE_TOKEN_MAX_LIFETIME_S} seconds.`,
      );
    }
    if (claims.exp <= claims.iat) throw refusal("lifetime-invalid", "The service token expires before it was issued.");
    // jose checks iat only together with maxTokenAge, so a token from the future would pass without this.
    if (claims.iat > now + options.clockToleranceS)
      throw refusal("issued-in-future", "The service token is not valid yet.");
    if (claims.htm !== subject.method) throw refusal("method-mismatch", "The service token is for another method.");
    if (claims.htu !== subject.path) throw refusal("path-mismatch", "The service token is for another address.");
    return claims;
  };
}

function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined || authorization === "") {
    throw new Fault("auth.required", "Send a service token as Authorization: Bearer TOKEN.", {
      reason: "token-missing",
    });
  }
  const match =
    authorization.length <= MAX_AUTHORIZATION_LENGTH ? /^Bearer +([A-Za-z0-9_.-]+)$/i.exec(authorization) : null;
  if (match?.[1] === undefined) throw refusal("token-malformed", "The Authorization header holds no bearer token.");
  return match[1];
}

function joseFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof errors.JWTExpired) return refusal("expired", "The service token has expired.");
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return refusal("signature", "The service token's signature is wrong.");
  if (error instanceof errors.JWKSNoMatchingKey)
    return refusal("unknown-key", "The service token is signed with a key that is not known here.");
  if (error instanceof errors.JOSEAlgNotAllowed)
    return refusal("algorithm", "The service token must be signed with EdDSA.");
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === "nbf") return refusal("not-yet-valid", "The service token is not valid yet.");
    return refusal(`claim-${error.claim}`, `The service token's claim "${error.claim}" is missing or wrong.`);
  }
  return refusal("token-malformed", "The service token is not a valid JSON Web Token.");
}

function refusal(reason: string, detail: string): Fault {
  return new Fault("auth.invalid", detail, { reason });
}

// The gate before every service: token, then single use, then body. The order is fixed, cheapest and safest check first:
// nothing is read from a caller that has not proved itself, and no token opens a second call, whatever becomes of the first.
import type { GatewayContext } from "../app.ts";
import { readSignedBody } from "./read-signed-body.ts";
import type { ReplayLedger } from "./replay-ledger.ts";
import type { TokenVerifier } from "./verify-token.ts";

const BODY_TIMEOUT_MS = 30_000;

export interface ServiceAuthOptions {
  readonly verifyToken: TokenVerifier;
  readonly ledger: ReplayLedger;
  readonly maxBodyBytes: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface ServiceAuth {
  /** Verifies the token and marks it as used; the result reads the body, which must be the one that was signed. */
  admit(context: GatewayContext): Promise<() => Promise<Uint8Array<ArrayBuffer>>>;
}

export function createServiceAuth(options: ServiceAuthOptions): ServiceAuth {
  return {
    async admit(context) {
      const url = new URL(context.req.url);
      const claims = await options.verifyToken({
        authorization: context.req.header("authorization"),
        method: context.req.method,
        path: url.pathname + url.search,
        now: options.now(),
      });
      options.ledger.use(claims, options.now());
      return async () => {
        const bounds = { maxBytes: options.maxBodyBytes, timeoutMs: BODY_TIMEOUT_MS };
        const body = await readSignedBody(context.req.raw, claims.bsh, bounds);
        context.get("facts")["bytes"] = body.byteLength;
        return body;
      };
    },
  };
}

/** The gateway as the routes ask it, for documents that somebody sends or looks at. */
import { systemClock } from "../platform/clock.ts";
import { createGatewayClient, type GatewayClient } from "../platform/gateway-client.ts";
import type { Ctx } from "./context.ts";
import { FaultError } from "./problem.ts";

/** Throws `service.unavailable` where none is configured; `detail` says for what it is needed. */
export function documentGateway(c: Ctx, detail: string): GatewayClient {
  const { GATEWAY_URL, GATEWAY_PRIVATE_JWK } = c.env;
  if (!GATEWAY_URL || !GATEWAY_PRIVATE_JWK) throw new FaultError("service.unavailable", detail);
  return createGatewayClient({ baseUrl: GATEWAY_URL, privateJwk: JSON.parse(GATEWAY_PRIVATE_JWK), clock: systemClock });
}

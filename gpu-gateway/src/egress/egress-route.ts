// POST /v1/egress: a request for a server of the outside in, its answer out (contracts/gateway-egress.ts).
import { EGRESS_LIMITS, type EgressRequest, egressRequestSchema } from "../../../contracts/gateway-egress.ts";
import { OutboundError } from "../../../contracts/outbound.ts";
import { decodeFrame, encodeFrame } from "../../../platform/outbound/frame.ts";
import type { GatewayContext } from "../app.ts";
import type { ServiceAuth } from "../auth/service-auth.ts";
import { Fault } from "../fault.ts";
import { exchange } from "./exchange.ts";
import { createEgressBudget, type EgressBounds } from "./memory-budget.ts";
import { type Resolver, systemResolver } from "./resolve-host.ts";

export interface EgressRouteOptions {
  readonly auth: ServiceAuth;
  readonly resolver?: Resolver;
  readonly bounds?: EgressBounds;
}

export function egressRoute({ auth, resolver = systemResolver, bounds }: EgressRouteOptions) {
  const budgets = createEgressBudget(bounds);
  return async (context: GatewayContext): Promise<Response> => {
    const readBody = await auth.admit(context);
    const budget = budgets.open();
    try {
      const { request, body } = requestOf(await readBody());
      budget.take(body.byteLength);
      const { head, chunks } = await exchange(request, body, resolver, budget, context.req.raw.signal);
      const frame = encodeFrame(head, Buffer.concat(chunks));
      context.get("facts")["upstream"] = head.status;
      return context.body(frame, 200, { "content-type": "application/octet-stream", "cache-control": "no-store" });
    } catch (error) {
      throw error instanceof OutboundError ? new Fault(`egress.${error.kind}`, error.message) : error;
    } finally {
      budget.close();
    }
  };
}

function requestOf(bytes: Uint8Array<ArrayBuffer>): { request: EgressRequest; body: Uint8Array } {
  const frame = decodeFrame(bytes);
  if (!frame) throw new Fault("request.invalid", "The body is not a frame of a head and a body.");
  const parsed = egressRequestSchema.safeParse(frame.head);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.length ? `"${issue.path.slice(0, 1).join(".")}": ` : "";
    throw new Fault("request.invalid", `The head is not valid: ${where}${issue?.message ?? "it has another shape"}.`);
  }
  if (frame.body.byteLength > EGRESS_LIMITS.maxRequestBytes)
    throw new Fault("request.too-large", `A request carries at most ${EGRESS_LIMITS.maxRequestBytes} bytes.`);
  return { request: parsed.data, body: frame.body };
}

/** Through the gateway's egress, which resolves names itself, checks every address and connects to what it checked. */
import { EGRESS_FAULTS, type EgressRequest, egressAnswerSchema } from "../../contracts/gateway-egress.ts";
import { OutboundError } from "../../contracts/outbound.ts";
import { type GatewayClient, GatewayError } from "../gateway-client.ts";
import type { Way } from "./exchange.ts";
import { decodeFrame, encodeFrame } from "./frame.ts";

export function gatewayWay(gateway: Pick<GatewayClient, "egress">): Way {
  return async ({ method, url, headers, body, timeoutMs, maxBytes, privateHosts, signal }) => {
    const head: EgressRequest = {
      v: 1,
      method,
      url: url.href,
      headers: { ...headers },
      hasBody: body !== null,
      timeoutMs,
      maxBytes,
      privateHosts: [...privateHosts],
    };
    let answer: Uint8Array<ArrayBuffer>;
    try {
      answer = await gateway.egress({ body: encodeFrame(head, body ?? new Uint8Array()), maxBytes, signal });
    } catch (error) {
      if (error instanceof GatewayError) throw outboundError(error);
      throw error;
    }
    const frame = decodeFrame(answer);
    const parsed = egressAnswerSchema.safeParse(frame?.head);
    if (!frame || !parsed.success) throw new OutboundError("unreachable", "The gateway's answer cannot be read.");
    return { ...parsed.data, body: frame.body };
  };
}

function outboundError({ code, message }: GatewayError): OutboundError {
  if (code in EGRESS_FAULTS) {
    const kind = code.slice("egress.".length);
    if (kind === "refused" || kind === "invalid" || kind === "limit" || kind === "timeout")
      return new OutboundError(kind, message);
    return new OutboundError("unreachable", message);
  }
  return new OutboundError("unreachable", `The way out through the gateway is not open: ${message}`);
}

// A failure with a public face: thrown anywhere in the gateway, turned into problem+json at its edge.
import { GATEWAY_FAULTS, type GatewayFaultCode, type GatewayProblem } from "../../contracts/gateway.ts";

export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: GatewayFaultCode;
  /** For the log only; the answer carries the message. */
  readonly reason: string;
  readonly retryAfterS: number | undefined;

  /** `detail` is public: it says what happened and how to mend it, and never quotes a token or a body. */
  constructor(code: GatewayFaultCode, detail: string, more: { reason?: string; retryAfterS?: number } = {}) {
    super(detail);
    this.code = code;
    this.reason = more.reason ?? code;
    this.retryAfterS = more.retryAfterS;
  }

  get status(): number {
    return GATEWAY_FAULTS[this.code].status;
  }
}

/** The answer to a fault (RFC 9457). `instance` is the request's id, by which the log line is found. */
export function problemResponse(fault: Fault, requestId: string): Response {
  const entry = GATEWAY_FAULTS[fault.code];
  const problem: GatewayProblem = {
    type: `urn:basalt:fault:${fault.code}`,
    title: entry.title,
    status: entry.status,
    code: fault.code,
    detail: fault.message,
    instance: `urn:basalt:request:${requestId}`,
  };
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (entry.status === 401) headers.set("www-authenticate", 'Bearer realm="basalt-gpu-gateway"');
  if (fault.retryAfterS !== undefined) headers.set("retry-after", String(fault.retryAfterS));
  return new Response(JSON.stringify(problem), { status: entry.status, headers });
}

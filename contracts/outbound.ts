/**
 * Requests of scripts to other servers. One function makes them all (platform/outbound/): it refuses addresses that are
 * private, link-local, of a metadata service or encoded to look otherwise, again after every redirect, keeps time and
 * size, and goes out directly or through the gateway's egress, which resolves names itself and pins what it checked.
 */
export interface OutboundRequest {
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array<ArrayBuffer> | null;
  /** Of the whole exchange, redirects included. Default 30 s. */
  timeoutMs: number;
  /** Of the answer's body. */
  maxBytes: number;
  /** 0 ... 10. */
  maxRedirects: number;
  /** Safe methods are repeated so often when the connection failed, or on 429, 502, 503, 504. */
  retries: number;
  /** Before the first repetition, doubled before each further one. Default 1 s. */
  retryDelayMs?: number;
  signal: AbortSignal;
}

export interface OutboundResponse {
  status: number;
  /** After redirects. */
  url: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
}

/** Why there is no answer. `refused` = the address may not be called (an attack or a mistake), `limit` = too large or too many redirects. */
export class OutboundError extends Error {
  override readonly name = "OutboundError";
  readonly kind: "refused" | "unreachable" | "timeout" | "limit" | "invalid";
  constructor(kind: OutboundError["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** What a tenant's administrator allows: hosts (`api.example.com`, `*.example.com`, `10.0.0.5:8080`), beyond what is public or instead of it. */
export interface OutboundPolicy {
  /** Non-empty: nothing else may be called. */
  onlyHosts: readonly string[];
  /** The same, from whoever runs the installation: a host has to be in both lists. */
  tenantOnlyHosts?: readonly string[];
  /** Private hosts with port that may be called all the same (a program of the installation). */
  privateHosts: readonly string[];
}

/** Faults on their way out: `application/problem+json` (RFC 9457) from the one catalogue. */
import { FAULTS, type Failure, type FaultCode, fail, type Problem } from "../contracts/faults.ts";
import type { Ctx } from "./context.ts";

/** Thrown by checks in handlers; the app's error handler turns it into a problem. */
export class FaultError extends Error {
  readonly failure: Failure;
  readonly headers: Record<string, string>;

  constructor(
    code: FaultCode,
    detail: string,
    more: { errors?: { path: string; message: string }[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.name = "FaultError";
    this.failure = fail(code, detail, more.errors);
    this.headers = more.headers ?? {};
  }
}

export function problem(c: Ctx, failure: Failure, headers: Record<string, string> = {}): Response {
  const { status, title } = FAULTS[failure.code];
  const body: Problem = {
    type: `/docs#${failure.code}`,
    title,
    status,
    code: failure.code,
    detail: failure.detail,
    instance: `urn:uuid:${c.get("requestId")}`,
    ...(failure.errors ? { errors: failure.errors } : {}),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
      ...(status === 503 || status === 429 ? { "retry-after": "2" } : {}),
      ...headers,
    },
  });
}

/** The value of a result, or its failure as an exception. */
export function expectOk<T>(result: { ok: true; value: T } | Failure): T {
  if (result.ok) return result.value;
  throw new FaultError(result.code, result.detail, result.errors ? { errors: result.errors } : {});
}

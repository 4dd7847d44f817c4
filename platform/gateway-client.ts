// The worker's side of the GPU gateway: signs a call, sends it, and turns what comes back into data or one typed fault.
import type { JWK } from "jose";
import {
  DEFAULT_GATEWAY_AUDIENCE,
  DOCUMENT_LIMITS,
  EXTRACT_PATH,
  type ExtractedDocument,
  type ExtractOptions,
  extractedDocumentSchema,
  FILE_NAME_HEADER,
  gatewayProblemSchema,
} from "../contracts/gateway.ts";
import { EGRESS_LIMITS, EGRESS_PATH } from "../contracts/gateway-egress.ts";
import { readBounded } from "./outbound/exchange.ts";
import { bodyHash, importServiceKey, type ServiceKey, signServiceToken } from "./service-token.ts";

const TOKEN_LIFETIME_S = 30;
const MAX_PROBLEM_BYTES = 64 * 1024;
/** Time for waiting in the gateway's queue and for the transfer, on top of the extraction itself. */
const DEFAULT_TIMEOUT_MS = DOCUMENT_LIMITS.wallTimeMs + 15_000;
const DEFAULT_PAUSES_MS: readonly number[] = [200, 1_000];
const MAX_PAUSE_MS = 5_000;
/** A refusal for these reasons means that nothing was done, or that a gateway stood behind a proxy that is still starting. */
const RETRY_STATUS = new Set([429, 502, 503, 504]);

export interface GatewayClientOptions {
  /** Origin of the gateway, with an optional path prefix, such as `https://gpu.example.com`. */
  readonly baseUrl: string;
  /** Private Ed25519 JWK with its `kid`. */
  readonly privateJwk: JWK;
  readonly audience?: string;
  /** Wall clock in milliseconds; the token's times come from it. */
  readonly clock: { now(): number };
  readonly fetch?: typeof fetch;
  /** Waits before each further attempt, in milliseconds: how long a gateway that is starting again is waited for. */
  readonly pausesMs?: readonly number[];
}

export interface ExtractInput {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType?: string;
  readonly fileName?: string;
  readonly options?: Partial<ExtractOptions>;
  /** Bound of the whole call with its retries, in milliseconds (default 75,000). */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface EgressInput {
  /** A frame (outbound/frame.ts). */
  readonly body: Uint8Array<ArrayBuffer>;
  /** Of the answer's body, without the frame's head. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export interface PostInput {
  /** With its query. */
  readonly path: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  /** Of the answer. */
  readonly maxBytes: number;
  /** Bound of the whole call with its retries, in milliseconds (default 75,000). */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface GatewayClient {
  /** Any other call that changes nothing at the gateway: bytes in, bytes out. Rejects with `GatewayError`. */
  post(input: PostInput): Promise<Uint8Array<ArrayBuffer>>;
  /** One request to a server of the outside; yields the frame of the answer. Rejects with `GatewayError`. */
  egress(input: EgressInput): Promise<Uint8Array<ArrayBuffer>>;
  /** Text of a document, page by page. Rejects with `GatewayError`. */
  extract(input: ExtractInput): Promise<ExtractedDocument>;
}

/**
 * Any failure of a call. `code` is one of `GATEWAY_FAULTS`, or `gateway.unreachable`, `gateway.timeout`,
 * `gateway.aborted` and `gateway.answer-invalid`, which the client itself finds. `status` is 0 where there was no answer.
 */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly code: string;
  readonly status: number;
  readonly requestId: string | null;

  constructor(code: string, message: string, status: number, requestId: string | null = null, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.status = status;
    this.requestId = requestId;
  }
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
}

type Outcome = { readonly answer: Response } | { readonly error: GatewayError; readonly pauseMs: number | null };

export function createGatewayClient(options: GatewayClientOptions): GatewayClient {
  const base = new URL(options.baseUrl);
  if (base.protocol !== "https:" && base.protocol !== "http:") {
    throw new TypeError("The gateway's address must begin with http:// or https://.");
  }
  const prefix = base.pathname.replace(/\/+$/, "");
  const pauses = options.pausesMs ?? DEFAULT_PAUSES_MS;
  const audience = options.audience ?? DEFAULT_GATEWAY_AUDIENCE;
  // workerd refuses a detached fetch ("Illegal invocation"), so it is called as a property of nothing else.
  const send: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));
  let key: Promise<ServiceKey> | undefined;

  /** One attempt. A new token each time: the gateway takes a token once, whatever became of the call. */
  async function attempt(call: Call, hash: string, attemptNumber: number): Promise<Outcome> {
    key ??= importServiceKey(options.privateJwk);
    const token = await signServiceToken({
      key: await key,
      audience,
      method: call.method,
      path: call.path,
      bodySha256: hash,
      now: options.clock.now(),
      ttl: TOKEN_LIFETIME_S,
    });
    const pause = pauses[attemptNumber] ?? null;
    try {
      const answer = await send(`${base.origin}${prefix}${call.path}`, {
        method: call.method,
        headers: { ...call.headers, authorization: `Bearer ${token}` },
        body: call.body,
        signal: call.signal,
        redirect: "manual",
      });
      if (answer.ok) return { answer };
      const error = await problemOf(answer);
      const retry = RETRY_STATUS.has(answer.status) || error.code === "auth.before-start";
      return { error, pauseMs: retry && pause !== null ? Math.max(pause, retryAfterMs(answer)) : null };
    } catch (cause) {
      if (call.signal.aborted) throw abortError(call.signal);
      return { error: unreachable(cause), pauseMs: pause };
    }
  }

  /** Sends a call that changes nothing at the gateway, which is why every attempt may be repeated. */
  async function sendRepeatable(call: Call): Promise<Response> {
    const hash = await bodyHash(call.body);
    for (let number = 0; number <= pauses.length; number += 1) {
      const outcome = await attempt(call, hash, number);
      if ("answer" in outcome) return outcome.answer;
      if (outcome.pauseMs === null) throw outcome.error;
      await sleep(Math.min(outcome.pauseMs, MAX_PAUSE_MS), call.signal);
    }
    throw new GatewayError("gateway.unreachable", "The gateway could not be reached.", 0);
  }

  return {
    async egress({ body, maxBytes, signal }) {
      const headers = { "content-type": "application/octet-stream" };
      const call: Call = { method: "POST", path: EGRESS_PATH, headers, body, signal };
      const hash = await bodyHash(body);
      for (let number = 0; ; number += 1) {
        const outcome = await attempt(call, hash, number);
        if ("answer" in outcome) {
          try {
            return await readBounded(outcome.answer.body, maxBytes + EGRESS_LIMITS.maxHeadBytes);
          } catch (cause) {
            if (signal.aborted) throw abortError(signal);
            throw cause instanceof TypeError ? unreachable(cause) : cause;
          }
        }
        // Of these alone it is certain that nothing was sent to the outside.
        const isUnsent = outcome.error.code === "auth.before-start" || outcome.error.code === "service.unavailable";
        if (!isUnsent || outcome.pauseMs === null) throw outcome.error;
        await sleep(Math.min(outcome.pauseMs, MAX_PAUSE_MS), signal);
      }
    },
    async post(input) {
      const timeout = AbortSignal.timeout(input.timeoutMs ?? DEFAULT_TIMEOUT_MS);
      const signal = input.signal ? AbortSignal.any([input.signal, timeout]) : timeout;
      const headers = { "content-type": input.contentType };
      const answer = await sendRepeatable({ method: "POST", path: input.path, headers, body: input.body, signal });
      return readBytes(answer, input.maxBytes, signal);
    },
    async extract(input) {
      const timeout = AbortSignal.timeout(input.timeoutMs ?? DEFAULT_TIMEOUT_MS);
      const signal = input.signal ? AbortSignal.any([input.signal, timeout]) : timeout;
      const headers: Record<string, string> = { "content-type": input.contentType ?? "application/octet-stream" };
      if (input.fileName !== undefined) headers[FILE_NAME_HEADER] = encodeURIComponent(input.fileName.toWellFormed());
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(input.options ?? {})) query.set(name, String(value));
      const path = query.size > 0 ? `${EXTRACT_PATH}?${query}` : EXTRACT_PATH;
      const answer = await sendRepeatable({ method: "POST", path, headers, body: input.body, signal });
      const text = await readText(answer, DOCUMENT_LIMITS.maxAnswerBytes, signal);
      const parsed = extractedDocumentSchema.safeParse(parseJson(text));
      if (!parsed.success) throw answerInvalid("The gateway's answer is not an extracted document.", answer);
      return parsed.data;
    },
  };
}

async function problemOf(answer: Response): Promise<GatewayError> {
  const requestId = answer.headers.get("x-request-id");
  let body: unknown;
  try {
    body = parseJson(await readText(answer, MAX_PROBLEM_BYTES));
  } catch {
    body = undefined; // What cannot be read says nothing more than the status does.
  }
  const problem = gatewayProblemSchema.safeParse(body);
  if (problem.success) return new GatewayError(problem.data.code, problem.data.detail, answer.status, requestId);
  return new GatewayError("gateway.answer-invalid", `The gateway answered ${answer.status}.`, answer.status, requestId);
}

function retryAfterMs(answer: Response): number {
  const seconds = Number(answer.headers.get("retry-after") ?? "0");
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}

/** Reads a body without ever holding more than `limit` bytes of it. */
async function readBytes(answer: Response, limit: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of answer.body ?? []) {
      size += part.byteLength;
      if (size > limit) throw answerInvalid(`The gateway's answer is larger than ${limit} bytes.`, answer);
      parts.push(part);
    }
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause;
    if (signal?.aborted) throw abortError(signal);
    throw unreachable(cause);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

const readText = async (answer: Response, limit: number, signal?: AbortSignal): Promise<string> =>
  new TextDecoder().decode(await readBytes(answer, limit, signal));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answerInvalid(message: string, answer: Response): GatewayError {
  return new GatewayError("gateway.answer-invalid", message, answer.status, answer.headers.get("x-request-id"));
}

function unreachable(cause: unknown): GatewayError {
  return new GatewayError("gateway.unreachable", "The gateway could not be reached.", 0, null, cause);
}

function abortError(signal: AbortSignal): GatewayError {
  const timedOut = signal.reason instanceof Error && signal.reason.name === "TimeoutError";
  return timedOut
    ? new GatewayError("gateway.timeout", "The gateway did not answer in time.", 0)
    : new GatewayError("gateway.aborted", "The call to the gateway was stopped.", 0);
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(abortError(signal));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

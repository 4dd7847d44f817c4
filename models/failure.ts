/** What went wrong with a call, in kinds that say what may be done about it. */
import { AISDKError, APICallError } from "@ai-sdk/provider";
import type { FailureKind } from "../contracts/model-call.ts";
import { OutboundError } from "../contracts/outbound.ts";

export interface Failure {
  kind: FailureKind;
  status: number | null;
  /** What the server asks to wait, in ms; null = it said nothing. */
  retryAfterMs: number | null;
}

/** The reason with which a try is aborted when its time is over. */
export class TimeOver extends Error {}

/** Asking the same model again may help, and nothing was done by the first request. */
export const isWorthRetrying = ({ kind }: Failure): boolean =>
  kind === "rate-limit" || kind === "server" || kind === "network" || kind === "timeout" || kind === "malformed";

/** It tells of the server's state and not of this request: what a circuit breaker counts. */
export const tellsOfServer = ({ kind }: Failure): boolean =>
  kind === "rate-limit" || kind === "server" || kind === "network" || kind === "timeout" || kind === "cut";

/** @param hasBegun something of the answer has come */
export function failureOf(error: unknown, hasBegun: boolean): Failure {
  const plain = (kind: FailureKind): Failure => ({ kind, status: null, retryAfterMs: null });
  if (error instanceof TimeOver) return plain(hasBegun ? "cut" : "timeout");
  if (causes(error).some((cause) => cause instanceof OutboundError)) return plain("forbidden");
  if (APICallError.isInstance(error) && error.statusCode !== undefined && !hasBegun) {
    const { statusCode: status, responseHeaders = {}, responseBody = "" } = error;
    return { kind: kindOf(status, responseBody), status, retryAfterMs: retryAfter(responseHeaders) };
  }
  if (hasBegun) return plain("cut");
  if (APICallError.isInstance(error)) return plain("network");
  // Of the SDK's other errors, those that are no error of ours tell of an answer that is not what it should be.
  if (AISDKError.isInstance(error)) return plain(isOurs(error) ? "refused" : "malformed");
  return plain("network");
}

/** The error and what it was made from: the SDK wraps what `fetch` throws. */
function causes(error: unknown): unknown[] {
  const all: unknown[] = [];
  for (let at = error; at !== undefined && all.length < 5; at = at instanceof Error ? at.cause : undefined)
    all.push(at);
  return all;
}

function kindOf(status: number, body: string): FailureKind {
  if (status === 401 || status === 403) return "credentials";
  if (status === 404) return "not-found";
  if (status === 408) return "timeout";
  // 402 of several providers: the account has no money left.
  if (status === 429 || status === 402) return "rate-limit";
  if (status >= 500 || status === 409) return "server";
  return status === 413 || TOO_LONG.test(body) ? "too-long" : "refused";
}

/** In the words of OpenAI, Anthropic, Google, Mistral, vLLM and llama.cpp. */
const TOO_LONG =
  /context_length_exceeded|maximum context length|prompt is too long|input token count|too many tokens|exceed_context_size/i;

const OURS = new Set([
  "AI_LoadAPIKeyError",
  "AI_LoadSettingError",
  "AI_UnsupportedFunctionalityError",
  "AI_InvalidPromptError",
  "AI_InvalidArgumentError",
]);
const isOurs = (error: Error): boolean => OURS.has(error.name);

/** RFC 9110, 10.2.3: seconds or a date; `retry-after-ms` is OpenAI's and Azure's own. */
function retryAfter(headers: Record<string, string>): number | null {
  const exact = Number(headers["retry-after-ms"]);
  if (headers["retry-after-ms"] !== undefined && Number.isFinite(exact)) return Math.max(exact, 0);
  const said = headers["retry-after"];
  if (said === undefined) return null;
  const seconds = Number(said);
  if (Number.isFinite(seconds)) return Math.max(seconds * 1_000, 0);
  const date = Date.parse(said);
  return Number.isNaN(date) ? null : Math.max(date - Date.now(), 0);
}

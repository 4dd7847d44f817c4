/** Faults in the form of OpenAI's API: `{error: {message, type, param, code}}`. */
import { FAULTS, type Failure } from "../../contracts/faults.ts";
import type { Ctx } from "../context.ts";

/** Codes that clients of that API know. */
const CODES: Partial<Record<Failure["code"], string>> = {
  "auth.required": "invalid_api_key",
  "auth.invalid": "invalid_api_key",
  "bot.unknown": "model_not_found",
  "rate.limited": "rate_limit_exceeded",
};

export function openaiError(c: Ctx, failure: Failure, headers: Record<string, string> = {}): Response {
  const { status } = FAULTS[failure.code];
  const [first] = failure.errors ?? [];
  const body = {
    error: {
      message:
        first === undefined || first.message === failure.detail
          ? failure.detail
          : `${failure.detail} ${placeOf(first.path)}: ${first.message}`,
      type: status >= 500 ? "server_error" : status === 429 ? "rate_limit_error" : "invalid_request_error",
      param: first ? placeOf(first.path) : failure.code === "bot.unknown" ? "model" : null,
      code: CODES[failure.code] ?? failure.code,
    },
  };
  return c.json(body, status as 400, {
    "cache-control": "no-store",
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
    ...headers,
  });
}

/** `/messages/0/content`, as these APIs write it: `messages[0].content`. */
const placeOf = (pointer: string): string =>
  pointer
    .replace(/^\//, "")
    .replaceAll(/\/(\d+)/g, "[$1]")
    .replaceAll("/", ".");

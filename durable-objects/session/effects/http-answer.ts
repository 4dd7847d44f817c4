/** Answers of other servers as values: the body of GET with what lies behind it, the envelope of the other keywords (reference 3.10). */

import { BasicError } from "../../../basic/errors.ts";
import { isObject } from "../../../basic/operations/compare.ts";
import { fromJson } from "../../../basic/operations/json.ts";
import { newObject, type Value, withBehind } from "../../../basic/values.ts";
import type { OutboundResponse } from "../../../contracts/outbound.ts";
import { shownUrl } from "../../../platform/outbound/check-url.ts";
import type { EffectContext } from "./effect.ts";
import { noAnswer } from "./http-send.ts";

const JSON_TYPE = /^[\w.+-]+\/([\w.+-]+\+)?json$/;
const TEXT_TYPE = /^(text\/.*|.*[+/](xml|json|yaml|x-ndjson|javascript|csv|x-www-form-urlencoded|graphql|sql|toml))$/;

/** Undefined where the body is neither text nor JSON. */
export function bodyValue({ headers, body }: OutboundResponse, context: EffectContext): Value | undefined {
  if (body.byteLength === 0) return null;
  const [type = ""] = (headers["content-type"] ?? "").toLowerCase().split(";", 1);
  const media = type.trim();
  const isJson = JSON_TYPE.test(media);
  if (!isJson && media !== "" && !TEXT_TYPE.test(media)) return undefined;
  const text = decode(body, headers["content-type"] ?? "");
  if (text.includes("\u0000")) return undefined;
  // Some servers send JSON as plain text, or do not say what they send.
  const mayBeJson = isJson || ((media === "" || media === "text/plain") && /^\s*[[{]/.test(text));
  if (!mayBeJson) return text;
  try {
    return fromJson(text, context.values);
  } catch {
    if (isJson) context.warn("The answer says that it is JSON and is not; it is taken as text.");
    return text;
  }
}

export function withAnswer(value: Value, { status, headers }: OutboundResponse): Value {
  if (!Array.isArray(value) && !isObject(value)) return value;
  return withBehind(value, JSON.stringify({ status, headers }));
}

export function envelope(answer: OutboundResponse, data: Value, error: string | null = null): Value {
  const isOk = answer.status >= 200 && answer.status < 300 && error === null;
  const text = error ?? (isOk ? null : `The server answered with status ${answer.status}.`);
  return withBehind(
    newObject([
      ["status", answer.status],
      ["ok", isOk],
      ["headers", newObject(Object.entries(answer.headers))],
      ["data", data],
      ["error", text],
    ]),
    "data",
  );
}

/** Where there was no answer: status 0. */
function failedEnvelope(message: string): Value {
  const nothing = { status: 0, url: "", headers: {}, body: new Uint8Array() };
  return envelope(nothing, null, message);
}

/** No answer is an envelope as well: templates test `.ok` and `.error`. */
export async function enveloped(context: EffectContext, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BasicError) throw error;
    return failedEnvelope(noAnswer(error, context).message);
  }
}

/** In an envelope what is no text is left out, and said. */
export function envelopeOf(answer: OutboundResponse, context: EffectContext): Value {
  const data = bodyValue(answer, context);
  if (data === undefined) context.warn(`The answer of ${shownUrl(answer.url)} is neither text nor JSON; data is NULL.`);
  return envelope(answer, data ?? null);
}

function decode(body: Uint8Array, contentType: string): string {
  const [, charset = "utf-8"] = /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType) ?? [];
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

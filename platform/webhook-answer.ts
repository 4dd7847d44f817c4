/** What a webhook's caller gets, from what its script left (reference 4.9). Pure. */
import type { JsonObject, RunOutcome } from "../contracts/events.ts";
import type { JsonValue } from "../contracts/json.ts";

export interface WebhookAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Headers that are the server's to set, or that would reach beyond this answer. */
const NOT_FOR_SCRIPTS =
  /^(set-cookie2?|content-(length|encoding|security-policy.*)|transfer-encoding|connection|keep-alive|upgrade|trailer|te|date|host|server|strict-transport-security|clear-site-data|service-worker-allowed|alt-svc|x-content-type-options|public-key-pins.*|.*\s.*|)$/;
const MAX_HEADERS = 50;
const MAX_HEADER = 4_000;

/**
 * In this order: RETURN of an object with a numeric `status` is the whole answer; any other RETURN is the body; the
 * variables `result_*` are its fields and `result_status`, where it is a number, the status; the variable `result`, where
 * it is an object, is the body; otherwise `{"status":"ok"}`.
 */
export function webhookAnswer({ returned, hasReturned, results }: RunOutcome): WebhookAnswer {
  if (hasReturned) {
    if (isObject(returned) && isStatus(returned["status"])) return whole(returned["status"], returned);
    return json(200, returned);
  }
  const fields = Object.entries(results).filter(([name]) => name !== "result");
  if (fields.length > 0) {
    const status = results["result_status"];
    const shown = fields.filter(([name]) => !(name === "result_status" && isStatus(status)));
    const body = Object.fromEntries(shown.map(([name, value]) => [name.slice("result_".length), value]));
    return json(isStatus(status) ? status : 200, body);
  }
  const { result } = results;
  return json(200, result !== undefined && isObject(result) ? result : { status: "ok" });
}

function whole(status: number, { headers, body = null }: JsonObject): WebhookAnswer {
  const isText = typeof body === "string";
  const answer: WebhookAnswer = isBodiless(status)
    ? { status, headers: {}, body: "" }
    : isText
      ? { status, headers: { "content-type": "text/plain; charset=utf-8" }, body }
      : body === null
        ? { status, headers: {}, body: "" }
        : json(status, body);
  const given = headers !== undefined && isObject(headers) ? Object.entries(headers) : [];
  for (const [name, value] of given.slice(0, MAX_HEADERS)) {
    const key = name.trim().toLowerCase();
    const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
    // A line end in a value would be a header of its own.
    if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(key) || NOT_FOR_SCRIPTS.test(key)) continue;
    if (text === "" || text.length > MAX_HEADER || /[^\t\x20-\x7e]/.test(text)) continue;
    answer.headers[key] = text;
  }
  return answer;
}

const json = (status: number, body: JsonValue): WebhookAnswer => ({
  status,
  headers: isBodiless(status) ? {} : { "content-type": "application/json" },
  body: isBodiless(status) ? "" : JSON.stringify(body),
});

const isBodiless = (status: number): boolean => status === 204 || status === 205 || status === 304;
const isStatus = (value: JsonValue | undefined): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 200 && value <= 599;
const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

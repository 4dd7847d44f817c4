/**
 * `/api/{bot}/webhook/{name}`: other programs call a script (reference 4.9). The raw bytes are verified before anything is
 * parsed; the event is durable before its script begins, and the same delivery again gets the same answer and runs nothing.
 */
import { type Context, Hono } from "hono";
import { endpointName } from "../../contracts/event-names.ts";
import { EVENT_LIMITS, type JsonObject } from "../../contracts/events.ts";
import type { JsonValue } from "../../contracts/json.ts";
import { systemClock } from "../../platform/clock.ts";
import { webhookAnswer } from "../../platform/webhook-answer.ts";
import { botOf } from "../auth/conversation.ts";
import { sha256Hex } from "../auth/secrets.ts";
import { readBytes } from "../body.ts";
import type { AppEnv, Ctx } from "../context.ts";
import { EndpointRate } from "../endpoint-rate.ts";
import { botStub, callObject } from "../objects.ts";
import { expectOk, FaultError } from "../problem.ts";
import { readSubmitted } from "../submitted.ts";
import { storeSubmitted } from "../submitted-files.ts";
import { CREDENTIAL_HEADERS, webhookRefusal } from "../webhook-auth.ts";

const MAX_BODY = 10 * 1024 * 1024;
const READ_MS = 20_000;
const PER_MINUTE = 1_200;
const MAX_HEADERS = 100;
const MAX_HEADER = 8_000;
const MAX_ID = 256;

export const webhooks = new Hono<AppEnv>();
const rate = new EndpointRate(systemClock);

webhooks.on(["GET", "POST"], "/:bot/webhook/:name", async (c: Context<AppEnv, "/:bot/webhook/:name">) => {
  const bot = botOf(c);
  const tenant = c.get("tenant");
  const name = endpointName(c.req.param("name"));
  const stub = () => botStub(c.env, tenant, bot);
  const wait = rate.take(`${tenant}/${bot}/${name}`, PER_MINUTE);
  if (wait > 0)
    throw new FaultError("rate.limited", "This webhook is called too often.", {
      headers: { "retry-after": `${wait}` },
    });
  const endpoint = name === "" ? null : expectOk(await callObject(() => stub().endpoint("WEBHOOK", name)));
  if (endpoint === null) throw new FaultError("webhook.unknown", "This bot has no webhook of that name.");
  const bytes = new Uint8Array(await readBytes(c.req.raw, MAX_BODY, READ_MS));
  if (endpoint.secret !== null) await verify(c, name, endpoint.secret, bytes);
  const key = `webhook/${name}/${await deliveryOf(c, endpoint.secret !== null)}`;
  const { body, files } = await readSubmitted(c.req.header("content-type") ?? null, bytes);
  const stored = await storeSubmitted(c, bot, files, `webhooks/${name}/${await folderOf(key)}`, key);
  const request = {
    method: c.req.method === "GET" ? ("GET" as const) : ("POST" as const),
    path: c.req.path,
    params: Object.fromEntries(new URL(c.req.url).searchParams),
    headers: headersOf(c.req.raw.headers),
    body: withFiles(body, stored),
  };
  const event = { kind: "webhook" as const, endpoint: name, request };
  const { runs } = expectOk(await callObject(() => stub().raise(key, event)));
  const [run] = runs;
  // The release may have changed in between.
  if (run === undefined) throw new FaultError("webhook.unknown", "This bot has no webhook of that name any more.");
  const outcome = expectOk(await callObject(() => stub().runOutcome(run, EVENT_LIMITS.webhookMs)));
  if (outcome === null)
    throw new FaultError("webhook.timeout", `The script took longer than ${EVENT_LIMITS.webhookMs / 1000} s.`);
  if (!outcome.ok)
    throw new FaultError(
      "script.failed",
      "The script of this webhook ended with an error; it stands in the list of the bot's events.",
    );
  const answer = webhookAnswer(outcome);
  return new Response(answer.body === "" ? null : answer.body, {
    status: answer.status,
    headers: {
      "cache-control": "no-store",
      ...answer.headers,
      // Whatever a script answers is nothing that could act as a page of this host.
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
    },
  });
});

async function verify(c: Ctx, name: string, secret: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const reason = await webhookRefusal(secret, (header) => c.req.header(header) ?? null, bytes, systemClock.now());
  if (reason === null) return;
  console.warn(
    JSON.stringify({ level: "warn", event: "webhook.refused", bot: c.req.param("bot"), webhook: name, reason }),
  );
  throw new FaultError("webhook.refused", "The request's secret or signature is missing, wrong or too old.");
}

/** What the caller calls this delivery; what names none is one of its own. An open webhook knows no ids: anybody could take them. */
async function deliveryOf(c: Ctx, isVerified: boolean): Promise<string> {
  const given = ["webhook-id", "idempotency-key", "x-github-delivery"].map((name) => c.req.header(name)).find(Boolean);
  if (!isVerified || given === undefined) return crypto.randomUUID();
  if (given.length > MAX_ID)
    throw new FaultError("request.invalid", `The id of a delivery has at most ${MAX_ID} characters.`);
  return (await sha256Hex(given)).slice(0, 40);
}

const folderOf = async (key: string): Promise<string> => (await sha256Hex(key)).slice(0, 16);

function headersOf(headers: Headers): Record<string, string> {
  const shown = [...headers].filter(([name, value]) => !CREDENTIAL_HEADERS.has(name) && value.length <= MAX_HEADER);
  return Object.fromEntries(shown.slice(0, MAX_HEADERS));
}

/** A file is found in the body under its field, as it lies in the drive. */
function withFiles(body: JsonValue, stored: Awaited<ReturnType<typeof storeSubmitted>>): JsonValue {
  if (stored.size === 0) return body;
  const fields: JsonObject = typeof body === "object" && body !== null && !Array.isArray(body) ? body : {};
  const files = [...stored].map(([field, list]): [string, JsonValue] => {
    const items = list.map((file): JsonObject => ({ ...file }));
    return [field, items.length === 1 ? (items[0] ?? null) : items];
  });
  return { ...fields, ...Object.fromEntries(files) };
}

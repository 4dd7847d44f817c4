/**
 * WEBHOOK POST: calls a webhook, signed by the Standard Webhooks specification where the bot has a secret for it. The id of the delivery is the
 * call's key, so that it stays the same when the call is made again. A name without an address is a webhook of the bot itself.
 */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { toJson } from "../../../basic/operations/json.ts";
import type { Value } from "../../../basic/values.ts";
import { endpointName } from "../../../contracts/event-names.ts";
import { EVENT_LIMITS, type WebhookRequest } from "../../../contracts/events.ts";
import { OutboundError } from "../../../contracts/outbound.ts";
import { bytesOf } from "../../../platform/hmac.ts";
import { webhookKey, webhookSignature } from "../../../platform/standard-webhooks.ts";
import { webhookAnswer } from "../../../platform/webhook-answer.ts";
import { botObject, callObject } from "../../objects.ts";
import { textArgument } from "./arguments.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { enveloped, envelopeOf } from "./http-answer.ts";
import { findSecret, fullAddress, httpLimitMs, send } from "./http-send.ts";

/** Secret `whsec_...` of the bot, as `basalt secret set BOT webhook-signing` keeps it. */
const SECRET = "webhook-signing";

export const webhookPost: EffectHandler = {
  limitMs: (context) => Math.max(httpLimitMs(context), EVENT_LIMITS.webhookMs + 5_000),
  async run(args, context) {
    const url = fullAddress(textArgument(args, "path", context), context);
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(url))
      return enveloped(context, () => callOwn(url, args["data"] ?? null, context));
    const body = bytesOf(toJson(args["data"] ?? null, context.values));
    const headers = { "content-type": "application/json", ...(await signature(body, context)) };
    return enveloped(context, async () =>
      envelopeOf(await send({ method: "POST", url, body, headers }, context), context),
    );
  },
};

/** A webhook of this bot by its name: taken like one that came from outside, once per key. */
async function callOwn(name: string, data: Value, context: EffectContext): Promise<Value> {
  const { clock, env, identity, signal } = context;
  const endpoint = endpointName(name);
  const bot = () => botObject(env, identity.key);
  const request: WebhookRequest = {
    method: "POST",
    path: `/api/${identity.key.bot}/webhook/${endpoint}`,
    params: {},
    headers: {},
    body: JSON.parse(toJson(data, context.values)),
  };
  const event = { kind: "webhook" as const, endpoint, request };
  const raised = await callObject(clock, signal, () =>
    bot().raise(context.effectKey, event, identity.key.conversation),
  );
  if (!raised.ok) throw new OutboundError("unreachable", raised.detail);
  const [run] = raised.value.runs;
  if (run === undefined) throw new OutboundError("invalid", `This bot has no webhook "${endpoint}".`);
  const outcome = await callObject(clock, signal, () => bot().runOutcome(run, EVENT_LIMITS.webhookMs));
  if (!outcome.ok) throw new OutboundError("unreachable", outcome.detail);
  if (outcome.value === null)
    throw new OutboundError("timeout", `The webhook's script took longer than ${EVENT_LIMITS.webhookMs / 1000} s.`);
  if (!outcome.value.ok) throw new OutboundError("unreachable", "The webhook's script ended with an error.");
  const { status, headers, body } = webhookAnswer(outcome.value);
  return envelopeOf({ status, url: "", headers, body: bytesOf(body) }, context);
}

async function signature(body: Uint8Array<ArrayBuffer>, context: EffectContext): Promise<Record<string, string>> {
  const id = `msg_${context.effectKey.replaceAll("/", "_")}`;
  const timestamp = Math.floor(context.clock.now() / 1000);
  const secret = await findSecret(SECRET, context);
  const names = { "webhook-id": id, "webhook-timestamp": String(timestamp) };
  if (secret === null) return names;
  const key = webhookKey(secret.trim());
  if (!key)
    throw new BasicError(ERR.permission, `The secret ${SECRET} is not whsec_ with 24 to 64 bytes in base64 behind it.`);
  return { ...names, "webhook-signature": await webhookSignature(key, id, timestamp, body) };
}

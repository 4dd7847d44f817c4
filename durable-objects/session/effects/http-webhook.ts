/**
 * WEBHOOK POST: calls a webhook, signed by the Standard Webhooks specification where the bot has a secret for it. The id of the delivery is the
 * call's key, so that it stays the same when the call is made again.
 */
import { BasicError, ERR } from "../../../basic/errors.ts";
import { toJson } from "../../../basic/operations/json.ts";
import { bytesOf } from "../../../platform/hmac.ts";
import { webhookKey, webhookSignature } from "../../../platform/standard-webhooks.ts";
import { textArgument } from "./arguments.ts";
import type { EffectContext, EffectHandler } from "./effect.ts";
import { enveloped, envelopeOf } from "./http-answer.ts";
import { findSecret, fullAddress, httpLimitMs, send } from "./http-send.ts";

/** Secret `whsec_...` of the bot, as `basalt secret set BOT webhook-signing` keeps it. */
const SECRET = "webhook-signing";

export const webhookPost: EffectHandler = {
  limitMs: httpLimitMs,
  async run(args, context) {
    const url = fullAddress(textArgument(args, "path", context), context);
    const body = bytesOf(toJson(args["data"] ?? null, context.values));
    const headers = { "content-type": "application/json", ...(await signature(body, context)) };
    return enveloped(context, async () =>
      envelopeOf(await send({ method: "POST", url, body, headers }, context), context),
    );
  },
};

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

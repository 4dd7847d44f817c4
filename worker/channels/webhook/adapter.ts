/**
 * The channel `webhook`: any program that can post JSON. Both directions are signed as Standard Webhooks says; docs/custom-channels.md
 * has the format. A program that already speaks some other protocol gets an adapter of its own instead.
 */
import * as z from "zod";
import {
  type ChannelEvent,
  defineChannel,
  MalformedHook,
  type OutboundJob,
  type Parsed,
  refused,
  type SendOutcome,
  VERIFIED,
} from "../../../contracts/channel.ts";
import { outcomeOf, readBounded } from "../../../platform/channel-answer.ts";
import { parseJsonBody } from "../../../platform/channel-json.ts";
import { bytesOf } from "../../../platform/hmac.ts";
import { webhookKey, webhookProblem, webhookSignature } from "../../../platform/standard-webhooks.ts";

const secret = z
  .string()
  .refine(
    (text) => webhookKey(text) !== null,
    "is written whsec_ and 24 to 64 bytes in base64, as Standard Webhooks says",
  );

const settings = z.strictObject({
  /** Where messages of the bot go. */
  url: z.url({ protocol: /^https?$/, error: "an http(s) address is due" }).max(2_000),
});
const secrets = z
  .strictObject({
    /** Signs what the program posts to the hook. */
    inbound: secret,
    /** Signs what is posted to the program. Another than `inbound`, so that nothing we send can be sent back to us. */
    outbound: secret,
    /** Still taken while the program changes over to a new one. */
    "inbound-previous": secret.optional(),
    /** Signs as well, while the program changes over to a new one. */
    "outbound-previous": secret.optional(),
  })
  .refine((keys) => keys.inbound !== keys.outbound, {
    path: ["outbound"],
    error: "has to be another secret than inbound",
  });

const message = z.object({
  type: z.literal("message"),
  id: z.string().min(1).max(500),
  from: z.string().min(1).max(200),
  name: z.string().max(200).nullish(),
  text: z.string().max(32_000).default(""),
  value: z.json().default(null),
  attachments: z.array(z.unknown()).max(100).default([]),
});
const receipt = z.object({
  type: z.literal("receipt"),
  key: z.string().min(1).max(200),
  state: z.enum(["delivered", "read", "failed"]),
  at: z.iso.datetime({ offset: true }).nullish(),
  reason: z.string().max(1_000).default(""),
});
const known = z.discriminatedUnion("type", [message, receipt]);
const body = z.object({ events: z.array(z.looseObject({ type: z.string().max(100) })).max(200) });

export const webhook = defineChannel({
  name: "webhook",
  title: "Any program, by signed JSON over HTTP",
  capabilities: {
    text: { max: 16_000, unit: "utf-16" },
    markdown: "commonmark",
    buttons: { max: 50, label: 200 },
    list: { max: 1_000, label: 200 },
    media: true,
  },
  settings,
  secrets,

  async verify(request, { secrets: keys }, now) {
    const accepted = [keys.inbound, keys["inbound-previous"]].flatMap((text) => webhookKey(text ?? "") ?? []);
    const problem = await webhookProblem(accepted, (name) => request.header(name), request.body, now);
    return problem === null ? VERIFIED : refused(problem);
  },

  parse(request): Parsed {
    const parsed = body.safeParse(parseJsonBody(request.body));
    if (!parsed.success)
      throw new MalformedHook('The body is {"events": [...]}, 200 events at most, each with a type.');
    return { events: parsed.data.events.flatMap((event, index) => eventOf(event, index)) };
  },

  async send(job, connection, { fetch, signal, now }): Promise<SendOutcome> {
    const { key } = job;
    const content = bytesOf(JSON.stringify(outboundBody(job)));
    const timestamp = Math.floor(now / 1000);
    const keys = [connection.secrets.outbound, connection.secrets["outbound-previous"]];
    const signatures = await Promise.all(
      keys
        .flatMap((text) => webhookKey(text ?? "") ?? [])
        .map((outbound) => webhookSignature(outbound, key, timestamp, content)),
    );
    const response = await fetch(connection.settings.url, {
      method: "POST",
      body: content,
      signal,
      headers: {
        "content-type": "application/json",
        "idempotency-key": key,
        "webhook-id": key,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": signatures.join(" "),
      },
    });
    const answer = await readBounded(response);
    return outcomeOf(response, now, () => vendorId(answer));
  },
});

/** Of an unknown type: acknowledged, so that a program may be newer than this adapter. */
function eventOf(event: { type: string }, index: number): ChannelEvent[] {
  if (event.type !== "message" && event.type !== "receipt") return [];
  const parsed = known.safeParse(event);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = ["events", index, ...(issue?.path ?? [])].map(String).join("/");
    throw new MalformedHook(`/${place}: ${issue?.message ?? "is not valid"}`);
  }
  const { data } = parsed;
  if (data.type === "receipt") {
    const { key, state, reason } = data;
    return [
      { type: "receipt", key, vendorId: null, address: null, state, at: data.at ? Date.parse(data.at) : null, reason },
    ];
  }
  const { id, from: address, text, value, attachments } = data;
  return [{ type: "message", id, address, name: data.name ?? null, text, value, attachments: attachments.length }];
}

function outboundBody({ message: { seq, ...content }, address, key, conversation }: OutboundJob): object {
  return { type: "message", key, conversation, seq, to: address, ...content };
}

/** The program may answer with an id of its own; without one there is only ours. */
function vendorId(answer: string): string | null {
  try {
    const parsed = z.object({ id: z.string().min(1).max(200) }).safeParse(JSON.parse(answer));
    return parsed.success ? parsed.data.id : null;
  } catch {
    return null;
  }
}

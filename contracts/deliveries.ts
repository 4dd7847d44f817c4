/**
 * How conversations, connections and the worker's adapters speak with each other about messages of channels. Everything
 * crosses an object boundary as plain data.
 */
import * as z from "zod";
import type { ChannelReceipt, OutboundMessage, SendOutcome } from "./channel.ts";
import type { Result } from "./faults.ts";
import type { DurableFrame } from "./frames.ts";
import type { JsonValue } from "./json.ts";

// ---------------------------------------------------------------------------------------------- deliveries

/** Where a conversation of a channel came from, and where what the bot says goes. Written once, by the worker alone. */
export interface ChannelOrigin {
  channel: string;
  connection: string;
  /** As the vendor names the person. */
  address: string;
}

/**
 * `pending` is not accepted yet; then forward only: `accepted` by the vendor, `delivered`, `read`, or `failed` as the vendor
 * reports. `dead`: the vendor refused it, or all attempts are used up.
 */
export const DELIVERY_STATES = ["pending", "accepted", "delivered", "read", "failed", "dead"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface DeliveryItem {
  /** 1, 2, 3 ... in the conversation: the order in which they are sent. */
  number: number;
  /** The frame that it begins with. */
  seq: number;
  /** What the vendor gets as idempotency key. */
  key: string;
  state: DeliveryState;
  attempts: number;
  /** The vendor's id of the message. */
  vendorId: string | null;
  createdAt: string;
  updatedAt: string;
  /** When it is tried again; null where it is not. */
  nextAttemptAt: string | null;
  /** Why the last attempt, or the delivery, failed. */
  error: string | null;
}
export interface DeliveryPage {
  items: DeliveryItem[];
  /** Present when there are more. */
  nextAfter?: number;
}

/** A message that nobody got, as its bot remembers it. What it says is in the conversation. */
export interface DeadLetter {
  conversation: string;
  /** Number of the delivery there. */
  number: number;
  seq: number;
  channel: string;
  connection: string;
  state: "dead" | "failed";
  reason: string;
  /** ms since the epoch. */
  at: number;
}
export interface DeadLetterPage {
  items: (Omit<DeadLetter, "at"> & { at: string })[];
  nextCursor: string | null;
}

/** Found by the key, or by the vendor's id among what was sent from this connection. */
export type SessionReceipt = Omit<ChannelReceipt, "type" | "address"> & { channel: string; connection: string };

// ------------------------------------------------------------------------------------------------- adapters

export interface RenderRequest extends ChannelOrigin {
  tenant: string;
  bot: string;
  frames: DurableFrame[];
}
export interface SendRequest extends ChannelOrigin {
  tenant: string;
  bot: string;
  conversation: string;
  message: OutboundMessage;
  key: string;
}
/** The worker's adapters, for the conversations' objects (worker/channels/channel-delivery.ts). */
export interface ChannelDeliveryApi {
  /** A failure is final: the adapter cannot render these frames. */
  render(request: RenderRequest): Promise<Result<OutboundMessage[]>>;
  /** One try, bounded in time. */
  send(request: SendRequest): Promise<SendOutcome>;
}

// ---------------------------------------------------------------------------------------------- connections

const settingsObject = z.record(z.string().max(64), z.json());

/** Body of PUT .../channels/{channel}/{connection}. */
export const connectionRequest = z.object({
  settings: settingsObject.default({}),
  /** A secret that is left out stays as it is; null takes it away. */
  secrets: z.record(z.string().max(64), z.string().max(10_000).nullable()).default({}),
  /** What the first message of a new conversation is: an answer to what the start script asks, or only the reason to begin. */
  opening: z.enum(["answer", "begin"]).default("answer"),
  /** Where the vendor reaches this host, when a proxy in front changes scheme or port: `https://chat.example.com`. */
  origin: z
    .url({ protocol: /^https?$/, error: "an http(s) address is due" })
    .max(300)
    .optional(),
});
export type ConnectionRequest = z.infer<typeof connectionRequest>;

/** What is shown of a connection. */
export interface ConnectionSummary {
  channel: string;
  connection: string;
  bot: string;
  /** Where the vendor delivers. */
  hook: string;
  opening: "answer" | "begin";
  settings: Record<string, JsonValue>;
  /** Names of the secrets that are set. */
  secrets: string[];
  updatedAt: string;
}

/** As the connection's object keeps it. */
export interface ConnectionRecord {
  bot: string;
  origin: string;
  opening: "answer" | "begin";
  settings: Record<string, JsonValue>;
  /** JSON of the secrets, sealed by the worker (platform/seal.ts). */
  sealed: string;
  secretNames: string[];
  /** ms since the epoch. */
  updatedAt: number;
}

/** Where a person's messages go. */
export interface PersonRoute {
  conversation: string;
  /** The one before, which may know a message that is delivered again; null once vendors no longer do that. */
  previous: string | null;
  /** It was opened. */
  isOpen: boolean;
  /** Id of the message that only began it and is no answer. */
  beganBy: string | null;
}

/** One per connection; object name `tenant/channel/connection`. */
export interface ConnectionApi {
  read(): Promise<ConnectionRecord | null>;
  /** `connection.taken` when it belongs to another bot. */
  put(record: ConnectionRecord): Promise<Result<{ created: boolean }>>;
  /** Forgets the connection and whom it knew. */
  remove(): Promise<void>;
  /** The conversation of an address; made up where there is none. */
  route(address: string): Promise<PersonRoute>;
  /** The same, without making one up. */
  find(address: string): Promise<PersonRoute | null>;
  /** The conversation was opened; `beganBy` when a message only began it. Gives what holds: of two at once, one began it. */
  opened(address: string, conversation: string, beganBy: string | null): Promise<PersonRoute>;
  /** A new conversation in place of one that has ended; what is there when somebody else was faster. */
  renew(address: string, ended: string): Promise<PersonRoute>;
  /** The conversation was erased: its address is forgotten. */
  forget(conversation: string): Promise<void>;
}

/** What our key says; null for a text that is none of ours. */
export function conversationOfKey(key: string): string | null {
  return /^([a-v0-9]{26})\/\d{1,15}\/\d{1,9}(\/\d{1,9})?$/.exec(key)?.[1] ?? null;
}

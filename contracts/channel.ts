/**
 * What a channel is to the product: an adapter of four functions (verify, parse, render, send) between a vendor's way of
 * delivering messages and ours. docs/custom-channels.md shows how to write one. An adapter imports this contract, the helpers
 * beside it and platform/, and no other adapter.
 *
 * The path of a message: a vendor posts to `/hooks/v1/{channel}/{connection}` → the raw bytes are verified → parsed into events →
 * each message goes to the conversation of its sender. What the bot says is rendered once, kept in the conversation's file and
 * sent from there, in order, under a key that stays the same however often it is tried.
 */
import * as z from "zod";
import { renderFrames } from "./channel-render.ts";
import type { DurableFrame } from "./frames.ts";
import type { JsonValue } from "./json.ts";

// ---------------------------------------------------------------------------------------------- connection

export const channelName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, "a channel's name has 1 to 32 characters: lower-case letters, digits and -");
/** Chosen by whoever makes the connection; part of the hook's address, and no secret. */
export const connectionId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, "a connection's id has 1 to 63 characters: lower-case letters, digits, - and _");

/** One bot at one vendor: what was set up for it. Secrets are in plain form only while a call lasts. */
export interface Connection<S = Record<string, JsonValue>, K = Record<string, string>> {
  tenant: string;
  bot: string;
  channel: string;
  id: string;
  /** Where the product is reached, without a slash at the end: `https://chat.example.com`. */
  origin: string;
  settings: S;
  secrets: K;
}

// ------------------------------------------------------------------------------------------------- inbound

/** A vendor's request as it came. Nothing of it has been looked at. */
export interface HookRequest {
  method: "GET" | "POST";
  /** The hook's public address with its query: origin of the connection, not of whatever proxy stands before the worker. */
  url: string;
  header(name: string): string | null;
  /** At most HOOK_BYTES. */
  body: Uint8Array<ArrayBuffer>;
}
export const HOOK_BYTES = 1024 * 1024;
/** Events of one request; what is more is refused as a whole. */
export const HOOK_EVENTS = 200;

/** `reason` is for the log and never reaches the caller; it holds nothing of the request. */
export type Verdict = { ok: true } | { ok: false; reason: string };
export const refused = (reason: string): Verdict => ({ ok: false, reason });
export const VERIFIED: Verdict = { ok: true };

/** Somebody wrote. */
export interface ChannelMessage {
  type: "message";
  /** The vendor's id: the same message delivered again has the same. At most 500 characters. */
  id: string;
  /** Who wrote, as the vendor names the place where an answer goes: a number, a user in a room. At most 200 characters. */
  address: string;
  name: string | null;
  /** What was written, or the label of what was clicked. */
  text: string;
  /** Of a clicked choice; null for what was typed. */
  value: JsonValue;
  /** Files that came with it and are left out. */
  attachments: number;
}
/** What became of a message that we sent. It is found by `key`, or by `address` and `vendorId`. */
export interface ChannelReceipt {
  type: "receipt";
  /** Our key, where the vendor hands it back. */
  key: string | null;
  vendorId: string | null;
  address: string | null;
  state: "delivered" | "read" | "failed";
  /** ms since the epoch; null where the vendor does not say. */
  at: number | null;
  /** Why it failed, for the operator. */
  reason: string;
}
export type ChannelEvent = ChannelMessage | ChannelReceipt;

/** What is answered to the vendor instead of an empty 200. */
export interface HookAnswer {
  status: number;
  contentType: string;
  body: string;
}
export interface Parsed {
  /** In the vendor's order. What the adapter does not know is left out, so that it is acknowledged and not sent again. */
  events: ChannelEvent[];
  answer?: HookAnswer;
}
/** Thrown by `parse` for a body that is not of the vendor's form; the caller gets 400 with this message. */
export class MalformedHook extends Error {
  override readonly name = "MalformedHook";
}

// ------------------------------------------------------------------------------------------------ outbound

export interface ChannelCapabilities {
  /** Longest text of one message, and what is counted. */
  text: { max: number; unit: "utf-16" | "utf-8" | "code-points" | "graphemes" };
  /** `plain`: marks are taken out; otherwise the text goes out as CommonMark. An adapter with a dialect of its own gives `formatText`. */
  markdown: "commonmark" | "plain";
  /** Choices that fit on buttons under a message, and the longest label in UTF-16 units; `max` 0 = none. */
  buttons: { max: number; label: number };
  /** The same for a menu that opens; used where there are too many for buttons. */
  list: { max: number; label: number };
  /** False: pictures and files go out as links. */
  media: boolean;
}

/** One message to be sent: plain data that is kept and sent as it is. */
export interface OutboundMessage {
  /** Frame that it begins with. */
  seq: number;
  text: string;
  format: "markdown" | "text";
  choices: { label: string; value: JsonValue }[];
  /** `numbered`: they stand in the text as `1. Label`, and a number is taken as the answer. */
  choiceStyle: "none" | "buttons" | "list" | "numbered";
  media: { kind: "image" | "file" | "audio" | "video"; url: string; name: string; mime: string; alt: string } | null;
}

export interface OutboundJob {
  message: OutboundMessage;
  address: string;
  /** `conversation/seq/part`: the same for every try. Hand it on as the vendor's idempotency key. */
  key: string;
  conversation: string;
}
/** What an adapter may use to send. */
export interface SendTools {
  /** Refuses private addresses and follows no redirect. */
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Aborted when the time for one try is over. */
  signal: AbortSignal;
  /** ms since the epoch. */
  now: number;
}
/** An exception counts as `retry`. `reason` is shown to operators: never a secret, never a body. */
export type SendOutcome =
  | { state: "accepted"; vendorId: string | null }
  | { state: "retry"; afterMs: number | null; reason: string }
  | { state: "refused"; reason: string };

// ------------------------------------------------------------------------------------------------- adapter

export interface ChannelDefinition<S, K> {
  name: string;
  /** In a few words, for lists: what one connects with it. */
  title: string;
  capabilities: ChannelCapabilities;
  /** What a connection needs to know; shown again to whoever may publish. */
  settings: z.ZodType<S>;
  /** What a connection keeps for itself: an object of texts; never shown again. */
  secrets: z.ZodType<K>;
  /** Before anything is parsed: signature in constant time over the raw bytes, and the replay window. */
  verify(request: HookRequest, connection: Connection<S, K>, now: number): Promise<Verdict>;
  /** Called for verified requests only. */
  parse(request: HookRequest, connection: Connection<S, K>): Parsed;
  /** The answer to a vendor that first asks whether the hook is ours (GET); null refuses. */
  challenge?(request: HookRequest, connection: Connection<S, K>): Promise<HookAnswer | null>;
  /** Where the standard rendering (channel-render.ts) does not do. Must be the same for the same frames. */
  render?(frames: readonly DurableFrame[], capabilities: ChannelCapabilities, origin: string): OutboundMessage[];
  /** Markdown of a message in the vendor's own dialect. */
  formatText?(markdown: string): string;
  send(job: OutboundJob, connection: Connection<S, K>, tools: SendTools): Promise<SendOutcome>;
}

/** An adapter as the product holds it: its own types are behind its schemas. */
export interface ChannelAdapter {
  readonly name: string;
  readonly title: string;
  readonly capabilities: ChannelCapabilities;
  readonly settings: z.ZodType;
  readonly secrets: z.ZodType;
  verify(request: HookRequest, connection: Connection, now: number): Promise<Verdict>;
  parse(request: HookRequest, connection: Connection): Parsed;
  challenge(request: HookRequest, connection: Connection): Promise<HookAnswer | null>;
  render(frames: readonly DurableFrame[], origin: string): OutboundMessage[];
  send(job: OutboundJob, connection: Connection, tools: SendTools): Promise<SendOutcome>;
}

/** Throws when the definition cannot work: a name that is no name. */
export function defineChannel<S, K>(definition: ChannelDefinition<S, K>): ChannelAdapter {
  const { name, title, capabilities, formatText } = definition;
  channelName.parse(name);
  // What was stored by an older version of the adapter may lack what the newer one wants: then this throws, and the
  // connection has to be set up again.
  const typed = (connection: Connection): Connection<S, K> => ({
    ...connection,
    settings: definition.settings.parse(connection.settings),
    secrets: definition.secrets.parse(connection.secrets),
  });
  return {
    name,
    title,
    capabilities,
    settings: definition.settings,
    secrets: definition.secrets,
    verify: async (request, connection, now) => definition.verify(request, typed(connection), now),
    parse: (request, connection) => definition.parse(request, typed(connection)),
    challenge: async (request, connection) => definition.challenge?.(request, typed(connection)) ?? null,
    render: (frames, origin) =>
      definition.render
        ? definition.render(frames, capabilities, origin)
        : renderFrames(frames, capabilities, origin, formatText),
    send: async (job, connection, tools) => definition.send(job, typed(connection), tools),
  };
}

/**
 * What travels between a conversation and its clients (docs/contract.md, "Frames").
 *
 * Durable frames carry `seq` (1, 2, 3 ..., no gaps, the same for every device) and `turn`; they are committed before they
 * are sent. Passing frames have no `seq`, go to one socket and are not kept.
 */
import { z } from "zod";
import { messageId } from "./ids.ts";
import type { JsonValue } from "./json.ts";

export { LIMITS, PING, PONG, SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from "./protocol.ts";

export type ConversationState = "waiting" | "idle" | "running" | "ended" | "handed-over";

interface Durable {
  seq: number;
  turn: number;
}
export interface TalkFrame extends Durable {
  type: "talk";
  text: string;
  format: "markdown" | "text";
  from: { kind: "bot" | "agent"; name: string };
  stream?: string;
}
export interface SuggestionsFrame extends Durable {
  type: "suggestions";
  items: { label: string; value: JsonValue }[];
}
/** The script waits. `as` is the HEAR type; `options` the menu's labels; `retry` after an answer that was not accepted. */
export interface HearFrame extends Durable {
  type: "hear";
  as: string;
  options: string[] | null;
  retry: boolean;
}
export interface MediaFrame extends Durable {
  type: "image" | "file" | "audio" | "video";
  url: string;
  name: string;
  mime: string;
  size: number;
  alt: string;
}
export interface StateFrame extends Durable {
  type: "state";
  state: Exclude<ConversationState, "running">;
}
export interface UserFrame extends Durable {
  type: "user";
  id: string;
  text: string;
  attachments: { id: string; name: string; size: number; type: string; url: string }[];
}
/** A run-time error, in words for the person; the detail is in the journal. */
export interface ErrorFrame extends Durable {
  type: "error";
  code: string;
  message: string;
}
export type DurableFrame = TalkFrame | SuggestionsFrame | HearFrame | MediaFrame | StateFrame | UserFrame | ErrorFrame;
/** A frame before it has its number. */
export type FrameBody = DurableFrame extends infer F ? (F extends Durable ? Omit<F, "seq" | "turn"> : never) : never;

export type PassingFrame =
  | { type: "ack"; id: string }
  | { type: "working"; turn: number }
  | { type: "delta"; turn: number; stream: string; text: string }
  | { type: "fault"; code: string; message: string }
  | { type: "pong" };
export type ServerFrame = DurableFrame | PassingFrame;

const json: z.ZodType<JsonValue> = z.json();

export const messageFrame = z.object({
  type: z.literal("message"),
  id: messageId,
  text: z.string().max(32_000).default(""),
  attachments: z
    .array(z.object({ id: z.string().max(128) }))
    .max(20)
    .default([]),
  value: json.default(null),
});
export const clientFrame = z.discriminatedUnion("type", [
  messageFrame,
  z.object({ type: z.literal("auth"), token: z.string().max(512) }),
  z.object({ type: z.literal("resume"), after: z.int().min(0) }),
  z.object({ type: z.literal("stop") }),
  z.object({ type: z.literal("event"), id: messageId, name: z.string().max(200), data: json.default(null) }),
  z.object({ type: z.literal("typing") }),
  z.object({ type: z.literal("ping") }),
]);
export type ClientFrame = z.infer<typeof clientFrame>;

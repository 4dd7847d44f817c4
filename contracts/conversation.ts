/** Bodies of the conversations API (docs/contract.md, "HTTP"). */
import { z } from "zod";
import type { ConversationState, DurableFrame } from "./frames.ts";
import { messageFrame } from "./frames.ts";
import type { JsonValue } from "./json.ts";

const json: z.ZodType<JsonValue> = z.json();

export const openRequest = z.object({
  channel: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/)
    .default("web"),
  /** What the page says of its user: shown, never trusted. */
  user: z
    .object({
      id: z.string().max(200).optional(),
      name: z.string().max(200).optional(),
      email: z.string().max(320).optional(),
    })
    .nullable()
    .default(null),
  locale: z.string().max(35).nullable().default(null),
  args: z.record(z.string().max(64), json).default({}),
});
export type OpenRequest = z.infer<typeof openRequest>;

export const messageRequest = messageFrame.omit({ type: true });
export type InboundMessage = z.infer<typeof messageRequest>;

/** What a turn left behind. `seq` = the last frame's. */
export interface TurnAnswer {
  seq: number;
  state: ConversationState;
  frames: DurableFrame[];
}
export interface OpenAnswer extends TurnAnswer {
  id: string;
  token: string;
}
export interface FramesPage {
  items: DurableFrame[];
  state: ConversationState;
  nextAfter?: number;
}

/** Bodies of the conversations API (docs/contract.md, "HTTP"). */
import * as z from "zod";
import type { KeptAttachment } from "./attachments.ts";
import type { ConversationState, DurableFrame } from "./frames.ts";
import { messageFrame } from "./frames.ts";
import { messageId } from "./ids.ts";
import type { RecordedValue } from "./journal.ts";
import type { JsonValue } from "./json.ts";
import type { ModelMessage, ModelTool } from "./model-call.ts";
import type { VerifiedPerson } from "./person.ts";

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
/** From outside, where `user` may also be a JWT that the embedding site has signed (docs/memory.md). */
export const openingBody = openRequest.extend({
  user: z
    .union([openRequest.shape.user.unwrap(), z.string().min(1).max(8_192)])
    .nullable()
    .default(null),
});
export type OpeningBody = z.infer<typeof openingBody>;
/** What a program has of the conversation that it keeps itself, as chat completions send it. The last message is the one to answer. */
export interface Brought {
  system: string | null;
  messages: ModelMessage[];
  /** Run by the program: the model's calls of them end the turn (ToolCallsFrame). */
  tools: ModelTool[];
  toolChoice: "auto" | "none" | "required";
  json: { schema: Record<string, JsonValue> | null } | null;
}

/** As the objects get it: who the person is has been verified before. */
export type OpenRequest = z.infer<typeof openRequest> & {
  person?: VerifiedPerson;
  brought?: Brought;
  /** The conversation belongs to one of another bot, which asks this one. `hops`: how many such lie above it. */
  helper?: { hops: number };
};

export const messageRequest = messageFrame.omit({ type: true });
/** A message from outside names its attachments by their ids; once it is accepted it has all that is known of them. */
export type InboundMessage = Omit<z.infer<typeof messageRequest>, "attachments"> & {
  attachments: ({ id: string } & Partial<KeptAttachment>)[];
};

/** A person of the desk. */
export const agent = z.object({ id: z.string().min(1).max(128), name: z.string().min(1).max(100) });
export type Agent = z.infer<typeof agent>;

/** A person of the desk takes the conversation over, or hands it back to the bot. */
export const handoffRequest = z.discriminatedUnion("action", [
  z.object({ action: z.literal("join"), agent, id: messageId.optional(), reason: z.string().max(500).default("") }),
  z.object({
    action: z.literal("leave"),
    agent: agent.nullable().default(null),
    id: messageId.optional(),
    reason: z.string().max(500).default(""),
  }),
]);
export const agentMessageRequest = z.object({ id: messageId, text: z.string().min(1).max(32_000), agent });
/** Something the bot says, or a script that it runs, without having been asked. */
export const proactiveRequest = z.union(
  [
    z.strictObject({ id: messageId, text: z.string().min(1).max(32_000) }),
    z.strictObject({
      id: messageId,
      /** A script of the release, by its name. */
      script: z.string().min(1).max(200),
      /** Variables that it finds set. */
      args: z.record(z.string().max(64), json).default({}),
    }),
  ],
  { error: "send id and text, or id, script and args (names of 64 characters at most), and nothing else" },
);

export interface AgentMessage {
  kind: "agent";
  id: string;
  text: string;
  agent: Agent;
}
export interface Handoff {
  kind: "handoff";
  id: string;
  action: "join" | "leave";
  agent: Agent | null;
  reason: string;
}
export interface ProactiveMessage {
  kind: "proactive";
  id: string;
  source: "api" | "schedule" | "webhook" | "event";
  text?: string;
  script?: string;
  args?: Record<string, JsonValue>;
  /** The script runs for an event and nobody else: the conversation is its own (contracts/events.ts). */
  run?: EventRun;
}
export interface EventRun {
  handler: number | null;
  /** ms from its beginning. */
  limitMs: number;
  /** JSON of `variables` and `fields` of the request. */
  given: RecordedValue;
}
/** The answer to the question whether an effect of unknown outcome is to be performed again; `key` names the effect. */
export interface Settlement {
  kind: "settlement";
  id: string;
  key: string;
  decision: "repeat" | "leave";
}
export const settlementRequest = z.strictObject({
  /** Made again under the same key, or not: then the script gets error 500. */
  decision: z.enum(["repeat", "leave"]),
});
/** Everything that begins a turn, in one queue. A person's message has no `kind`, as in rows of earlier versions. */
export type InboxItem = (InboundMessage & { kind?: never }) | AgentMessage | Handoff | ProactiveMessage | Settlement;

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
  /** The conversation's last frame. */
  seq: number;
  nextAfter?: number;
}

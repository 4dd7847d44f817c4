/** The documented operations of channels: connections, hooks, what became of messages that went to vendors. */
import * as z from "zod";
import {
  type ConnectionSummary,
  connectionRequest,
  DELIVERY_STATES,
  type DeadLetterPage,
  type DeliveryItem,
  type DeliveryPage,
} from "../../contracts/deliveries.ts";
import type { FaultCode } from "../../contracts/faults.ts";
import type { Operation } from "./operations.ts";

const CONNECTION = "/api/v1/bots/{bot}/channels/{channel}/{connection}";
const HOOK = "/hooks/v1/{channel}/{connection}";
const DELIVERIES = "/api/v1/bots/{bot}/conversations/{id}/deliveries";
const ADMIN: FaultCode[] = ["auth.required", "auth.invalid", "auth.forbidden"];
const SETUP: FaultCode[] = [...ADMIN, "bot.unknown", "channel.unknown", "connection.taken", "request.invalid"];
const HOOKS: FaultCode[] = ["hook.refused", "channel.unknown", "connection.unknown", "service.unavailable"];

export const channelOperations: Operation[] = [
  {
    method: "put",
    path: CONNECTION,
    id: "putConnection",
    summary: "Connects the bot with a vendor. Secrets are kept and never shown; one that is left out stays as it is.",
    security: "api",
    body: connectionRequest,
    answers: { 200: "Connection", 201: "Connection" },
    faults: [...SETUP, "request.too-large", "request.unsupported-type"],
  },
  {
    method: "get",
    path: CONNECTION,
    id: "readConnection",
    summary: "How the connection is set up, and which secrets it has.",
    security: "api",
    answers: { 200: "Connection" },
    faults: [...SETUP, "connection.unknown"],
  },
  {
    method: "delete",
    path: CONNECTION,
    id: "deleteConnection",
    summary: "Removes the connection and forgets who wrote over it; the conversations stay.",
    security: "api",
    answers: { 204: "" },
    faults: [...SETUP, "connection.unknown"],
  },
  {
    method: "post",
    path: HOOK,
    id: "postHook",
    summary: "Where a vendor delivers, signed as its channel demands. 200 once every message is durable.",
    security: "none",
    body: "*/*",
    answers: { 200: "" },
    faults: [...HOOKS, "request.invalid", "request.too-large"],
  },
  {
    method: "get",
    path: HOOK,
    id: "checkHook",
    summary: "Answers the question with which a vendor checks the hook, where its channel has one.",
    security: "none",
    answers: { 200: "" },
    faults: HOOKS,
  },
  {
    method: "get",
    path: DELIVERIES,
    id: "listDeliveries",
    summary: "What was and is to be sent to the vendor, in order, with states and attempts. Empty for the web.",
    security: "api",
    query: { after: z.int().min(0), limit: z.int().min(1).max(1_000) },
    answers: { 200: "DeliveryPage" },
    faults: [...ADMIN, "conversation.unknown", "request.invalid"],
  },
  {
    method: "post",
    path: `${DELIVERIES}/{number}/retry`,
    id: "retryDelivery",
    summary:
      "Sends a failed or dead delivery again: under its key, or a new one where the vendor had taken it and failed.",
    security: "api",
    answers: { 202: "Delivery" },
    faults: [...ADMIN, "conversation.unknown", "delivery.unknown", "delivery.not-failed"],
  },
  {
    method: "get",
    path: "/api/v1/bots/{bot}/dead-letters",
    id: "listDeadLetters",
    summary: "Messages that nobody got, over all conversations of the bot, the newest first; the last 10,000 are kept.",
    security: "api",
    query: { limit: z.int().min(1).max(100), cursor: z.string() },
    answers: { 200: "DeadLetterPage" },
    faults: [...ADMIN, "bot.unknown", "request.invalid"],
  },
];

const time = z.iso.datetime();
const typed = <T>(schema: z.ZodType<T>): z.ZodType<T> => schema;

const delivery = z.object({
  number: z.int(),
  seq: z.int(),
  key: z.string(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.int(),
  vendorId: z.string().nullable(),
  createdAt: time,
  updatedAt: time,
  nextAttemptAt: time.nullable(),
  error: z.string().nullable(),
});

export const channelAnswers: Record<string, z.ZodType> = {
  Connection: typed<ConnectionSummary>(
    z.object({
      channel: z.string(),
      connection: z.string(),
      bot: z.string(),
      hook: z.url(),
      opening: z.enum(["answer", "begin"]),
      settings: z.record(z.string(), z.json()),
      secrets: z.array(z.string()),
      updatedAt: time,
    }),
  ),
  Delivery: typed<DeliveryItem>(delivery),
  DeliveryPage: typed<DeliveryPage>(z.object({ items: z.array(delivery), nextAfter: z.int().exactOptional() })),
  DeadLetterPage: typed<DeadLetterPage>(
    z.object({
      items: z.array(
        z.object({
          conversation: z.string(),
          number: z.int(),
          seq: z.int(),
          channel: z.string(),
          connection: z.string(),
          state: z.enum(["dead", "failed"]),
          reason: z.string(),
          at: time,
        }),
      ),
      nextCursor: z.string().nullable(),
    }),
  ),
};

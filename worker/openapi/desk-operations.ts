/** The documented operations of the desk, of messages that nobody asked for, and of the end of a conversation's data. */
import { agentMessageRequest, handoffRequest, proactiveRequest } from "../../contracts/conversation.ts";
import type { FaultCode } from "../../contracts/faults.ts";
import type { Operation } from "./operations.ts";

const CONVERSATION = "/api/v1/bots/{bot}/conversations/{id}";
const ENTRY: FaultCode[] = [
  "auth.required",
  "auth.invalid",
  "auth.forbidden",
  "bot.unknown",
  "conversation.unknown",
  "conversation.erased",
];
const SPEAKING: FaultCode[] = [
  ...ENTRY,
  "request.invalid",
  "request.too-large",
  "request.unsupported-type",
  "conversation.ended",
  "rate.limited",
];

export const deskOperations: Operation[] = [
  {
    method: "post",
    path: `${CONVERSATION}/agent`,
    id: "handOver",
    summary:
      "A person of the desk takes the conversation over (join), or hands it back to the bot (leave): its question is asked again.",
    security: "api",
    body: handoffRequest,
    answers: { 200: "TurnAnswer", 202: "TurnAnswer" },
    faults: SPEAKING,
  },
  {
    method: "post",
    path: `${CONVERSATION}/agent/messages`,
    id: "sendAgentMessage",
    summary: "A message of the person who has the conversation. The same id again says nothing.",
    security: "api",
    body: agentMessageRequest,
    answers: { 200: "TurnAnswer", 202: "TurnAnswer" },
    faults: [...SPEAKING, "conversation.not-handed-over"],
  },
  {
    method: "post",
    path: `${CONVERSATION}/proactive`,
    id: "sendProactive",
    summary:
      "A text that the bot says between two turns, or a script that runs once no other is parked; 202 while it waits for that.",
    security: "api",
    body: proactiveRequest,
    answers: { 200: "TurnAnswer", 202: "TurnAnswer" },
    faults: SPEAKING,
  },
  {
    method: "get",
    path: `${CONVERSATION}/export`,
    id: "exportConversation",
    summary:
      "The conversation as one file of JSON Lines (docs/export-format.md). Without its last line it is not whole.",
    security: "reader",
    answers: { 200: "application/jsonl" },
    faults: ENTRY,
  },
  {
    method: "delete",
    path: CONVERSATION,
    id: "eraseConversation",
    summary: "Erases the conversation for good; every later call answers 410. A second time has nothing to do.",
    security: "reader",
    answers: { 204: "" },
    faults: ENTRY.filter((code) => code !== "conversation.erased"),
  },
];

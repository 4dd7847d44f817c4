/** Every documented operation: one row each, with the very schemas that check its requests. */
import * as z from "zod";
import {
  admissionRequest,
  reprojectRequest,
  sessionRequest,
  tokenRequest,
  upgradeCheckRequest,
} from "../../contracts/admin.ts";
import { messageRequest, openingBody, settlementRequest } from "../../contracts/conversation.ts";
import type { FaultCode } from "../../contracts/faults.ts";
import { backupOperations } from "./backup-operations.ts";
import { channelOperations } from "./channel-operations.ts";
import { costOperations } from "./cost-operations.ts";
import { deskOperations } from "./desk-operations.ts";
import { driveOperations } from "./drive-operations.ts";
import { eventOperations } from "./event-operations.ts";
import { knowledgeOperations } from "./knowledge-operations.ts";
import { mcpOperations } from "./mcp-operations.ts";
import { packageOperations } from "./package-operations.ts";
import { replayOperations } from "./replay-operations.ts";
import { tableOperations } from "./table-operations.ts";

export interface Operation {
  method: "get" | "post" | "put" | "delete" | "patch";
  path: string;
  id: string;
  summary: string;
  /** `reader`: the conversation's token, or what `api` takes. */
  security: "none" | "conversation" | "reader" | "api" | "console" | "operator";
  /** JSON body; a content type alone where the body is bytes. */
  body?: z.ZodType | string;
  query?: Record<string, z.ZodType>;
  headers?: Record<string, string>;
  /** Status to what it holds: the name of an answer (answers.ts) or a content type. */
  answers: Record<number, string>;
  faults: FaultCode[];
}

const whole = z.int().min(0);
const RELEASES = "/api/v1/bots/{bot}/releases";
const CONVERSATION = "/api/v1/bots/{bot}/conversations/{id}";
const ENTRY: FaultCode[] = [
  "auth.required",
  "auth.invalid",
  "auth.forbidden",
  "bot.unknown",
  "conversation.unknown",
  "conversation.erased",
];
const ADMIN: FaultCode[] = ["auth.required", "auth.invalid", "auth.forbidden"];

export const operations: Operation[] = [
  ...backupOperations,
  ...channelOperations,
  ...deskOperations,
  ...driveOperations,
  ...costOperations,
  ...mcpOperations,
  ...eventOperations,
  ...knowledgeOperations,
  ...packageOperations,
  ...replayOperations,
  ...tableOperations,
  {
    method: "post",
    path: "/api/v1/bots/{bot}/conversations",
    id: "openConversation",
    summary: "Opens a conversation; the start script has run until quiet.",
    security: "none",
    body: openingBody,
    headers: {
      "Idempotency-Key":
        "Unguessable, 1 to 255 characters. The same key and body from the same address open one conversation.",
    },
    answers: { 201: "OpenAnswer" },
    faults: [
      "request.invalid",
      "request.too-large",
      "request.unsupported-type",
      "bot.unknown",
      "bot.no-release",
      "auth.forbidden",
      "identity.invalid",
    ],
  },
  {
    method: "post",
    path: `${CONVERSATION}/messages`,
    id: "sendMessage",
    summary:
      "Sends a message. 200 once the turn is quiet; after 30 s 202 with what there is. The same id again runs nothing.",
    security: "conversation",
    body: messageRequest,
    answers: { 200: "TurnAnswer", 202: "TurnAnswer" },
    faults: [
      ...ENTRY,
      "request.invalid",
      "request.too-large",
      "request.unsupported-type",
      "conversation.ended",
      "conversation.busy",
      "rate.limited",
    ],
  },
  {
    method: "get",
    path: `${CONVERSATION}/frames`,
    id: "readFrames",
    summary:
      "Frames after a number. With Accept: text/event-stream they are followed live for 60 s (Last-Event-ID = seq).",
    security: "reader",
    query: { after: whole, limit: z.int().min(1).max(10_000) },
    answers: { 200: "FramesPage" },
    faults: [...ENTRY, "request.invalid"],
  },
  {
    method: "get",
    path: `${CONVERSATION}/socket`,
    id: "connectSocket",
    summary:
      "WebSocket with the subprotocols basalt.v1 and basalt.token.TOKEN, or a first frame of type auth within 5 s.",
    security: "none",
    query: { after: whole },
    answers: { 101: "" },
    faults: [...ENTRY, "request.invalid", "request.upgrade-required"],
  },
  {
    method: "get",
    path: "/embed/settings/{bot}",
    id: "readChatSettings",
    summary: "How the bot shows itself: name, logo, language, theme.",
    security: "none",
    answers: { 200: "ChatSettings" },
    faults: ["bot.unknown", "bot.no-release"],
  },
  {
    method: "get",
    path: "/api/v1/bots",
    id: "listBots",
    summary: "The tenant's bots, with release and state of their knowledge.",
    security: "api",
    query: { limit: z.int().min(1).max(50), cursor: z.string() },
    answers: { 200: "BotPage" },
    faults: ADMIN,
  },
  {
    method: "get",
    path: "/api/v1/bots/{bot}",
    id: "readBot",
    summary: "One bot.",
    security: "api",
    answers: { 200: "BotSummary" },
    faults: [...ADMIN, "bot.unknown"],
  },
  {
    method: "post",
    path: "/api/v1/bots/{bot}/releases",
    id: "publishRelease",
    summary:
      "Publishes a package (zip, 24 MiB at most). 200 when this very release was current already. With candidate=true it is stored and not switched to.",
    security: "api",
    body: "application/zip",
    query: { candidate: z.boolean(), development: z.boolean() },
    answers: { 200: "PublishReport", 201: "PublishReport" },
    faults: [
      ...ADMIN,
      "bot.unknown",
      "release.invalid",
      "request.invalid",
      "request.too-large",
      "request.unsupported-type",
    ],
  },
  {
    method: "get",
    path: RELEASES,
    id: "listReleases",
    summary: "The bot's releases, the newest first: which is current, and who still needs each.",
    security: "api",
    query: { limit: z.int().min(1).max(100), cursor: z.string() },
    answers: { 200: "ReleasePage" },
    faults: [...ADMIN, "bot.unknown", "request.invalid"],
  },
  {
    method: "get",
    path: `${RELEASES}/{release}`,
    id: "readRelease",
    summary: "One release and what it is made of.",
    security: "api",
    answers: { 200: "ReleaseDetail" },
    faults: [...ADMIN, "bot.unknown", "release.unknown"],
  },
  {
    method: "post",
    path: `${RELEASES}/{release}/current`,
    id: "switchRelease",
    summary: "Makes a stored release the current one: a candidate, or an earlier one.",
    security: "api",
    answers: { 200: "PublishReport" },
    faults: [...ADMIN, "bot.unknown", "release.unknown", "release.invalid"],
  },
  {
    method: "get",
    path: `${RELEASES}/{release}/source`,
    id: "readScript",
    summary:
      "A file of a release as it was written, by its `path`; those other than scripts for bots:publish alone, config.csv and mcp.csv for nobody.",
    security: "api",
    query: { path: z.string() },
    answers: { 200: "text/plain" },
    faults: [...ADMIN, "bot.unknown", "release.unknown", "script.unknown"],
  },
  {
    method: "get",
    path: `${RELEASES}/{release}/upgrade`,
    id: "readUpgrade",
    summary: "What became of the open conversations that met this release.",
    security: "api",
    answers: { 200: "UpgradeReport" },
    faults: [...ADMIN, "bot.unknown", "release.unknown"],
  },
  {
    method: "post",
    path: `${RELEASES}/{release}/upgrade-check`,
    id: "checkUpgrade",
    summary: "Whether conversations that wait now could go on with this release; changes nothing.",
    security: "api",
    body: upgradeCheckRequest,
    answers: { 200: "UpgradeCheck" },
    faults: [
      ...ADMIN,
      "bot.unknown",
      "release.unknown",
      "request.invalid",
      "request.too-large",
      "request.unsupported-type",
    ],
  },
  {
    method: "get",
    path: "/api/v1/bots/{bot}/conversations",
    id: "listConversations",
    summary: "The bot's conversations, the newest first.",
    security: "api",
    query: {
      state: z.enum(["open", "ended"]),
      release: z.string(),
      limit: z.int().min(1).max(200),
      cursor: z.string(),
    },
    answers: { 200: "BotConversationPage" },
    faults: [...ADMIN, "bot.unknown", "request.invalid"],
  },
  {
    method: "post",
    path: `${CONVERSATION}/stop`,
    id: "stopTurn",
    summary:
      "Aborts what the running turn waits for; the script sees error 18. Nothing happens when it waits for nothing.",
    security: "conversation",
    answers: { 202: "Accepted" },
    faults: [...ENTRY],
  },
  {
    method: "get",
    path: `${CONVERSATION}/effects`,
    id: "listUnknownEffects",
    summary:
      "Calls of which a crash left unknown whether they happened, and what became of them; state=open: those that somebody is asked about.",
    security: "api",
    query: { state: z.enum(["unknown", "open"]), after: whole, limit: z.int().min(1).max(1_000) },
    answers: { 200: "UnknownEffectsPage" },
    faults: [...ADMIN, "bot.unknown", "conversation.unknown", "conversation.erased", "request.invalid"],
  },
  {
    method: "post",
    path: `${CONVERSATION}/effects/{key}/settlement`,
    id: "settleEffect",
    summary:
      "Answers the question about such a call: it is made again under the same key, or left. 202 when the turn goes on after 30 s.",
    security: "api",
    body: settlementRequest,
    answers: { 200: "Settled", 202: "Settled" },
    faults: [
      ...ADMIN,
      "bot.unknown",
      "conversation.unknown",
      "conversation.erased",
      "conversation.busy",
      "effect.not-asked",
      "effect.settled",
      "request.invalid",
      "request.unsupported-type",
    ],
  },
  {
    method: "get",
    path: `${CONVERSATION}/journal`,
    id: "readJournal",
    summary: "What happened in a conversation, turn by turn: scripts, effects, errors with file and line.",
    security: "api",
    query: { after: whole, limit: z.int().min(1).max(1_000) },
    answers: { 200: "JournalPage" },
    faults: [...ADMIN, "conversation.unknown", "conversation.erased", "request.invalid"],
  },
  {
    method: "get",
    path: "/api/v1/tokens",
    id: "listTokens",
    summary: "API tokens, the newest first.",
    security: "console",
    answers: { 200: "ApiTokenPage" },
    faults: [...ADMIN, "service.unavailable"],
  },
  {
    method: "post",
    path: "/api/v1/tokens",
    id: "createToken",
    summary: "Makes an API token; its key is in this answer and nowhere else.",
    security: "console",
    body: tokenRequest,
    answers: { 201: "NewApiToken" },
    faults: [...ADMIN, "request.invalid", "service.unavailable"],
  },
  {
    method: "delete",
    path: "/api/v1/tokens/{token}",
    id: "revokeToken",
    summary: "Revokes an API token.",
    security: "console",
    answers: { 204: "" },
    faults: [...ADMIN, "token.unknown", "service.unavailable"],
  },
  {
    method: "post",
    path: "/api/v1/admin/links",
    id: "createLink",
    summary: "Makes a one-time administrator's link, valid for a day.",
    security: "operator",
    answers: { 201: "OneTimeLink" },
    faults: ["auth.required", "auth.invalid"],
  },
  {
    method: "post",
    path: "/api/v1/admin/projections",
    id: "reproject",
    summary: "Makes conversations send their history to the database again, after it was rebuilt.",
    security: "operator",
    body: reprojectRequest,
    answers: { 204: "" },
    faults: ["auth.required", "auth.invalid", "request.invalid"],
  },
  {
    method: "post",
    path: "/api/v1/admin/admission",
    id: "setAdmission",
    summary:
      "Says how many files the process has open and may have, or plainly that it is full: newcomers then get 503 for fifteen seconds.",
    security: "operator",
    body: admissionRequest,
    answers: { 200: "AdmissionState", 204: "" },
    faults: ["auth.required", "auth.invalid", "request.invalid"],
  },
  {
    method: "post",
    path: "/api/v1/admin/session",
    id: "signIn",
    summary: "Exchanges a link's token for the console's cookie.",
    security: "none",
    body: sessionRequest,
    answers: { 201: "AdminSession" },
    faults: ["auth.forbidden", "request.invalid", "link.used"],
  },
  {
    method: "get",
    path: "/api/v1/admin/session",
    id: "readSession",
    summary: "Who is signed in to the console.",
    security: "console",
    answers: { 200: "AdminSession" },
    faults: ADMIN,
  },
  {
    method: "delete",
    path: "/api/v1/admin/session",
    id: "signOut",
    summary: "Ends the console's session in this browser.",
    security: "console",
    answers: { 204: "" },
    faults: ADMIN,
  },
  {
    method: "get",
    path: "/healthz",
    id: "alive",
    summary: "Alive.",
    security: "none",
    answers: { 200: "Alive" },
    faults: [],
  },
  {
    method: "get",
    path: "/metrics",
    id: "metrics",
    summary: "The figures of this isolate in the text format of Prometheus; scope metrics:read, of the default tenant.",
    security: "api",
    answers: { 200: "text/plain" },
    faults: ADMIN,
  },
  {
    method: "get",
    path: "/readyz",
    id: "ready",
    summary: "Ready, with each part, its state and latency. 503 only when chat itself cannot work.",
    security: "none",
    answers: { 200: "Readiness", 503: "Readiness" },
    faults: [],
  },
];

/** The documented operations of replays: positions of a recorded conversation, forks, recordings, rehearsals. */
import * as z from "zod";
import type { FaultCode } from "../../contracts/faults.ts";
import { forkRequest, REPLAY_LIMITS, rehearsalRequest, transcriptSchema } from "../../contracts/replay.ts";
import type { Operation } from "./operations.ts";

const CONVERSATION = "/api/v1/bots/{bot}/conversations/{id}";
const ENTRY: FaultCode[] = ["auth.required", "auth.invalid", "auth.forbidden", "bot.unknown", "conversation.unknown"];
const RUN: FaultCode[] = [...ENTRY, "conversation.erased", "release.unknown", "request.invalid", "request.too-large"];
const BUSY: FaultCode[] = [...RUN, "service.unavailable"];
const whole = z.int().min(0);
const page = { after: whole, limit: z.int().min(1).max(REPLAY_LIMITS.turnsPerPage) };

export const replayOperations: Operation[] = [
  {
    method: "get",
    path: `${CONVERSATION}/replay`,
    id: "replayConversation",
    summary:
      "Runs the conversation again from its recording: its turns with statements, frames, times and differences.",
    security: "api",
    query: page,
    answers: { 200: "ReplayOverview" },
    faults: BUSY,
  },
  {
    method: "get",
    path: `${CONVERSATION}/replay/{turn}/{statement}`,
    id: "replayPosition",
    summary:
      "What is at a position of the replay: place, stack, variables, effects, and the positions before and after.",
    security: "api",
    answers: { 200: "ReplayState" },
    faults: BUSY,
  },
  {
    method: "post",
    path: `${CONVERSATION}/replay/fork`,
    id: "forkConversation",
    summary: "Begins a conversation with what is at a position: a sandbox, whose writes and calls are withheld.",
    security: "api",
    body: forkRequest,
    headers: { "Idempotency-Key": "Unguessable, 1 to 255 characters. The same key and position make one fork." },
    answers: { 201: "OpenAnswer" },
    faults: [...BUSY, "request.unsupported-type"],
  },
  {
    method: "get",
    path: `${CONVERSATION}/transcript`,
    id: "recordConversation",
    summary: "The conversation as a regression test; `name` names it.",
    security: "api",
    query: { name: z.string().max(200) },
    answers: { 200: "Transcript" },
    faults: BUSY,
  },
  {
    method: "post",
    path: "/api/v1/bots/{bot}/replays",
    id: "replayFile",
    summary:
      "Runs an exported conversation again with the bot's current release. Without `turn` all turns, else a position. `file`: its SHA-256, in place of the body, while it is in memory.",
    security: "api",
    body: "application/jsonl",
    query: { ...page, turn: z.int().min(1), statement: z.int().min(1), file: z.string().regex(/^[0-9a-f]{64}$/) },
    answers: { 200: "ReplayOverview" },
    faults: [
      ...ENTRY,
      "bot.no-release",
      "replay.file-unknown",
      "request.invalid",
      "request.too-large",
      "service.unavailable",
    ],
  },
  {
    method: "post",
    path: "/api/v1/bots/{bot}/rehearsals",
    id: "rehearse",
    summary:
      "Runs recorded conversations against a release and says what would change: JSON Lines, one per conversation.",
    security: "api",
    body: rehearsalRequest,
    answers: { 200: "application/jsonl" },
    faults: [
      ...ENTRY,
      "bot.no-release",
      "release.unknown",
      "request.invalid",
      "request.too-large",
      "request.unsupported-type",
    ],
  },
];

const json = z.json();
const position = z.object({ turn: z.int(), statement: z.int() });
const difference = z.object({
  turn: z.int(),
  statement: z.int().nullable(),
  kind: z.enum(["frame", "effect", "turn"]),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  file: z.string().nullable(),
  line: z.int().nullable(),
});

export const replayAnswers: Record<string, z.ZodType> = {
  ReplayOverview: z.object({
    conversation: z.string(),
    bot: z.string(),
    release: z.string(),
    turns: z.int(),
    frames: z.object({ recorded: z.int(), same: z.int() }),
    differences: z.int(),
    items: z.array(
      z.object({
        turn: z.int(),
        cause: z.string(),
        text: z.string().nullable(),
        at: z.number(),
        statements: z.int(),
        cut: z.boolean(),
        frames: z.array(json),
        timing: json,
        delivery: z.object({ commitMs: z.number(), deliveryMs: z.number() }).nullable(),
        differences: z.array(difference),
      }),
    ),
    nextAfter: z.int().exactOptional(),
  }),
  ReplayState: z.object({
    position,
    release: z.string(),
    statements: z.int(),
    atEnd: z.boolean(),
    place: z.object({ file: z.string(), line: z.int(), column: z.int(), text: z.string().nullable() }).nullable(),
    stack: z.array(
      z.object({
        name: z.string(),
        file: z.string(),
        line: z.int(),
        column: z.int(),
        variables: z.array(z.object({ name: z.string(), type: z.string(), value: z.string() })),
        more: z.int(),
      }),
    ),
    moreFrames: z.int(),
    effects: z.array(
      z.object({
        keyword: z.string(),
        line: z.int(),
        operands: json,
        result: json,
        error: z.object({ number: z.number(), message: z.string() }).nullable(),
        ms: z.number().nullable(),
      }),
    ),
    says: z.array(json),
    frames: z.array(json),
    hears: z.boolean(),
    next: position.nullable(),
    previous: position.nullable(),
  }),
  Transcript: transcriptSchema,
};

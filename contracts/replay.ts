/**
 * Replay of a conversation (docs/replay.md): its positions, what was there, and recordings that later packages are
 * tested against.
 *
 * A position is (turn, statement): the machine stands before that statement. Statements count 1, 2, 3 ... in each turn;
 * the turn's end is the position after its last one. The first statement of a turn that answers a HEAR is that HEAR.
 */
import * as z from "zod";
import type { InboxItem, OpenRequest } from "./conversation.ts";
import { openRequest } from "./conversation.ts";
import type { DurableFrame } from "./frames.ts";
import type { EffectTiming, TurnCause } from "./journal.ts";
import type { JsonValue } from "./json.ts";

export const REPLAY_LIMITS = {
  /** Statements of one turn that are counted and stepped through. */
  statements: 1_000_000,
  /** Of the recording, as text: it is held in memory while it is replayed. */
  recordingBytes: 32 * 1024 * 1024,
  /** Of an exported file that is sent to be replayed. */
  fileBytes: 16 * 1024 * 1024,
  /** Turns that one page of an overview tells of. */
  turnsPerPage: 200,
  /** Conversations of one rehearsal. */
  conversations: 1_000,
} as const;

export interface ReplayPosition {
  turn: number;
  statement: number;
}

/** What the replay did otherwise than the recording. Replayed with its own release a conversation has none. */
export interface ReplayDifference {
  turn: number;
  /** Where in the turn; null where it belongs to the turn as a whole. */
  statement: number | null;
  kind: "frame" | "effect" | "turn";
  /** In words; null where there was nothing. */
  expected: string | null;
  actual: string | null;
  /** Statement that made what is `actual`, where one did. */
  file: string | null;
  line: number | null;
}

export interface ReplayTurn {
  turn: number;
  cause: TurnCause;
  /** What began it: the text of a message, else null. */
  text: string | null;
  /** ms since the epoch, the turn's clock at its beginning. */
  at: number;
  /** 0 where no script ran. */
  statements: number;
  /** True where `statements` is the most that is counted. */
  cut: boolean;
  frames: DurableFrame[];
  /** Of the live turn, as its journal has them. */
  timing: { queueMs: number; steps: number; effects: EffectTiming[]; totalMs: number } | null;
  delivery: { commitMs: number; deliveryMs: number } | null;
  differences: ReplayDifference[];
}

/** Answer of `GET .../replay`. */
export interface ReplayOverview {
  conversation: string;
  bot: string;
  /** The release that it began with. */
  release: string;
  /** Of the whole conversation. */
  turns: number;
  frames: { recorded: number; same: number };
  differences: number;
  items: ReplayTurn[];
  /** Give it as `after` for the next page. */
  nextAfter?: number;
}

export interface ReplayVariable {
  name: string;
  /** Beginning of the value as text; a secret is masked. */
  value: string;
  type: string;
}
export interface ReplayFrameOfStack {
  /** Of the procedure; that of the script for its own statements. */
  name: string;
  file: string;
  line: number;
  column: number;
  variables: ReplayVariable[];
  /** Variables that are not listed. */
  more: number;
}
export interface ReplayEffect {
  keyword: string;
  line: number;
  /** Operands by their catalogue names, in the lossless form of the journal. */
  operands: JsonValue;
  result: JsonValue;
  error: { number: number; message: string } | null;
  /** How long it took when it was performed; null where that was not noted. */
  ms: number | null;
}

/** Answer of `GET .../replay/{turn}/{statement}`. */
export interface ReplayState {
  position: ReplayPosition;
  /** Release that the script belongs to here. */
  release: string;
  /** Statements of the turn. */
  statements: number;
  /** The turn's end: nothing runs before the next one. */
  atEnd: boolean;
  place: { file: string; line: number; column: number; text: string | null } | null;
  /** Innermost first; the last one has the script's own variables. */
  stack: ReplayFrameOfStack[];
  /** Frames of the stack that are not listed. */
  moreFrames: number;
  /** What the statement here asks for when it runs. */
  effects: ReplayEffect[];
  /** Frames that the statement here makes when it runs. */
  says: DurableFrame[];
  /** Frames of the turn before it runs. */
  frames: DurableFrame[];
  /** The HEAR that the script waits at, at a turn's end. */
  hears: boolean;
  next: ReplayPosition | null;
  previous: ReplayPosition | null;
}

export const forkRequest = z.object({ turn: z.int().min(1), statement: z.int().min(1) });
export type ForkRequest = z.infer<typeof forkRequest>;

/** What a sandbox knows of the conversation that it was forked from. */
export interface SandboxOrigin {
  of: string;
  turn: number;
  statement: number;
  /** What was answered to writes and calls that are withheld: `keyword operands` to the result, lossless JSON. */
  recorded: { call: string; result: string }[];
}

// ---------------------------------------------------------------------------------------------- recordings

export const TRANSCRIPT_VERSION = 1;

/** An effect with its operands and outcome, in the lossless form of the journal. */
export interface TranscriptEffect {
  keyword: string;
  line: number;
  operands: JsonValue;
  result?: JsonValue;
  error?: { number: number; message: string };
  /** ms by which the turn's clock went on. */
  took?: number;
}
export interface TranscriptTurn {
  cause: TurnCause;
  /** ms since the turn before began; for the first since the conversation's beginning. */
  after: number;
  input?: JsonValue;
  message?: JsonValue;
  /** What the variable got of the answer to a question for a secret: sealed, or masked. */
  secret?: string;
  /** Scripts that were started, in order, with the seeds of their random numbers. */
  scripts?: { name: string; seed: number }[];
  effects: TranscriptEffect[];
  frames: JsonValue[];
}
/** `NAME.transcript.json`: a recorded conversation as a regression test. */
export interface Transcript {
  type: "transcript";
  v: 1;
  name: string;
  bot: string;
  /** Its id, for scripts that use it as a value; recordings of earlier versions have none. */
  conversation?: string;
  release: string;
  startedAt: number;
  request: OpenRequest;
  turns: TranscriptTurn[];
}

const json: z.ZodType<JsonValue> = z.json();
const time = z.number();
const CAUSES = ["start", "message", "agent", "proactive", "settlement", "hear-timeout", "expiry"] as const;

export const transcriptSchema = z.object({
  type: z.literal("transcript"),
  v: z.literal(TRANSCRIPT_VERSION),
  name: z.string().max(200),
  bot: z.string(),
  conversation: z.string().max(200).exactOptional(),
  release: z.string(),
  startedAt: time,
  /** With what the conversation knew of its person and of the bot that asked: keywords go other ways by it. */
  request: openRequest.extend({
    person: z.object({ key: z.string().max(100) }).exactOptional(),
    helper: z.object({ hops: z.int().min(0) }).exactOptional(),
  }),
  turns: z
    .array(
      z.object({
        cause: z.enum(CAUSES),
        after: time,
        input: json.exactOptional(),
        message: json.exactOptional(),
        secret: z.string().exactOptional(),
        scripts: z.array(z.object({ name: z.string(), seed: z.number() })).exactOptional(),
        effects: z.array(
          z.object({
            keyword: z.string(),
            line: z.number(),
            operands: json,
            result: json.exactOptional(),
            error: z.object({ number: z.number(), message: z.string() }).exactOptional(),
            took: time.exactOptional(),
          }),
        ),
        frames: z.array(json),
      }),
    )
    .max(100_000),
});

/** Answer line of a rehearsal: one conversation against another release. */
export interface Rehearsed {
  conversation: string;
  /** Turns that were run. */
  turns: number;
  frames: number;
  differences: ReplayDifference[];
  /** The conversation could not be run at all, and why. */
  failure: string | null;
  /** With `transcript: true`: the recording as it is with that release. */
  transcript?: Transcript;
}

export const rehearsalRequest = z
  .object({
    /** A release that is stored; null is the current one. */
    release: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable()
      .default(null),
    /** So many of the newest conversations. */
    last: z.int().min(1).max(REPLAY_LIMITS.conversations).exactOptional(),
    conversations: z
      .array(z.string().regex(/^[a-v0-9]{26}$/))
      .min(1)
      .max(REPLAY_LIMITS.conversations)
      .exactOptional(),
    transcript: transcriptSchema.exactOptional(),
  })
  .refine((request) => [request.last, request.conversations, request.transcript].filter(Boolean).length === 1, {
    error: "name one of last, conversations and transcript",
  });
export type RehearsalRequest = z.infer<typeof rehearsalRequest>;

/** What begins a turn, as a transcript has it. */
export type TranscriptMessage = InboxItem;

/**
 * A recorded conversation as a regression test: what people said and when, what keywords answered to which operands, and
 * what was said to that. Numbers of frames and turns, times of day and ids of release are no part of what is compared.
 */
import type { InboxItem } from "../../contracts/conversation.ts";
import { ok, type Result } from "../../contracts/faults.ts";
import type { DurableFrame } from "../../contracts/frames.ts";
import type { JsonValue } from "../../contracts/json.ts";
import {
  TRANSCRIPT_VERSION,
  type Transcript,
  type TranscriptEffect,
  type TranscriptTurn,
} from "../../contracts/replay.ts";
import type { RecordedOutcome } from "../session/turn/recording.ts";
import type { RecordedTurn } from "./recorded.ts";
import { Replayer, type ReplayParts } from "./replayer.ts";
import type { SeenEffect } from "./turn-run.ts";

/** Runs the conversation with its own release, and notes what it asked for. */
export async function recordTranscript(parts: ReplayParts, name: string): Promise<Result<Transcript>> {
  const made = await Replayer.create(parts);
  if (!made.ok) return made;
  const { header, turns } = parts.recorded;
  const noted: TranscriptTurn[] = [];
  let before = header.startedAt;
  for (const turn of turns) {
    const effects: TranscriptEffect[] = [];
    let clock = turn.begun.now;
    const run = await made.value.next({
      effect: (seen) => {
        effects.push(noteEffect(seen, clock));
        clock = seen.outcome.now;
      },
    });
    if (!run.ok) return run;
    noted.push(
      noteTurn(
        turn,
        turn.begun.now - before,
        effects,
        turn.frames.map(({ frame }) => comparable(frame)),
      ),
    );
    before = turn.begun.now;
  }
  const { bot, conversation, release, startedAt, request } = header;
  const head = {
    type: "transcript",
    v: TRANSCRIPT_VERSION,
    name,
    bot,
    conversation,
    release,
    startedAt,
    request,
  } as const;
  return ok({ ...head, turns: noted });
}

export function noteTurn(
  { begun, message, entries }: RecordedTurn,
  after: number,
  effects: TranscriptEffect[],
  frames: JsonValue[],
): TranscriptTurn {
  const heard = entries.find(({ event }) => event.type === "hear.answered")?.event;
  const scripts = entries.flatMap(({ event }) =>
    event.type === "script.started" ? [{ name: event.script, seed: event.seed }] : [],
  );
  return {
    cause: begun.cause,
    after,
    ...(begun.input === undefined ? {} : { input: begun.input }),
    ...(message === null ? {} : { message: plain(message) }),
    ...(heard?.type === "hear.answered" && heard.value !== undefined ? { secret: heard.value } : {}),
    ...(scripts.length > 0 ? { scripts } : {}),
    effects,
    frames,
  };
}

export function noteEffect({ keyword, line, operands, outcome }: SeenEffect, before: number): TranscriptEffect {
  const took = outcome.now - before;
  return {
    keyword,
    line,
    operands,
    ...resultOf(outcome),
    ...(took > 0 ? { took } : {}),
  };
}

function resultOf(outcome: RecordedOutcome): Pick<TranscriptEffect, "result" | "error"> {
  if ("json" in outcome) return { result: JSON.parse(outcome.json) };
  if ("number" in outcome) return { error: { number: outcome.number, message: outcome.message } };
  return {};
}

/** What of a frame is compared: its number and its turn's change where another frame came or went before it. */
export function comparable(frame: DurableFrame): JsonValue {
  const { seq: _, turn: __, ...body } = frame;
  return plain(body);
}

/** Data of ours that is JSON by its nature, as the compiler wants it. */
export function plain(data: object): JsonValue {
  return JSON.parse(JSON.stringify(data));
}

/** What began a turn, from a transcript. */
export function itemOf(turn: TranscriptTurn): InboxItem | null {
  // Written by `noteTurn`; the schema has checked that it is JSON.
  return turn.message === undefined ? null : (turn.message as unknown as InboxItem);
}

/**
 * A recorded conversation against another release: the same messages at the same times, and what keywords answered then.
 * An effect is found again by its keyword and operands; what the recording does not have is told, and never performed.
 */
import { ERR } from "../../basic/errors.ts";
import { ok, type Result } from "../../contracts/faults.ts";
import type { JsonValue } from "../../contracts/json.ts";
import type { ReleaseManifest } from "../../contracts/release.ts";
import type {
  Rehearsed,
  ReplayDifference,
  Transcript,
  TranscriptEffect,
  TranscriptTurn,
} from "../../contracts/replay.ts";
import type { Env } from "../env.ts";
import type { SessionState } from "../session/state.ts";
import { operandsOf } from "../session/turn/operands.ts";
import type { RecordedOutcome } from "../session/turn/recording.ts";
import type { CursorHost, TurnCursor } from "./cursor.ts";
import { type Change, changes } from "./list-changes.ts";
import type { Recorded, RecordedTurn } from "./recorded.ts";
import { Replayer } from "./replayer.ts";
import { type Place, placeOf } from "./shown.ts";
import { comparable, itemOf, noteEffect } from "./transcript.ts";

/** Differences of one conversation that are told. */
const MAX_DIFFERENCES = 200;
const MAX_WORDS = 2_000;

export async function rehearse(
  env: Env,
  tenant: string,
  transcript: Transcript,
  release: ReleaseManifest,
): Promise<Result<Rehearsed>> {
  const differences: ReplayDifference[] = [];
  const differs = (difference: ReplayDifference): void => {
    if (differences.length < MAX_DIFFERENCES) differences.push(difference);
  };
  const pool = new EffectPool(transcript.turns);
  const recorded = recordedOf(transcript, tenant);
  const made = await Replayer.create({
    env,
    recorded,
    release: async () => ok(release),
    cursor: (turn, host) => new TranscriptCursor(pool, transcript.turns[turn.turn - 1]!, turn, host),
  });
  if (!made.ok) return made;
  const replayer = made.value;
  const turns: TranscriptTurn[] = [];
  let frames = 0;
  for (const [index, noted] of transcript.turns.entries()) {
    const number = index + 1;
    const turn = recorded.turns[index]!;
    if (!isDue(replayer.state, turn)) {
      const expected = `a turn that begins by "${turn.begun.cause}"`;
      differs({ turn: number, statement: null, kind: "turn", expected, actual: null, file: null, line: null });
      replayer.skip();
      continue;
    }
    const places: { seq: number; statement: number; place: Place | null }[] = [];
    const effects: TranscriptEffect[] = [];
    let clock = turn.begun.now;
    const run = await replayer.next({
      before: (statement, machine, running) => {
        places.push({ seq: running.draft.seq, statement, place: placeOf(machine) });
        return true;
      },
      effect: (seen) => {
        effects.push(noteEffect(seen, clock));
        clock = seen.outcome.now;
      },
    });
    if (!run.ok) return run;
    for (const difference of run.value.differences) {
      const at = difference.statement === null ? null : (places[difference.statement - 1]?.place ?? null);
      differs({ ...difference, turn: number, ...placed(at) });
    }
    const made = run.value.frames.map(({ frame }) => comparable(frame));
    frames += made.length;
    for (const change of changes(noted.frames, made, sameJson)) {
      const seq = change.actual === null ? null : (run.value.frames[change.at]?.frame.seq ?? null);
      const from = seq === null ? null : (places.findLast((look) => look.seq < seq) ?? null);
      differs({
        turn: number,
        statement: from?.statement ?? null,
        kind: "frame",
        expected: words(change, "expected"),
        actual: words(change, "actual"),
        ...placed(from?.place ?? null),
      });
    }
    turns.push({ ...noted, effects, frames: made });
  }
  return ok({
    conversation: transcript.name,
    turns: turns.length,
    frames,
    differences,
    failure: null,
    transcript: { ...transcript, release: release.hash, turns },
  });
}

const placed = (place: Place | null) => ({ file: place?.file ?? null, line: place?.line ?? null });

function words(change: Change<JsonValue>, side: "expected" | "actual"): string | null {
  const value = change[side];
  return value === null ? null : JSON.stringify(value).slice(0, MAX_WORDS);
}

const sameJson = (a: JsonValue, b: JsonValue): boolean => JSON.stringify(a) === JSON.stringify(b);

/** With another release the conversation may stand elsewhere: what was due then need not be due now. */
function isDue(state: SessionState, { begun, message }: RecordedTurn): boolean {
  if (begun.cause === "hear-timeout") return state.hear !== null;
  if (begun.cause === "expiry") return state.mode === "idle";
  if (begun.cause === "settlement") return state.asking != null;
  return state.mode !== "ended" && (begun.cause === "start" || message !== null);
}

function recordedOf({ turns, ...head }: Transcript, tenant: string): Recorded {
  const { bot, name, conversation = name, release, startedAt, request } = head;
  let now = startedAt;
  return {
    header: { type: "conversation", v: 1, tenant, bot, conversation, release, startedAt, request },
    entries: 0,
    delivered: new Map(),
    turns: turns.map((turn, index): RecordedTurn => {
      now += turn.after;
      const message = itemOf(turn);
      const input = turn.input === undefined ? {} : { input: turn.input };
      const { cause } = turn;
      const begun = { v: 1, type: "turn.begun", cause, messageId: message?.id ?? null, now, ...input } as const;
      return { turn: index + 1, begun, message, entries: [], frames: [] };
    }),
  };
}

/** Effects of the whole conversation that nobody has asked for yet. */
class EffectPool {
  private readonly turns: { key: string; effect: TranscriptEffect; isTaken: boolean }[][];

  constructor(turns: readonly TranscriptTurn[]) {
    this.turns = turns.map(({ effects }) =>
      effects.map((effect) => ({ key: keyOf(effect.keyword, effect.operands), effect, isTaken: false })),
    );
  }

  /** The first of the same turn, else of a later one: a question may have moved, and takes its answer with it. */
  take(turn: number, keyword: string, operands: JsonValue): TranscriptEffect | null {
    const key = keyOf(keyword, operands);
    const inOrder = [this.turns[turn - 1] ?? [], ...this.turns.slice(turn), ...this.turns.slice(0, turn - 1)];
    for (const effects of inOrder) {
      const found = effects.find((entry) => !entry.isTaken && entry.key === key);
      if (!found) continue;
      found.isTaken = true;
      return found.effect;
    }
    return null;
  }

  left(turn: number): TranscriptEffect[] {
    return (this.turns[turn - 1] ?? []).filter(({ isTaken }) => !isTaken).map(({ effect }) => effect);
  }
}

const keyOf = (keyword: string, operands: JsonValue): string => `${keyword} ${JSON.stringify(operands)}`;

class TranscriptCursor implements TurnCursor {
  private readonly pool: EffectPool;
  private readonly noted: TranscriptTurn;
  private readonly turn: RecordedTurn;
  private readonly host: CursorHost;
  private seeds = 0;

  constructor(pool: EffectPool, noted: TranscriptTurn, turn: RecordedTurn, host: CursorHost) {
    this.pool = pool;
    this.noted = noted;
    this.turn = turn;
    this.host = host;
  }

  next(keyword: string, line: number): RecordedOutcome {
    const operands = operandsOf(this.host.request()?.args ?? {});
    const found = this.pool.take(this.turn.turn, keyword, operands);
    if (!found) this.host.differs(null, `${keyword} ${JSON.stringify(operands)}`);
    const now = this.host.now() + (found?.took ?? 0);
    this.host.setTime(now);
    const outcome: RecordedOutcome = found?.error
      ? { now, ...found.error }
      : found || keyword !== "ANSWER"
        ? { now, json: JSON.stringify(found?.result ?? null) }
        : { now, number: ERR.remote, message: "The recording has no such answer." };
    this.host.answered(keyword, line, outcome);
    return outcome;
  }

  started(): string | null {
    return this.noted.scripts?.[0]?.name ?? null;
  }

  halted(): number | null {
    return null;
  }

  heard(): { outcome: string; value: string | null } | null {
    return { outcome: this.noted.secret === undefined ? "retry" : "accepted", value: this.noted.secret ?? null };
  }

  seed(): number {
    const seed = this.noted.scripts?.[this.seeds]?.seed ?? 0;
    this.seeds += 1;
    return seed;
  }

  isCrashNext(): boolean {
    return false;
  }

  takeUp(): { reason: "wait-over" } {
    return { reason: "wait-over" };
  }

  timeAfterWait(): null {
    return null;
  }

  left(): string[] {
    return this.pool.left(this.turn.turn).map(({ keyword, operands }) => `${keyword} ${JSON.stringify(operands)}`);
  }
}

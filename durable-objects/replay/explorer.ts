/**
 * Going about in a recorded conversation: forwards, backwards, to any statement. A machine only runs forwards, so going
 * back is running again from the nearest checkpoint before; those stand between two turns.
 */
import { type Inspection, inspect } from "../../basic/inspect/inspect.ts";
import type { Machine } from "../../basic/machine.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type {
  ReplayDifference,
  ReplayOverview,
  ReplayPosition,
  ReplayState,
  ReplayTurn,
} from "../../contracts/replay.ts";
import type { Turn } from "../session/turn/turn.ts";
import type { Recorded, RecordedFrame } from "./recorded.ts";
import { type Checkpoint, Replayer, type ReplayParts } from "./replayer.ts";
import { type Place, placeOf, type SourceTexts, Statements, seenEffect, shownStack } from "./shown.ts";
import type { ReplayedTurn, SeenEffect } from "./turn-run.ts";

/** What is known of a turn once it was run. */
interface Counted {
  statements: number;
  cut: boolean;
  differences: ReplayDifference[];
}

const MAX_CHECKPOINTS = 256;
const MAX_CHECKPOINT_BYTES = 32 * 1024 * 1024;
/** Statements around one that was asked for that are looked at in the same run: the next question is often the neighbour. */
const AROUND = 20;
const MAX_KEPT = 400;

export class Explorer {
  private readonly replayer: Replayer;
  private readonly statements: Statements;
  private readonly counted: Counted[] = [];
  private checkpoints: Checkpoint[] = [];
  /** Every so many turns there is a checkpoint. */
  private interval = 1;
  private readonly kept = new Map<string, ReplayState>();

  private constructor(replayer: Replayer, texts: SourceTexts) {
    this.replayer = replayer;
    this.statements = new Statements(texts);
    this.checkpoints.push(replayer.save());
  }

  static async open(parts: ReplayParts, texts: SourceTexts): Promise<Result<Explorer>> {
    const replayer = await Replayer.create(parts);
    return replayer.ok ? ok(new Explorer(replayer.value, texts)) : replayer;
  }

  get recorded(): Recorded {
    return this.replayer.recorded;
  }

  /** What the whole conversation asked for, in order. */
  async effects(): Promise<Result<SeenEffect[]>> {
    const ready = await this.goTo(0);
    if (!ready.ok) return ready;
    const seen: SeenEffect[] = [];
    while (this.replayer.position < this.replayer.turns.length) {
      const run = await this.replayer.next({ effect: (effect) => seen.push(effect) });
      if (!run.ok) return run;
    }
    return ok(seen);
  }

  async overview(after: number, limit: number): Promise<Result<ReplayOverview>> {
    const { turns, header, delivered } = this.replayer.recorded;
    const counted = await this.count(turns.length);
    if (!counted.ok) return counted;
    const recorded = turns.reduce((sum, { frames }) => sum + frames.length, 0);
    const differences = this.counted.flatMap(({ differences }) => differences);
    const wrong = differences.filter(({ kind }) => kind === "frame").length;
    const items = turns
      .map((turn, index): ReplayTurn => {
        const { begun, message, frames, entries } = turn;
        const { statements, cut, differences } = this.counted[index]!;
        const timed = entries.findLast(({ event }) => event.type === "turn.timed")?.event;
        return {
          turn: turn.turn,
          cause: begun.cause,
          text: message && "text" in message ? (message.text ?? null) : null,
          at: begun.now,
          statements,
          cut,
          frames: frames.map(({ frame }) => frame),
          timing:
            timed?.type === "turn.timed"
              ? { queueMs: timed.queueMs, steps: timed.steps, effects: timed.effects, totalMs: timed.totalMs }
              : null,
          delivery: delivered.get(turn.turn) ?? null,
          differences,
        };
      })
      .filter(({ turn }) => turn > after)
      .slice(0, limit);
    const last = items.at(-1)?.turn ?? 0;
    return ok({
      conversation: header.conversation,
      bot: header.bot,
      release: header.release,
      turns: turns.length,
      frames: { recorded, same: recorded - Math.min(wrong, recorded) },
      differences: differences.length,
      items,
      ...(last > 0 && last < (turns.at(-1)?.turn ?? 0) ? { nextAfter: last } : {}),
    });
  }

  /** What is at a position. */
  async at(position: ReplayPosition): Promise<Result<ReplayState>> {
    const index = this.replayer.turns.findIndex(({ turn }) => turn === position.turn);
    if (index < 0) return fail("request.invalid", `The conversation has no turn ${position.turn}.`);
    const key = `${position.turn}/${position.statement}`;
    const kept = this.kept.get(key);
    if (kept) return ok(kept);
    const counted = await this.count(index + 1);
    if (!counted.ok) return counted;
    const last = this.counted[index]!.statements + 1;
    if (position.statement > last) {
      return fail("request.invalid", `Turn ${position.turn} has the positions 1 to ${last}.`);
    }
    const looked = await this.lookAt(index, position.statement - AROUND, position.statement + AROUND);
    if (!looked.ok) return looked;
    const found = this.kept.get(key);
    return found ? ok(found) : fail("internal", "the position was not met again");
  }

  /** The conversation as it stands at a position, for one that goes on from there; see Forked. */
  async capture<T>(position: ReplayPosition, take: Take<T>): Promise<Result<T>> {
    const index = this.replayer.turns.findIndex(({ turn }) => turn === position.turn);
    if (index < 0) return fail("request.invalid", `The conversation has no turn ${position.turn}.`);
    const ready = await this.goTo(index);
    if (!ready.ok) return ready;
    let taken: { value: T } | null = null;
    const run = await this.replayer.next({
      before: (statement, machine, turn) => {
        if (statement < position.statement) return true;
        taken = { value: take.inside(machine, turn, this.replayer.release.hash) };
        return false;
      },
    });
    if (!run.ok) return run;
    const inside = taken as { value: T } | null;
    if (inside) return ok(take.withOutput?.(inside.value, run.value) ?? inside.value);
    if (position.statement !== run.value.statements + 1) {
      return fail("request.invalid", `Turn ${position.turn} has the positions 1 to ${run.value.statements + 1}.`);
    }
    const ended = await this.toEnd(run.value);
    return ended.ok ? ok(take.atEnd(this.replayer)) : ended;
  }

  /** Runs turns that were not run yet, and counts their statements. */
  private async count(turns: number): Promise<Result<void>> {
    if (this.counted.length >= turns) return ok(undefined);
    const ready = await this.goTo(this.counted.length);
    if (!ready.ok) return ready;
    while (this.counted.length < turns) {
      const run = await this.replayer.next(null, true);
      if (!run.ok) return run;
      const { statements, cut } = run.value;
      // A turn that is too long to be counted still runs, or there would be no way to those behind it.
      const whole = await this.toEnd(run.value);
      if (!whole.ok) return whole;
      this.counted.push({ statements, cut, differences: whole.value.differences });
      this.checkpoint();
    }
    return ok(undefined);
  }

  /** Runs up to the beginning of a turn, from the nearest checkpoint. */
  private async goTo(index: number): Promise<Result<void>> {
    const from = this.checkpoints.findLast((checkpoint) => checkpoint.index <= index);
    if (!from) return fail("internal", "a replay has no beginning");
    const { position } = this.replayer;
    if (position < from.index || position > index) this.replayer.restore(from);
    while (this.replayer.position < index) {
      const run = await this.replayer.next(null);
      if (!run.ok) return run;
    }
    return ok(undefined);
  }

  private checkpoint(): void {
    const made = this.replayer.save();
    if (made.index % this.interval !== 0) return;
    this.checkpoints.push(made);
    let bytes = this.checkpoints.reduce((sum, { machine }) => sum + (machine.snapshot?.bytes?.byteLength ?? 0), 0);
    // Pages are shared between checkpoints; those of the newest stand for all.
    for (const page of made.machine.pages.values()) bytes += page.byteLength;
    if (this.checkpoints.length <= MAX_CHECKPOINTS && bytes <= MAX_CHECKPOINT_BYTES) return;
    this.interval *= 2;
    this.checkpoints = this.checkpoints.filter(({ index }) => index % this.interval === 0);
  }

  private async lookAt(index: number, from: number, to: number): Promise<Result<void>> {
    const ready = await this.goTo(index);
    if (!ready.ok) return ready;
    const { turn: number } = this.replayer.turns[index]!;
    const { statements } = this.counted[index]!;
    const looks: { statement: number; seq: number; place: Place; machine: Inspection }[] = [];
    const effects: SeenEffect[] = [];
    let pending: RecordedFrame[] = [];
    const run = await this.replayer.next({
      before: (statement, machine, turn) => {
        if (statement < from) return true;
        looks.push({ statement, seq: turn.draft.seq, place: placeOf(machine), machine: inspect(machine) });
        if (statement <= to) return true;
        pending = turn.output.take().frames;
        return false;
      },
      effect: (effect) => {
        if (effect.statement >= from && effect.statement <= to) effects.push(effect);
      },
    });
    if (!run.ok) return run;
    const frames = [...run.value.frames, ...pending].map(({ frame }) => frame);
    for (const [i, look] of looks.entries()) {
      if (look.statement > to) break;
      const until = looks[i + 1]?.seq ?? Number.POSITIVE_INFINITY;
      this.keep({
        position: { turn: number, statement: look.statement },
        release: this.replayer.release.hash,
        statements,
        atEnd: false,
        place: await this.statements.at(this.replayer.release, look.place),
        ...shownStack(look.machine),
        effects: effects
          .filter(({ statement }) => statement === look.statement)
          .map((effect) => seenEffect(effect, this.replayer.turns[index]!)),
        says: frames.filter(({ seq }) => seq > look.seq && seq <= until),
        frames: frames.filter(({ seq }) => seq <= look.seq),
        hears: false,
        ...this.neighbours(index, look.statement),
      });
    }
    if (run.value.left || statements + 1 < from) return ok(undefined);
    const ended = await this.toEnd(run.value);
    if (!ended.ok) return ended;
    await this.keepEnd(index, { ...ended.value, statements });
    return ok(undefined);
  }

  /** A turn that was left where counting ends has its end all the same: it is run once more, without counting. */
  private async toEnd(run: ReplayedTurn): Promise<Result<ReplayedTurn>> {
    return run.cut ? this.replayer.next(null, false) : ok(run);
  }

  /** The end of a turn: the script waits, or there is none. */
  private async keepEnd(index: number, run: ReplayedTurn): Promise<void> {
    const { turn } = this.replayer.turns[index]!;
    const machine = this.replayer.parked;
    this.keep({
      position: { turn, statement: run.statements + 1 },
      release: this.replayer.release.hash,
      statements: run.statements,
      atEnd: true,
      place: machine === null ? null : await this.statements.at(this.replayer.release, placeOf(machine)),
      ...(machine === null ? { stack: [], moreFrames: 0 } : shownStack(inspect(machine))),
      effects: [],
      says: [],
      frames: run.frames.map(({ frame }) => frame),
      hears: this.replayer.state.hear !== null,
      ...this.neighbours(index, run.statements + 1),
    });
  }

  private neighbours(index: number, statement: number): Pick<ReplayState, "next" | "previous"> {
    const { turns } = this.replayer;
    const { turn } = turns[index]!;
    const before = turns[index - 1];
    const after = turns[index + 1];
    return {
      next:
        statement <= this.counted[index]!.statements
          ? { turn, statement: statement + 1 }
          : after
            ? { turn: after.turn, statement: 1 }
            : null,
      previous:
        statement > 1
          ? { turn, statement: statement - 1 }
          : before
            ? { turn: before.turn, statement: this.counted[index - 1]!.statements + 1 }
            : null,
    };
  }

  private keep(state: ReplayState): void {
    const key = `${state.position.turn}/${state.position.statement}`;
    this.kept.delete(key);
    this.kept.set(key, state);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MAX_KEPT) break;
      this.kept.delete(oldest);
    }
  }
}

/** How a position is taken hold of. */
export interface Take<T> {
  /** In the middle of a turn, while the machine stands there. */
  inside(machine: Machine, turn: Turn, release: string): T;
  /** Adds what the run itself has made up to there. */
  withOutput?(value: T, run: ReplayedTurn): T;
  atEnd(replayer: Replayer): T;
}

/**
 * Runs a recorded conversation again: the product's own turns (session/turn/turn.ts), in the order in which they were held, over
 * the recording instead of the world. What it makes is compared with what was recorded, byte for byte.
 */
import type { Machine } from "../../basic/machine.ts";
import { fail, ok, type Result } from "../../contracts/faults.ts";
import type { ReleaseManifest } from "../../contracts/release.ts";
import type { Env } from "../env.ts";
import { pinned } from "../session/release/open.ts";
import { copyState, newState, type PinnedRelease, type SessionState } from "../session/state.ts";
import type { CursorHost, TurnCursor } from "./cursor.ts";
import type { SavedMachine } from "./memory-store.ts";
import type { Recorded, RecordedFrame, RecordedTurn } from "./recorded.ts";
import { ReplayHost } from "./replay-host.ts";
import { type Observer, type ReplayedTurn, TurnRun } from "./turn-run.ts";
import { WatchedMachine } from "./watched-machine.ts";

/** The conversation between two turns. */
export interface Checkpoint {
  index: number;
  state: SessionState;
  machine: SavedMachine;
  release: PinnedRelease;
}

export interface ReplayParts {
  env: Env;
  recorded: Recorded;
  /** A release that the conversation was pinned to. */
  release(hash: string): Promise<Result<ReleaseManifest>>;
  /** The recording of a turn; its journal where nothing else is given. */
  cursor?(turn: RecordedTurn, host: CursorHost): TurnCursor;
}

export class Replayer {
  readonly recorded: Recorded;
  private readonly parts: ReplayParts;
  private readonly host: ReplayHost;
  private index = 0;
  private frames: RecordedFrame[] = [];

  private constructor(parts: ReplayParts, release: PinnedRelease) {
    const { header } = parts.recorded;
    this.parts = parts;
    this.recorded = parts.recorded;
    const { tenant, bot, conversation, request, startedAt } = header;
    const identity = { key: { tenant, bot, conversation }, request, startedAt };
    this.host = new ReplayHost(parts.env, identity, release, newState(startedAt));
    this.host.releaseOf = async (hash) => {
      const manifest = await parts.release(hash);
      if (!manifest.ok) throw new Error(manifest.detail);
      const pin = pinned(withOverrides(manifest.value, overridesAt(parts.recorded, hash)));
      return pin.ok ? pin.value : null;
    };
  }

  static async create(parts: ReplayParts): Promise<Result<Replayer>> {
    const release = await parts.release(parts.recorded.header.release);
    if (!release.ok) return release;
    const pin = pinned(withOverrides(release.value, parts.recorded.header.overrides));
    return pin.ok ? ok(new Replayer(parts, pin.value)) : pin;
  }

  get turns(): readonly RecordedTurn[] {
    return this.recorded.turns;
  }

  get state(): SessionState {
    return this.host.state;
  }

  get release(): PinnedRelease {
    return this.host.release;
  }

  /** Turns that were run. */
  get position(): number {
    return this.index;
  }

  /** Hash of the program of that machine. */
  get parkedProgram(): string | null {
    return this.host.live?.program.hash ?? null;
  }

  /** The machine that waits at the end of the turn that ran last; null where no script is parked. */
  get parked(): Machine | null {
    const machine = this.host.live?.machine;
    return machine instanceof WatchedMachine ? machine.inner : null;
  }

  save(): Checkpoint {
    const { host, index } = this;
    return {
      index,
      state: copyState(host.state),
      machine: host.store.save(),
      release: host.release,
    };
  }

  /** Goes back (or forward) to where a checkpoint was made; the turns after it run again. */
  restore(checkpoint: Checkpoint): void {
    if (this.index !== checkpoint.index) {
      this.frames = this.recorded.turns.slice(0, checkpoint.index).flatMap(({ frames }) => frames);
    }
    this.index = checkpoint.index;
    this.host.state = copyState(checkpoint.state);
    this.host.live = null;
    this.host.store.restore(checkpoint.machine);
    this.host.pin(checkpoint.release);
  }

  /** Leaves the next turn out. */
  skip(): void {
    this.index += 1;
  }

  /** Runs the next turn. `stepping` counts its statements and lets the observer look at each; without it runs faster. */
  async next(observer: Observer | null, stepping = observer?.before !== undefined): Promise<Result<ReplayedTurn>> {
    const recorded = this.recorded.turns[this.index];
    if (!recorded) return fail("request.invalid", "The conversation has no further turn.");
    const isLast = this.index === this.recorded.turns.length - 1;
    const run = new TurnRun(this.parts, this.host, recorded, observer, stepping, isLast);
    const saved = this.save();
    this.host.store.before = this.frames;
    const turn = await run.run();
    if (turn.left || turn.cut) this.restore(saved);
    else {
      // What is known of it is not enough to go on from; where it stands can be looked at.
      if (turn.open) {
        const { live } = this.host;
        this.restore(saved);
        this.host.live = live;
      }
      this.index += 1;
      this.frames.push(...recorded.frames);
    }
    return ok(turn);
  }
}

/** The release with what was set beside it then; what is set now is another matter. */
function withOverrides(manifest: ReleaseManifest, overrides: Record<string, string> | undefined): ReleaseManifest {
  const { overrides: _, ...release } = manifest;
  return overrides === undefined ? release : { ...release, overrides };
}

/** What was set when the conversation met a release. */
function overridesAt({ turns }: Recorded, hash: string): Record<string, string> | undefined {
  for (const { entries } of turns)
    for (const { event } of entries) if (event.type === "release.changed" && event.to === hash) return event.overrides;
  return undefined;
}

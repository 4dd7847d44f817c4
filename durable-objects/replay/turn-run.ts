/** One turn that is run again, and what it did otherwise than its recording. */
import type { EffectRequest, Machine } from "../../basic/machine.ts";
import type { EffectClass, JournalEntry } from "../../contracts/journal.ts";
import type { JsonValue } from "../../contracts/json.ts";
import { REPLAY_LIMITS, type ReplayDifference } from "../../contracts/replay.ts";
import type { SessionState } from "../session/state.ts";
import type { LiveScript } from "../session/turn/host.ts";
import { operandsOf } from "../session/turn/operands.ts";
import type { RecordedOutcome } from "../session/turn/recording.ts";
import { Turn } from "../session/turn/turn.ts";
import type { TurnEnd, TurnInput } from "../session/turn/turn-input.ts";
import { type CursorHost, JournalCursor, type TurnCursor } from "./cursor.ts";
import type { RecordedFrame, RecordedTurn } from "./recorded.ts";
import type { ReplayHost } from "./replay-host.ts";
import type { ReplayParts } from "./replayer.ts";
import { isNew } from "./shown.ts";
import { WatchedMachine } from "./watched-machine.ts";

/** What a turn asked for, and where. */
export interface SeenEffect {
  statement: number;
  /** Of the turn's effects. */
  step: number;
  keyword: string;
  line: number;
  /** As they were when the keyword was called: a list may be changed afterwards. */
  operands: JsonValue;
  outcome: RecordedOutcome;
}

/** Looks at a turn while it is run again. */
export interface Observer {
  /** Before statement `statement` (1, 2, 3 ...) runs. False = the rest of the turn is not wanted. */
  before?(statement: number, machine: Machine, turn: Turn): boolean;
  effect?(effect: SeenEffect): void;
}

export interface ReplayedTurn {
  turn: number;
  statements: number;
  /** The most that is counted was reached, and the rest of the turn was not run. */
  cut: boolean;
  /** The observer wanted no more. */
  left: boolean;
  /** The recording ends in the middle of the turn. */
  open: boolean;
  frames: RecordedFrame[];
  /** As the replay notes it, of what it has committed. */
  journal: JournalEntry[];
  differences: ReplayDifference[];
}

/** Differences of one turn that are told. */
const MAX_DIFFERENCES = 20;
/** Of a frame in a difference. */
const MAX_WORDS = 2_000;

export class TurnRun {
  private readonly host: ReplayHost;
  private readonly recorded: RecordedTurn;
  private readonly observer: Observer | null;
  private readonly cursor: TurnCursor;
  /** Frames are compared with the recorded ones. */
  private readonly exact: boolean;
  private readonly differences: ReplayDifference[] = [];
  private turn: Turn | null = null;
  private statement = 0;
  private statementAtCommit = 0;
  private asked: EffectRequest | null = null;
  /** What the machine does is still taken. */
  private wanted = true;
  private cut = false;
  private left = false;
  private readonly open: boolean;
  /** The script where the recording ends. */
  private stopped: LiveScript | null = null;
  /** As it was committed last in this turn; for a process that ended there. */
  private committed: SessionState | null = null;

  constructor(
    parts: ReplayParts,
    host: ReplayHost,
    recorded: RecordedTurn,
    observer: Observer | null,
    stepping: boolean,
    isLast: boolean,
  ) {
    this.host = host;
    // Every turn that is over ends with the state.
    this.open = isLast && parts.cursor === undefined && recorded.frames.at(-1)?.frame.type !== "state";
    this.exact = parts.cursor === undefined;
    this.recorded = recorded;
    this.observer = observer;
    const cursorHost: CursorHost = {
      request: () => this.asked,
      step: () => this.turn?.step ?? 0,
      now: () => this.turn?.draft.now ?? recorded.begun.now,
      setTime: (now) => {
        host.clock.time = now;
      },
      isOpen: () => this.open,
      leave: () => this.stopHere(),
      crashed: (pending) => this.crashed(pending),
      differs: (expected, actual) => this.differs("effect", expected, actual),
      answered: (keyword, line, outcome) => {
        const request = this.asked ?? { keyword, line, args: {} };
        this.asked = null;
        const place = {
          statement: this.statement,
          step: this.turn?.step ?? 0,
          keyword: request.keyword,
          line: request.line,
        };
        observer?.effect?.({ ...place, operands: operandsOf(request.args), outcome });
      },
    };
    this.cursor = parts.cursor?.(recorded, cursorHost) ?? new JournalCursor(recorded, cursorHost);
    host.recording = this.cursor;
    host.seed = () => this.cursor.seed();
    host.watch = (machine) =>
      new WatchedMachine(
        machine,
        {
          isWanted: () => this.wanted,
          stepping,
          before: (inner) => this.before(inner),
          asked: (effect) => {
            this.asked = effect;
          },
        },
        // Taken up in the middle of a statement that was told already, or before the first one.
        this.statement === 0 && !isNew(machine),
      );
    host.store.frames = [];
    host.store.journal = [];
    host.store.isTaken = () => this.wanted;
    host.store.onCommit = (commit) => {
      this.committed = commit.state;
      this.statementAtCommit = this.statement;
      if (commit.state.running && commit.state.running.wakeAt === null && this.cursor.isCrashNext())
        this.wanted = false;
    };
  }

  async run(): Promise<ReplayedTurn> {
    const { host, recorded } = this;
    host.clock.time = recorded.begun.now;
    // The machine of the turn before would go on unwatched.
    host.live = null;
    const input = inputOf(recorded);
    if (input) {
      try {
        this.turn = Turn.begin(host, input);
        let end = await this.turn.run();
        for (let again = this.goOn(end); again; again = this.goOn(end)) end = await again();
      } catch (error) {
        // The recording does not fit: the turn did something that it could not have done then.
        this.differs("turn", null, error instanceof Error ? error.message : String(error));
        host.live = null;
      }
    } else this.differs("turn", `a turn that began by "${recorded.begun.cause}"`, null);
    const { left, cut, open } = this;
    if (open) {
      this.wanted = true;
      host.live = this.stopped;
    }
    if (!left && !cut) this.compare();
    return {
      turn: recorded.turn,
      statements: this.statement,
      cut,
      left,
      open,
      frames: host.store.frames,
      journal: host.store.journal,
      differences: this.differences,
    };
  }

  /** How the turn is to go on that has come to an end, or to the place where its process ended; null when it is over. */
  private goOn(end: TurnEnd): (() => Promise<TurnEnd>) | null {
    if (this.left || this.cut || this.open) return null;
    const { host } = this;
    const crashed = !this.wanted;
    if (!crashed && end.kind === "quiet") return null;
    if (crashed && this.committed) host.state = this.committed;
    host.live = null;
    this.wanted = true;
    this.statement = this.statementAtCommit;
    const event = this.cursor.takeUp();
    const { running } = host.state;
    if (!event || !running) {
      this.differs("turn", null, "a turn that waits");
      return null;
    }
    if (!crashed) host.clock.time = this.cursor.timeAfterWait() ?? host.clock.time;
    const turn = Turn.takeUp(host, running);
    this.turn = turn;
    return () => turn.goOn(running, event.reason);
  }

  private before(machine: Machine): void {
    if (!this.turn) return;
    this.statement += 1;
    if (this.statement > REPLAY_LIMITS.statements) {
      this.statement -= 1;
      this.cut = true;
      this.wanted = false;
    } else if (this.observer?.before?.(this.statement, machine, this.turn) === false) {
      this.statement -= 1;
      this.left = true;
      this.wanted = false;
    }
  }

  /** The process ended while this keyword was performed; what it had committed before it was the turn up to there. */
  private async crashed(pending: EffectClass | null): Promise<void> {
    await this.turn?.barrier(pending === "pure" ? "recordable" : pending);
    this.wanted = false;
  }

  /** The turn came as far as its recording; what it said until then was not committed here. */
  private stopHere(): void {
    if (!this.turn) return;
    this.host.store.frames.push(...this.turn.output.take().frames);
    this.stopped = this.turn.held().script;
    this.wanted = false;
  }

  private compare(): void {
    for (const left of this.cursor.left()) this.differs("effect", left, null);
    if (!this.exact) return;
    const actual = this.host.store.frames;
    const expected = this.recorded.frames;
    // Of a turn that is not over there is no more than what was committed.
    const length = this.open ? expected.length : Math.max(actual.length, expected.length);
    for (let i = 0; i < length; i++) {
      const [want, got] = [expected[i], actual[i]];
      if (want && got && want.at === got.at && sameFrame(want, got)) continue;
      this.differs("frame", want ? frameWords(want) : null, got ? frameWords(got) : null);
    }
  }

  private differs(kind: ReplayDifference["kind"], expected: string | null, actual: string | null): void {
    if (!this.wanted || this.differences.length >= MAX_DIFFERENCES) return;
    // What was not asked for has no place.
    const statement = this.statement > 0 && kind === "effect" && actual !== null ? this.statement : null;
    this.differences.push({
      turn: this.recorded.turn,
      statement,
      kind,
      expected: expected?.slice(0, MAX_WORDS) ?? null,
      actual: actual?.slice(0, MAX_WORDS) ?? null,
      file: null,
      line: null,
    });
  }
}

const sameFrame = (a: RecordedFrame, b: RecordedFrame): boolean => JSON.stringify(a.frame) === JSON.stringify(b.frame);
const frameWords = ({ at, frame }: RecordedFrame): string => `${JSON.stringify(frame)} at ${at}`;

/** What began a turn; null where the recording does not have it. */
function inputOf({ begun, message }: RecordedTurn): TurnInput | null {
  if (message) return { cause: begun.cause, item: message };
  return begun.messageId === null ? { cause: begun.cause, item: null } : null;
}

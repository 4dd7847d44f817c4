/**
 * What keywords answered in one turn, read from its journal. An outcome belongs to the step of the turn at which it was
 * noted, so a keyword that is performed again after a crash meets the outcome of its last attempt.
 */
import { findKeyword } from "../../basic/catalogue/index.ts";
import { ERR } from "../../basic/errors.ts";
import type { EffectRequest } from "../../basic/machine.ts";
import type { EffectClass, JournalEvent } from "../../contracts/journal.ts";
import type { UpgradeOutcome } from "../../contracts/release.ts";
import type { RecordedOutcome, Recording } from "../session/turn/recording.ts";
import { MAX_TAKE_UPS } from "../session/turn/run-errors.ts";
import type { RecordedTurn } from "./recorded.ts";

type Outcome = Extract<JournalEvent, { type: "effect.done" | "effect.failed" | "effect.withheld" | "effect.unknown" }>;
type Recovered = Extract<JournalEvent, { type: "turn.recovered" }>;

/** The recording of one turn, as its run is driven by it. */
export interface TurnCursor extends Recording {
  /** For the next script that is started. */
  seed(): number;
  /** True when the next thing that the journal tells is a crash of those that ended the turn. */
  isCrashNext(): boolean;
  /** How the turn was taken up; null when it was not. */
  takeUp(): { reason: "restart" | "wait-over" | "stopped" } | null;
  /** Time at which the turn went on after a wait. */
  timeAfterWait(): number | null;
  /** Outcomes that nobody asked for, in words. */
  left(): string[];
}

export interface CursorHost {
  /** What the machine asks for at this moment; null where it is no script that asks. */
  request(): EffectRequest | null;
  /** Effects that the turn has completed. */
  step(): number;
  now(): number;
  /** The turn's clock was moved on. */
  setTime(now: number): void;
  /** The process ended here when the conversation was held. */
  crashed(pending: EffectClass | null): Promise<void>;
  /** True where the recording ends in the middle of this turn: nothing more is known of it. */
  isOpen(): boolean;
  /** Nothing that the turn still does is taken. */
  leave(): void;
  /** The recording knows another story than the program. */
  differs(expected: string | null, actual: string): void;
  /** The effect's outcome was taken. */
  answered(keyword: string, line: number, outcome: RecordedOutcome): void;
}

/** Of a turn that is not wanted any more; nobody sees it. */
const NOTHING = { number: ERR.remote, message: "" };

export class JournalCursor implements TurnCursor {
  private readonly recorded: RecordedTurn;
  private readonly host: CursorHost;
  private at = 0;
  /** Step of the last outcome that was taken. */
  private taken = -1;
  private seeds = 0;
  /** First of the crashes after which the turn was given up. Any other crash changes nothing that a person could see. */
  private readonly givenUp: number;

  constructor(recorded: RecordedTurn, host: CursorHost) {
    this.recorded = recorded;
    this.host = host;
    this.givenUp = givenUpFrom(recorded);
  }

  next(keyword: string, line: number): RecordedOutcome | Promise<RecordedOutcome> {
    const step = this.host.step();
    const { entries } = this.recorded;
    for (let i = this.at; i < entries.length; i++) {
      const entry = entries[i]!;
      const { event } = entry;
      if (i === this.givenUp) return this.crash(keyword);
      if (!tellsOutcome(event) || entry.step < step) continue;
      if (entry.step > step) break;
      this.at = i + 1;
      this.taken = step;
      if (event.keyword !== keyword || event.line !== line) {
        this.host.differs(`${event.keyword} at line ${event.line}`, `${keyword} at line ${line}`);
      }
      const outcome = outcomeOf(event, this.host);
      this.host.answered(keyword, line, outcome);
      return outcome;
    }
    if (this.host.isOpen()) {
      this.host.leave();
      return { ...NOTHING, now: this.host.now() };
    }
    this.host.differs(null, `${keyword} at line ${line}`);
    const message = `${keyword} has no outcome in the recording.`;
    return { number: ERR.remote, message, now: this.recorded.begun.now };
  }

  started(): string | null {
    for (const { event } of this.recorded.entries) if (event.type === "script.started") return event.script;
    return null;
  }

  halted(): number | null {
    for (const { event } of this.recorded.entries) if (event.type === "script.halted") return event.steps;
    return null;
  }

  released(): { to: string; outcome: UpgradeOutcome } | null {
    for (const { event } of this.recorded.entries) if (event.type === "release.changed") return event;
    return null;
  }

  seed(): number {
    let index = 0;
    for (const { event } of this.recorded.entries) {
      if (event.type !== "script.started") continue;
      if (index === this.seeds) {
        this.seeds += 1;
        return event.seed;
      }
      index += 1;
    }
    return 0;
  }

  heard(): { outcome: string; value: string | null } | null {
    for (const { event } of this.recorded.entries) {
      if (event.type === "hear.answered") return { outcome: event.outcome, value: event.value ?? null };
    }
    return null;
  }

  isCrashNext(): boolean {
    for (let i = this.at; i < this.recorded.entries.length; i++) {
      if (this.givenUp >= 0 && i >= this.givenUp && this.recorded.entries[i]?.event.type === "turn.recovered")
        return true;
      if (isOutcome(this.recorded.entries[i]!.event)) return false;
    }
    return false;
  }

  takeUp(): Recovered | null {
    for (let i = this.at; i < this.recorded.entries.length; i++) {
      const { event } = this.recorded.entries[i]!;
      if (event.type !== "turn.recovered") continue;
      this.at = i + 1;
      return event;
    }
    return null;
  }

  timeAfterWait(): number | null {
    for (let i = this.at; i < this.recorded.entries.length; i++) {
      const { event } = this.recorded.entries[i]!;
      if (isOutcome(event) && event.type !== "effect.unknown") return event.now;
    }
    return null;
  }

  left(): string[] {
    // After a crash while somebody was being asked the journal says twice that they were.
    return this.recorded.entries
      .slice(this.at)
      .flatMap(({ step, event }) =>
        step > this.taken && isOutcome(event) ? [`${event.keyword} at line ${event.line}`] : [],
      );
  }

  private async crash(keyword: string): Promise<RecordedOutcome> {
    await this.host.crashed(findKeyword(keyword)?.effect ?? null);
    return { ...NOTHING, now: this.recorded.begun.now };
  }
}

/** What a pure keyword refused is found out again; what was unknown only counts where the turn ended with the question. */
function isOutcome(event: JournalEvent): event is Outcome {
  return tellsOutcome(event) && (event.type !== "effect.failed" || classOf(event) !== "pure");
}

const classOf = (event: Extract<Outcome, { type: "effect.failed" }>): EffectClass | undefined =>
  event.class ?? findKeyword(event.keyword)?.effect;

function tellsOutcome(event: JournalEvent): event is Outcome {
  if (event.type === "effect.unknown") return event.resolution === "asked";
  return event.type === "effect.done" || event.type === "effect.withheld" || event.type === "effect.failed";
}

function outcomeOf(event: Outcome, host: CursorHost): RecordedOutcome {
  if (event.type === "effect.unknown") return { now: host.now(), asked: true };
  host.setTime(event.now);
  if (event.type === "effect.failed") {
    const { now, number, message, yieldsNull } = event;
    return { now, number, message, ...(yieldsNull ? { yieldsNull } : {}) };
  }
  // An export has large values in it like small ones.
  return { now: event.now, json: "json" in event.result ? event.result.json : "null" };
}

/** A turn that was taken up too often without getting further ended with an error; -1 for any other. */
function givenUpFrom({ entries }: RecordedTurn): number {
  const failed = entries.findLastIndex(({ event }) => event.type === "script.failed");
  if (failed < 0) return -1;
  let from = failed;
  let crashes = 0;
  while (from > 0) {
    const { event } = entries[from - 1]!;
    const isCrash = event.type === "turn.recovered" && event.reason === "restart";
    if (!isCrash && (isOutcome(event) || event.type === "script.started" || event.type === "hear.answered")) break;
    if (isCrash) crashes += 1;
    from -= 1;
  }
  if (crashes <= MAX_TAKE_UPS) return -1;
  return entries.findIndex(({ event }, index) => index >= from && event.type === "turn.recovered");
}

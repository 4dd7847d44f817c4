/**
 * A machine that is looked at while it runs: it goes from statement to statement, tells each before it is run, and keeps
 * what was asked last. A run that nobody wants any more ends at its next step.
 */
import type { EffectRequest, Machine, Outcome } from "../../basic/machine.ts";
import type { Program } from "../../basic/program.ts";
import type { PagedSnapshot } from "../../basic/snapshot/pages.ts";
import type { Value } from "../../basic/values.ts";

export interface Watcher {
  /** False once the turn was given up: nothing that it still does is taken. */
  isWanted(): boolean;
  /** False runs without looking: as fast as ever. */
  stepping: boolean;
  /** The machine stands before a statement of this turn that it has not begun. */
  before(machine: Machine): void;
  asked(effect: EffectRequest): void;
}

/** Statements between two looks at whether others want to run. */
const AT_ONCE = 2_000;
const GIVEN_UP: Outcome = { kind: "done", value: null };

export class WatchedMachine implements Machine {
  readonly inner: Machine;
  private readonly watcher: Watcher;
  /** Stands before a statement that was not told yet. */
  private fresh: boolean;

  constructor(inner: Machine, watcher: Watcher, fresh: boolean) {
    this.inner = inner;
    this.watcher = watcher;
    this.fresh = fresh;
  }

  get steps(): number {
    return this.inner.steps;
  }

  get memory(): number {
    return this.inner.memory;
  }

  get hasFailed(): boolean {
    return this.inner.hasFailed;
  }

  run(now: number, slice: number): Outcome {
    const { watcher, inner } = this;
    if (!watcher.isWanted()) return GIVEN_UP;
    // Only asks what it waits for.
    if (slice === 0) return inner.run(now, 0);
    const outcome = watcher.stepping ? this.stepped(now, slice) : inner.run(now, slice);
    if (outcome.kind === "effect") watcher.asked(outcome.effect);
    return outcome;
  }

  private stepped(now: number, slice: number): Outcome {
    const { watcher, inner } = this;
    const from = inner.steps;
    for (let count = 0; ; count++) {
      if (this.fresh) {
        this.fresh = false;
        watcher.before(this.inner);
      }
      if (!watcher.isWanted()) return GIVEN_UP;
      const outcome = inner.runStatement(now);
      if (outcome.kind !== "preempted") return outcome;
      this.fresh = true;
      if (count >= AT_ONCE || inner.steps - from >= slice) return outcome;
    }
  }

  runStatement(now: number): Outcome {
    return this.watcher.isWanted() ? this.inner.runStatement(now) : GIVEN_UP;
  }

  resume(value: Value, failure?: { number: number; message: string }): void {
    if (this.watcher.isWanted()) this.inner.resume(value, failure);
  }

  raise(number: number, message: string, data?: Value): void {
    if (this.watcher.isWanted()) this.inner.raise(number, message, data);
  }

  enter(script: Program, args: readonly Value[]): void {
    if (this.watcher.isWanted()) this.inner.enter(script, args);
  }

  snapshot(): Uint8Array {
    return this.inner.snapshot();
  }

  pagedSnapshot(stored: ReadonlySet<number>): PagedSnapshot {
    return this.inner.pagedSnapshot(stored);
  }

  variable(name: string): Value | undefined {
    return this.inner.variable(name);
  }
}

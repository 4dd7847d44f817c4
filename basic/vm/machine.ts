/** The machine as the outside sees it: run, resume, raise, snapshot. */
import { BasicError, ERR } from "../errors.ts";
import type { Machine, MachineOptions, Outcome } from "../machine.ts";
import type { Program } from "../program.ts";
import { decodeState, encodePaged, encodeState, type RestoreOptions } from "../snapshot/machine-state.ts";
import { type PagedSnapshot, PageTable } from "../snapshot/pages.ts";
import type { Value } from "../values.ts";
import { execute } from "./generated/run.ts";
import { functionAt } from "./loaded.ts";
import { callOf } from "./named-calls.ts";
import { IS_NUMBER, registerKinds } from "./number-registers.ts";
import { OP } from "./opcodes.ts";
import { destinationOf, effectRequest, hearRequest, heightOf, serviceRequest } from "./requests.ts";
import { State } from "./state.ts";
import { executeUntilStatement, isStatementStart } from "./stepping.ts";

/**
 * Steps that the loop is given at once. A call of a long one would stay in code that was made while it ran already, which
 * holds its place and counts as objects; entered anew, it runs in code where they are integers.
 */
const MOST_AT_ONCE = 0x10000;

/** A machine at the start of the script. Throws VerifyError for a program that is not well-formed. */
export function createMachine(program: Program, options: MachineOptions): Machine {
  return new RunningMachine(new State(program, options));
}

/** The machine of a snapshot, in this isolate or a later one. Throws FormatError where the bytes do not fit the programs. */
export function restore(
  programs: Program | readonly Program[],
  bytes: Uint8Array,
  options: RestoreOptions = {},
): Machine {
  const known = "code" in programs ? [programs] : programs;
  const table = new PageTable();
  return new RunningMachine(decodeState(known, bytes, options, table), table, true);
}

export class RunningMachine implements Machine {
  /** For what looks into a machine (basic/inspect) or moves it to another program (basic/upgrade). */
  readonly state: State;
  readonly pages: PageTable;
  /** It stands at the beginning of a statement at which `runStatement` has stopped. */
  private hasStopped: boolean;

  constructor(state: State, pages = new PageTable(), isRestored = false) {
    this.state = state;
    this.pages = pages;
    this.hasStopped = isRestored && state.status === "ready";
  }

  get steps(): number {
    return this.state.steps;
  }

  get memory(): number {
    return this.state.memory;
  }

  get hasFailed(): boolean {
    return this.state.status === "failed";
  }

  run(now: number, slice: number): Outcome {
    const { state } = this;
    state.clock = now;
    this.hasStopped = false;
    let rest = slice;
    while (state.status === "ready") {
      const left = state.limits.maxSteps - state.steps;
      if (left <= 0) {
        state.unwind(state.stepLimit());
        continue;
      }
      const given = Math.max(0, Math.min(Math.trunc(Math.min(rest, MOST_AT_ONCE)), left));
      const over = execute(state, given);
      state.steps += given - over;
      rest -= given - over;
      // Only below zero does the script stand where it can be left: otherwise the loop wants to be entered again.
      const isOver = over < 0 && rest <= 0;
      if (state.status === "ready" && isOver && state.steps < state.limits.maxSteps) return { kind: "preempted" };
    }
    return this.outcome();
  }

  runStatement(now: number): Outcome {
    const { state } = this;
    state.clock = now;
    const isEntered = state.status === "ready" && !this.hasStopped;
    if (isEntered && state.steps >= state.limits.maxSteps) state.unwind(state.stepLimit());
    while (state.status === "ready") {
      const { loaded } = state.activation;
      const isStart = isStatementStart(loaded, state.pc);
      if (isStart && !this.hasStopped) {
        this.hasStopped = true;
        // What is live between two statements is not written down: everything of the frame counts.
        state.height = loaded.program.functions[functionAt(loaded.program, state.pc)]!.size;
        return { kind: "preempted" };
      }
      this.hasStopped = false;
      state.steps += executeUntilStatement(state, isStart);
      // As in `run` with the smallest slices: the limit is looked at where steps are charged, not at each statement.
      if (state.status === "ready" && !state.halted && state.steps >= state.limits.maxSteps)
        state.unwind(state.stepLimit());
    }
    return this.outcome();
  }

  private outcome(): Outcome {
    const { state } = this;
    if (state.status === "done") return { kind: "done", value: state.result };
    if (state.status === "failed" && state.failure) return { kind: "error", error: state.failure };
    state.height = heightOf(state);
    const op = state.activation.loaded.code[state.pc];
    if (op === OP.HEAR) return { kind: "hear", hear: hearRequest(state) };
    if (op === OP.EFFECT) return { kind: "effect", effect: effectRequest(state) };
    const { name, args } = callOf(state);
    return { kind: "effect", effect: serviceRequest(state, name, args) };
  }

  resume(value: Value, failure?: { number: number; message: string }): void {
    const { state } = this;
    if (state.status !== "waiting") throw new Error("The script does not wait for an answer");
    if (failure) state.noteError(failure);
    // A host may hand over undefined where it means nothing; the language only knows NULL.
    state.registers[state.base + destinationOf(state)] = value ?? null;
    if (this.isAtHear()) this.forgetSteps();
    state.pc += 4;
    state.status = "ready";
    this.hasStopped = false;
  }

  private isAtHear(): boolean {
    const { state } = this;
    return state.activation.loaded.code[state.pc] === OP.HEAR;
  }

  /** A person has answered, or let the time pass: a new turn has its own steps. Effects belong to the turn that asks them. */
  private forgetSteps(): void {
    this.state.steps = 0;
    this.state.graced = false;
  }

  raise(number: number, message: string, data: Value = null): void {
    const { state } = this;
    if (state.status !== "waiting") throw new Error("The script does not wait for an answer");
    // A HEAR that the host refuses has not waited: a loop around one must end at the limit of steps.
    if (this.isAtHear() && number === ERR.timeout) this.forgetSteps();
    state.status = "ready";
    this.hasStopped = false;
    state.unwind(new BasicError(number, message, data));
  }

  enter(script: Program, args: readonly Value[]): void {
    const { state } = this;
    if (state.status !== "waiting" || this.isAtHear()) throw new Error("The script does not wait for an effect");
    state.status = "ready";
    this.hasStopped = false;
    // Its registers lie where the operands were, as those of a script that CALL enters.
    const window = state.base + state.activation.loaded.code[state.pc + 3]!;
    try {
      state.enterScript({ program: script, tool: 0 }, args, window, state.pc + 4, destinationOf(state), false);
    } catch (error) {
      if (!(error instanceof BasicError)) throw error;
      state.unwind(error);
    }
  }

  snapshot(): Uint8Array {
    return encodeState(this.state);
  }

  pagedSnapshot(stored: ReadonlySet<number>): PagedSnapshot {
    return encodePaged(this.state, this.pages, stored);
  }

  variable(name: string): Value | undefined {
    const { state } = this;
    const { loaded, base } = state.activation;
    const key = name.toLowerCase();
    const { names } = loaded.program.functions[0]!;
    const at = names.findIndex((n) => n !== "" && n.toLowerCase() === key);
    if (at < 0) return undefined;
    const isNumber = loaded.hasNumbers && registerKinds(loaded, 0)[at] === IS_NUMBER;
    const number = isNumber ? state.numbers[base + at]! : Number.NaN;
    return Number.isNaN(number) ? state.registers[base + at] : number;
  }
}

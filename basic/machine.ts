/**
 * What the outside sees of a running script. The machine never performs an effect: it stops with an outcome, and the
 * host resumes it with a value or an error. Its whole continuation is data (`snapshot`).
 */
import type { RunError } from "./errors.ts";
import type { Program } from "./program.ts";
import type { PagedSnapshot } from "./snapshot/pages.ts";
import type { Value } from "./values.ts";

/** A keyword that wants something of the host, with evaluated operands by their catalogue names. */
export interface EffectRequest {
  keyword: string;
  args: Record<string, Value>;
  /** Position of the statement, for journals and messages. */
  line: number;
}

/** A parked HEAR. `basic/hear` turns the person's answer into a value or a re-prompt. */
export interface HearRequest {
  as: string;
  options: string[] | null;
  open: boolean;
  prompt: string | null;
  hasDefault: boolean;
  default: Value;
  /** Seconds; 0 = wait for ever. */
  timeout: number;
  retries: number;
  line: number;
  /**
   * INPUT of a classic program: a letter for each variable, n number or t text, and `*` where the texts of QBasic are free;
   * or l for LINE INPUT. The prompt is all that is shown, and the line stays open.
   */
  input?: string;
}

export type Outcome =
  | { kind: "effect"; effect: EffectRequest }
  | { kind: "hear"; hear: HearRequest }
  | { kind: "done"; value: Value }
  | { kind: "error"; error: RunError }
  /** The slice is used up: call run() again (after letting others run). */
  | { kind: "preempted" };

export interface MachineLimits {
  /** Steps from one answer of a person to the next HEAR, through all effects between; Infinity lifts it. */
  maxSteps: number;
  /** Bytes held by values of this machine. */
  maxMemory: number;
  maxCallDepth: number;
  /** Rounds of a loop from one entry to its end; Infinity lifts it. */
  maxLoopIterations: number;
  /** GOTO, GOSUB and RESUME of a whole run; Infinity lifts it. */
  maxJumps: number;
  maxTextLength: number;
}

export interface MachineOptions {
  limits?: Partial<MachineLimits>;
  /** Seed of RND; its state lives in the snapshot. */
  seed: number;
  timeZone: string;
  locale: string;
  /** False reads `3/4/2025` as 4 March, the month first. */
  dayFirst?: boolean;
  strict?: boolean;
  /** Variables set before the first statement of the first script: PARAMs, username; keys are lower case. */
  variables?: Record<string, Value>;
  /** Variables that every script begins with, also one that CALL enters: param-* of the bot. Given again to `restore`. */
  shared?: Record<string, Value>;
  /** Finds a sibling script by its id, for CALL "other.bas"; without it there are none. `hash`: that very program is meant. */
  link?: (name: string, hash?: string) => Program | null;
  /** What a lenient default let pass, such as a division by zero; for the log. */
  onWarning?: (warning: { number: number; message: string; file: string; line: number; column: number }) => void;
}

export interface Machine {
  /** Runs until something is wanted of the host, or `slice` steps have passed. `now` is the turn's clock in ms. */
  run(now: number, slice: number): Outcome;
  /**
   * Runs to the beginning of the next statement and is `preempted` there, or until something is wanted of the host. A new
   * machine, or one that was just answered, may stand at such a beginning already. Each round of a loop comes by its head.
   * Many times slower than `run`, with the same results: for looking into a script.
   */
  runStatement(now: number): Outcome;
  /** Answers the effect or HEAR that it stopped at. With `failure` ERR and ERROR tell of it, and nothing is raised. */
  resume(value: Value, failure?: { number: number; message: string }): void;
  /** Makes that effect or HEAR raise a trappable error instead. */
  raise(number: number, message: string, data?: Value): void;
  /** Runs another script of the package in place of that effect, as CALL does: what it returns is the answer. Trappable error 6 where scripts call each other too deep. */
  enter(script: Program, args: readonly Value[]): void;
  /** The whole continuation, also in the middle of an effect; see `restore` in basic/index.ts. */
  snapshot(): Uint8Array;
  /**
   * The same in parts: large lists and texts in pages. A page that has not changed since the last call keeps its id, and
   * comes without bytes when that is among the `stored` ones.
   */
  pagedSnapshot(stored: ReadonlySet<number>): PagedSnapshot;
  /** The value of a script-wide variable by its name in any case; undefined where the running script has none. */
  variable(name: string): Value | undefined;
  /** Steps since the last park, for the receipt. */
  readonly steps: number;
  /** Bytes accounted for. */
  readonly memory: number;
  /** An error that nothing caught has ended it: there is no continuation, and no snapshot. */
  readonly hasFailed: boolean;
}

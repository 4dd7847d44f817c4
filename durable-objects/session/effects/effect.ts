/** The shape of an effect's implementation, and what it may know. */
import { BasicError } from "../../../basic/errors.ts";
import type { OperationContext } from "../../../basic/operations/context.ts";
import type { Program } from "../../../basic/program.ts";
import type { Value } from "../../../basic/values.ts";
import type { FrameBody } from "../../../contracts/frames.ts";
import type { EffectClass } from "../../../contracts/journal.ts";
import type { ModelSpending } from "../../../contracts/ledger.ts";
import type { Clock } from "../../../platform/clock.ts";
import type { Env } from "../../env.ts";
import type { SessionConfig } from "../config.ts";
import type { Reservation } from "../spending/purse.ts";
import type { Identity, PinnedRelease, SessionState } from "../state.ts";
import type { TurnOutput } from "../turn/turn-output.ts";

export interface EffectContext {
  readonly env: Env;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly release: PinnedRelease;
  readonly config: SessionConfig;
  /**
   * For a keyword of the class `pure` the turn's working copy: changes become durable with its commit. Any other gets a
   * copy of its own: a replay knows its result only, so it may change nothing here and say nothing.
   */
  readonly session: SessionState;
  /** Only for a keyword of the class `pure`. */
  readonly output: TurnOutput;
  /** `conversation/turn/step`: names a write, so that whoever receives it applies it once. */
  readonly effectKey: string;
  /** Aborted when the person stops the turn or the time is over. */
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /**
   * For a pause in memory that is to be over at this time, ms: the same time again when the call is taken up after a crash,
   * so that processes which live shorter than the pause do not keep it from ending.
   */
  endsAt(time: number): number;
  /** For text forms and JSON of values. */
  readonly values: OperationContext;
  /** The package has a script of this name, which compiled. */
  hasScript(name: string): boolean;
  /** Its program; null where `hasScript` is false. */
  program(name: string): Program | null;
  /** The last messages before this turn, oldest first. */
  said(limit: number): { role: "user" | "assistant"; text: string }[];
  /** Shows the devices a part of what the call will say under `streamId`; not kept. */
  stream(text: string): void;
  readonly streamId: string;
  /** A script-wide variable by its name in any case; undefined where the script has none. */
  variable(name: string): Value | undefined;
  /** Notes for the bot's author, in the journal. */
  warn(text: string): void;
  print(text: string): void;
  /** A call of a language model is about to be made: sets aside what it may cost at most. Throws error 402 where no budget has room. */
  reserve(nano: number): Promise<Reservation>;
  /** What it has used and cost, try by try. */
  settle(reservation: Reservation, calls: readonly ModelSpending[]): void;
  /** Attributes of the call in a trace, by their OpenTelemetry names; never what was said. */
  describe(attributes: Readonly<Record<string, string | number>>): void;
}

/** The keyword yields NULL, and ERR tells why: a failure that a script may look at and that ends nothing (reference 3.10). */
export class NoValue extends BasicError {}

/** The turn waits until this time (ms since the epoch) without holding anything in memory. */
export class Suspension {
  readonly until: number;
  constructor(until: number) {
    this.until = until;
  }
}

/** For a keyword of the class `pure`: another script of the release runs in its place, and what that returns is its value. */
export class ScriptCall {
  readonly program: Program;
  readonly args: readonly Value[];
  constructor(program: Program, args: readonly Value[]) {
    this.program = program;
    this.args = args;
  }
}

/** What a keyword comes to. */
export type EffectResult = Value | Suspension | ScriptCall;

/**
 * Performs the keyword. Arguments come by their catalogue names. A plain value costs no wait; a promise is bounded by
 * `limitMs` (default 30 s). Throws BasicError for what the script may catch.
 */
export interface EffectHandler {
  run(args: Record<string, Value>, context: EffectContext): EffectResult | Promise<EffectResult>;
  limitMs?(context: EffectContext): number;
  /** What a suspended call yields when its wait is over, one way or the other; NULL where this is not there. Throws: asked again later. */
  ended?(args: Record<string, Value>, context: EffectContext): Promise<Value>;
  /**
   * What the result changes in the session, where the keyword is not pure; it gives what the script gets. The journal has
   * the result of `run`, and a replay comes here with it.
   */
  apply?(result: Value, session: SessionState): Value;
  /** What the result shows the person, where the keyword is not pure: said by the turn, also by a replay of it. */
  show?(result: Value, config: SessionConfig): FrameBody | FrameBody[] | null;
  /** The class of this form of the keyword, where it is not the catalogue's. */
  classOf?(args: Record<string, Value>, context: EffectContext): EffectClass;
  /** False where nothing outside is asked: such a call needs no place among those that wait for others. */
  waits?(args: Record<string, Value>, context: EffectContext): boolean;
}

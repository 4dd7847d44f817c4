/**
 * The whole continuation of a running script, as data: registers, frames, the place. `run.ts` moves it; `snapshot/`
 * writes it down. It is also the context of operators and functions: clock, zone, budgets, random numbers.
 */

import { ClassicRandom, FIXED_SEED } from "../classic/random.ts";
import { BasicError, ERR, type RunError } from "../errors.ts";
import type { FunctionContext } from "../functions/function.ts";
import type { MachineLimits, MachineOptions } from "../machine.ts";
import type { SeenText } from "../operations/code-points.ts";
import type { Profile, Program } from "../program.ts";
import { TOOL_VARIABLE } from "../tools/segment-name.ts";
import { type BasicObject, newObject, type Value } from "../values.ts";
import { functionAt, type Loaded, load, positionAt } from "./loaded.ts";
import type { NamedScript } from "./named-calls.ts";
import { PACK } from "./opcodes.ts";
import { Random } from "./random.ts";
import { weigh } from "./weigh.ts";

export const DEFAULT_LIMITS: MachineLimits = {
  maxSteps: 5_000_000,
  maxMemory: 64 * 1024 * 1024,
  maxCallDepth: 256,
  maxLoopIterations: 100_000,
  maxJumps: 1_000_000,
  maxTextLength: 10 * 1024 * 1024,
};

/** Scripts that may call each other without returning (reference 5.4). */
const MAX_SCRIPT_DEPTH = 32;
/** Registers behind the first frame, for a few calls; more of them are made when a call needs them. */
export const SPARE = 192;
/** Bytes that are weighed for one step. */
const BYTES_PER_STEP = 256;
/** What a script may still do after its first step limit, to clean up; behind it the limit cannot be trapped. */
const GRACE = 0.1;

/** A script that another one called: where its caller goes on. */
export interface Activation {
  loaded: Loaded;
  /** First register of the script's own variables. */
  base: number;
  /** Frames that were open when it began. */
  frames: number;
  /** Register of the caller's frame that takes the value; -1 when the caller's own frame was given up. */
  target: number;
  /** The script took the place of one that had nothing more to do: its value is not that one's. */
  discard: boolean;
}

export interface LastError {
  number: number;
  message: string;
  line: number;
  column: number;
}

export type Status = "ready" | "waiting" | "done" | "failed";

/** Fields of a frame in `frames`: return place, base of the caller, destination register. */
export const FRAME = 3;
/** Destination of the frame that a called script's body has: the value goes by its activation. */
export const BY_ACTIVATION = -1;

export class State implements FunctionContext {
  registers: Value[] = new Array<Value>(SPARE).fill(null);
  /** Plain numbers, with the numbering of the registers; empty while no script that runs has any. */
  numbers: Float64Array = new Float64Array(0);
  frames = new Int32Array(FRAME * 64);
  /** Used length of `frames`. */
  depth = 0;
  /** Pairs: `depth` of the frame that the GOSUB stands in, return place. */
  gosubs: number[] = [];
  activations: Activation[];
  pc = 0;
  base = 0;
  /** Registers of the top frame that are live at `pc`; only meant while not running. */
  height: number;
  status: Status = "ready";
  result: Value = null;
  failure: RunError | null = null;
  lastError: LastError | null = null;

  readonly random: () => number;
  /** RND of classic programs, on the same generator. */
  readonly classicRandom: ClassicRandom;
  /** What RANDOMIZE alone makes its sequence from, with the clock. */
  hostSeed: number;
  readonly generator: Random;
  readonly timeZone: string;
  readonly locale: string;
  readonly dayFirst: boolean;
  readonly strict: boolean;
  readonly limits: MachineLimits;
  readonly shared: Readonly<Record<string, Value>>;
  readonly link: ((name: string) => Program | null) | null;
  readonly onWarning: MachineOptions["onWarning"];

  clock = 0;
  memory = 0;
  /** Steps since the last park. */
  steps = 0;
  /** Steps that functions have asked for and the loop has not yet counted. */
  owed = 0;
  jumps = 0;
  graced = false;
  /** The loop came to a place where stepping stops. */
  halted = false;
  /** Not in a snapshot: the text is then looked through again. */
  seen: SeenText = { text: "", wide: false };
  private lastWeight = 0;

  constructor(program: Program, options: MachineOptions, generator?: Random) {
    const loaded = load(program);
    this.activations = [{ loaded, base: 0, frames: 0, target: 0, discard: false }];
    this.height = loaded.functions[3]!;
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    const isClassic = program.profile !== "dialect";
    // A correct program of ECMA-55 may loop and jump as often as it likes (reference 5.4, 7.5.1).
    if (isClassic) this.limits.maxLoopIterations = this.limits.maxJumps = Number.POSITIVE_INFINITY;
    const fresh = () => (isClassic ? ClassicRandom.seeded(FIXED_SEED).random : Random.seeded(options.seed));
    this.generator = generator ?? fresh();
    this.classicRandom = new ClassicRandom(this.generator, 0);
    this.hostSeed = options.seed;
    this.random = () => this.generator.next();
    this.timeZone = options.timeZone;
    this.locale = options.locale;
    this.dayFirst = options.dayFirst ?? true;
    this.strict = options.strict ?? false;
    this.shared = options.shared ?? {};
    this.link = options.link ?? null;
    this.onWarning = options.onWarning;
    this.reserve(loaded.largest + SPARE, loaded.hasNumbers);
    this.bind(loaded, 0, { ...this.shared, ...options.variables });
    this.pc = loaded.program.functions[0]!.entry;
  }

  /** The script that runs. */
  get activation(): Activation {
    return this.activations[this.activations.length - 1]!;
  }

  /** Of the script that runs: one of the dialect may call a classic one. */
  get profile(): Profile {
    return this.activation.loaded.program.profile;
  }

  now(): number {
    return this.clock;
  }

  /** RND(argument) of classic programs (reference 7.3). */
  draw(argument: number): number {
    return this.classicRandom.draw(argument);
  }

  /** RANDOMIZE: the sequence of a number, or with NULL one that nobody knows. */
  reseed(seed: Value): void {
    const unknown = this.hostSeed + this.clock / 1e14 + this.classicRandom.last;
    this.classicRandom.seed(seed === null ? unknown : Number(seed));
  }

  /** Sets the variables of a script's fresh body frame by their names. A type mark may be left out. */
  bind(loaded: Loaded, base: number, variables: Record<string, Value>): void {
    const body = loaded.program.functions[0]!;
    const lower = newObject();
    // In a classic program a name that it does not set is 0 or "", whatever the host knows by it: only a PARAM asks for it.
    const { profile, params } = loaded.program;
    const isAsked = (key: string) => profile === "dialect" || params.some((param) => param.name.toLowerCase() === key);
    for (const [key, value] of Object.entries(variables))
      if (isAsked(key.toLowerCase())) lower[key.toLowerCase()] = value;
    for (let i = 0; i < body.locals; i++) {
      const name = body.names[i]!.toLowerCase();
      this.registers[base + i] = name === "" ? null : (lower[name] ?? lower[name.replace(/[$%&!#]$/, "")] ?? null);
    }
    // NaN, which no plain number is, marks a variable that no statement has set yet.
    if (loaded.hasNumbers) this.numbers.fill(Number.NaN, base, base + body.locals);
  }

  /** Makes room for registers below `end`, and for as many plain numbers once a script has any. */
  reserve(end: number, hasNumbers = this.numbers.length > 0): void {
    const { registers } = this;
    if (end > registers.length) {
      const target = Math.max(end, registers.length * 2);
      while (registers.length < target) registers.push(null);
    }
    if (!hasNumbers || this.numbers.length === registers.length) return;
    const larger = new Float64Array(registers.length);
    larger.set(this.numbers);
    this.numbers = larger;
  }

  growFrames(): Int32Array {
    const larger = new Int32Array(this.frames.length * 2);
    larger.set(this.frames);
    this.frames = larger;
    return larger;
  }

  charge(units: number): void {
    this.owed += units;
    if (this.owed + this.steps > this.limits.maxSteps && this.owed > 1000) this.chargeFailed();
  }

  private chargeFailed(): void {
    const owed = Math.ceil(this.owed);
    this.owed = 0;
    this.steps += owed;
    throw this.stepLimit();
  }

  /** The error of the step limit. The first can be trapped and leaves a little to clean up with. */
  stepLimit(): BasicError {
    const error = new BasicError(
      ERR.overflow,
      `Step limit: the script ran more than ${this.limits.maxSteps} steps without waiting.`,
    );
    if (this.graced) return new FinalError(error.message);
    this.graced = true;
    this.steps = Math.min(this.steps, Math.floor(this.limits.maxSteps * (1 - GRACE)));
    return error;
  }

  allocate(bytes: number): void {
    this.memory += bytes;
    if (this.memory > this.limits.maxMemory) this.recount();
  }

  /** Finds out what is really held; what was only passing is given back. */
  private recount(): void {
    const end = Math.min(this.registers.length, this.base + this.activation.loaded.largest);
    this.registers.fill(null, end);
    const asked = this.memory;
    this.memory = weigh(this.registers, end);
    // Weighing takes time: a script that lives at its limit pays for it in steps.
    this.owed += this.memory / BYTES_PER_STEP;
    const { maxMemory } = this.limits;
    // What is being made is not in a register yet, so a single request above the limit is refused as such.
    if (this.memory > maxMemory * 0.9 || asked - this.lastWeight > maxMemory * 8) {
      throw new BasicError(
        ERR.memory,
        `Memory limit: the script's values hold more than ${Math.round(maxMemory / 1_048_576)} MB.`,
      );
    }
    this.lastWeight = this.memory;
  }

  warn(number: number, message: string): void {
    const { loaded } = this.activation;
    const { line, column } = positionAt(loaded.program, this.pc);
    const text = withLineNumber(loaded.program, line, message);
    this.onWarning?.({ number, message: text, file: loaded.program.file, line, column });
  }

  /** Checks a text that was just made and accounts for it. */
  text(made: string): string {
    if (made.length > this.limits.maxTextLength) {
      throw new BasicError(
        ERR.memory,
        `Text limit: a text of ${made.length} characters is longer than ${this.limits.maxTextLength}.`,
      );
    }
    this.memory += made.length;
    if (this.memory > this.limits.maxMemory) this.recount();
    return made;
  }

  countJump(): void {
    if (++this.jumps > this.limits.maxJumps) {
      // The handler of this error may need a few jumps itself; the limit of steps bounds what comes of that.
      this.jumps -= Math.ceil(this.limits.maxJumps * GRACE);
      throw new BasicError(ERR.overflow, `Loop limit: the script made more than ${this.limits.maxJumps} jumps.`);
    }
  }

  /** Opens the body of another script over the caller's window. `giveUp`: the caller has nothing more to do. */
  enterScript(
    { program, tool }: NamedScript,
    args: readonly Value[],
    base: number,
    returnTo: number,
    target: number,
    giveUp: boolean,
  ): void {
    if (this.activations.length >= MAX_SCRIPT_DEPTH) {
      throw new BasicError(ERR.overflow, `Call limit: more than ${MAX_SCRIPT_DEPTH} scripts call each other.`);
    }
    const loaded = load(program);
    const variables: Record<string, Value> = { ...this.shared };
    if (tool > 0) variables[TOOL_VARIABLE] = tool;
    (program.tools[tool - 1]?.params ?? program.params).forEach((param, i) => {
      variables[param.name] = args[i] ?? null;
    });
    if (giveUp) {
      const given = this.activations.pop()!;
      this.depth = given.frames;
      this.activations.push({ ...given, loaded, discard: true });
      this.base = given.base;
    } else {
      if (this.depth + FRAME > this.frames.length) this.growFrames();
      this.frames.set([returnTo, this.base, BY_ACTIVATION], this.depth);
      this.depth += FRAME;
      this.activations.push({ loaded, base, frames: this.depth, target, discard: false });
      this.base = base;
    }
    this.reserve(this.base + loaded.largest + SPARE, loaded.hasNumbers || this.numbers.length > 0);
    this.bind(loaded, this.base, variables);
    this.pc = program.functions[0]!.entry;
    this.height = program.functions[0]!.locals;
  }

  enterGosub(returnTo: number): void {
    if (this.gosubs.length >= 2 * this.limits.maxCallDepth) {
      throw new BasicError(ERR.overflow, `Call limit: more than ${this.limits.maxCallDepth} GOSUBs are open.`);
    }
    this.gosubs.push(this.depth, returnTo);
  }

  /** Where the GOSUB that this frame is in returns to; null when it is in none. */
  leaveGosub(): number | null {
    if (this.gosubs.length === 0 || this.gosubs[this.gosubs.length - 2] !== this.depth) return null;
    const returnTo = this.gosubs[this.gosubs.length - 1]!;
    this.gosubs.length -= 2;
    return returnTo;
  }

  /** Goes back to the GOSUB that the frame on top is in, which an error or an EXIT ends; false when it is in none. */
  private abandonGosub(): boolean {
    const returnTo = this.leaveGosub();
    if (returnTo === null) return false;
    this.pc = returnTo - 4;
    return true;
  }

  /** The frame on top ends: its GOSUBs end with it. */
  forgetGosubs(): void {
    while (this.gosubs.length > 0 && this.gosubs[this.gosubs.length - 2]! >= this.depth) this.gosubs.length -= 2;
  }

  /** Leaves the frame on top; returns false when there is none. GOSUBs of it are forgotten. */
  popFrame(): boolean {
    this.forgetGosubs();
    if (this.depth === 0) return false;
    this.depth -= FRAME;
    const { frames, depth } = this;
    if (frames[depth + 2] === BY_ACTIVATION) this.activations.pop();
    this.pc = frames[depth]! - 4;
    this.base = frames[depth + 1]!;
    return true;
  }

  /**
   * Ends the running script with a value; returns false when it was the first one, which is then done. The way out of the
   * frame on top has led through its FINALLY blocks; an EXIT in a procedure still has to go through those of its callers.
   */
  endScript(returned: Value): boolean {
    const ended = this.activation;
    for (;;) {
      while (this.abandonGosub()) if (this.enterFinally()) return true;
      if (this.depth <= ended.frames) break;
      this.popFrame();
      if (this.enterFinally()) return true;
    }
    const value = ended.discard ? null : returned;
    if (this.activations.length === 1) {
      this.status = "done";
      this.result = value;
      return false;
    }
    const { target } = ended;
    this.popFrame();
    if (target >= 0) this.registers[this.base + target] = value;
    this.pc += 4;
    return true;
  }

  /** Goes on with an EXIT behind a FINALLY that it led through; returns false when the first script is done. */
  goOnEnding(): boolean {
    return this.enterFinally() || this.endScript(null);
  }

  /** Enters the FINALLY around `pc`, with NULL in place of an error: an EXIT passes. */
  private enterFinally(): boolean {
    const { program } = this.activation.loaded;
    const { tries } = program;
    for (let i = 0; i < tries.length; i += 4) {
      const register = tries[i + 3]!;
      if (register < PACK || this.pc < tries[i]! || this.pc >= tries[i + 1]!) continue;
      this.registers[this.base + register - PACK] = null;
      this.enterAt(program, tries[i + 2]!);
      return true;
    }
    return false;
  }

  private enterAt(program: Program, handler: number): void {
    this.pc = handler;
    this.height = program.functions[functionAt(program, handler)]!.size;
    this.status = "ready";
  }

  /** Where the error happened and how control came there. */
  describeFailure(error: BasicError, at: LastError): RunError {
    const stack: RunError["stack"] = [];
    const walker = { pc: this.pc, depth: this.depth, activation: this.activations.length - 1 };
    while (stack.length < 50) {
      const { program } = this.activations[walker.activation]!.loaded;
      const info = program.functions[functionAt(program, walker.pc)]!;
      stack.push({ name: info.name, file: program.file, line: positionAt(program, walker.pc).line });
      if (walker.depth === 0) break;
      walker.depth -= FRAME;
      if (this.frames[walker.depth + 2] === BY_ACTIVATION) walker.activation--;
      walker.pc = this.frames[walker.depth]! - 4;
    }
    const { file } = this.activation.loaded.program;
    const message = withLineNumber(this.activation.loaded.program, at.line, error.message);
    return { number: error.number, message, file, line: at.line, column: at.column, stack };
  }

  /**
   * Finds the handler of an error at `pc` and goes there: TRY, FINALLY or ON ERROR of this place, of the GOSUB that led
   * here, or of a frame that called this one. Without one the script fails.
   */
  unwind(error: BasicError): void {
    const here = positionAt(this.activation.loaded.program, this.pc);
    const at: LastError = { number: error.number, message: error.message, ...(this.rethrown ?? here) };
    this.rethrown = null;
    this.lastError = at;
    const failure = this.describeFailure(error, at);
    if (!(error instanceof FinalError)) {
      do {
        if (this.enterHandler(error, at)) return;
      } while (this.abandonGosub() || this.popFrame());
    }
    this.status = "failed";
    this.failure = failure;
  }

  /** What ERR and ERROR answer from here on, of a failure that the script may look at and that ends nothing. */
  noteError({ number, message }: { number: number; message: string }): void {
    this.lastError = { number, message, ...positionAt(this.activation.loaded.program, this.pc) };
  }

  /** Position that an error keeps while FINALLY blocks pass it on. */
  rethrown: { line: number; column: number } | null = null;

  private enterHandler(error: BasicError, at: LastError): boolean {
    const { program } = this.activation.loaded;
    const { tries } = program;
    for (let i = 0; i < tries.length; i += 4) {
      if (this.pc < tries[i]! || this.pc >= tries[i + 1]!) continue;
      const register = tries[i + 3]!;
      if (register < 0) {
        const mode = this.registers[this.base - 1 - register];
        if (typeof mode !== "number" || mode < 1) continue;
      } else {
        const object = errorObject(error, at);
        // A FINALLY passes the error on later, from the place where it arose.
        const held = register >= PACK ? [object, at.line, at.column] : object;
        this.registers[this.base + (register & (PACK - 1))] = held;
      }
      this.enterAt(program, tries[i + 2]!);
      return true;
    }
    return false;
  }
}

/** The line number of a classic program that stands in this line of the file; null where there is none. */
export function lineNumberAt(program: Program, line: number): number | null {
  const at = (program.lineNumbers ?? []).findIndex((entry, i) => i % 2 === 0 && entry === line);
  return at < 0 ? null : (program.lineNumbers?.[at + 1] ?? null);
}

/** Messages about a program with line numbers name the line by its number too. */
function withLineNumber(program: Program, line: number, message: string): string {
  const number = lineNumberAt(program, line);
  return number === null ? message : `${message} (BASIC line ${number})`;
}

/** An error that no handler of the script sees. */
export class FinalError extends BasicError {
  constructor(message: string, number: number = ERR.overflow) {
    super(number, message);
  }
}

/** What CATCH gives the script: the thrown object's own fields, and message, number and line. */
function errorObject(error: BasicError, at: LastError): BasicObject {
  const thrown = typeof error.data === "object" && error.data !== null && !Array.isArray(error.data) ? error.data : {};
  const object = newObject(Object.entries(thrown) as [string, Value][]);
  object["message"] = error.message;
  object["number"] = error.number;
  object["line"] ??= at.line;
  return object;
}

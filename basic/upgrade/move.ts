/**
 * Moves a waiting script to other versions of its programs. Each statement that it stands at, in every procedure and script
 * that is open, must be there again: the same words in the same blocks of the same procedure. Variables keep their values
 * by name. What cannot be told for certain is refused, with the place and the reason.
 */
import { ERR } from "../errors.ts";
import { type FramePlace, framesOf, stateOf } from "../inspect/inspect.ts";
import type { Machine } from "../machine.ts";
import type { Program } from "../program.ts";
import type { RestoreOptions } from "../snapshot/machine-state.ts";
import { TOOL_VARIABLE } from "../tools/segment-name.ts";
import type { Value } from "../values.ts";
import { load } from "../vm/loaded.ts";
import { RunningMachine, restore } from "../vm/machine.ts";
import { OP, PACK } from "../vm/opcodes.ts";
import { Random } from "../vm/random.ts";
import { heightOf } from "../vm/requests.ts";
import { BY_ACTIVATION, FRAME, SPARE, State } from "../vm/state.ts";
import { type Body, bodyOf, functionName, sameFunction } from "./bodies.ts";
import { carryFrame, copyFrame } from "./carry.ts";
import { checkGivenUp } from "./given-up.ts";
import { type MatchedPlace, matchPlace } from "./match-place.ts";
import { placeText, Refusal } from "./refusal.ts";

export interface MoveOptions extends Omit<RestoreOptions, "page"> {
  /** The new version of a program of the old release; null where there is none. May be the same one. */
  next: (program: Program) => Program | null;
  /** All programs of the old release, where scripts call each other: one may wait in the place of its caller. */
  programs?: readonly Program[];
  /** What every script begins with, and what the first one is given: for names that are new. Keys are lower case. */
  shared?: Record<string, Value>;
  variables?: Record<string, Value>;
}

/** The machine in the new programs, waiting for the same; the old one is not changed. `reason` is a sentence for people. */
export type Move = { ok: true; machine: Machine } | { ok: false; reason: string };

/** `limits`, `link` and `onWarning` are those of the new machine. */
export function moveMachine(machine: Machine, options: MoveOptions): Move {
  const old = stateOf(machine);
  try {
    if (old.status !== "waiting") throw new Refusal("The script does not wait for anything.");
    const state = new Mover(old, options).move();
    return { ok: true, machine: new RunningMachine(state, (machine as RunningMachine).pages) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.message };
    throw error;
  }
}

/** The same from a snapshot's bytes; `page` reads its stored pages. Throws FormatError as `restore` does. */
export function moveSnapshot(
  programs: Program | readonly Program[],
  bytes: Uint8Array,
  options: MoveOptions & Pick<RestoreOptions, "page">,
): Move {
  const known = "code" in programs ? [programs] : programs;
  const link = (name: string) => known.find((program) => program.name === name) ?? null;
  const { page } = options;
  return moveMachine(restore(known, bytes, { link, ...(page ? { page } : {}) }), options);
}

class Mover {
  private readonly old: State;
  private readonly options: MoveOptions;

  constructor(old: State, options: MoveOptions) {
    this.old = old;
    this.options = options;
  }

  move(): State {
    const { old } = this;
    const programs = old.activations.map(({ loaded }) => this.nextOf(loaded.program));
    const { programs: all = [], next } = this.options;
    if (old.activations.some(({ discard }) => discard)) checkGivenUp(all, next);
    const frames = framesOf(old).toReversed();
    const state = this.emptyState(programs[0]!);
    for (const [i, before] of frames.entries()) this.enter(state, programs, frames, i, before);
    state.status = "waiting";
    state.height = heightOf(state);
    return state;
  }

  private nextOf(program: Program): Program {
    const next = this.options.next(program);
    if (!next) throw new Refusal(`${program.file} is not in the new version, or does not compile there.`);
    if (next.profile !== program.profile)
      throw new Refusal(`${program.file} is written to other rules in the new version.`);
    if (next.hash !== program.hash && !program.map)
      throw new Refusal(`${program.file} was published before scripts could be moved to a new version.`);
    if (next.hash !== program.hash && !next.map)
      throw new Refusal(`The new version of ${program.file} does not say where its statements stand.`);
    const broken = newlyBroken(program, next);
    if (broken >= 0)
      throw new Refusal(`${placeText(next, broken)} of the new version: this statement cannot be understood.`);
    return next;
  }

  /** Everything but frames and registers. */
  private emptyState(program: Program): State {
    const { old, options } = this;
    const { timeZone, locale, dayFirst, strict, hostSeed } = old;
    const generator = new Random(Uint32Array.from(old.generator.state));
    const state = new State(program, { ...options, seed: hostSeed, timeZone, locale, dayFirst, strict }, generator);
    state.classicRandom.last = old.classicRandom.last;
    state.graced = old.graced;
    state.clock = old.clock;
    state.steps = old.steps;
    state.memory = old.memory;
    state.jumps = old.jumps;
    state.lastError = old.lastError && { ...old.lastError };
    state.activations = [];
    return state;
  }

  /** Opens the frame, which the one before it has called, and fills it. */
  private enter(
    state: State,
    programs: readonly Program[],
    frames: readonly FramePlace[],
    i: number,
    before: FramePlace,
  ): void {
    const { old } = this;
    const program = programs[before.activation]!;
    const loaded = load(program);
    const isSame = program.hash === before.loaded.program.hash;
    const index = isSame ? before.index : this.functionOf(before, program);
    const isScript = i === 0 || frames[i - 1]!.activation !== before.activation;
    if (i > 0) this.call(state, index, isScript, before);
    if (isScript) {
      const { discard } = old.activations[before.activation]!;
      const target = i === 0 ? 0 : state.frames[state.depth - FRAME]! - 4;
      const register = i === 0 ? 0 : state.activation.loaded.code[target + 1]! & (PACK - 1);
      state.activations.push({ loaded, base: state.base, frames: state.depth, target: register, discard });
    }
    const hasNumbers = state.activations.some((activation) => activation.loaded.hasNumbers);
    state.reserve(state.base + loaded.largest + SPARE, hasNumbers);
    const depth = i * FRAME;
    const returns = old.gosubs.filter((_, at) => at % 2 === 1 && old.gosubs[at - 1] === depth);
    const beforeBody = bodyOf(before.loaded.program, before.index);
    const afterBody = bodyOf(program, index);
    const after: FramePlace = { loaded, index, pc: before.pc, base: state.base, activation: before.activation };
    const pair = { old, before, beforeBody, next: state, after, afterBody };
    if (isSame) {
      const above = frames[i + 1];
      copyFrame(pair, above ? above.base - before.base : old.height);
      for (const pc of returns) state.gosubs.push(depth, pc);
    } else {
      this.checkTool(before, program);
      const place = matchPlace(beforeBody, afterBody, before.pc);
      after.pc = place.pc;
      this.clear(state, afterBody, i);
      const gosubs: MatchedPlace[] = returns.map((pc) => matchPlace(beforeBody, afterBody, pc - 4));
      carryFrame(pair, [place, ...gosubs]);
      for (const { pc } of gosubs) state.gosubs.push(depth, pc + 4);
    }
    state.pc = after.pc;
  }

  /** The frame's variables as they are before anything is set. */
  private clear(state: State, { loaded, program, index }: Body, i: number): void {
    const { locals } = program.functions[index]!;
    const { shared = {}, variables = {} } = this.options;
    // A script that took its caller's place was given nothing by the host.
    const isGiven = i === 0 && !this.old.activations[0]!.discard;
    if (index === 0) state.bind(loaded, state.base, isGiven ? { ...shared, ...variables } : shared);
    else state.registers.fill(null, state.base, state.base + locals);
    state.numbers.fill(Number.NaN, state.base, Math.min(state.base + locals, state.numbers.length));
  }

  private functionOf(before: FramePlace, program: Program): number {
    const index = sameFunction(before.loaded.program, before.index, program);
    if (index >= 0) return index;
    const { name } = before.loaded.program.functions[before.index]!;
    throw new Refusal(`${placeText(before.loaded.program, before.pc)}: there is no ${name} any more.`);
  }

  /** The frame on top calls the next one from the place that was found for it. */
  private call(state: State, index: number, isScript: boolean, before: FramePlace): void {
    const { code, program } = state.activation.loaded;
    const { pc } = state;
    if (!isScript && (code[pc] !== OP.CALL || code[pc + 2] !== index)) {
      const name = functionName(before.loaded.program, before.index);
      throw new Refusal(`${placeText(program, pc)}: the call of ${name} means something else now.`);
    }
    if (state.depth + FRAME > state.frames.length) state.growFrames();
    state.frames.set([pc + 4, state.base, isScript ? BY_ACTIVATION : code[pc + 1]!], state.depth);
    state.depth += FRAME;
    state.base += code[pc + 3]!;
  }

  /** The number of the tool that runs, in a file that holds several, must mean the same one. */
  private checkTool(before: FramePlace, next: Program): void {
    if (before.index !== 0) return;
    const { program } = before.loaded;
    const register = program.functions[0]!.names.indexOf(TOOL_VARIABLE);
    const number = register < 0 ? 0 : Number(this.old.registers[before.base + register] ?? 1);
    const name = (of: Program) => of.tools[number - 1] && functionName(of, of.tools[number - 1]!.function);
    if (register >= 0 && name(program) !== name(next))
      throw new Refusal(`${program.file}: its tools stand in another order now.`);
  }
}

/** Where the new version has a statement that cannot be understood, and the old one had not; -1 where it has none. */
function newlyBroken(program: Program, next: Program): number {
  if (program.hash === next.hash) return -1;
  const text = ({ code, constants }: Program, pc: number) =>
    code[pc] === OP.RAISE && code[pc + 1] === ERR.unknownStatement ? constants[code[pc + 2]!] : undefined;
  const known = new Set<unknown>();
  for (let pc = 0; pc < program.code.length; pc += 4) known.add(text(program, pc));
  for (let pc = 0; pc < next.code.length; pc += 4) {
    const broken = text(next, pc);
    if (broken !== undefined && !known.has(broken)) return pc;
  }
  return -1;
}

/** Carries what one frame of a script holds into the frame of its new version: variables by name, hidden registers by what they are for. */
import { HIDDEN } from "../compiler/traps.ts";
import { type FramePlace, variableValue } from "../inspect/inspect.ts";
import { typeOf } from "../inspect/preview.ts";
import type { Program } from "../program.ts";
import type { Value } from "../values.ts";
import { IS_NUMBER, registerKinds } from "../vm/number-registers.ts";
import { OP, PACK } from "../vm/opcodes.ts";
import type { State } from "../vm/state.ts";
import type { Body } from "./bodies.ts";
import { type MatchedPlace, type MatchedSite, matchedChain, matchSite } from "./match-place.ts";
import { placeText, Refusal } from "./refusal.ts";

/** A frame on both sides. */
export interface FramePair {
  old: State;
  before: FramePlace;
  beforeBody: Body;
  next: State;
  after: FramePlace;
  afterBody: Body;
}

/** The frame as it is, of a program that has not changed. `live`: registers of it that count. */
export function copyFrame({ old, before, next, after }: FramePair, live: number): void {
  for (let i = 0; i < live; i++) copyRegister(old, before.base + i, next, after.base + i);
}

/**
 * Everything of the frame: `places` are the statement that it stands at and those that its GOSUBs return to. What the host
 * gave a script is in the registers already.
 */
export function carryFrame(pair: FramePair, places: readonly MatchedPlace[]): void {
  carryVariables(pair);
  setTypedDefaults(pair);
  checkClasses(pair);
  checkData(pair);
  const chains = places.map((place) => place.chain);
  const failed = carryErrorState(pair);
  if (failed) chains.push(failed);
  for (const chain of chains) carryBlocks(pair, chain);
  const [top] = places;
  if (top) carryTemporaries(pair, top);
}

function carryVariables(pair: FramePair): void {
  const { old, before, beforeBody, next, after, afterBody } = pair;
  const kinds = after.loaded.hasNumbers ? registerKinds(after.loaded, after.index) : null;
  for (const [key, register] of afterBody.registers) {
    // Their values are numbers of the program: translated, not carried.
    if (key === HIDDEN.errorMode || key === HIDDEN.failed || key === HIDDEN.modeBefore) continue;
    const at = after.base + register;
    const source = beforeBody.registers.get(key);
    const value = source === undefined ? (next.registers[at] ?? null) : variableValue(old, before, source);
    if (kinds?.[register] !== IS_NUMBER) {
      next.registers[at] = value;
      continue;
    }
    if (value !== null && typeof value !== "number") {
      // What the host gave under this name is none of the script's until it sets it.
      if (source === undefined) continue;
      throw new Refusal(
        `${placeText(before.loaded.program, before.pc)}: ${nameOf(afterBody, register)} holds a value of the type ${typeOf(value)}, and the new version only knows it as a number.`,
      );
    }
    next.numbers[at] = value ?? 0;
  }
}

function nameOf({ program, index }: Body, register: number): string {
  return program.functions[index]!.names[register] || "a hidden variable";
}

/** Classic programs: a variable that is not carried is 0 or "", as at the beginning; one that was carried keeps its type. */
function setTypedDefaults({ next, before, beforeBody, after, afterBody }: FramePair): void {
  const old = lettersOf(beforeBody);
  const letters = lettersOf(afterBody);
  const here = placeText(before.loaded.program, before.pc);
  for (const [key, register] of afterBody.registers) {
    const letter = letters[register] ?? "-";
    const source = beforeBody.registers.get(key);
    const name = nameOf(afterBody, register);
    if (source === undefined && letter === "-" && name.endsWith("()"))
      throw new Refusal(`${here}: the array ${name} is new, and would be missing.`);
    if (source !== undefined && "nt".includes(letter) && "nt".includes(old[source] ?? "-") && old[source] !== letter)
      throw new Refusal(`${here}: ${name} has another type now.`);
    const at = after.base + register;
    if (next.registers[at] === null && letter !== "-") next.registers[at] = letter === "t" ? "" : 0;
  }
}

/** What the prologue of a classic body fills: a letter for each register. */
function lettersOf({ program, index }: Body): string {
  const { code, constants, functions } = program;
  const { entry } = functions[index]!;
  const isThere = program.profile !== "dialect" && code[entry] === OP.CDEFAULT && code[entry + 3] === 0;
  return isThere ? String(constants[code[entry + 2]!]) : "";
}

/** A name may not become another variable: one of the procedure's own that was the whole script's, or the other way round. */
function checkClasses({ before, beforeBody, afterBody }: FramePair): void {
  if (beforeBody.index === 0) return;
  const { program } = beforeBody;
  const wide = (of: Program) => new Set(of.functions[0]!.names.map((name) => name.toLowerCase()));
  const wideBefore = wide(program);
  const wideAfter = wide(afterBody.program);
  const refuse = (register: number, body: Body, how: string) => {
    const name = nameOf(body, register);
    throw new Refusal(`${placeText(program, before.pc)}: ${name} ${how}.`);
  };
  for (const [key, register] of beforeBody.registers)
    if (!afterBody.registers.has(key) && wideAfter.has(key))
      refuse(register, beforeBody, "belonged to the procedure and is the whole script's now");
  for (const [key, register] of afterBody.registers)
    if (!beforeBody.registers.has(key) && wideBefore.has(key))
      refuse(register, afterBody, "was the whole script's and belongs to the procedure now");
}

/** Classic: what READ has taken so far must be the same items. */
function checkData({ old, before, beforeBody, afterBody }: FramePair): void {
  const pointer = beforeBody.index === 0 ? dataOf(beforeBody.program)?.pointer : undefined;
  if (pointer === undefined) return;
  const count = Number(old.registers[before.base + pointer] ?? 0);
  const taken = (program: Program) => JSON.stringify(dataOf(program)?.items.slice(0, count) ?? []);
  if (taken(beforeBody.program) !== taken(afterBody.program))
    throw new Refusal(`${placeText(before.loaded.program, before.pc)}: DATA that READ has taken already was changed.`);
}

function dataOf({ code, constants }: Program): { items: readonly unknown[]; pointer: number } | null {
  for (let pc = 0; pc < code.length; pc += 4) {
    if (code[pc] !== OP.CREADN && code[pc] !== OP.CREADT) continue;
    const items = constants[code[pc + 2]!];
    return Array.isArray(items) ? { items, pointer: code[pc + 3]! } : null;
  }
  return null;
}

/** ON ERROR: its modes count labels, and what RESUME goes back to counts statements. Gives the blocks around that statement. */
function carryErrorState(pair: FramePair): MatchedSite[] | null {
  const { old, before, beforeBody, next, after, afterBody } = pair;
  const here = placeText(before.loaded.program, before.pc);
  const read = (key: string): number => {
    const register = beforeBody.registers.get(key);
    const value = register === undefined ? null : old.registers[before.base + register];
    return typeof value === "number" ? value : 0;
  };
  const write = (key: string, value: Value): boolean => {
    const register = afterBody.registers.get(key);
    if (register !== undefined) next.registers[after.base + register] = value;
    return register !== undefined;
  };
  for (const key of [HIDDEN.errorMode, HIDDEN.modeBefore]) {
    const mode = sameMode(beforeBody, afterBody, read(key), here);
    if (!write(key, mode) && mode > 0 && key === HIDDEN.errorMode)
      throw new Refusal(`${here}: ON ERROR, which is on, is no longer in this procedure.`);
  }
  const register = beforeBody.registers.get(HIDDEN.failed);
  const entry = register === undefined ? null : old.registers[before.base + register];
  if (typeof entry !== "number") {
    write(HIDDEN.failed, null);
    return null;
  }
  const { program } = beforeBody;
  const [from, to] = [program.tries[entry * 4]!, program.tries[entry * 4 + 1]!];
  const site = beforeBody.sites.find((i) => program.map!.sites[i]!.from === from && program.map!.sites[i]!.to === to);
  if (site === undefined) throw new Refusal(`${here}: the error that is being handled cannot be placed.`);
  const found = matchSite(beforeBody, afterBody, site, from);
  const { from: newFrom, to: newTo } = afterBody.program.map!.sites[found]!;
  const { tries } = afterBody.program;
  const at = Array.from({ length: tries.length / 4 }, (_, i) => i).find(
    (i) => tries[i * 4] === newFrom && tries[i * 4 + 1] === newTo && tries[i * 4 + 3]! < 0,
  );
  if (at === undefined || !write(HIDDEN.failed, at))
    throw new Refusal(`${here}: an error is being handled, and there is no RESUME for it any more.`);
  return matchedChain(beforeBody, afterBody, site, found, from);
}

/** 0 off, 1 RESUME NEXT, from 2 on the labels. */
function sameMode(before: Body, after: Body, mode: number, here: string): number {
  if (mode < 2) return mode;
  const labels = ({ program, index }: Body) => program.map!.errorLabels.find((one) => one.function === index)?.labels;
  const label = labels(before)?.[mode - 2];
  const found = label === undefined ? -1 : (labels(after)?.indexOf(label) ?? -1);
  if (found < 0)
    throw new Refusal(`${here}: ON ERROR GOTO ${label ?? ""}, which is on, is no longer in this procedure.`);
  return found + 2;
}

function carryBlocks({ old, before, next, after }: FramePair, chain: readonly MatchedSite[]): void {
  for (const { before: from, after: to } of chain) {
    for (let i = 0; i < from.registers.length; i += 2)
      for (let n = 0; n < from.registers[i + 1]!; n++)
        copyRegister(old, before.base + from.registers[i]! + n, next, after.base + to.registers[i]! + n);
  }
}

/** What the statement has computed so far, and the arguments of the instruction that it waits at. */
function carryTemporaries({ old, before, next, after }: FramePair, { chain, keepsTemporaries }: MatchedPlace): void {
  const { code } = before.loaded;
  const window = code[before.pc + 3]!;
  const newWindow = after.loaded.code[after.pc + 3]!;
  // The arguments of a call are the parameters of the frame above.
  const isRequest = code[before.pc] !== OP.CALL && code[before.pc] !== OP.GOSUB;
  const count = isRequest && before.base === old.base ? Math.floor(code[before.pc + 1]! / PACK) : 0;
  const { height } = chain.at(-1)!.before;
  const first = keepsTemporaries ? height : window;
  for (let i = first; i < window + count; i++)
    copyRegister(old, before.base + i, next, after.base + newWindow + i - window);
}

function copyRegister(old: State, from: number, next: State, to: number): void {
  next.registers[to] = old.registers[from] ?? null;
  if (next.numbers.length > to) next.numbers[to] = old.numbers[from] ?? Number.NaN;
}

/** What the host is asked for: the EFFECT and HEAR instructions made into requests from their registers. */
import type { EffectDescriptor, HearDescriptor } from "../compiler/keywords.ts";
import type { EffectRequest, HearRequest } from "../machine.ts";
import { listOf } from "../operations/compare.ts";
import { toNumber } from "../operations/numbers.ts";
import { toText } from "../operations/text-form.ts";
import type { Value } from "../values.ts";
import { positionAt } from "./loaded.ts";
import { PACK } from "./opcodes.ts";
import type { State } from "./state.ts";
import { setValue, whereValue } from "./where-values.ts";

/** Times that a wrong answer is asked again unless HEAR says otherwise (reference 5.2). */
const DEFAULT_RETRIES = 3;

/** Reads the arguments of the instruction one after the other. */
class Arguments {
  private at: number;
  private readonly registers: readonly Value[];

  constructor(state: State) {
    this.registers = state.registers;
    this.at = state.base + state.activation.loaded.code[state.pc + 3]!;
  }

  next(): Value {
    return this.registers[this.at++] ?? null;
  }
}

export function effectRequest(state: State): EffectRequest {
  const { loaded } = state.activation;
  const descriptor = loaded.program.constants[loaded.code[state.pc + 2]!] as EffectDescriptor;
  const args = new Arguments(state);
  const request: EffectRequest = {
    keyword: descriptor.keyword,
    args: {},
    line: positionAt(loaded.program, state.pc).line,
  };
  for (const { name, slot } of descriptor.operands) {
    if (slot.kind === "value") request.args[name] = args.next();
    else if (slot.kind === "word") request.args[name] = slot.word;
    else if (slot.kind === "list") request.args[name] = Array.from({ length: slot.count }, () => args.next());
    else if (slot.kind === "set") request.args[name] = setValue(slot.set, args, state);
    else request.args[name] = whereValue(slot.where, args, state);
  }
  return request;
}

/** CALL of a service by its path: `/crm/tickets/list`. */
export function serviceRequest(state: State, service: string, args: Value[]): EffectRequest {
  const { program } = state.activation.loaded;
  return { keyword: "CALL", args: { service, args }, line: positionAt(program, state.pc).line };
}

export function hearRequest(state: State): HearRequest {
  const { loaded } = state.activation;
  const descriptor = loaded.program.constants[loaded.code[state.pc + 2]!] as HearDescriptor;
  const args = new Arguments(state);
  let options: string[] | null = null;
  if (descriptor.options >= 0) {
    const values = Array.from({ length: descriptor.options }, () => args.next());
    // One expression may yield the list of options; fixed ones stand as they are.
    const list = values.length === 1 ? (listOf(values[0] ?? null) ?? values) : values;
    options = list.map((option) => toText(option, state));
  }
  const prompt = descriptor.prompt ? toText(args.next(), state) : null;
  const otherwise = descriptor.default ? args.next() : null;
  const timeout = descriptor.timeout ? Math.max(0, toNumber(args.next(), state)) : 0;
  const retries = descriptor.retries ? Math.max(0, Math.trunc(toNumber(args.next(), state))) : DEFAULT_RETRIES;
  return {
    as: descriptor.as,
    options,
    open: descriptor.open,
    prompt,
    hasDefault: descriptor.default,
    default: otherwise,
    timeout,
    retries,
    line: positionAt(loaded.program, state.pc).line,
    ...(descriptor.input === undefined ? {} : { input: descriptor.input }),
  };
}

/** Registers that are live while the instruction waits: everything below its arguments, and those. */
export function heightOf(state: State): number {
  const { code } = state.activation.loaded;
  return code[state.pc + 3]! + (code[state.pc + 1]! >>> 16);
}

/** Register that takes the answer. */
export function destinationOf(state: State): number {
  return state.activation.loaded.code[state.pc + 1]! & (PACK - 1);
}

/** Jumps, loops, calls and ends. Part of the hot loop's source. */
import type { Mnemonic } from "../opcodes.ts";
import { D, NEXT, SETTLE, SWITCHED, X } from "./parts.ts";

export const JUMPS: Partial<Record<Mnemonic, string>> = {
  JMP: `
pc = code[pc + 1]!;
break;`,
  JBACK: `
const cost = code[pc + 2]!;
const height = code[pc + 3]!;
if (limited) state.countJump();
pc = code[pc + 1]!;
budget -= cost;
if (budget < 0) {
  state.height = height;
  return leave(state, pc, base, budget);
}
break;`,
  JT: `
${X}
pc = (typeof x === "boolean" ? x : truthy(x)) ? code[pc + 1]! : pc + 4;
break;`,
  JF: `
${X}
pc = (typeof x === "boolean" ? x : truthy(x)) ? pc + 4 : code[pc + 1]!;
break;`,
  JNULL: `
pc = isNull(registers[base + code[pc + 2]!]!) ? code[pc + 1]! : pc + 4;
break;`,
  JNOTNULL: `
pc = isNull(registers[base + code[pc + 2]!]!) ? pc + 4 : code[pc + 1]!;
break;`,
  FORPREP: `
const r = base + code[pc + 2]!;
const h = base + code[pc + 3]!;
let x = registers[r]!;
let limit = registers[h]!;
let step = registers[h + 1]!;
if (typeof x !== "number") registers[r] = x = toNumber(x, state);
if (typeof limit !== "number") registers[h] = limit = toNumber(limit, state);
if (typeof step !== "number") registers[h + 1] = step = toNumber(step, state);
registers[h + 2] = 1;
pc = (step >= 0 ? x <= limit : x >= limit) ? pc + 4 : code[pc + 1]!;
break;`,
  FORLOOP: `
const packed = code[pc + 2]!;
const r = base + (packed & 65535);
const h = base + code[pc + 3]!;
const x = registers[r]!;
const limit = registers[h] as number;
const step = registers[h + 1] as number;
const z = (typeof x === "number" ? x : toNumber(x, state)) + step;
registers[r] = z;
if (step >= 0 ? z <= limit : z >= limit) {
  const rounds = Number(registers[h + 2]) + 1;
  if (rounds > maxRounds) throw tooManyRounds(state);
  registers[h + 2] = rounds;
  budget -= packed >>> 16;
if (budget < 0) {
    state.height = loopHeight(state, pc, code[pc + 3]! + 3);
    return leave(state, code[pc + 1]!, base, budget);
  }
  pc = code[pc + 1]!;
} else {
  if (Math.abs(z) > MAX) throw pastTheEnd();
  pc += 4;
}
break;`,
  FORLOOP1: `
const packed = code[pc + 2]!;
const r = base + (packed & 65535);
const h = base + code[pc + 3]!;
const x = registers[r]!;
const limit = registers[h] as number;
const z = (typeof x === "number" ? x : toNumber(x, state)) + 1;
registers[r] = z;
if (z <= limit) {
  const rounds = Number(registers[h + 2]) + 1;
  if (rounds > maxRounds) throw tooManyRounds(state);
  registers[h + 2] = rounds;
  budget -= packed >>> 16;
if (budget < 0) {
    state.height = loopHeight(state, pc, code[pc + 3]! + 3);
    return leave(state, code[pc + 1]!, base, budget);
  }
  pc = code[pc + 1]!;
} else {
  if (Math.abs(z) > MAX) throw pastTheEnd();
  pc += 4;
}
break;`,
  EACHPREP: `
const h = base + code[pc + 1]!;
registers[h] = eachList(state, registers[h]!, code[pc + 2]!, registers[h + 2]!);
registers[h + 1] = 0;
registers[h + 2] = 0;
${SETTLE}
${NEXT}`,
  EACHLOOP: `
const packed = code[pc + 2]!;
const h = base + code[pc + 3]!;
const list = registers[h] as Value[];
const i = registers[h + 1] as number;
if (i < list.length) {
  registers[base + (packed & 65535)] = list[i] ?? null;
  registers[h + 1] = i + 1;
  const rounds = Number(registers[h + 2]) + 1;
  if (rounds > maxRounds) throw tooManyRounds(state);
  registers[h + 2] = rounds;
  budget -= packed >>> 16;
if (budget < 0) {
    state.height = loopHeight(state, pc, code[pc + 3]! + 3);
    return leave(state, code[pc + 1]!, base, budget);
  }
  pc = code[pc + 1]!;
} else {
  // The list is not kept alive by a register that no one will read.
  registers[h] = null;
  pc += 4;
}
break;`,
  LOOP: `
const packed = code[pc + 2]!;
const counter = base + (packed & 65535);
const rounds = Number(registers[counter]) + 1;
// The first round of a loop with a condition is not in it.
if (rounds >= maxRounds) throw tooManyRounds(state);
registers[counter] = rounds;
budget -= packed >>> 16;
if (budget < 0) {
  state.height = code[pc + 3]!;
  return leave(state, code[pc + 1]!, base, budget);
}
pc = code[pc + 1]!;
break;`,
  CALL: `
const f = code[pc + 2]! * 5;
if (depth >= maxDepth) throw tooDeep(state);
const target = base + code[pc + 3]!;
if (depth + 3 > frames.length || target + functions[f + 1]! > registers.length) {
  if (depth + 3 > frames.length) state.growFrames();
  state.reserve(target + functions[f + 1]!);
  return leave(state, pc, base, budget);
}
frames[depth] = pc + 4;
frames[depth + 1] = base;
frames[depth + 2] = code[pc + 1]!;
depth += 3;
state.depth = depth;
base = target;
state.base = base;
for (let i = base + functions[f + 2]!, end = base + functions[f + 3]!; i < end; i++) registers[i] = null;
pc = functions[f]!;
budget -= functions[f + 4]!;
if (budget < 0) {
  state.height = functions[f + 3]!;
  return leave(state, pc, base, budget);
}
break;`,
  RETURN: `
const x = ${D}!;
if (state.gosubs.length > 0) state.forgetGosubs();
depth -= 3;
state.depth = depth;
pc = frames[depth]!;
base = frames[depth + 1]!;
state.base = base;
registers[base + frames[depth + 2]!] = x;
break;`,
  END: `
state.pc = pc;
if (!state.endScript(${D}!)) return leave(state, pc, base, budget);
${SWITCHED}`,
  GOSUB: `
if (limited) state.countJump();
state.enterGosub(pc + 4);
const cost = code[pc + 2]!;
const height = code[pc + 3]!;
pc = code[pc + 1]!;
budget -= cost;
if (budget < 0) {
  state.height = height;
  return leave(state, pc, base, budget);
}
break;`,
  RETSUB: `
const back = state.leaveGosub();
pc = back === null ? pc + 4 : back | 0;
break;`,
  BUILTIN: `
const packed = code[pc + 1]!;
state.pc = pc;
const result = builtins[code[pc + 2]!]!.call(argumentsAt(registers, base + code[pc + 3]!, packed >>> 16), state);
registers[base + (packed & 65535)] = typeof result === "string" ? state.text(result) : result;
${SETTLE}
${NEXT}`,
  METHOD: `
const packed = code[pc + 1]!;
state.pc = pc;
const args = argumentsAt(registers, base + code[pc + 3]!, packed >>> 16);
registers[base + (packed & 65535)] = callMethod(state, String(constants[code[pc + 2]!]), args);
${SETTLE}
${NEXT}`,
  THROW: `
throw thrownError(state, ${D}!);`,
  RETHROW: `
const x = ${D}!;
if (x !== null) throw passedOn(state, x);
state.pc = pc;
if (!state.goOnEnding()) return leave(state, pc, base, budget);
${SWITCHED}`,
  RESUME: `
if (limited) state.countJump();
pc = resumed(state, pc, base + code[pc + 1]!, code[pc + 2]!) | 0;
budget -= HANDLER_COST;
if (budget < 0) return leave(state, pc, base, budget);
break;`,
  RAISE: `
throw new BasicError(code[pc + 1]!, String(constants[code[pc + 2]!]));`,
  LASTERROR: `
${D} = lastError(state, code[pc + 2]!);
${NEXT}`,
  CLEARERROR: `
state.lastError = null;
${NEXT}`,
  EFFECT: `
state.status = "waiting";
return leave(state, pc, base, budget);`,
  HEAR: `
state.status = "waiting";
return leave(state, pc, base, budget);`,
  PARAM: `
${D} = boundParameter(state, ${D}!, String(constants[code[pc + 2]!]));
${NEXT}`,
};

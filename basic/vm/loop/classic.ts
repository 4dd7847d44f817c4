/** What only classic programs do: arithmetic that goes on after an exception, bits, arrays with bounds, PRINT, READ. */
import type { Mnemonic } from "../opcodes.ts";
import { D, NEXT, SETTLE, X, Y } from "./parts.ts";

/** The fast result when it is finite; the operator of the profile otherwise. */
function arithmetic(operator: string, test: string, slow: string): string {
  return `
${X}
${Y}
const z = typeof x === "number" && typeof y === "number"${test} ? x ${operator} y : Number.NaN;
if (Math.abs(z) <= MAX) ${D} = z;
else {
  state.pc = pc;
  ${D} = classicArithmetic(state, "${slow}", x, y);
}
${NEXT}`;
}

function slowly(slow: string): string {
  return `
${X}
${Y}
state.pc = pc;
${D} = classicArithmetic(state, "${slow}", x, y);
${NEXT}`;
}

/** Two small whole numbers are combined at once. */
function bits(expression: string, name: string): string {
  return `
${X}
${Y}
if (typeof x === "number" && typeof y === "number" && (x | 0) === x && (y | 0) === y) ${D} = ${expression};
else {
  state.pc = pc;
  ${D} = classicBits("${name}", x, y);
}
${NEXT}`;
}

export const CLASSIC: Partial<Record<Mnemonic, string>> = {
  CADD: arithmetic("+", "", "+"),
  CSUB: arithmetic("-", "", "-"),
  CMUL: arithmetic("*", "", "*"),
  CDIV: arithmetic("/", " && y !== 0", "/"),
  CPOW: arithmetic("**", " && x > 0", "^"),
  CIDIV: slowly("\\\\"),
  CMOD: `
${X}
${Y}
if (typeof x === "number" && typeof y === "number" && (x | 0) === x && (y | 0) === y && x >= 0 && y > 0) ${D} = x % y;
else {
  state.pc = pc;
  ${D} = classicArithmetic(state, "MOD", x, y);
}
${NEXT}`,
  CTRUTH: `
${X}
${D} = x === true ? -1 : x === false ? 0 : x;
${NEXT}`,
  CNOT: `
${X}
${D} = classicNot(x);
${NEXT}`,
  CAND: bits("x & y", "AND"),
  COR: bits("x | y", "OR"),
  CXOR: bits("x ^ y", "XOR"),
  CEQV: bits("~(x ^ y)", "EQV"),
  CIMP: bits("~x | y", "IMP"),
  CROUND: `
${X}
${D} = typeof x === "number" && (x | 0) === x ? x : classicRound(x);
${NEXT}`,
  CCOPY: `
${X}
${D} = copyRecord(state, x);
${NEXT}`,
  CDEFAULT: `
setDefaults(registers, base + code[pc + 3]!, String(constants[code[pc + 2]!]), code[pc + 1]! >>> 16);
${NEXT}`,
  CDIM: `
const packed = code[pc + 1]!;
const first = base + code[pc + 3]!;
const target = base + (packed & 65535);
state.pc = pc;
registers[target] = classicArray(state, registers.slice(first, first + (packed >>> 16)), registers[target]!, code[pc + 2]!);
${SETTLE}
${NEXT}`,
  CELEM0: `
${X}
${Y}
if (typeof y === "number" && y >>> 0 === y && Array.isArray(x) && y < x.length) ${D} = x[y]!;
else {
  state.pc = pc;
  ${D} = classicElement(x, [y]);
}
${NEXT}`,
  CSETELEM0: `
const x = ${D}!;
const y = registers[base + code[pc + 2]!]!;
const z = registers[base + code[pc + 3]!]!;
if (typeof y === "number" && y >>> 0 === y && Array.isArray(x) && y < x.length) x[y] = z;
else {
  state.pc = pc;
  setClassicElement(x, [y], z);
}
${NEXT}`,
  CELEM: `
const packed = code[pc + 1]!;
const first = base + code[pc + 3]!;
${X}
state.pc = pc;
registers[base + (packed & 65535)] = classicElement(x, registers.slice(first, first + (packed >>> 16)));
${NEXT}`,
  CSETELEM: `
const packed = code[pc + 1]!;
const first = base + code[pc + 3]!;
${X}
state.pc = pc;
setClassicElement(x, registers.slice(first, first + (packed >>> 16)), registers[base + (packed & 65535)]!);
${NEXT}`,
  CFORPREP: `
const r = base + code[pc + 2]!;
const h = base + code[pc + 3]!;
const x = classicNumber(registers[r]!);
const limit = classicNumber(registers[h]!);
const step = classicNumber(registers[h + 1]!);
registers[r] = x;
registers[h] = limit;
registers[h + 1] = step;
registers[h + 2] = 1;
pc = (x - limit) * Math.sign(step) > 0 ? code[pc + 1]! : pc + 4;
break;`,
  CFORLOOP: `
const packed = code[pc + 2]!;
const r = base + (packed & 65535);
const h = base + code[pc + 3]!;
const limit = registers[h] as number;
const step = registers[h + 1] as number;
state.pc = pc;
const z = classicArithmetic(state, "+", registers[r]!, step) as number;
registers[r] = z;
if ((z - limit) * Math.sign(step) > 0) {
  pc += 4;
  break;
}
budget -= packed >>> 16;
if (budget < 0) {
  state.height = loopHeight(state, pc, code[pc + 3]! + 3);
  return leave(state, code[pc + 1]!, base, budget);
}
pc = code[pc + 1]!;
break;`,
  CLAYOUT: `
const packed = code[pc + 1]!;
const first = base + code[pc + 3]!;
state.pc = pc;
registers[base + (packed & 65535)] = layOut(state, String(constants[code[pc + 2]!]), first, packed >>> 16);
${SETTLE}
${NEXT}`,
  CREADN: `
state.pc = pc;
${D} = readData(state, constants[code[pc + 2]!]!, globals + code[pc + 3]!, true);
${NEXT}`,
  CREADT: `
state.pc = pc;
${D} = readData(state, constants[code[pc + 2]!]!, globals + code[pc + 3]!, false);
${NEXT}`,
  CSEED: `
state.reseed(${D}!);
${NEXT}`,
};

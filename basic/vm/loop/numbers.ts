/**
 * Plain numbers. Part of the hot loop's source. The file holds finite numbers only: what overflows raises before it is
 * stored, so no comparison meets NaN. Operands are not tested, results are tested like those of the generic instructions.
 */
import type { Mnemonic } from "../opcodes.ts";
import { D, NEXT, SETTLE } from "./parts.ts";

const P = "numbers[base + code[pc + 1]!]";
const Q2 = "const x = numbers[base + code[pc + 2]!]!;";
const Q3 = "const y = numbers[base + code[pc + 3]!]!;";
const IMMEDIATE = "const y = code[pc + 3]!;";
const CONSTANT = "const y = constants[code[pc + 3]!] as number;";
const LIST = "const list = registers[base + code[pc + 2]!]!;";

/** A result that may be too large: the generic operator then raises. */
function arithmetic(y: string, fast: string, slow: string): string {
  return `
${Q2}
${y}
const z = ${fast};
if (Math.abs(z) <= MAX) ${P} = z;
else {
  state.pc = pc;
  ${P} = ${slow}(x, y, state) as number;
}
${NEXT}`;
}

/** A result that cannot be too large. */
function exact(y: string, expression: string): string {
  return `
${Q2}
${y}
${P} = ${expression};
${NEXT}`;
}

function remainder(y: string): string {
  return exact(y, "x >= 0 ? x % y : (modulo(x, y, state) as number)");
}

/** The same by a whole number: of two 32-bit integers the processor knows the remainder, of others a library function. */
function wholeRemainder(y: string): string {
  return `
${Q2}
${y}
const whole = x | 0;
${P} = whole === x && whole >= 0 ? whole % y : x >= 0 ? x % y : (modulo(x, y, state) as number);
${NEXT}`;
}

function quotient(test: string, fast: string, slow: string): string {
  return `
${Q2}
${Q3}
const z = ${test} ? ${fast} : Number.NaN;
if (Math.abs(z) <= MAX) ${D} = z;
else {
  state.pc = pc;
  ${D} = ${slow}(x, y, state);
}
${NEXT}`;
}

function comparison(operator: string): string {
  return `
${Q2}
${Q3}
${D} = x ${operator} y;
${NEXT}`;
}

function jump(y: string, operator: string): string {
  return `
${Q2}
${y}
pc = x ${operator} y ? code[pc + 1]! : pc + 4;
break;`;
}

/**
 * The hidden registers of FOR: limit, step, rounds that are counted, bound. Up to the bound no round needs to be counted:
 * FFORPREP has made sure that so many are allowed. Behind it each is, until the limit.
 */
function forLoop(step: string, within: (bound: string) => string): string {
  return `
const packed = code[pc + 2]!;
const r = base + (packed & 65535);
const h = base + code[pc + 3]!;
${step}
const z = numbers[r]! + step;
numbers[r] = z;
if (${within("numbers[h + 3]!")} || anotherRound(state, h, z, step)) {
  budget -= packed >>> 16;
  if (budget < 0) {
    state.height = loopHeight(state, pc, code[pc + 3]! + 4);
    return leave(state, code[pc + 1]!, base, budget);
  }
  pc = code[pc + 1]!;
} else ${NEXT}`;
}

function forPrepare(isVariableLeftAlone: boolean): string {
  return `
pc = firstRound(state, base + code[pc + 2]!, base + code[pc + 3]!, ${isVariableLeftAlone}) ? pc + 4 : code[pc + 1]!;
break;`;
}

const IN_LIST = "y >>> 0 === y && Array.isArray(list) && y < list.length";

function stored(z: string, slow: string): string {
  return `
const list = ${D}!;
const y = numbers[base + code[pc + 2]!]!;
${z}
if (${IN_LIST}) list[y] = z;
else {
  ${slow};
  ${SETTLE}
}
${NEXT}`;
}

export const NUMBERS: Partial<Record<Mnemonic, string>> = {
  FMOVE: `
${P} = numbers[base + code[pc + 2]!]!;
${NEXT}`,
  FLOADK: `
${P} = constants[code[pc + 2]!] as number;
${NEXT}`,
  FLOADI: `
${P} = code[pc + 2]!;
${NEXT}`,
  FBOX: `
${D} = numbers[base + code[pc + 2]!]!;
${NEXT}`,
  FNUMBER: `
const x = registers[base + code[pc + 2]!]!;
${P} = typeof x === "number" ? x : toNumber(x, state);
${NEXT}`,
  FADD: arithmetic(Q3, "x + y", "add"),
  FSUB: arithmetic(Q3, "x - y", "subtract"),
  FMUL: arithmetic(Q3, "x * y", "multiply"),
  // A small number cannot make a sum overflow.
  FADDI: exact(IMMEDIATE, "x + y"),
  FSUBI: exact(IMMEDIATE, "x - y"),
  FMULI: arithmetic(IMMEDIATE, "x * y", "multiply"),
  FMODI: wholeRemainder(IMMEDIATE),
  FIDIVI: exact(IMMEDIATE, "Math.trunc(x / y) + 0"),
  FPOWI: arithmetic(IMMEDIATE, "x ** y", "power"),
  FADDK: arithmetic(CONSTANT, "x + y", "add"),
  FSUBK: arithmetic(CONSTANT, "x - y", "subtract"),
  FMULK: arithmetic(CONSTANT, "x * y", "multiply"),
  FDIVK: arithmetic(CONSTANT, "x / y", "divide"),
  FMODK: remainder(CONSTANT),
  FIDIVK: arithmetic(CONSTANT, "Math.trunc(x / y) + 0", "intDivide"),
  FNEG: exact("", "0 - x"),
  FABS: exact("", "Math.abs(x)"),
  // Adding 0 turns a negative zero into 0.
  FINT: exact("", "Math.floor(x) + 0"),
  FDIV: quotient("y !== 0", "x / y", "divide"),
  FIDIV: quotient("y !== 0", "Math.trunc(x / y) + 0", "intDivide"),
  FMOD: `
${Q2}
${Q3}
if (x >= 0 && y > 0) ${D} = x % y;
else {
  state.pc = pc;
  ${D} = modulo(x, y, state);
}
${NEXT}`,
  FEQ: comparison("==="),
  FNE: comparison("!=="),
  FLT: comparison("<"),
  FLE: comparison("<="),
  FJEQ: jump(Q3, "==="),
  FJNE: jump(Q3, "!=="),
  FJLT: jump(Q3, "<"),
  FJLE: jump(Q3, "<="),
  FJEQI: jump(IMMEDIATE, "==="),
  FJNEI: jump(IMMEDIATE, "!=="),
  FJLTI: jump(IMMEDIATE, "<"),
  FJLEI: jump(IMMEDIATE, "<="),
  FJGTI: jump(IMMEDIATE, ">"),
  FJGEI: jump(IMMEDIATE, ">="),
  FFORPREP: forPrepare(true),
  FFORPREPV: forPrepare(false),
  FFORLOOP: forLoop("const step = numbers[h + 1]!;", (bound) => `(step >= 0 ? z <= ${bound} : z >= ${bound})`),
  FFORLOOP1: forLoop("const step = 1;", (bound) => `z <= ${bound}`),
  FRETURN: `
const x = ${P}!;
if (state.gosubs.length > 0) state.forgetGosubs();
depth -= 3;
state.depth = depth;
pc = frames[depth]!;
base = frames[depth + 1]!;
state.base = base;
numbers[base + frames[depth + 2]!] = x;
break;`,
  FGETI: `
${LIST}
${Q3}
if (${IN_LIST}) ${D} = list[y]!;
else ${D} = getIndex(list, y, state);
${NEXT}`,
  FSETI: stored("const z = registers[base + code[pc + 3]!]!;", `${D} = setIndex(list, y, z, state)`),
  FELEM: `
${LIST}
${Q3}
if (${IN_LIST}) ${D} = list[y]!;
else ${D} = element(state, list, y);
${NEXT}`,
  FELEM0: `
${LIST}
${Q3}
if (${IN_LIST}) ${D} = list[y] ?? 0;
else ${D} = element(state, list, y) ?? 0;
${NEXT}`,
  FSETELEM: stored("const z = registers[base + code[pc + 3]!]!;", "setElement(state, list, y, z)"),
  FSETELEMF: stored("const z = numbers[base + code[pc + 3]!]!;", "setElement(state, list, y, z)"),
  FSETELEMI: stored("const z = code[pc + 3]!;", "setElement(state, list, y, z)"),
};

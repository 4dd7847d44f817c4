/** Operators and the jumps that compare: families of instructions that differ in one expression. Part of the hot loop's source. */
import type { Mnemonic } from "../opcodes.ts";
import { D, IMMEDIATE, NEXT, SETTLE, SWITCHED, X, Y } from "./parts.ts";

type Cases = Partial<Record<Mnemonic, string>>;

const TWO_NUMBERS = 'typeof x === "number" && typeof y === "number"';
const ONE_NUMBER = 'typeof x === "number"';

/** The fast result when the test holds and it is no overflow; the operator otherwise. */
function arithmetic(y: string, test: string, fast: string, slow: string): string {
  return `
${X}
${y}
const z = ${test} ? ${fast} : Number.NaN;
if (Math.abs(z) <= MAX) ${D} = z;
else {
  state.pc = pc;
  ${D} = ${slow}(x, y, state);
}
${NEXT}`;
}

/** The same where the fast result cannot overflow. Of two 32-bit integers the processor knows it, of others a library function. */
function remainder(y: string, test: string): string {
  return `
${X}
${y}
if (${test}) {
  const whole = x | 0;
  const by = y | 0;
  ${D} = whole === x && by === y ? whole % by : x % y;
} else {
  state.pc = pc;
  ${D} = modulo(x, y, state);
}
${NEXT}`;
}

function withSmall(operator: string, slow: string): string {
  return `
${X}
${IMMEDIATE}
${D} = ${ONE_NUMBER} ? x ${operator} y : ${slow};
${NEXT}`;
}

function binary(expression: string, settle = ""): string {
  return `
${X}
${Y}
${D} = ${expression};${settle}
${NEXT}`;
}

function unary(expression: string): string {
  return `
${X}
${D} = ${expression};
${NEXT}`;
}

/** Both jumps of a comparison: when it holds and when it does not; with two registers or a small number. */
function jumps(yes: Mnemonic, no: Mnemonic, operator: string, slow: string, isSmall: boolean): Cases {
  const test = isSmall ? ONE_NUMBER : TWO_NUMBERS;
  const jump = (then: string, otherwise: string) => `
${X}
${isSmall ? IMMEDIATE : Y}
pc = (${test} ? x ${operator} y : ${slow}) ? ${then} : ${otherwise};
break;`;
  return { [yes]: jump("code[pc + 1]!", "pc + 4"), [no]: jump("pc + 4", "code[pc + 1]!") };
}

function jumpsWithText(then: string, otherwise: string): string {
  return `
${X}
const y = constants[code[pc + 3]!]!;
pc = x === y || ((typeof x !== "string" || typeof y !== "string") && equals(x, y, state)) ? ${then} : ${otherwise};
break;`;
}

function script(name: Mnemonic): string {
  return `
state.pc = pc;
if (!enterNamed(state, "${name}")) return leave(state, pc, base, budget);
budget -= state.activation.loaded.functions[4]!;
${SWITCHED}`;
}

const BELOW = "compare(x, y, state) === -1";
const ABOVE = "compare(x, y, state) === 1";
const SAME = "equals(x, y, state)";

export const OPERATORS: Cases = {
  ADD: `
${X}
${Y}
if (${TWO_NUMBERS}) {
  const z = x + y;
  ${D} = Math.abs(z) <= MAX ? z : add(x, y, state);
} else if (typeof x === "string" && typeof y === "string") ${D} = state.text(x + y);
else ${D} = addSlow(state, x, y);
${NEXT}`,
  SUB: arithmetic(Y, TWO_NUMBERS, "x - y", "subtract"),
  MUL: arithmetic(Y, TWO_NUMBERS, "x * y", "multiply"),
  DIV: arithmetic(Y, `${TWO_NUMBERS} && y !== 0`, "x / y", "divide"),
  // Adding 0 turns the negative zero of a truncation into 0.
  IDIV: arithmetic(Y, `${TWO_NUMBERS} && y !== 0`, "Math.trunc(x / y) + 0", "intDivide"),
  MOD: remainder(Y, `${TWO_NUMBERS} && x >= 0 && y > 0`),
  POW: arithmetic(Y, `${TWO_NUMBERS} && (x !== 0 || y >= 0)`, "x ** y", "power"),
  // A small number cannot make a sum overflow.
  ADDI: withSmall("+", "addSlow(state, x, y)"),
  SUBI: withSmall("-", "subtract(x, y, state)"),
  MULI: arithmetic(IMMEDIATE, ONE_NUMBER, "x * y", "multiply"),
  DIVI: arithmetic(IMMEDIATE, ONE_NUMBER, "x / y", "divide"),
  MODI: remainder(IMMEDIATE, `${ONE_NUMBER} && x >= 0 && y > 0`),
  EQ: binary(`${TWO_NUMBERS} ? x === y : ${SAME}`),
  NE: binary(`${TWO_NUMBERS} ? x !== y : !${SAME}`),
  LT: binary(`${TWO_NUMBERS} ? x < y : ${BELOW}`),
  LE: binary(`${TWO_NUMBERS} ? x <= y : notAbove(x, y, state)`),
  LIKE: binary("like(x, y, state)", `\n${SETTLE}`),
  IN: binary("isIn(x, y, state)", `\n${SETTLE}`),
  CONTAINS: binary("contains(x, y, state)", `\n${SETTLE}`),
  STARTS: binary("toText(x, state).startsWith(toText(y, state))"),
  ENDS: binary("toText(x, state).endsWith(toText(y, state))"),
  XOR: binary("truthy(x) !== truthy(y)"),
  EQV: binary("truthy(x) === truthy(y)"),
  IMP: binary("!truthy(x) || truthy(y)"),
  ISNULL: unary("isNull(x)"),
  ISEMPTY: unary("isEmpty(x)"),
  ISTRUE: unary("x === true"),
  ISFALSE: unary("x === false"),
  ...jumps("JLT", "JNLT", "<", BELOW, false),
  ...jumps("JLE", "JNLE", "<=", "notAbove(x, y, state)", false),
  ...jumps("JEQ", "JNE", "===", SAME, false),
  ...jumps("JLTI", "JNLTI", "<", BELOW, true),
  ...jumps("JLEI", "JNLEI", "<=", "notAbove(x, y, state)", true),
  ...jumps("JGTI", "JNGTI", ">", ABOVE, true),
  ...jumps("JGEI", "JNGEI", ">=", "notBelow(x, y, state)", true),
  ...jumps("JEQI", "JNEI", "===", SAME, true),
  JEQK: jumpsWithText("code[pc + 1]!", "pc + 4"),
  JNEK: jumpsWithText("pc + 4", "code[pc + 1]!"),
  SCRIPT: script("SCRIPT"),
  SCRIPTV: script("SCRIPTV"),
  CALLNAME: script("CALLNAME"),
};

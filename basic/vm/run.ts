/**
 * The hot loop. Everything it touches in each instruction is a local variable; the cases are literal numbers, because V8
 * builds a jump table only for literals (vm/opcodes.ts names them, and a test compares). Two numbers are the first test
 * of each operator, the operators of basic/operations the rest. Steps are charged at calls and backward jumps.
 *
 * The file is longer than others may be: the loop has to be one function, or its state would live in memory.
 */
import { BasicError, ERR } from "../errors.ts";
import { add, divide, intDivide, modulo, multiply, negate, power, subtract } from "../operations/arithmetic.ts";
import { compare, equals, isObject } from "../operations/compare.ts";
import { getIndex, setIndex } from "../operations/elements.ts";
import { setField } from "../operations/fields.ts";
import { contains, isIn, like } from "../operations/membership.ts";
import { toNumber } from "../operations/numbers.ts";
import { toText } from "../operations/text-form.ts";
import { isEmpty, isNull, truthy } from "../operations/truth.ts";
import { newObject, type Value } from "../values.ts";
import { enterNamed } from "./named-calls.ts";
import {
  boundParameter,
  dimension,
  eachList,
  element,
  fillValue,
  openElement,
  openField,
  redimension,
  setElement,
  thrownError,
} from "./objects.ts";
import {
  addSlow,
  appendAll,
  callMethod,
  concat,
  countRound,
  field,
  freshObject,
  lastError,
  loopHeight,
  notAbove,
  notBelow,
  passedOn,
  plus,
  setKey,
  settle,
  tooDeep,
  unsetName,
} from "./slow-paths.ts";
import { FinalError, type State } from "./state.ts";
import { LIST_HEADER, SLOT } from "./weigh.ts";

/** What is above it is an overflow: the language never shows Infinity. */
const MAX = Number.MAX_VALUE;

const HANDLER_COST = 10;
/** The classic number of an error that is not the script's. */
const INTERNAL_ERROR = 51;

/**
 * Runs until the script waits, ends, fails, or has used up `budget` steps; returns what is left of it. Below zero means
 * that the slice is over.
 */
export function execute(state: State, slice: number): number {
  let budget = slice;
  const { registers } = state;
  const limited = state.limits.maxLoopIterations !== Number.POSITIVE_INFINITY;
  const maxDepth = Math.min(state.limits.maxCallDepth * 3, 0x3fffffff);
  let { loaded } = state.activation;
  let { code, constants, builtins, functions } = loaded;
  let frames: Int32Array = state.frames;
  let { depth, base, pc } = state;
  let globals = state.activation.base;
  for (;;) {
    try {
      for (;;)
        switch (code[pc]) {
          case 1: {
            // MOVE
            registers[base + code[pc + 1]!] = registers[base + code[pc + 2]!]!;
            pc += 4;
            break;
          }
          case 2: {
            // LOADK
            registers[base + code[pc + 1]!] = constants[code[pc + 2]!]!;
            pc += 4;
            break;
          }
          case 3: {
            // LOADI
            registers[base + code[pc + 1]!] = code[pc + 2]!;
            pc += 4;
            break;
          }
          case 4: {
            // LOADNULL
            registers[base + code[pc + 1]!] = null;
            pc += 4;
            break;
          }
          case 5: {
            // LOADG
            registers[base + code[pc + 1]!] = registers[globals + code[pc + 2]!]!;
            pc += 4;
            break;
          }
          case 6: {
            // STOREG
            registers[globals + code[pc + 1]!] = registers[base + code[pc + 2]!]!;
            pc += 4;
            break;
          }
          case 7: {
            // CHECKSET
            if (state.strict && registers[base + code[pc + 1]!] === null) throw unsetName(constants[code[pc + 2]!]!);
            pc += 4;
            break;
          }
          case 10: {
            // ADD
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            if (typeof x === "number" && typeof y === "number") {
              const z = x + y;
              registers[base + code[pc + 1]!] = z <= MAX && z >= -MAX ? z : add(x, y, state);
            } else if (typeof x === "string" && typeof y === "string")
              registers[base + code[pc + 1]!] = state.text(x + y);
            else registers[base + code[pc + 1]!] = addSlow(state, x, y);
            pc += 4;
            break;
          }
          case 11: {
            // SUB
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            const z = typeof x === "number" && typeof y === "number" ? x - y : Number.NaN;
            if (z <= MAX && z >= -MAX) registers[base + code[pc + 1]!] = z;
            else {
              state.pc = pc;
              registers[base + code[pc + 1]!] = subtract(x, y, state);
            }
            pc += 4;
            break;
          }
          case 12: {
            // MUL
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            const z = typeof x === "number" && typeof y === "number" ? x * y : Number.NaN;
            if (z <= MAX && z >= -MAX) registers[base + code[pc + 1]!] = z;
            else {
              state.pc = pc;
              registers[base + code[pc + 1]!] = multiply(x, y, state);
            }
            pc += 4;
            break;
          }
          case 13: {
            // DIV
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            const z = typeof x === "number" && typeof y === "number" && y !== 0 ? x / y : Number.NaN;
            if (z <= MAX && z >= -MAX) registers[base + code[pc + 1]!] = z;
            else {
              state.pc = pc;
              registers[base + code[pc + 1]!] = divide(x, y, state);
            }
            pc += 4;
            break;
          }
          case 14: {
            // IDIV
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            const z = typeof x === "number" && typeof y === "number" && y !== 0 ? Math.trunc(x / y) + 0 : Number.NaN;
            if (z <= MAX && z >= -MAX) registers[base + code[pc + 1]!] = z;
            else {
              state.pc = pc;
              registers[base + code[pc + 1]!] = intDivide(x, y, state);
            }
            pc += 4;
            break;
          }
          case 15: {
            // MOD
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            if (typeof x === "number" && typeof y === "number" && x >= 0 && y > 0)
              registers[base + code[pc + 1]!] = x % y;
            else {
              state.pc = pc;
              registers[base + code[pc + 1]!] = modulo(x, y, state);
            }
            pc += 4;
            break;
          }
          case 16: {
            // POW
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            const z = typeof x === "number" && typeof y === "number" && (x !== 0 || y >= 0) ? x ** y : Number.NaN;
            if (z <= MAX && z >= -MAX) registers[base + code[pc + 1]!] = z;
            else {
              state.pc = pc;
              registers[base + code[pc + 1]!] = power(x, y, state);
            }
            pc += 4;
            break;
          }
          case 17: {
            // ADDI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            registers[base + code[pc + 1]!] = typeof x === "number" ? x + y : addSlow(state, x, y);
            pc += 4;
            break;
          }
          case 18: {
            // SUBI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            registers[base + code[pc + 1]!] = typeof x === "number" ? x - y : subtract(x, y, state);
            pc += 4;
            break;
          }
          case 19: {
            // MULI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            const z = typeof x === "number" ? x * y : Number.NaN;
            if (z <= MAX && z >= -MAX) registers[base + code[pc + 1]!] = z;
            else {
              state.pc = pc;
              registers[base + code[pc + 1]!] = multiply(x, y, state);
            }
            pc += 4;
            break;
          }
          case 20: {
            // DIVI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            const z = typeof x === "number" ? x / y : Number.NaN;
            if (z <= MAX && z >= -MAX) registers[base + code[pc + 1]!] = z;
            else {
              state.pc = pc;
              registers[base + code[pc + 1]!] = divide(x, y, state);
            }
            pc += 4;
            break;
          }
          case 21: {
            // MODI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            if (typeof x === "number" && x >= 0) registers[base + code[pc + 1]!] = x % y;
            else {
              state.pc = pc;
              registers[base + code[pc + 1]!] = modulo(x, y, state);
            }
            pc += 4;
            break;
          }
          case 22: {
            // NEG
            const x = registers[base + code[pc + 2]!]!;
            registers[base + code[pc + 1]!] = typeof x === "number" ? 0 - x : negate(x, state);
            pc += 4;
            break;
          }
          case 23: {
            // PLUS
            const x = registers[base + code[pc + 2]!]!;
            registers[base + code[pc + 1]!] = typeof x === "number" ? x : plus(state, x);
            pc += 4;
            break;
          }
          case 24: {
            // NOT
            const x = registers[base + code[pc + 2]!]!;
            registers[base + code[pc + 1]!] = x === true ? false : x === false ? true : !truthy(x);
            pc += 4;
            break;
          }
          case 25: {
            // CAT
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            registers[base + code[pc + 1]!] = state.text(toText(x, state) + toText(y, state));
            pc += 4;
            break;
          }
          case 26: {
            // EQ
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            registers[base + code[pc + 1]!] =
              typeof x === "number" && typeof y === "number" ? x === y : equals(x, y, state);
            pc += 4;
            break;
          }
          case 27: {
            // NE
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            registers[base + code[pc + 1]!] =
              typeof x === "number" && typeof y === "number" ? x !== y : !equals(x, y, state);
            pc += 4;
            break;
          }
          case 28: {
            // LT
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            registers[base + code[pc + 1]!] =
              typeof x === "number" && typeof y === "number" ? x < y : compare(x, y, state) === -1;
            pc += 4;
            break;
          }
          case 29: {
            // LE
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            registers[base + code[pc + 1]!] =
              typeof x === "number" && typeof y === "number" ? x <= y : notAbove(x, y, state);
            pc += 4;
            break;
          }
          case 30: {
            // LIKE
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            registers[base + code[pc + 1]!] = like(x, y, state);
            if (state.owed > 0) budget = settle(state, budget);
            pc += 4;
            break;
          }
          case 31: {
            // IN
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            registers[base + code[pc + 1]!] = isIn(x, y, state);
            if (state.owed > 0) budget = settle(state, budget);
            pc += 4;
            break;
          }
          case 32: {
            // CONTAINS
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            registers[base + code[pc + 1]!] = contains(x, y, state);
            if (state.owed > 0) budget = settle(state, budget);
            pc += 4;
            break;
          }
          case 33: {
            // STARTS
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            registers[base + code[pc + 1]!] = toText(x, state).startsWith(toText(y, state));
            pc += 4;
            break;
          }
          case 34: {
            // ENDS
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            registers[base + code[pc + 1]!] = toText(x, state).endsWith(toText(y, state));
            pc += 4;
            break;
          }
          case 35: {
            // XOR
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            registers[base + code[pc + 1]!] = truthy(x) !== truthy(y);
            pc += 4;
            break;
          }
          case 36: {
            // EQV
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            registers[base + code[pc + 1]!] = truthy(x) === truthy(y);
            pc += 4;
            break;
          }
          case 37: {
            // IMP
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            registers[base + code[pc + 1]!] = !truthy(x) || truthy(y);
            pc += 4;
            break;
          }
          case 38: {
            // ISNULL
            const x = registers[base + code[pc + 2]!]!;
            registers[base + code[pc + 1]!] = isNull(x);
            pc += 4;
            break;
          }
          case 39: {
            // ISEMPTY
            const x = registers[base + code[pc + 2]!]!;
            registers[base + code[pc + 1]!] = isEmpty(x);
            pc += 4;
            break;
          }
          case 40: {
            // ISTRUE
            const x = registers[base + code[pc + 2]!]!;
            registers[base + code[pc + 1]!] = x === true;
            pc += 4;
            break;
          }
          case 41: {
            // ISFALSE
            const x = registers[base + code[pc + 2]!]!;
            registers[base + code[pc + 1]!] = x === false;
            pc += 4;
            break;
          }
          case 42: {
            // CONCAT
            const packed = code[pc + 1]!;
            registers[base + (packed & 65535)] = concat(state, base + code[pc + 3]!, packed >>> 16);
            pc += 4;
            break;
          }
          case 43: {
            // ZERO
            if (registers[base + code[pc + 1]!] === null && typeof registers[base + code[pc + 2]!] === "number")
              registers[base + code[pc + 1]!] = 0;
            pc += 4;
            break;
          }
          case 50: {
            // JMP
            pc = code[pc + 1]!;
            break;
          }
          case 51: {
            // JBACK
            const cost = code[pc + 2]!;
            const height = code[pc + 3]!;
            if (limited) state.countJump();
            pc = code[pc + 1]!;
            budget -= cost;
            if (budget < 0) {
              state.height = height;
              return leave(state, pc, base, budget);
            }
            break;
          }
          case 52: {
            // JT
            const x = registers[base + code[pc + 2]!]!;
            pc = (typeof x === "boolean" ? x : truthy(x)) ? code[pc + 1]! : pc + 4;
            break;
          }
          case 53: {
            // JF
            const x = registers[base + code[pc + 2]!]!;
            pc = (typeof x === "boolean" ? x : truthy(x)) ? pc + 4 : code[pc + 1]!;
            break;
          }
          case 54: {
            // JNULL
            pc = isNull(registers[base + code[pc + 2]!]!) ? code[pc + 1]! : pc + 4;
            break;
          }
          case 55: {
            // JNOTNULL
            pc = isNull(registers[base + code[pc + 2]!]!) ? pc + 4 : code[pc + 1]!;
            break;
          }
          case 56: {
            // JLT
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            pc = (typeof x === "number" && typeof y === "number" ? x < y : compare(x, y, state) === -1)
              ? code[pc + 1]!
              : pc + 4;
            break;
          }
          case 57: {
            // JNLT
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            pc = (typeof x === "number" && typeof y === "number" ? x < y : compare(x, y, state) === -1)
              ? pc + 4
              : code[pc + 1]!;
            break;
          }
          case 58: {
            // JLE
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            pc = (typeof x === "number" && typeof y === "number" ? x <= y : notAbove(x, y, state))
              ? code[pc + 1]!
              : pc + 4;
            break;
          }
          case 59: {
            // JNLE
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            pc = (typeof x === "number" && typeof y === "number" ? x <= y : notAbove(x, y, state))
              ? pc + 4
              : code[pc + 1]!;
            break;
          }
          case 60: {
            // JEQ
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            pc = (typeof x === "number" && typeof y === "number" ? x === y : equals(x, y, state))
              ? code[pc + 1]!
              : pc + 4;
            break;
          }
          case 61: {
            // JNE
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            pc = (typeof x === "number" && typeof y === "number" ? x === y : equals(x, y, state))
              ? pc + 4
              : code[pc + 1]!;
            break;
          }
          case 62: {
            // JLTI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            pc = (typeof x === "number" ? x < y : compare(x, y, state) === -1) ? code[pc + 1]! : pc + 4;
            break;
          }
          case 63: {
            // JNLTI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            pc = (typeof x === "number" ? x < y : compare(x, y, state) === -1) ? pc + 4 : code[pc + 1]!;
            break;
          }
          case 64: {
            // JLEI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            pc = (typeof x === "number" ? x <= y : notAbove(x, y, state)) ? code[pc + 1]! : pc + 4;
            break;
          }
          case 65: {
            // JNLEI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            pc = (typeof x === "number" ? x <= y : notAbove(x, y, state)) ? pc + 4 : code[pc + 1]!;
            break;
          }
          case 66: {
            // JGTI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            pc = (typeof x === "number" ? x > y : compare(x, y, state) === 1) ? code[pc + 1]! : pc + 4;
            break;
          }
          case 67: {
            // JNGTI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            pc = (typeof x === "number" ? x > y : compare(x, y, state) === 1) ? pc + 4 : code[pc + 1]!;
            break;
          }
          case 68: {
            // JGEI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            pc = (typeof x === "number" ? x >= y : notBelow(x, y, state)) ? code[pc + 1]! : pc + 4;
            break;
          }
          case 69: {
            // JNGEI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            pc = (typeof x === "number" ? x >= y : notBelow(x, y, state)) ? pc + 4 : code[pc + 1]!;
            break;
          }
          case 70: {
            // JEQI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            pc = (typeof x === "number" ? x === y : equals(x, y, state)) ? code[pc + 1]! : pc + 4;
            break;
          }
          case 71: {
            // JNEI
            const x = registers[base + code[pc + 2]!]!;
            const y = code[pc + 3]!;
            pc = (typeof x === "number" ? x === y : equals(x, y, state)) ? pc + 4 : code[pc + 1]!;
            break;
          }
          case 72: {
            // JEQK
            const x = registers[base + code[pc + 2]!]!;
            const y = constants[code[pc + 3]!]!;
            pc =
              x === y || ((typeof x !== "string" || typeof y !== "string") && equals(x, y, state))
                ? code[pc + 1]!
                : pc + 4;
            break;
          }
          case 73: {
            // JNEK
            const x = registers[base + code[pc + 2]!]!;
            const y = constants[code[pc + 3]!]!;
            pc =
              x === y || ((typeof x !== "string" || typeof y !== "string") && equals(x, y, state))
                ? pc + 4
                : code[pc + 1]!;
            break;
          }
          case 80: {
            // FORPREP
            const r = base + code[pc + 2]!;
            const h = base + code[pc + 3]!;
            const x = toNumber(registers[r]!, state);
            const limit = toNumber(registers[h]!, state);
            const step = toNumber(registers[h + 1]!, state);
            registers[r] = x;
            registers[h] = limit;
            registers[h + 1] = step;
            registers[h + 2] = 1;
            pc = (step >= 0 ? x <= limit : x >= limit) ? pc + 4 : code[pc + 1]!;
            break;
          }
          case 81: {
            // FORLOOP
            const packed = code[pc + 2]!;
            const r = base + (packed & 65535);
            const h = base + code[pc + 3]!;
            const x = registers[r]!;
            const limit = registers[h] as number;
            const step = registers[h + 1] as number;
            const z = (typeof x === "number" ? x : toNumber(x, state)) + step;
            registers[r] = z;
            if (step >= 0 ? z <= limit : z >= limit) {
              if (limited) countRound(state, h + 2);
              budget -= packed >>> 16;
              if (budget < 0) {
                state.height = loopHeight(state, pc, code[pc + 3]! + 3);
                return leave(state, code[pc + 1]!, base, budget);
              }
              pc = code[pc + 1]!;
            } else pc += 4;
            break;
          }
          case 82: {
            // FORLOOP1
            const packed = code[pc + 2]!;
            const r = base + (packed & 65535);
            const h = base + code[pc + 3]!;
            const x = registers[r]!;
            const limit = registers[h] as number;
            const z = (typeof x === "number" ? x : toNumber(x, state)) + 1;
            registers[r] = z;
            if (z <= limit) {
              if (limited) countRound(state, h + 2);
              budget -= packed >>> 16;
              if (budget < 0) {
                state.height = loopHeight(state, pc, code[pc + 3]! + 3);
                return leave(state, code[pc + 1]!, base, budget);
              }
              pc = code[pc + 1]!;
            } else pc += 4;
            break;
          }
          case 83: {
            // EACHPREP
            const h = base + code[pc + 1]!;
            registers[h] = eachList(state, registers[h]!, code[pc + 2]!, registers[h + 2]!);
            registers[h + 1] = 0;
            registers[h + 2] = 0;
            if (state.owed > 0) budget = settle(state, budget);
            pc += 4;
            break;
          }
          case 84: {
            // EACHLOOP
            const packed = code[pc + 2]!;
            const h = base + code[pc + 3]!;
            const list = registers[h] as Value[];
            const i = registers[h + 1] as number;
            if (i < list.length) {
              registers[base + (packed & 65535)] = list[i] ?? null;
              registers[h + 1] = i + 1;
              if (limited) countRound(state, h + 2);
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
            break;
          }
          case 85: {
            // LOOP
            const packed = code[pc + 2]!;
            if (limited) countRound(state, base + (packed & 65535), 1);
            budget -= packed >>> 16;
            if (budget < 0) {
              state.height = code[pc + 3]!;
              return leave(state, code[pc + 1]!, base, budget);
            }
            pc = code[pc + 1]!;
            break;
          }
          case 90: {
            // CALL
            const f = code[pc + 2]! * 5;
            if (depth >= maxDepth) throw tooDeep(state);
            if (depth + 3 > frames.length) frames = state.growFrames();
            frames[depth] = pc + 4;
            frames[depth + 1] = base;
            frames[depth + 2] = code[pc + 1]!;
            depth += 3;
            state.depth = depth;
            base += code[pc + 3]!;
            state.base = base;
            if (base + functions[f + 1]! > registers.length) state.reserve(base + functions[f + 1]!);
            for (let i = base + functions[f + 2]!, end = base + functions[f + 3]!; i < end; i++) registers[i] = null;
            pc = functions[f]!;
            budget -= functions[f + 4]!;
            if (budget < 0) {
              state.height = functions[f + 3]!;
              return leave(state, pc, base, budget);
            }
            break;
          }
          case 91: {
            // RETURN
            const x = registers[base + code[pc + 1]!]!;
            if (state.gosubs.length > 0) state.forgetGosubs();
            depth -= 3;
            state.depth = depth;
            pc = frames[depth]!;
            base = frames[depth + 1]!;
            state.base = base;
            registers[base + frames[depth + 2]!] = x;
            break;
          }
          case 92: {
            // END
            state.pc = pc;
            if (!state.endScript(registers[base + code[pc + 1]!]!)) return leave(state, pc, base, budget);
            loaded = state.activation.loaded;
            code = loaded.code;
            constants = loaded.constants;
            builtins = loaded.builtins;
            functions = loaded.functions;
            frames = state.frames;
            depth = state.depth;
            globals = state.activation.base;
            base = state.base;
            pc = state.pc;
            break;
          }
          case 93: {
            // GOSUB
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
            break;
          }
          case 94: {
            // RETSUB
            pc = state.leaveGosub() ?? pc + 4;
            break;
          }
          case 95: {
            // BUILTIN
            const packed = code[pc + 1]!;
            state.pc = pc;
            const first = base + code[pc + 3]!;
            const result = builtins[code[pc + 2]!]!.call(registers.slice(first, first + (packed >>> 16)), state);
            registers[base + (packed & 65535)] = typeof result === "string" ? state.text(result) : result;
            if (state.owed > 0) budget = settle(state, budget);
            pc += 4;
            break;
          }
          case 96: {
            // METHOD
            const packed = code[pc + 1]!;
            state.pc = pc;
            const first = base + code[pc + 3]!;
            const args = registers.slice(first, first + (packed >>> 16));
            registers[base + (packed & 65535)] = callMethod(state, String(constants[code[pc + 2]!]), args);
            if (state.owed > 0) budget = settle(state, budget);
            pc += 4;
            break;
          }
          case 97: {
            // SCRIPT
            state.pc = pc;
            if (!enterNamed(state, "SCRIPT")) return leave(state, pc, base, budget);
            loaded = state.activation.loaded;
            code = loaded.code;
            constants = loaded.constants;
            builtins = loaded.builtins;
            functions = loaded.functions;
            frames = state.frames;
            depth = state.depth;
            globals = state.activation.base;
            base = state.base;
            pc = state.pc;
            budget -= functions[4]!;
            if (budget < 0) return leave(state, pc, base, budget);
            break;
          }
          case 98: {
            // SCRIPTV
            state.pc = pc;
            if (!enterNamed(state, "SCRIPTV")) return leave(state, pc, base, budget);
            loaded = state.activation.loaded;
            code = loaded.code;
            constants = loaded.constants;
            builtins = loaded.builtins;
            functions = loaded.functions;
            frames = state.frames;
            depth = state.depth;
            globals = state.activation.base;
            base = state.base;
            pc = state.pc;
            budget -= functions[4]!;
            if (budget < 0) return leave(state, pc, base, budget);
            break;
          }
          case 100: {
            // CALLNAME
            state.pc = pc;
            if (!enterNamed(state, "CALLNAME")) return leave(state, pc, base, budget);
            loaded = state.activation.loaded;
            code = loaded.code;
            constants = loaded.constants;
            builtins = loaded.builtins;
            functions = loaded.functions;
            frames = state.frames;
            depth = state.depth;
            globals = state.activation.base;
            base = state.base;
            pc = state.pc;
            budget -= functions[4]!;
            if (budget < 0) return leave(state, pc, base, budget);
            break;
          }
          case 110: {
            // ARRAY
            const packed = code[pc + 1]!;
            const first = base + code[pc + 3]!;
            state.allocate(LIST_HEADER + SLOT * (packed >>> 16));
            registers[base + (packed & 65535)] = registers.slice(first, first + (packed >>> 16));
            pc += 4;
            break;
          }
          case 111: {
            // APPEND
            const packed = code[pc + 1]!;
            appendAll(state, registers[base + (packed & 65535)]!, base + code[pc + 3]!, packed >>> 16);
            pc += 4;
            break;
          }
          case 112: {
            // OBJECT
            const packed = code[pc + 1]!;
            const keys = constants[code[pc + 2]!] as string[];
            const first = base + code[pc + 3]!;
            const object = newObject();
            for (let i = 0; i < keys.length; i++) object[keys[i]!] = registers[first + i]!;
            state.allocate(LIST_HEADER + 2 * SLOT * keys.length);
            registers[base + (packed & 65535)] = object;
            pc += 4;
            break;
          }
          case 113: {
            // SETKEY
            setKey(
              state,
              registers[base + code[pc + 1]!]!,
              registers[base + code[pc + 2]!]!,
              registers[base + code[pc + 3]!]!,
            );
            pc += 4;
            break;
          }
          case 114: {
            // GETF
            const x = registers[base + code[pc + 2]!]!;
            const name = constants[code[pc + 3]!] as string;
            registers[base + code[pc + 1]!] = field(state, x, name);
            pc += 4;
            break;
          }
          case 115: {
            // SETF
            const x = registers[base + code[pc + 1]!]!;
            const name = constants[code[pc + 2]!] as string;
            registers[base + code[pc + 1]!] = setField(x, name, registers[base + code[pc + 3]!]!, state);
            pc += 4;
            break;
          }
          case 116: {
            // GETI
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            if (typeof y === "number" && Array.isArray(x) && y >= 0 && y < x.length && Number.isInteger(y))
              registers[base + code[pc + 1]!] = x[y]!;
            else registers[base + code[pc + 1]!] = getIndex(x, y, state);
            pc += 4;
            break;
          }
          case 117: {
            // SETI
            const x = registers[base + code[pc + 1]!]!;
            const y = registers[base + code[pc + 2]!]!;
            const z = registers[base + code[pc + 3]!]!;
            if (typeof y === "number" && Array.isArray(x) && y >= 0 && y < x.length && Number.isInteger(y)) x[y] = z;
            else registers[base + code[pc + 1]!] = setIndex(x, y, z, state);
            if (state.owed > 0) budget = settle(state, budget);
            pc += 4;
            break;
          }
          case 118: {
            // ELEM
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            if (typeof y === "number" && Array.isArray(x) && y >= 0 && y < x.length && Number.isInteger(y))
              registers[base + code[pc + 1]!] = x[y]!;
            else registers[base + code[pc + 1]!] = element(state, x, y);
            pc += 4;
            break;
          }
          case 119: {
            // ELEM0
            const x = registers[base + code[pc + 2]!]!;
            const y = registers[base + code[pc + 3]!]!;
            if (typeof y === "number" && Array.isArray(x) && y >= 0 && y < x.length && Number.isInteger(y))
              registers[base + code[pc + 1]!] = x[y] ?? 0;
            else registers[base + code[pc + 1]!] = element(state, x, y) ?? 0;
            pc += 4;
            break;
          }
          case 120: {
            // SETELEM
            const x = registers[base + code[pc + 1]!]!;
            const y = registers[base + code[pc + 2]!]!;
            const z = registers[base + code[pc + 3]!]!;
            if (typeof y === "number" && Array.isArray(x) && y >= 0 && y < x.length && Number.isInteger(y)) x[y] = z;
            else setElement(state, x, y, z);
            if (state.owed > 0) budget = settle(state, budget);
            pc += 4;
            break;
          }
          case 121: {
            // OPENF
            const opened = openField(state, registers[base + code[pc + 2]!]!, constants[code[pc + 3]!] as string);
            registers[base + code[pc + 2]!] = opened.holder;
            registers[base + code[pc + 1]!] = opened.inner;
            pc += 4;
            break;
          }
          case 122: {
            // OPENI
            const opened = openElement(state, registers[base + code[pc + 2]!]!, registers[base + code[pc + 3]!]!);
            registers[base + code[pc + 2]!] = opened.holder;
            registers[base + code[pc + 1]!] = opened.inner;
            pc += 4;
            break;
          }
          case 123: {
            // DIM
            const packed = code[pc + 1]!;
            const first = base + code[pc + 3]!;
            const bounds = registers.slice(first, first + (packed >>> 16));
            registers[base + (packed & 65535)] = dimension(state, bounds, fillValue(code[pc + 2]!));
            if (state.owed > 0) budget = settle(state, budget);
            pc += 4;
            break;
          }
          case 124: {
            // REDIM
            const packed = code[pc + 1]!;
            const first = base + code[pc + 3]!;
            const bounds = registers.slice(first, first + (packed >>> 16));
            registers[base + (packed & 65535)] = redimension(
              state,
              registers[base + (packed & 65535)]!,
              bounds,
              fillValue(code[pc + 2]!),
            );
            if (state.owed > 0) budget = settle(state, budget);
            pc += 4;
            break;
          }
          case 125: {
            // ENSURE
            if (!isObject(registers[base + code[pc + 1]!]!)) registers[base + code[pc + 1]!] = freshObject(state);
            pc += 4;
            break;
          }
          case 126: {
            // NEWOBJECT
            registers[base + code[pc + 1]!] = freshObject(state);
            pc += 4;
            break;
          }
          case 130: {
            // THROW
            throw thrownError(state, registers[base + code[pc + 1]!]!);
          }
          case 131: {
            // RETHROW
            throw passedOn(state, registers[base + code[pc + 1]!]!);
          }
          case 132: {
            // RAISE
            throw new BasicError(code[pc + 1]!, String(constants[code[pc + 2]!]));
          }
          case 133: {
            // LASTERROR
            registers[base + code[pc + 1]!] = lastError(state, code[pc + 2]!);
            pc += 4;
            break;
          }
          case 134: {
            // CLEARERROR
            state.lastError = null;
            pc += 4;
            break;
          }
          case 140: {
            // EFFECT
            state.status = "waiting";
            return leave(state, pc, base, budget);
          }
          case 141: {
            // HEAR
            state.status = "waiting";
            return leave(state, pc, base, budget);
          }
          case 142: {
            // PARAM
            registers[base + code[pc + 1]!] = boundParameter(
              state,
              registers[base + code[pc + 1]!]!,
              String(constants[code[pc + 2]!]),
            );
            pc += 4;
            break;
          }
          default:
            throw new Error(`Instruction ${code[pc]} at ${pc} passed the verifier`);
        }
    } catch (error) {
      state.pc = pc;
      state.base = base;
      state.depth = depth;
      state.unwind(asBasicError(error));
      if (state.status !== "ready") return budget;
      loaded = state.activation.loaded;
      code = loaded.code;
      constants = loaded.constants;
      builtins = loaded.builtins;
      functions = loaded.functions;
      frames = state.frames;
      depth = state.depth;
      globals = state.activation.base;
      base = state.base;
      pc = state.pc;
      // A handler may lie before the place of the error: going there is charged like a jump back.
      budget -= HANDLER_COST;
      if (budget < 0) return budget;
    }
  }
}

function leave(state: State, pc: number, base: number, budget: number): number {
  // The end of a script has put its own place into the state.
  if (state.status !== "done") {
    state.pc = pc;
    state.base = base;
  }
  return budget;
}

/**
 * What the engine itself throws at its limits becomes an error of the language. Anything else is a fault of the machine:
 * the script ends with it, untrapped, and the host goes on.
 */
function asBasicError(error: unknown): BasicError {
  if (error instanceof BasicError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError) return new BasicError(ERR.memory, `Memory limit: ${message}`);
  return new FinalError(`Internal error: ${message}`, INTERNAL_ERROR);
}

/** Moves, texts, lists and objects. Part of the hot loop's source. */
import type { Mnemonic } from "../opcodes.ts";
import { D, NEXT, SETTLE, X, Y } from "./parts.ts";

export const DATA: Partial<Record<Mnemonic, string>> = {
  MOVE: `
${D} = registers[base + code[pc + 2]!]!;
${NEXT}`,
  LOADK: `
${D} = constants[code[pc + 2]!]!;
${NEXT}`,
  LOADI: `
${D} = code[pc + 2]!;
${NEXT}`,
  LOADNULL: `
${D} = null;
${NEXT}`,
  LOADG: `
${D} = registers[globals + code[pc + 2]!]!;
${NEXT}`,
  STOREG: `
registers[globals + code[pc + 1]!] = registers[base + code[pc + 2]!]!;
${NEXT}`,
  CHECKSET: `
if (state.strict && ${D} === null) throw unsetName(constants[code[pc + 2]!]!);
${NEXT}`,
  NEG: `
${X}
${D} = typeof x === "number" ? 0 - x : negate(x, state);
${NEXT}`,
  PLUS: `
${X}
${D} = typeof x === "number" ? x : plus(state, x);
${NEXT}`,
  NOT: `
${X}
${D} = x === true ? false : x === false ? true : !truthy(x);
${NEXT}`,
  CAT: `
${X}
${Y}
${D} = state.text(toText(x, state) + toText(y, state));
${NEXT}`,
  CONCAT: `
const packed = code[pc + 1]!;
registers[base + (packed & 65535)] = concat(state, base + code[pc + 3]!, packed >>> 16);
${NEXT}`,
  ZERO: `
if (${D} === null && typeof registers[base + code[pc + 2]!] === "number") ${D} = 0;
${NEXT}`,
  ARRAY: `
const packed = code[pc + 1]!;
const first = base + code[pc + 3]!;
state.allocate(LIST_HEADER + SLOT * (packed >>> 16));
registers[base + (packed & 65535)] = registers.slice(first, first + (packed >>> 16));
${NEXT}`,
  APPEND: `
const packed = code[pc + 1]!;
appendAll(state, registers[base + (packed & 65535)]!, base + code[pc + 3]!, packed >>> 16);
${NEXT}`,
  OBJECT: `
const packed = code[pc + 1]!;
const keys = constants[code[pc + 2]!] as string[];
const first = base + code[pc + 3]!;
const object = newObject();
for (let i = 0; i < keys.length; i++) object[keys[i]!] = registers[first + i]!;
state.allocate(LIST_HEADER + 2 * SLOT * keys.length);
registers[base + (packed & 65535)] = object;
${NEXT}`,
  SETKEY: `
setKey(state, ${D}!, registers[base + code[pc + 2]!]!, registers[base + code[pc + 3]!]!);
${NEXT}`,
  GETF: `
${X}
const name = constants[code[pc + 3]!] as string;
const found = x instanceof Fields ? x[name] : undefined;
${D} = found !== undefined ? found : getField(x, name, state);
${NEXT}`,
  SETF: `
const x = ${D}!;
const name = constants[code[pc + 2]!] as string;
const z = registers[base + code[pc + 3]!]!;
if (x instanceof Fields && x[name] !== undefined) x[name] = z;
else ${D} = setField(x, name, z, state);
${NEXT}`,
  GETI: `
${X}
${Y}
if (typeof y === "number" && y >>> 0 === y && Array.isArray(x) && y < x.length) ${D} = x[y]!;
else ${D} = getIndex(x, y, state);
${NEXT}`,
  SETI: `
const x = ${D}!;
const y = registers[base + code[pc + 2]!]!;
const z = registers[base + code[pc + 3]!]!;
if (typeof y === "number" && y >>> 0 === y && Array.isArray(x) && y < x.length) x[y] = z;
else {
  ${D} = setIndex(x, y, z, state);
  ${SETTLE}
}
${NEXT}`,
  ELEM: `
${X}
${Y}
if (typeof y === "number" && y >>> 0 === y && Array.isArray(x) && y < x.length) ${D} = x[y]!;
else ${D} = element(state, x, y);
${NEXT}`,
  ELEM0: `
${X}
${Y}
if (typeof y === "number" && y >>> 0 === y && Array.isArray(x) && y < x.length) ${D} = x[y] ?? 0;
else ${D} = element(state, x, y) ?? 0;
${NEXT}`,
  SETELEM: `
const x = ${D}!;
const y = registers[base + code[pc + 2]!]!;
const z = registers[base + code[pc + 3]!]!;
if (typeof y === "number" && y >>> 0 === y && Array.isArray(x) && y < x.length) x[y] = z;
else {
  setElement(state, x, y, z);
  ${SETTLE}
}
${NEXT}`,
  OPENF: `
const opened = openField(state, registers[base + code[pc + 2]!]!, constants[code[pc + 3]!] as string);
registers[base + code[pc + 2]!] = opened.holder;
${D} = opened.inner;
${NEXT}`,
  OPENI: `
const opened = openElement(state, registers[base + code[pc + 2]!]!, registers[base + code[pc + 3]!]!);
registers[base + code[pc + 2]!] = opened.holder;
${D} = opened.inner;
${NEXT}`,
  OPENFE: `
const opened = openField(state, registers[base + code[pc + 2]!]!, constants[code[pc + 3]!] as string, ${D}!);
registers[base + code[pc + 2]!] = opened.holder;
${D} = opened.inner;
${NEXT}`,
  OPENIE: `
const opened = openElement(state, registers[base + code[pc + 2]!]!, registers[base + code[pc + 3]!]!, ${D}!);
registers[base + code[pc + 2]!] = opened.holder;
${D} = opened.inner;
${NEXT}`,
  DIM: `
const packed = code[pc + 1]!;
const first = base + code[pc + 3]!;
const bounds = registers.slice(first, first + (packed >>> 16));
registers[base + (packed & 65535)] = dimension(state, bounds, fillValue(code[pc + 2]!));
${SETTLE}
${NEXT}`,
  REDIM: `
const packed = code[pc + 1]!;
const first = base + code[pc + 3]!;
const bounds = registers.slice(first, first + (packed >>> 16));
registers[base + (packed & 65535)] = redimension(state, registers[base + (packed & 65535)]!, bounds, fillValue(code[pc + 2]!));
${SETTLE}
${NEXT}`,
  ENSURE: `
if (!isObject(${D}!)) ${D} = freshObject(state);
${NEXT}`,
  NEWOBJECT: `
${D} = freshObject(state);
${NEXT}`,
};

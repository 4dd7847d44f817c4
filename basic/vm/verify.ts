/**
 * The verifier: whatever it lets pass cannot leave its frame, its code or its constants, and cannot run for ever without
 * being charged. Every decoded program goes through it, so a damaged or hostile release is refused, never executed.
 */
import { ISA, type Profile, type Program } from "../program.ts";
import { findFunction } from "./builtins.ts";
import { checkDescriptor } from "./descriptors.ts";
import { BY_CODE, OP, type Opcode, PACK } from "./opcodes.ts";

export class VerifyError extends Error {
  override readonly name = "VerifyError";
}

const MAX_FRAME = 65_000;
const MAX_FUNCTIONS = 10_000;

/** Instructions that control never goes past. */
const ENDS: ReadonlySet<number> = new Set([
  OP.JMP,
  OP.JBACK,
  OP.RETURN,
  OP.FRETURN,
  OP.END,
  OP.THROW,
  OP.RETHROW,
  OP.RAISE,
]);

/** Throws VerifyError with the place and the reason when the program is not well-formed. */
export function verify(program: Program): void {
  const { code, functions } = program;
  const fail = (message: string): never => {
    throw new VerifyError(`Program ${program.file}: ${message}`);
  };
  if (program.isa > ISA) fail(`it needs instruction set ${program.isa}, and this runtime knows up to ${ISA}`);
  if (!Number.isInteger(program.isa) || program.isa < 1) fail("it names no instruction set");
  if (code.length === 0 || code.length % 4 !== 0) fail("its code is cut off");
  if (functions.length === 0 || functions.length > MAX_FUNCTIONS) fail("it has no body or too many procedures");
  functions.forEach((f, i) => {
    const end = functions[i + 1]?.entry ?? code.length;
    const isPlaced = Number.isInteger(f.entry) && f.entry % 4 === 0 && f.entry < end && (i > 0 || f.entry === 0);
    if (!isPlaced) fail(`procedure ${i} does not lie in the code`);
    const isSized = f.params >= 0 && f.params <= f.locals && f.locals <= f.size && f.size <= MAX_FRAME;
    if (!isSized || ![f.params, f.locals, f.size, f.cost].every(Number.isInteger))
      fail(`procedure ${i} has no proper frame`);
    if (f.cost < 1 || f.cost > 10_000_000 || f.names.length !== f.locals)
      fail(`procedure ${i} is not described properly`);
    verifyBody(program, i, end);
  });
  verifyTries(program);
  const { positions } = program;
  if (positions.length % 2 !== 0) fail("its positions are cut off");
  for (let i = 2; i < positions.length; i += 2)
    if (positions[i]! <= positions[i - 2]!) fail("its positions are out of order");
}

function verifyBody(program: Program, index: number, end: number): void {
  const { code, functions } = program;
  const start = functions[index]!.entry;
  for (let pc = start; pc < end; pc += 4) {
    const opcode = BY_CODE[code[pc]!];
    if (!opcode) throw new VerifyError(`Program ${program.file}: unknown instruction ${code[pc]} at ${pc}`);
    const problem = verifyInstruction(program, index, pc, end, opcode);
    if (problem) throw new VerifyError(`Program ${program.file}: ${opcode.name} at ${pc}: ${problem}`);
  }
  if (!ENDS.has(code[end - 4]!)) throw new VerifyError(`Program ${program.file}: procedure ${index} runs past its end`);
}

function verifyInstruction(program: Program, index: number, pc: number, end: number, opcode: Opcode): string | null {
  const f = program.functions[index]!;
  const operand = (i: number) => program.code[pc + 1 + i]!;
  const isRegister = (register: number) => register >= 0 && register < f.size;
  const count = opcode.operands.includes("D") ? operand(0) >>> 16 : 0;
  for (let i = 0; i < 3; i++) {
    const at = operand(i);
    const letter = opcode.operands[i];
    switch (letter) {
      case "-":
        if (at !== 0) return "an operand is set that it does not have";
        break;
      case "d":
      case "r":
      case "p":
      case "q":
        if (!isRegister(at)) return `register ${at} lies outside the frame`;
        break;
      case "D":
      case "e":
      case "v":
      case "u":
        if (!isRegister(at & (PACK - 1))) return `register ${at & (PACK - 1)} lies outside the frame`;
        if (letter === "e" && at >>> 16 === 0) return "its count is not above 0";
        if ((letter === "v" || letter === "u") && at >>> 16 === 0) return "it charges no steps";
        break;
      case "b":
      case "c":
        if (!isRegister(at) || !isRegister(at + (letter === "b" ? 2 : 3)))
          return "its hidden registers lie outside the frame";
        break;
      case "w":
        if (at < 0 || at + count > f.size) return "its arguments lie outside the frame";
        break;
      case "g":
        if (at < 0 || at >= program.functions[0]!.locals) return `${at} is no variable of the script`;
        break;
      case "k":
        if (!isScalar(program.constants[at])) return `constant ${at} is no scalar`;
        break;
      case "t":
      case "z":
        if (!Number.isFinite(program.constants[at])) return `constant ${at} is no number`;
        if (letter === "z" && !(Number(program.constants[at]) > 0)) return `constant ${at} is not above 0`;
        break;
      case "m":
        if (at < 1) return `${at} is not above 0`;
        break;
      case "n":
        if (typeof program.constants[at] !== "string") return `constant ${at} is no text`;
        break;
      case "x": {
        const problem = checkDescriptor(opcode.name, program.constants[at], count);
        if (problem) return problem;
        break;
      }
      case "j":
      case "J":
        if (at % 4 !== 0 || at < f.entry || at >= end) return `it jumps to ${at}, outside its procedure`;
        if (letter === "j" && at <= pc) return "it jumps backward without being charged";
        break;
      case "f":
        if (at < 1 || at >= program.functions.length) return `there is no procedure ${at}`;
        break;
      case "l":
        if (at < 0 || at + program.functions[operand(1)]!.params > f.size) return "its arguments lie outside the frame";
        break;
      case "s":
        if (at < 1) return "it charges no steps";
        break;
      case "h":
        if (at < 0 || at > f.size) return `height ${at} lies outside the frame`;
        break;
    }
  }
  // A script's body ends with END: there is no frame of a caller that RETURN could take away.
  if ((opcode.name === "RETURN" || opcode.name === "FRETURN") && index === 0)
    return "it returns from the script's body";
  if (opcode.name === "FILTER" && count !== 2) return "it needs a text and its origin";
  if (opcode.name === "TRACE" && count % 2 !== 1) return "its parts and their origins are not as many";
  if (opcode.name === "BUILTIN") return verifyArity(program.constants[operand(1)], count, program.profile);
  return null;
}

function verifyArity(name: unknown, count: number, profile: Profile): string | null {
  const found = typeof name === "string" ? findFunction(name, profile) : undefined;
  if (!found) return `there is no function ${String(name).slice(0, 40)}`;
  return count < found.min || count > found.max ? `${found.name} does not take ${count} arguments` : null;
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value === "number" || typeof value === "string" || typeof value === "boolean";
}

function verifyTries(program: Program): void {
  const { tries, functions, code } = program;
  const fail = (): never => {
    throw new VerifyError(`Program ${program.file}: its exception table is damaged`);
  };
  if (tries.length % 4 !== 0) fail();
  for (let i = 0; i < tries.length; i += 4) {
    const [from, to, handler, register] = [tries[i]!, tries[i + 1]!, tries[i + 2]!, tries[i + 3]!];
    const f = functions.findLastIndex((info) => info.entry <= from);
    const info = functions[f];
    const end = functions[f + 1]?.entry ?? code.length;
    if (!info || from % 4 !== 0 || to % 4 !== 0 || handler % 4 !== 0) {
      fail();
      return;
    }
    if (from >= to || to > end || handler < info.entry || handler >= end) fail();
    // A FINALLY is marked by PACK.
    const slot = register < 0 ? -1 - register : register & (PACK - 1);
    if (slot >= info.size || register >= 2 * PACK) fail();
  }
}

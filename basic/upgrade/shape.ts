/** The code of one statement, said so that two versions of a script can be compared: by names, not by numbers. */
import { BY_CODE, PACK } from "../vm/opcodes.ts";
import { type Body, chainOf, functionName, ownInstructions } from "./bodies.ts";

/** Operand letters of vm/opcodes.ts that hold a register in their lower half. */
const REGISTERS = "drpqbcwlDevu";
/** Those of them that only write. */
const TARGETS = "dp";
/** With something in the upper half that counts. */
const PACKED = "De";
const CONSTANTS = "knxtz";

/** The instructions of a site that belong to no other, one text each. */
export function shapeOf(body: Body, site: number): string[] {
  const { code, constants } = body.program;
  const { from, to } = body.program.map!.sites[site]!;
  const register = registerNames(body, site);
  const operand = (letter: string, value: number): string => {
    if (REGISTERS.includes(letter)) {
      const above = PACKED.includes(letter) ? `*${Math.floor(value / PACK)}` : "";
      return register(value & (PACK - 1)) + above;
    }
    if (CONSTANTS.includes(letter)) return JSON.stringify(constants[value]);
    if (letter === "g") return scriptName(body, value);
    if (letter === "f") return functionName(body.program, value);
    if (letter === "j" || letter === "J") return value >= from && value < to ? String(value - from) : "out";
    // What a jump is charged and what is live at its target depend on the statements between.
    return letter === "s" || letter === "h" || letter === "-" ? "" : String(value);
  };
  return ownInstructions(body, site).map((pc) => {
    const { name, operands } = BY_CODE[code[pc]!]!;
    return `${name} ${[0, 1, 2].map((i) => operand(operands[i]!, code[pc + 1 + i]!)).join(" ")}`;
  });
}

/** Registers by what they hold: a variable, a block's own, or the n-th value of the statement. */
function registerNames(body: Body, site: number): (register: number) => string {
  const known = new Map<number, string>();
  for (const [key, register] of body.registers) known.set(register, `=${key}`);
  const chain = chainOf(body.program, site);
  chain.forEach(({ registers }, depth) => {
    for (let i = 0; i < registers.length; i += 2)
      for (let n = 0; n < registers[i + 1]!; n++) known.set(registers[i]! + n, `block ${depth} ${i / 2} ${n}`);
  });
  const { height } = chain.at(-1)!;
  return (register) => known.get(register) ?? (register >= height ? `+${register - height}` : "?");
}

function scriptName({ program }: Body, register: number): string {
  const name = program.functions[0]!.names[register] ?? "";
  if (name !== "") return name.toLowerCase();
  const hidden = program.map!.hidden.find((entry) => entry.function === 0);
  return hidden?.registers.find(([at]) => at === register)?.[1] ?? "?";
}

/** The statement still reads values that it made before `pc`, other than the arguments of the instruction there. */
export function liveTemporaries(body: Body, site: number, pc: number): boolean {
  const { code, functions } = body.program;
  const { height } = body.program.map!.sites[site]!;
  const window = code[pc + 3]!;
  const written = new Set([code[pc + 1]! & (PACK - 1)]);
  let isStraight = true;
  for (const own of ownInstructions(body, site)) {
    if (own <= pc) continue;
    const { operands } = BY_CODE[code[own]!]!;
    const targets: number[] = [];
    for (let i = 0; i < 3; i++) {
      const letter = operands[i]!;
      const value = code[own + 1 + i]! & (PACK - 1);
      if (!REGISTERS.includes(letter)) continue;
      if (TARGETS.includes(letter)) targets.push(value);
      const count =
        letter === "w" ? code[own + 1]! >>> 16 : letter === "l" ? (functions[code[own + 2]!]?.params ?? 0) : 1;
      // Of D the lower half is a target; but a few instructions read it as well.
      if (TARGETS.includes(letter)) continue;
      for (let at = value; at < value + count; at++) if (at >= height && at < window && !written.has(at)) return true;
    }
    // Behind a jump it is not certain what was written.
    if (/[jJ]/.test(operands)) isStraight = false;
    if (isStraight) for (const target of targets) written.add(target);
  }
  return false;
}
